"""Real photographs with their truth (eval/real): which there are, whose fold each is in, and what is seen in each patch."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.backdrops import picture_held_out  # noqa: E402
from ground.packages import CACHE, REPOSITORY, few  # noqa: E402
from ground.things import fifth, split_key  # noqa: E402
from learn import samples  # noqa: E402

TRUTH, FEATURES = REPOSITORY / "training/eval/real", CACHE / "features/real"
# What ground/voc.py wrote, its truth with it: none of it is in the repository.
VOC = CACHE / "voc"
ABSENT = 10
FOLDS, TOKENS = 5, 384
# Further encodings of COCO's photographs: at LOW, and mirrored.
LOOKS = ("low", "mirrored")


@dataclass(frozen=True)
class Region:
    """What somebody says is in a part of a picture. `share`: of each patch that is covered, [N]."""

    name: str
    kind: str  # thing, stuff, part
    share: np.ndarray
    side: float = 0.0  # the long side of its box, in a picture whose own is 896 px
    also: tuple[str, ...] = ()


@dataclass
class Photo:
    source: str  # coco, imagenet, caltech, instances, voc
    file: str
    stem: str  # of its features
    size: tuple[int, int]
    absent: list[str]
    others: list[str] = field(default_factory=list)  # names that are absent as far as anybody knows
    label: str | None = None  # of the whole picture
    row: dict = field(default_factory=dict)
    look: str = ""  # one of LOOKS; "": as it is, at MEDIUM

    @property
    def fold(self) -> int:
        return fifth(self.file)

    @property
    def features(self) -> Path:
        return FEATURES / "-".join(filter(None, (self.source, self.look))) / f"{self.stem}.npz"


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (TRUTH / name).read_text("utf-8").splitlines()]


@cache
def photos(source: str) -> list[Photo]:
    """All of a source that have segments or boxes."""
    if source == "voc":
        rows = json.loads((VOC / "voc.json").read_text("utf-8"))
        return [Photo(source, row["file"], row["id"], (row["width"], row["height"]), row["absent"][:ABSENT], row=row) for row in rows]
    found = []
    for number, row in enumerate(lines(f"{source}.jsonl")):
        if source == "coco" and not row["segments"]:
            continue
        # The composed yardstick has hand boxes on some of the packages' photographs: those are trained on by nobody.
        if source == "instances" and picture_held_out(split_key(row)):
            continue
        stem = f"{number:03}" if source == "instances" else Path(row["file"]).stem
        found.append(Photo(source, row["file"], stem, tuple(row.get("size", (0, 0))), row["absent"], row.get("others", []), row.get("class"), row))
    return few(found)


def boxes(photo: Photo) -> list[tuple[str, tuple[str, ...], dict]]:
    """Of each box that somebody drew its name, its further names, and its row."""
    return [(row.get("name") or row["label"], tuple(row.get("also") or ()), row) for row in photo.row.get("boxes") or photo.row["objects"]]


def of_box(box: list[float], rows: int, columns: int) -> np.ndarray:
    share = np.zeros(rows * columns, np.float32)
    share[samples.inside(box, rows, columns)] = 1
    return share


def longest(box: list[float], size: tuple[int, int]) -> float:
    sides = (box[2] - box[0]) * size[0], (box[3] - box[1]) * size[1]
    return 896 * max(sides) / max(size)


def segments(photo: Photo, rows: int, columns: int) -> Iterator[Region]:
    truth = np.asarray(Image.open(TRUTH / "panoptic" / f"{photo.stem}.png"))
    if photo.look == "mirrored":
        truth = truth[:, ::-1]
    shares = samples.covers(truth, int(truth.max()), rows, columns)
    for value, name, thing, _ in photo.row["segments"]:
        y, x = np.nonzero(truth == value)
        if len(y):
            box = [x.min() / truth.shape[1], y.min() / truth.shape[0], (x.max() + 1) / truth.shape[1], (y.max() + 1) / truth.shape[0]]
            yield Region(name, "thing" if thing else "stuff", shares[value - 1], longest(box, photo.size))


def masked(photo: Photo, rows: int, columns: int) -> Iterator[Region]:
    """Things of VOC: of some that lie behind others no pixel is left."""
    truth, things = np.asarray(Image.open(VOC / "voc" / f"{photo.stem}.truth.png")), photo.row["objects"]
    for thing, share in zip(things, samples.covers(truth, len(things), rows, columns)):
        if share.any():
            yield Region(thing["label"], "thing", share, longest(thing["box"], photo.size), tuple(thing["also"]))


def regions(photo: Photo, rows: int, columns: int) -> list[Region]:
    if photo.source in ("coco", "voc"):
        return [*(segments if photo.source == "coco" else masked)(photo, rows, columns)]
    found = []
    for name, also, box in boxes(photo):
        size = photo.size if photo.size != (0, 0) else (columns, rows)
        found.append(Region(name, box.get("kind", "thing"), of_box(box["box"], rows, columns), longest(box["box"], size), also))
    return found


def together(found: list[Region]) -> dict[str, Region]:
    """Regions of one name as one."""
    joined: dict[str, Region] = {}
    for region in found:
        first = joined.get(region.name)
        joined[region.name] = region if first is None else Region(region.name, first.kind, np.minimum(1, first.share + region.share), max(first.side, region.side), first.also)
    return joined


def encoded(photo: Photo) -> samples.Encoded:
    size = photo.size
    if size == (0, 0):  # boxes are shares of the picture: its own shape says how its patches lie
        with Image.open(picture(photo)) as image:
            photo.size = size = image.size
    return samples.read(photo.features, *size)


FOLDERS = {"coco": "coco-train/images", "imagenet": "imagenet-sample", "caltech": "caltech101"}


def picture(photo: Photo) -> Path:
    """Where fetch.py puts it."""
    if photo.source == "instances":
        return CACHE / "real/instances" / f"{photo.stem}.png"
    if photo.source == "voc":
        return VOC / "voc" / f"{photo.stem}.png"
    return CACHE / "photos" / FOLDERS[photo.source] / photo.file
