"""Photographs of PASCAL VOC with every thing of its twenty kinds drawn: python training/ground/voc.py [--from FOLDER], after fetch.py

Repositories are cloned at fixed commits, or taken from FOLDER/OWNER+NAME. Writes $POCKET_CACHE/voc: voc/ID.png, ID.truth.png (its values are numbers
of the objects, from 1), voc.json with one row a picture, voc.txt for `denseql encode --list`.

Pictures are Flickr's: they may be used for research by the terms of the challenge (Everingham et al., IJCV 2010), and are no part of the project.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.packages import CACHE, few  # noqa: E402
from ground.photos import checkout  # noqa: E402
from ground.things import fifth  # noqa: E402

OUT = CACHE / "voc"
BOXES = ("abeardear/pytorch-YOLO-v1", "823c45185a4af4f895d53ca466f725a1edbcfec0")
# Lines of a picture's name and the corners and kinds of its things; those that are difficult to see are not in them.
LIST = "voc2012.txt"
# SBD's masks (Hariharan et al., ICCV 2011) and VOC's own, a picture's kinds as palette values.
MASKS = ("zzq96/Nested-unet", "57e85f684455450631906bae1dd6016c58edac04")
# Pictures that show a dog, cat, horse, cow or sheep; of them those are taken that show several kinds of things, or SEVERAL things.
PICTURES, SEVERAL = ("mateusrafael4/Atividade_programacao_pose_estimation", "dab5c74036184926803e5edcf2082b71e0c85c86"), 3
# VOC's kinds in the order of its masks' values, by the names that COCO has for them, and what else people call them.
NAMES = {
    "aeroplane": ("airplane", "aeroplane", "plane"),
    "bicycle": ("bicycle", "bike"),
    "bird": ("bird",),
    "boat": ("boat",),
    "bottle": ("bottle",),
    "bus": ("bus",),
    "car": ("car",),
    "cat": ("cat",),
    "chair": ("chair",),
    "cow": ("cow",),
    "diningtable": ("dining table", "table"),
    "dog": ("dog",),
    "horse": ("horse",),
    "motorbike": ("motorcycle", "motorbike"),
    "person": ("person",),
    "pottedplant": ("potted plant",),
    "sheep": ("sheep",),
    "sofa": ("couch", "sofa"),
    "train": ("train",),
    "tvmonitor": ("tv", "television", "monitor"),
}
KINDS = [*NAMES]


def repository(name: str, commit: str, folder: Path | None) -> Path:
    return checkout(name, commit) if folder is None else folder / name.replace("/", "+")


def objects(boxes: Path) -> dict[str, list[tuple[str, list[int]]]]:
    """Of each picture's name its things: their kind and the corners of their box, in pixels counted from 1."""
    found = {}
    for line in (boxes / LIST).read_text("utf-8").splitlines():
        name, *numbers = line.split()
        numbers = [*map(int, numbers)]
        found[name] = [(KINDS[numbers[first + 4]], numbers[first : first + 4]) for first in range(0, len(numbers), 5)]
    return found


def row_of(path: Path, size: tuple[int, int], things: list[tuple[str, list[int]]]) -> dict:
    width, height = size
    drawn = []
    for kind, (left, top, right, bottom) in things:
        box = [(left - 1) / width, (top - 1) / height, min(1.0, right / width), min(1.0, bottom / height)]
        drawn.append({"label": NAMES[kind][0], "kind": kind, "box": [round(side, 5) for side in box], "also": NAMES[kind][1:]})
    absent = [names[0] for kind, names in NAMES.items() if kind not in {kind for kind, _ in things}]
    absent.sort(key=lambda name: hashlib.sha1(f"{path.name} {name}".encode()).hexdigest())
    return {"id": path.stem, "file": path.name, "fold": fifth(path.name), "width": width, "height": height, "objects": drawn, "absent": absent}


def truth(mask: np.ndarray, things: list[dict]) -> np.ndarray:
    """Masks are of kinds: what two things of one kind might both have goes to the one whose middle is nearer, in units of its own size."""
    y, x = (np.arange(side) + 0.5 for side in mask.shape)
    found, nearest = np.zeros(mask.shape, np.uint8), np.full(mask.shape, np.inf)
    for number, thing in enumerate(things, 1):
        left, top, right, bottom = np.array(thing["box"]) * np.tile([mask.shape[1], mask.shape[0]], 2)
        across, down = (2 * x - left - right) / max(1, right - left), (2 * y - top - bottom) / max(1, bottom - top)
        far = np.maximum(np.abs(across)[None], np.abs(down)[:, None])
        own = (mask == KINDS.index(thing["kind"]) + 1) & (far <= 1.05) & (far < nearest)
        found[own], nearest[own] = number, far[own]
    return found


def rows(folder: Path | None) -> list[tuple[dict, Path, np.ndarray]]:
    known, found = objects(repository(*BOXES, folder)), []
    masks = repository(*MASKS, folder) / "SegmentationClassAug"
    for path in few(sorted((repository(*PICTURES, folder) / "images").glob("20*.jpg"))):
        things, drawn = known.get(path.name, []), masks / f"{path.stem}.png"
        if drawn.exists() and (len(things) >= SEVERAL or len({kind for kind, _ in things}) > 1):
            mask = np.asarray(Image.open(drawn))
            row = row_of(path, mask.shape[::-1], things)
            found.append((row, path, truth(mask, row["objects"])))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", type=Path, dest="folder")
    made = rows(parser.parse_args().folder)
    (OUT / "voc").mkdir(parents=True, exist_ok=True)
    for row, path, drawn in made:
        Image.open(path).convert("RGB").save(OUT / "voc" / f"{row['id']}.png", compress_level=1)
        Image.fromarray(drawn).save(OUT / "voc" / f"{row['id']}.truth.png")
    (OUT / "voc.json").write_text(json.dumps([row for row, *_ in made]), "utf-8")
    (OUT / "voc.txt").write_text("".join(f"{(OUT / 'voc' / row['id']).resolve()}.png\n" for row, *_ in made), "utf-8")
    print(len(made), "pictures,", sum(len(row["objects"]) for row, *_ in made), "things")


if __name__ == "__main__":
    main()
