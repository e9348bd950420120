"""Composed scenes with exact truth: photographed cut-outs pasted on photographs. Seeded; the same on every run."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ground.things import held_out

from .image_graph import PATCH

WIDTH, HEIGHT = 896, 672
BACKDROPS = ("mate-backgrounds", "lomiri-wallpapers-16.04", "lomiri-wallpapers-20.04", "plasma-workspace-wallpapers")
ABSENT, SMALLEST, LARGEST = 10, 0.08, 0.70


@dataclass
class Scene:
    pixels: np.ndarray
    present: list[str]
    absent: list[str]
    covers: np.ndarray  # [present, rows, columns]: share of each patch that is visibly this label


def listed(index: Path, pictures: Path) -> tuple[dict[str, list[Path]], list[Path]]:
    """Cut-outs by label, and backdrops, of those in pictures.jsonl that lie under pictures/<package>/."""
    cutouts: dict[str, list[Path]] = {}
    backdrops = []
    for row in map(json.loads, index.read_text("utf-8").splitlines()):
        path = pictures / row["package"] / row.get("file", "-")
        if row["style"] != "photo" or not path.is_file():
            continue
        if row["kind"] == "cutout" and row["package"] == "tuxpaint-stamps-default" and path.suffix == ".png":
            cutouts.setdefault(row["label"], []).append(path)
        elif row["kind"] == "scene" and row["package"] in BACKDROPS:
            backdrops.append(path)
    return cutouts, backdrops


def compose(index: Path, pictures: Path, count: int, test: bool, seed: int):
    """Yields `count` scenes of 1 to 4 things. Labels and backdrops of the two splits are disjoint."""
    cutouts, backdrops = listed(index, pictures)
    labels = sorted(label for label in cutouts if held_out(label) == test)
    backdrops = [path for number, path in enumerate(backdrops) if (number % 3 == 0) == test]
    random = np.random.default_rng(seed + test)
    for _ in range(count):
        canvas = cropped(backdrops[random.integers(len(backdrops))])
        chosen = list(random.choice(labels, random.integers(1, 5), replace=False))
        covers = np.zeros((len(chosen), HEIGHT, WIDTH), np.float32)
        for number, label in enumerate(chosen):
            thing = Image.open(cutouts[label][random.integers(len(cutouts[label]))]).convert("RGBA")
            thing = thing.crop(thing.getchannel("A").getbbox())
            longest = np.exp(random.uniform(np.log(SMALLEST), np.log(LARGEST))) * HEIGHT
            scale = longest / max(thing.size)
            thing = thing.resize([max(8, round(side * scale)) for side in thing.size], Image.Resampling.BICUBIC)
            x, y = (int(random.integers(0, max(1, room))) for room in (WIDTH - thing.width, HEIGHT - thing.height))
            canvas.paste(thing, (x, y), thing)
            alpha = np.asarray(thing.getchannel("A"), np.float32) / 255
            place = (slice(y, y + thing.height), slice(x, x + thing.width))
            covers[(slice(None), *place)] *= 1 - alpha  # what is pasted later hides what lies under it
            covers[(number, *place)] = alpha
        patches = covers.reshape(len(chosen), HEIGHT // PATCH, PATCH, WIDTH // PATCH, PATCH).mean((2, 4))
        others = [label for label in labels if label not in chosen]
        absent = [str(label) for label in random.choice(others, ABSENT, replace=False)]
        yield Scene(np.asarray(canvas), [str(label) for label in chosen], absent, patches)


def cropped(path: Path) -> Image.Image:
    image = Image.open(path).convert("RGB")
    wide = min(image.width, image.height * WIDTH // HEIGHT)
    high = min(image.height, image.width * HEIGHT // WIDTH)
    x, y = (image.width - wide) // 2, (image.height - high) // 2
    return image.crop((x, y, x + wide, y + high)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
