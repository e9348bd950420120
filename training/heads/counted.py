"""Truth of pictures to count in: composed ones and photographs, in one form.

python training/heads/counted.py --out DIR writes DIR/KIND.txt of each kind, for `denseql encode --list`.
A row: `id`, `kind`, `file` (the picture), `fold`, `things`: boxes [left, top, right, bottom] by name, as shares of the picture (points are boxes without sides), of names
of which every thing is known; `absent`: names that are certainly not there; `asked` and `case` of composed pictures.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.packages import CACHE, few  # noqa: E402
from ground.photos import PHOTOS  # noqa: E402
from ground.things import fifth  # noqa: E402
from real import photos  # noqa: E402

KINDS = ("coco", "instances", "cells", "crowd", "counts")
# What heads are called, whichever of the words is asked.
HEADS = ("person", "head")
CELLS, CROWD = "blood-cells", "crowd"


def by_name(named: list[tuple[str, list[float]]]) -> dict[str, list[list[float]]]:
    found: dict[str, list[list[float]]] = {}
    for name, box in named:
        found.setdefault(name, []).append(box)
    return found


def coco() -> Iterator[dict]:
    """All 80 names are looked for in every picture, so what has no box is absent; where things of a name are a crowd, nobody counted them."""
    rows = photos.lines("coco.jsonl")
    names = sorted({box[0] for row in rows for box in row["boxes"]})
    for row in rows:
        crowds = {segment[1] for segment in row["segments"] or [] if segment[3]}
        things = by_name([(box[0], box[1:5]) for box in row["boxes"]])
        seen = {*things, *crowds, *(segment[1] for segment in row["segments"] or [])}
        stem = Path(row["file"]).stem
        yield {
            "id": stem,
            "file": str(PHOTOS / "coco-train/images" / row["file"]),
            "fold": fifth(row["file"]),
            "things": {name: boxes for name, boxes in things.items() if name not in crowds},
            "absent": [name for name in names if name not in seen],
        }


def instances() -> Iterator[dict]:
    """Labels of which somebody wrote down that all were drawn."""
    for photo in photos.photos("instances"):
        row = photo.row
        things = by_name([(thing["label"], thing["box"]) for thing in row["objects"]])
        whole = [name for name in row["exhaustive"] if name in things and row["counts"].get(name, len(things[name])) == len(things[name])]
        yield {
            "id": photo.stem,
            "file": str(photos.picture(photo)),
            "fold": photo.fold,
            "things": {name: things[name] for name in whole},
            "absent": photo.absent,
        }


def cells() -> Iterator[dict]:
    for row in photos.lines("cells.jsonl"):
        things = by_name([(box[0], box[1:5]) for box in row["boxes"]])
        file = row["file"]
        yield {"id": Path(file).stem, "file": str(PHOTOS / CELLS / file), "fold": fifth(file), "things": things, "absent": []}


def crowd() -> Iterator[dict]:
    """Their source states no licence, so their truth is not in the repository: it lies beside the pictures, in a folder that has them."""
    truth = PHOTOS / CROWD / "truth.json"
    for row in json.loads(truth.read_text("utf-8"))["pictures"] if truth.exists() else []:
        heads = [[x, y, x, y] for x, y in row["points"]]
        things = {name: heads for name in HEADS}
        yield {"id": Path(row["file"]).stem, "file": str(PHOTOS / CROWD / row["file"]), "fold": fifth(row["file"]), "things": things, "absent": []}


def counts(pictures: Path | None = None) -> Iterator[dict]:
    """Composed ones (ground/counting.py). No head behind the maps has seen any of them: which one makes a picture's map goes by its number."""
    folder = pictures or CACHE / "train"
    if not (folder / "counts.json").exists():
        return
    for row in json.loads((folder / "counts.json").read_text("utf-8")):
        seen = [thing for thing in row["objects"] if thing["area"] > 0]
        boxes = [(thing["label"], thing["visibleBox"]) for thing in seen]
        width, height = row["width"], row["height"]
        things = by_name([(label, [x / width, y / height, (x + w) / width, (y + h) / height]) for label, (x, y, w, h) in boxes])
        yield {
            "id": row["id"],
            "file": str(folder / "counts" / f"{row['id']}.png"),
            "fold": int(row["id"]) % photos.FOLDS,
            "things": things,
            "absent": [row["asked"]] if row["asked"] not in things else [],
            "asked": row["asked"],
            "case": row["case"],
        }


def rows(kind: str, pictures: Path | None = None) -> list[dict]:
    sources = {"coco": coco, "instances": instances, "cells": cells, "crowd": crowd}
    found = counts(pictures) if kind == "counts" else sources[kind]()
    return few([{"kind": kind} | row for row in found])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pictures", type=Path, help="composed pictures; default: CACHE/train")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        files = [row["file"] for row in rows(kind, arguments.pictures)]
        (arguments.out / f"{kind}.txt").write_text("".join(f"{file}\n" for file in files), "utf-8")
        print(f"{kind}: {len(files)}")


if __name__ == "__main__":
    main()
