"""Photographs of instances seen otherwise, to train proposals on: python training/heads/views.py --out DIR [--views 8 3]

Each is a part of a photograph, maybe mirrored and stretched a little, with things of others pasted into it (Ghiasi et al., Simple Copy-Paste, arXiv:2012.07177). Whatever is in a
view is of one fifth of the photographs, so that who has not seen the fifth has not seen the view. Writes DIR/SOURCE/NAME.png with NAME.truth.png (COCO, whose every pixel is known),
DIR/SOURCE.json and a list for `denseql encode`. A view that is there already is left.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from real import photos  # noqa: E402

SEED, SOURCES = 20261128, ("coco", "instances")
# A part's sides as shares of the picture's, and how much they may differ from its shape.
PART, STRETCH = (0.4, 1.0), 0.2
# How often things are pasted and how many at most; their longest sides as shares of the view's, and what they are enlarged by at most.
PASTED, MOST, LONGEST, ENLARGED = 0.6, 3, (0.1, 0.7), 1.6
# A pasted thing has to be this large in its own picture, in pixels.
LEAST = 48
# What is left of a thing that is cut or covered: less is no thing any more.
LEFT = 0.3


@dataclass(frozen=True)
class Thing:
    """A thing of a photograph with its mask, cut to its box."""

    pixels: Image.Image
    mask: Image.Image
    name: str


def things_of(photo: photos.Photo) -> list[Thing]:
    """Those that may be pasted: no crowds, none at the edge of the picture, which cuts it."""
    image, found = Image.open(photos.picture(photo)).convert("RGB"), []
    truth = np.asarray(Image.open(photos.TRUTH / "panoptic" / f"{photo.stem}.png"))
    for value, name, thing, crowd in photo.row["segments"]:
        y, x = np.nonzero(truth == value)
        if not thing or crowd or len(y) == 0:
            continue
        box = (int(x.min()), int(y.min()), int(x.max()) + 1, int(y.max()) + 1)
        inside = box[0] > 2 and box[1] > 2 and box[2] < truth.shape[1] - 2 and box[3] < truth.shape[0] - 2
        if inside and max(box[2] - box[0], box[3] - box[1]) >= LEAST:
            mask = Image.fromarray(((truth == value) * 255).astype(np.uint8)).crop(box)
            found.append(Thing(image.crop(box), mask, name))
    return found


def part(size: tuple[int, int], random: np.random.Generator) -> tuple[int, int, int, int]:
    share, stretch = random.uniform(*PART), float(np.exp(random.uniform(-STRETCH, STRETCH)))
    width, height = (max(64, round(min(1, share * by) * side)) for side, by in zip(size, (stretch, 1 / stretch)))
    left, top = int(random.integers(max(1, size[0] - width + 1))), int(random.integers(max(1, size[1] - height + 1)))
    return left, top, min(size[0], left + width), min(size[1], top + height)


def paste(image: Image.Image, truth: np.ndarray, thing: Thing, value: int, random: np.random.Generator) -> bool:
    """Pastes a thing into image and truth; it may reach over the edge."""
    longest = max(image.size) * float(np.exp(random.uniform(*np.log(LONGEST))))
    scale = min(ENLARGED, longest / max(thing.mask.size))
    size = tuple(max(8, round(side * scale)) for side in thing.mask.size)
    pixels, mask = (each.resize(size, Image.Resampling.BICUBIC) for each in (thing.pixels, thing.mask))
    if random.random() < 0.5:
        pixels, mask = (each.transpose(Image.Transpose.FLIP_LEFT_RIGHT) for each in (pixels, mask))
    at = [int(random.integers(-side // 5, max(1 - side // 5, whole - side + side // 5) + 1)) for side, whole in zip(size, image.size)]
    image.paste(pixels, tuple(at), mask.filter(ImageFilter.GaussianBlur(1)))
    whole = Image.new("L", image.size)
    whole.paste(mask, tuple(at))
    shown = np.asarray(whole) > 127
    truth[shown] = value
    return bool(shown.sum() > LEFT * (np.asarray(mask) > 127).sum())


def coco_view(photo: photos.Photo, stock: list[Thing], random: np.random.Generator) -> tuple[Image.Image, np.ndarray, list[dict]]:
    whole = np.asarray(Image.open(photos.TRUTH / "panoptic" / f"{photo.stem}.png"))
    box = part(photo.size, random)
    image = Image.open(photos.picture(photo)).convert("RGB").crop(box)
    known = [(value, name, bool(crowd)) for value, name, thing, crowd in photo.row["segments"] if thing]
    truth = np.zeros(whole.shape, np.uint8)
    for number, (value, *_) in enumerate(known, 1):
        truth[whole == value] = number
    area = np.bincount(truth.ravel(), minlength=len(known) + 1)
    truth = truth[box[1] : box[3], box[0] : box[2]].copy()
    objects = [{"label": name, "crowd": crowd} for _, name, crowd in known]
    kept = [True] * len(objects)
    if random.random() < PASTED and stock:
        for _ in range(int(random.integers(1, MOST + 1))):
            thing = stock[int(random.integers(len(stock)))]
            objects.append({"label": thing.name, "crowd": False})
            kept.append(paste(image, truth, thing, len(objects), random))
    seen = np.bincount(truth.ravel(), minlength=len(objects) + 1)
    for number, whole_area in enumerate(area[1:]):
        kept[number] = objects[number]["crowd"] or seen[number + 1] > LEFT * whole_area
    for number, row in enumerate(objects):
        row["kept"] = bool(kept[number] and seen[number + 1] > 0)
    return image, truth, objects


def boxes_view(photo: photos.Photo, random: np.random.Generator) -> tuple[Image.Image, None, list[dict]]:
    image = Image.open(photos.picture(photo)).convert("RGB")
    box = part(image.size, random)
    (width, height), found = (box[2] - box[0], box[3] - box[1]), []
    for thing in photo.row["objects"]:
        whole = np.array(thing["box"]) * [*image.size, *image.size]
        cut = (whole - [*box[:2], *box[:2]]).clip(0, [width, height, width, height])
        area = lambda b: max(0.0, b[2] - b[0]) * max(0.0, b[3] - b[1])  # noqa: E731
        if area(cut) > LEFT * area(whole):
            found.append({"label": thing["label"], "crowd": False, "kept": True, "box": [*map(float, cut / [width, height, width, height])]})
    return image.crop(box), None, found


def mirrored(image: Image.Image, truth: np.ndarray | None, objects: list[dict]) -> tuple[Image.Image, np.ndarray | None, list[dict]]:
    for row in objects:
        if "box" in row:
            row["box"] = [1 - row["box"][2], row["box"][1], 1 - row["box"][0], row["box"][3]]
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), None if truth is None else truth[:, ::-1], objects


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--views", type=int, nargs=2, default=[8, 3], help="of each photograph of COCO and of instances.jsonl")
    arguments = parser.parse_args()
    for place, (source, views) in enumerate(zip(SOURCES, arguments.views)):
        folder, rows = arguments.out / source, []
        folder.mkdir(parents=True, exist_ok=True)
        known = photos.photos(source)
        stock = {fold: [thing for photo in known if photo.fold == fold for thing in things_of(photo)] for fold in range(photos.FOLDS)} if source == "coco" else {}
        for view in range(views):
            for number, photo in enumerate(known):
                name, random = f"{photo.stem}-{view}", np.random.default_rng([SEED, place, view, number])
                made = coco_view(photo, stock[photo.fold], random) if source == "coco" else boxes_view(photo, random)
                image, truth, objects = mirrored(*made) if random.random() < 0.5 else made
                rows.append({"id": name, "fold": photo.fold, "width": image.width, "height": image.height, "objects": objects})
                if not (folder / f"{name}.png").exists():
                    image.save(folder / f"{name}.png", compress_level=1)
                    if truth is not None:
                        Image.fromarray(np.ascontiguousarray(truth)).save(folder / f"{name}.truth.png")
        (arguments.out / f"{source}.json").write_text(json.dumps(rows), "utf-8")
        (arguments.out / f"{source}.txt").write_text("".join(f"{(folder / row['id']).resolve()}.png\n" for row in rows), "utf-8")
        print(f"{source}: {len(rows)} views", flush=True)


if __name__ == "__main__":
    main()
