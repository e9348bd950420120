"""What the proposal head is trained and judged on: python training/heads/proposals_prepare.py --work WORK --heads "WORK/real-{}.pt" --out DIR [--composed DIR --features DIR] [--yardstick DIR --yardstick-features DIR]

One file a picture: outputs of a pass as float16, the picture at 8 pixels a patch, boxes of its instances, and their masks where they are known. Photographs
are those of eval/real; their joint maps come from the encoder head that has not seen their fifth, and composed ones' from that of fold 0. What is a part or stuff
is no instance. A picture that is there already is left.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.parts import PIXELS  # noqa: E402
from heads.proposals_net import UP  # noqa: E402
from learn import samples  # noqa: E402
from learn.head import Head  # noqa: E402
from real import photos  # noqa: E402

TOKENS = 384
# COCO's photographs seen otherwise: mirrored, and mirrored parts of them, whose sides are between these shares of the picture's.
VIEWS, PART = ("coco-mirrored", "coco-parts"), (0.5, 0.85)


def part_of(file: str, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Which part is looked at: always the same one of a photograph."""
    share, across, down = (value / 2**32 for value in np.frombuffer(hashlib.sha1(file.encode("utf-8")).digest()[:12], "<u4"))
    width, height = (round(side * (PART[0] + share * (PART[1] - PART[0]))) for side in size)
    left, top = round(across * (size[0] - width)), round(down * (size[1] - height))
    return left, top, left + width, top + height


def viewed(photo: photos.Photo, source: str) -> tuple[photos.Photo, np.ndarray]:
    """The photograph as one of VIEWS, and its truth."""
    left, top, right, bottom = part_of(photo.file, photo.size) if source == "coco-parts" else (0, 0, *photo.size)
    truth = np.asarray(Image.open(photos.TRUTH / "panoptic" / f"{photo.stem}.png"))[top:bottom, left:right][:, ::-1]
    return photos.Photo(source, photo.file, photo.stem, (right - left, bottom - top), photo.absent, row=photo.row), truth


def small(path: Path, rows: int, columns: int) -> np.ndarray:
    """The same kernel as `image.kernel` of pocket; sharp and pillow compute it alike."""
    return np.asarray(Image.open(path).convert("RGB").resize((PIXELS * columns, PIXELS * rows), Image.Resampling.BICUBIC))


class Joint:
    """The joint map of a pass, by the encoder head of a fold."""

    def __init__(self, pattern: str):
        self.pattern, self.known = pattern, {}

    def __call__(self, fold: int, encoded: samples.Encoded) -> np.ndarray:
        if fold not in self.known:
            self.known[fold] = Head.restored(torch.load(self.pattern.replace("{}", str(fold)), weights_only=True)).eval()
        with torch.no_grad():
            return self.known[fold](torch.from_numpy(encoded.features.astype(np.float32))).numpy().astype(np.float16)


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


def everything(source: str) -> Iterator[photos.Photo]:
    yield from photos.photos(source)
    if source == "coco":
        for row in photos.lines("coco.jsonl"):
            if not row["segments"]:
                yield photos.Photo(source, row["file"], Path(row["file"]).stem, tuple(row["size"]), row["absent"], row=row)


def write(path: Path, encoded: samples.Encoded, joint: np.ndarray, picture: np.ndarray, found: dict, **facts) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    grid = np.array([encoded.rows, encoded.columns])
    np.savez(path, structure=encoded.features[:, :TOKENS], denseRaw=joint, picture=picture, grid=grid, **found, **{name: np.array(value) for name, value in facts.items()})


def composed(pictures: Path, features: Path, kind: str, out: Path, joint: Joint) -> int:
    count = 0
    for row, encoded, truth in samples.listed(pictures, features, kind):
        path = out / f"{row['id']}.npz"
        if not path.exists():
            found = of_truth(truth, [(number, thing["label"], False) for number, thing in enumerate(row["objects"], 1)], encoded.rows, encoded.columns)
            picture = small(pictures / kind / f"{row['id']}.png", encoded.rows, encoded.columns)
            write(path, encoded, joint(0, encoded), picture, found, fold=-1, width=row["width"], height=row["height"], picture_file=row["id"])
        count += 1
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("work", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--heads", required=True)
    for name in ("composed", "features", "yardstick", "yardstick-features"):
        parser.add_argument("--" + name, type=Path)
    parser.add_argument("--sources", nargs="*", default=["coco", "instances", "imagenet", "caltech"])
    arguments = parser.parse_args()
    joint = Joint(arguments.heads)
    for source in arguments.sources:
        count = 0
        for photo in everything(source):
            path = arguments.out / source / f"{photo.stem}.npz"
            if not photo.features.exists():
                continue
            count += 1
            if path.exists():
                continue
            encoded = photos.encoded(photo)
            picture = small(photos.picture(photo), encoded.rows, encoded.columns)
            found = instances(photo, encoded.rows, encoded.columns)
            write(path, encoded, joint(photo.fold, encoded), picture, found, fold=photo.fold, width=photo.size[0], height=photo.size[1], picture_file=photo.file)
        print(source, count, flush=True)
    for source in VIEWS:
        count = 0
        for photo, truth in (viewed(photo, source) for photo in photos.photos("coco")):
            path, image = arguments.out / source / f"{photo.stem}.npz", photos.CACHE / "real" / source / f"{photo.stem}.png"
            if photo.features.exists() and not path.exists():
                encoded = samples.read(photo.features, *photo.size)
                things = [(value, name, bool(crowd)) for value, name, thing, crowd in photo.row["segments"] if thing]
                picture = small(image, encoded.rows, encoded.columns)
                write(path, encoded, joint(photo.fold, encoded), picture, of_truth(truth, things, encoded.rows, encoded.columns), fold=photo.fold, width=photo.size[0], height=photo.size[1], picture_file=photo.file)
            count += path.exists()
        print(source, count, flush=True)
    for kind in ("scenes", "crowds"):
        if arguments.composed and (arguments.composed / f"{kind}.json").exists():
            print("composed", kind, composed(arguments.composed, arguments.features, kind, arguments.out / f"composed-{kind}", joint), flush=True)
    if arguments.yardstick:
        print("yardstick", composed(arguments.yardstick, arguments.yardstick_features, "scenes", arguments.out / "yardstick", joint), flush=True)


if __name__ == "__main__":
    main()
