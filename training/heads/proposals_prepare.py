"""What the proposal head is trained and judged on: python training/heads/proposals_prepare.py --features DIR --out DIR [--views DIR] [--composed DIR] [--yardstick DIR]

One file a picture: the last and the seventh layer of a pass as float16, the picture at 8 pixels a patch, boxes of its instances, and their masks where they are known. DIR/KIND/NAME.npz
are features of the photographs of eval/real (coco, instances, imagenet), of VOC's (voc), of views of the first (views.py: coco-views, instances-views) and of composed pictures (scenes, yardstick). What is a
part or stuff is no instance. A picture that is there already is left.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.parts import PIXELS  # noqa: E402
from heads.proposals_net import UP  # noqa: E402
from learn import samples  # noqa: E402
from real import photos  # noqa: E402

SOURCES = ("coco", "instances", "imagenet")


def small(path: Path, rows: int, columns: int) -> np.ndarray:
    """The same kernel as `image.kernel` of pocket; sharp and pillow compute it alike."""
    return np.asarray(Image.open(path).convert("RGB").resize((PIXELS * columns, PIXELS * rows), Image.Resampling.BICUBIC))


def box_of(mask: np.ndarray) -> list[float] | None:
    y, x = np.nonzero(mask)
    if len(y) == 0:
        return None
    return [x.min() / mask.shape[1], y.min() / mask.shape[0], (x.max() + 1) / mask.shape[1], (y.max() + 1) / mask.shape[0]]


def of_truth(truth: np.ndarray, things: list[tuple[int, str, bool]], rows: int, columns: int) -> dict:
    """things: (value in `truth`, name, is a crowd)."""
    shares = samples.covers(truth, int(truth.max()), rows * UP, columns * UP).reshape(-1, rows * UP, columns * UP)
    seen = [(value, name, crowd, box_of(truth == value)) for value, name, crowd in things]
    seen = [row for row in seen if row[3] is not None]
    return {
        "boxes": np.array([row[3] for row in seen], np.float32).reshape(-1, 4),
        "names": np.array([row[1] for row in seen], dtype=str),
        "crowd": np.array([bool(row[2]) for row in seen]),
        "masks": np.round(255 * np.stack([shares[row[0] - 1] for row in seen])).astype(np.uint8) if seen else np.zeros((0, rows * UP, columns * UP), np.uint8),
    }


def of_boxes(rows: list[tuple[list[float], str]]) -> dict:
    return {
        "boxes": np.array([box for box, _ in rows], np.float32).reshape(-1, 4),
        "names": np.array([name for _, name in rows], dtype=str),
        "crowd": np.zeros(len(rows), bool),
    }


def instances(photo: photos.Photo, rows: int, columns: int) -> dict:
    if photo.source == "coco" and photo.row["segments"]:
        truth = np.asarray(Image.open(photos.TRUTH / "panoptic" / f"{photo.stem}.png"))
        return of_truth(truth, [(value, name, bool(crowd)) for value, name, thing, crowd in photo.row["segments"] if thing], rows, columns)
    if photo.source == "coco":
        return of_boxes([(box, name) for name, *box in photo.row["boxes"]])
    if photo.source == "instances":
        return of_boxes([(thing["box"], thing["label"]) for thing in photo.row["objects"]])
    return of_boxes([(box["box"], box["name"]) for box in photo.row["boxes"] if box["kind"] == "thing"])


def everything(source: str) -> list[photos.Photo]:
    more = [row for row in photos.lines("coco.jsonl") if not row["segments"]] if source == "coco" else []
    return [*photos.photos(source), *(photos.Photo(source, row["file"], Path(row["file"]).stem, tuple(row["size"]), row["absent"], row=row) for row in more)]


def write(path: Path, features: Path, picture: Path, found, fold: int) -> bool:
    """`found(rows, columns)`: the truth. Whether there are features."""
    if not features.exists():
        return False
    if not path.exists():
        with np.load(features) as kept, Image.open(picture) as image:
            structure, middle, size = kept["structure"], kept["layers.7"], image.size
        rows, columns = samples.grid(len(structure), *size)
        path.parent.mkdir(parents=True, exist_ok=True)
        facts = {"grid": np.array([rows, columns]), "fold": np.array(fold), "width": np.array(size[0]), "height": np.array(size[1])}
        np.savez(path, structure=structure, middle=middle, picture=small(picture, rows, columns), **facts, **found(rows, columns))
    return True


def listed(pictures: Path, kind: str, features: Path, out: Path) -> int:
    """Pictures of views.py and of train_pictures.py: `objects`, whose numbers are the truth's values; a view's are of a fold and may have boxes."""
    count = 0
    for row in json.loads((pictures / f"{kind}.json").read_text("utf-8")):
        picture, truth = pictures / kind / f"{row['id']}.png", pictures / kind / f"{row['id']}.truth.png"
        kept = [(number, thing["label"], thing.get("crowd", False)) for number, thing in enumerate(row["objects"], 1) if thing.get("kept", True)]

        def found(rows: int, columns: int) -> dict:
            if not truth.exists():  # noqa: B023
                return of_boxes([(row["objects"][number - 1]["box"], name) for number, name, _ in kept])  # noqa: B023
            return of_truth(np.asarray(Image.open(truth)), kept, rows, columns)  # noqa: B023

        count += write(out / f"{row['id']}.npz", features / f"{row['id']}.npz", picture, found, row.get("fold", -1))
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("features", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    for name in ("views", "composed", "yardstick"):
        parser.add_argument("--" + name, type=Path)
    arguments = parser.parse_args()
    for source in SOURCES:
        features, out = arguments.features / source, arguments.out / source
        count = 0
        for photo in everything(source):
            found = lambda rows, columns, photo=photo: instances(photo, rows, columns)  # noqa: E731
            count += write(out / f"{photo.stem}.npz", features / f"{photo.stem}.npz", photos.picture(photo), found, photo.fold)
        print(source, count, flush=True)
    kinds = [(photos.VOC, "voc", "voc")] if photos.VOC.exists() else []
    kinds += [(arguments.views, "coco", "coco-views"), (arguments.views, "instances", "instances-views"), (arguments.composed, "scenes", "scenes"), (arguments.yardstick, "scenes", "yardstick")]
    for pictures, kind, name in kinds:
        if pictures:
            print(name, listed(pictures, kind, arguments.features / name, arguments.out / name), flush=True)


if __name__ == "__main__":
    main()
