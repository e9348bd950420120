"""Made the .jsonl files of this folder, once: python training/eval/real/build_real.py --photos FOLDER --boxes FOLDER --work WORK. Kept so that anyone can see how.

The yardstick never changes: do not run this again. --photos has a folder of pictures with its truth for each source, --boxes what was drawn by
eye; WORK is the work folder of build.sh, for the sentence encoder that keeps near-duplicates out of the absent names.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from ground.alike import Alike  # noqa: E402
from pocket import concepts  # noqa: E402

HERE = Path(__file__).resolve().parent
ABSENT, LEAST_BOXES, SEED = 10, 3, 20261128
# Above this cosine a name is never asked as absent beside the other: looser than between two cut-outs, because truth by eye is less complete.
NEAR = 0.62


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def save(name: str, rows: list[dict]) -> None:
    (HERE / name).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


class Absent:
    """Names that are surely not in a picture, in random order."""

    def __init__(self, encoder: concepts.TextEncoder, names: list[str]):
        self.names, self.vectors, self.alike, self.encoder = sorted(names), encoder(sorted(names)), Alike(), encoder

    def __call__(self, present: list[str], number: int, count: int) -> list[str]:
        near = (self.vectors @ self.encoder(present).T).max(1) > NEAR
        free = [name for name, close in zip(self.names, near) if not close and not any(self.alike.labels(name, other) for other in present)]
        return [str(name) for name in np.random.default_rng([SEED, number]).permutation(free)[:count]]


def coco(photos: Path, encoder: concepts.TextEncoder) -> list[dict]:
    truth = json.loads((photos / "coco-train/truth.json").read_text("utf-8"))
    absent = Absent(encoder, [*truth["things"], *truth["stuff"]])
    rows = []
    for number, row in enumerate(truth["pictures"]):
        present = sorted({box[0] for box in row["boxes"]} | {segment[1] for segment in row.get("segments") or []})
        kept = {name: row.get(name) for name in ("file", "size", "licence", "boxes", "segments")}
        rows.append(kept | {"absent": absent(present, number, ABSENT) if present else []})
        if row.get("segments"):
            (HERE / "panoptic").mkdir(exist_ok=True)
            name = Path(row["file"]).stem + ".png"
            shutil.copy(photos / "coco-train/panoptic" / name, HERE / "panoptic" / name)
    return rows


def boxed(rows: list[dict], classes: dict[str, str], encoder: concepts.TextEncoder) -> list[dict]:
    """Three absent names were written down for each picture; the others are drawn among the names that have several boxes somewhere."""
    names = [box["name"] for row in rows for box in row["boxes"]]
    absent = Absent(encoder, sorted({name for name in names if names.count(name) >= LEAST_BOXES}))
    found = []
    for number, row in enumerate(rows):
        present = sorted({name for box in row["boxes"] for name in (box["name"], *box.get("also", []))})
        others = [name for name in absent(present, number, ABSENT) if name not in row["absent"]]
        found.append({"file": row["file"], "class": classes[row["file"]], "boxes": row["boxes"], "absent": row["absent"], "others": others[: ABSENT - len(row["absent"])]})
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("photos", "boxes", "work"):
        parser.add_argument("--" + name, type=Path, required=True)
    arguments = parser.parse_args()
    encoder = concepts.TextEncoder(arguments.work / "first")
    save("coco.jsonl", coco(arguments.photos, encoder))
    labels = json.loads((arguments.photos / "imagenet-sample/labels.json").read_text("utf-8"))["labels"]
    save("imagenet.jsonl", boxed(lines(arguments.boxes / "imagenet_boxes.jsonl"), {f"{key}.jpg": name for key, name in labels}, encoder))
    labels = json.loads((arguments.photos / "caltech101/labels.json").read_text("utf-8"))["pictures"]
    save("caltech.jsonl", boxed(lines(arguments.boxes / "caltech_boxes.jsonl"), dict(labels), encoder))
    shutil.copy(arguments.boxes / "instances.jsonl", HERE / "instances.jsonl")


if __name__ == "__main__":
    main()
