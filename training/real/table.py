"""The table of real patches, each with what it shows: python training/real/table.py --work WORK --out FILE

Every fifth of the pictures is in it, whoever trains leaves one out (fit.py). Rows are of one kind each: `coco` (panoptic segments), `boxes` (hand
boxes on ImageNet's, Caltech's and the packages' photographs), `class` (patches that show what an ImageNet picture is of, says its classifier), `whole` (SUREST
patches of a picture of ImageNet or Caltech, those that the classifier is surest of: most of what its whole vector is made of).
"""

import argparse
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from learn.samples import COVERED, NAMES  # noqa: E402
from pocket import sources  # noqa: E402
from real import photos  # noqa: E402

KINDS = ("coco", "boxes", "class", "whole")
REGIONS = ("stuff", "thing", "part")
# Patches of one picture and name.
MOST = {"coco": 60, "boxes": 24, "class": 24}
LEAST, SURE, SUREST, SEED = 0.2, 6, 24, 11
# Names that cover a patch, and further names of the one it stands for: more than these are left out.
COVERING, FURTHER = 12, 4


@dataclass
class Table:
    features: np.ndarray  # [M, C] half precision
    labels: np.ndarray  # [M] index into names
    covers: np.ndarray  # [M, COVERING] all names that hold for the patch, -1: none
    also: np.ndarray  # [M, FURTHER] further names of what the label stands for, -1: none
    kinds: np.ndarray  # [M] index into KINDS
    regions: np.ndarray  # [M] index into REGIONS
    classes: np.ndarray  # [M] ImageNet's class of a `class` or `whole` row, else -1
    folds: np.ndarray  # [M]
    names: list[str]
    groups: np.ndarray  # [len(KINDS), names]: which names a kind of rows is told apart from


def load(path: Path) -> Table:
    with np.load(path) as kept:
        arrays = {name: kept[name] for name in ("labels", "covers", "also", "kinds", "regions", "classes", "folds", "groups")}
        names = [*map(str, kept["names"])]
    return Table(np.load(path.with_suffix(".features.npy"), mmap_mode="r"), names=names, **arrays)


def chosen(share: np.ndarray, most: int, random: np.random.Generator) -> np.ndarray:
    """Numbers of the patches that a region covers by half; of one too small for that, its best."""
    inside = np.flatnonzero(share >= COVERED)
    if len(inside) == 0 and share.max() >= LEAST:
        inside = np.array([share.argmax()])
    return random.choice(inside, min(len(inside), most), replace=False)


class Rows:
    def __init__(self) -> None:
        self.parts, self.index = [], {}

    def number(self, name: str) -> int:
        return self.index.setdefault(name, len(self.index))

    def padded(self, names: list[str], length: int) -> list[int]:
        found = [self.number(name) for name in names][:length]
        return found + [-1] * (length - len(found))

    def add(self, photo: photos.Photo, kind: str, region: photos.Region, features: np.ndarray, covers: list[list[str]], of: int = -1) -> None:
        count = len(features)
        also = np.tile(self.padded([name for name in region.also if name != region.name], FURTHER), (count, 1))
        known = np.array([self.padded(names, COVERING) for names in covers])
        same = [np.full(count, value) for value in (self.number(region.name), KINDS.index(kind), REGIONS.index(region.kind), of, photo.fold)]
        self.parts.append((features, known, also, *same))

    def table(self, path: Path) -> None:
        features, covers, also, labels, kinds, regions, classes, folds = (np.concatenate(part) for part in zip(*self.parts))
        groups = np.zeros((len(KINDS), len(self.index)), bool)
        for kind in range(len(KINDS)):
            for part in (labels[kinds == kind], also[kinds == kind].ravel()):
                groups[kind, part[part >= 0]] = True
        np.save(path.with_suffix(".features.npy"), features.astype(np.float16))
        arrays = {"labels": labels, "covers": covers.astype(np.int32), "also": also.astype(np.int32), "kinds": kinds, "regions": regions, "classes": classes, "folds": folds, "groups": groups}
        np.savez(path, names=np.array([*self.index]), **arrays)


def of_regions(rows: Rows, photo: photos.Photo, kind: str, random: np.random.Generator) -> None:
    encoded = photos.encoded(photo)
    found = photos.together(photos.regions(photo, encoded.rows, encoded.columns))
    for name, region in found.items():
        numbers = chosen(region.share, MOST[kind], random)
        if len(numbers):
            # What lies under a part, or over its whole, holds as well.
            covers = [[n for other in found.values() if other.share[patch] > 0 for n in (other.name, *other.also)] for patch in numbers]
            rows.add(photo, kind, region, encoded.features[numbers], covers)


def of_class(rows: Rows, photo: photos.Photo, number: int, lite: dict) -> None:
    """The sixth of the patches where the picture's class has its highest logits."""
    encoded = photos.encoded(photo)
    logits = encoded.features[:, -lite["_fc.weight"].shape[1] :].astype(np.float32) @ lite["_fc.weight"][number] + lite["_fc.bias"][number]
    numbers = np.argsort(-logits)[: min(MOST["class"], len(logits) // SURE)]
    names = [region.name for region in photos.regions(photo, encoded.rows, encoded.columns)]
    region = photos.Region(photo.label, "thing", np.ones(0))
    rows.add(photo, "class", region, encoded.features[numbers], [[photo.label, *names]] * len(numbers), number)


def of_whole(rows: Rows, photo: photos.Photo, number: int, lite: dict) -> None:
    """`number`: ImageNet's class, -1 for Caltech's."""
    features = photos.encoded(photo).features
    logits = features[:, -lite["_fc.weight"].shape[1] :].astype(np.float32) @ lite["_fc.weight"].T + lite["_fc.bias"]
    surest = np.argsort(logits.max(1) - np.logaddexp.reduce(logits, axis=1))[::-1][:SUREST]
    region = photos.Region(photo.label, "thing", np.ones(0))
    rows.add(photo, "whole", region, features[surest], [[photo.label]] * len(surest), number)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("work", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--looks", nargs="*", choices=photos.LOOKS, default=[*photos.LOOKS], help="further encodings of COCO's photographs that are in it, too")
    parser.add_argument("--more", nargs="*", default=[], choices=["voc"], help="further sources: what ground/voc.py wrote")
    arguments = parser.parse_args()
    rows, random = Rows(), np.random.default_rng(SEED)
    lite = sources.lite2_weights(arguments.work / "packages")
    lite["_fc.weight"] = lite["_fc.weight"].reshape(1000, -1)
    # Class names first, in ImageNet's order: row and number are the same.
    for photo in (*photos.photos("imagenet"), *photos.photos("caltech")):
        rows.number(photo.label)
    for source in ("coco", "imagenet", "caltech", "instances", *arguments.more):
        for number, photo in enumerate(photos.photos(source)):
            if not photo.features.exists():
                raise SystemExit(f"{photo.features} is missing: encode the lists of real/lists.py first")
            for look in arguments.looks if source == "coco" else []:
                of_regions(rows, replace(photo, look=look), "coco", random)
            of_regions(rows, photo, "coco" if source == "coco" else "boxes", random)
            if source == "imagenet":
                of_class(rows, photo, number, lite)
            if photo.label:
                of_whole(rows, photo, number if source == "imagenet" else -1, lite)
    rows.table(arguments.out)
    table = load(arguments.out)
    print({kind: int((table.kinds == number).sum()) for number, kind in enumerate(KINDS)}, len(table.names), "names,", table.features.shape, NAMES)


if __name__ == "__main__":
    main()
