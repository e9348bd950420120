"""Normal pictures of a part: one object on a ground, or a surface, each time with another pose, light and sharpness."""

from dataclasses import dataclass

import numpy as np
from ground.backdrops import backdrop, backdrops
from ground.pictures import Picture, cutout, things
from numpy.random import Generator
from PIL import Image, ImageFilter

SIDE = 512
MARGIN = 0.12
# Small things of the training side, none like those of the yardstick.
TRAIN_BODIES = (
    "walnut", "almond", "pecan", "lime slice", "potato", "tomato", "raspberry", "fly", "woodlouse", "hornet", "key", "clothespin", "pinecone",
    "mussel shell", "tennis ball", "scissors",
)  # fmt: skip
FILLS = 0.66  # of the picture's side that an object's longer side takes


@dataclass
class Scene:
    """Before light and lens: what a defect is painted on."""

    picture: np.ndarray  # [SIDE, SIDE, 3] float
    part: np.ndarray  # [SIDE, SIDE] bool
    ground: np.ndarray | None  # what lies behind; None of a surface


@dataclass
class Part:
    name: str
    item: Picture
    surface: bool


def ground_of(name: str, random: Generator, turn: Generator) -> np.ndarray:
    """The kind's own table: a colour with a little grain, lying a little otherwise each time."""
    colour = random.uniform(60, 210, 3) * 0.35 + random.uniform(60, 215) * 0.65
    coarse = random.normal(0, 1, (24, 24))
    grain = np.asarray(Image.fromarray(coarse.astype(np.float32)).resize((2 * SIDE, 2 * SIDE), Image.Resampling.BICUBIC))
    x, y = turn.integers(0, SIDE, 2)
    return np.clip(colour + 5 * grain[y : y + SIDE, x : x + SIDE, None], 0, 255).astype(np.float32)


def posed(part: Part, kind_seed: int, random: Generator) -> Scene:
    if part.surface:
        return surface(part, kind_seed, random)
    image = cutout(part.item)
    ground = ground_of(part.name, np.random.default_rng(kind_seed), random)
    scale = FILLS * SIDE / max(image.size) * random.uniform(0.96, 1.04)
    image = image.resize([max(8, round(side * scale)) for side in image.size], Image.Resampling.LANCZOS)
    image = image.rotate(random.uniform(-6, 6), Image.Resampling.BICUBIC, expand=True)
    x, y = (np.array([SIDE - image.width, SIDE - image.height]) / 2 + random.uniform(-0.03, 0.03, 2) * SIDE).round().astype(int)
    whole = Image.new("RGBA", (SIDE, SIDE))
    whole.paste(image, (int(x), int(y)))
    pixels = np.asarray(whole, np.float32)
    alpha = pixels[..., 3:] / 255
    shadow = np.asarray(whole.getchannel("A").transform((SIDE, SIDE), Image.Transform.AFFINE, (1, 0, -6, 0, 1, -8)).filter(ImageFilter.GaussianBlur(7)), np.float32)
    ground = ground * (1 - 0.35 * shadow[..., None] / 255)
    return Scene(ground * (1 - alpha) + pixels[..., :3] * alpha, alpha[..., 0] > 0.5, ground)


def surface(part: Part, kind_seed: int, random: Generator) -> Scene:
    """Another piece of one photograph of the surface: of the same size in the world, a little turned."""
    image = backdrop(part.item)
    wide = min(image.size) * np.random.default_rng(kind_seed).uniform(0.4, 0.5)
    wide *= random.uniform(0.96, 1.04)
    turn = np.deg2rad(random.uniform(-4, 4))
    reach = wide / 2 * (abs(np.cos(turn)) + abs(np.sin(turn)))
    # Borders of a photograph may show what is no surface.
    x, y = (random.uniform(reach + MARGIN * side, side - reach - MARGIN * side) for side in image.size)
    step, c, s = wide / SIDE, np.cos(turn), np.sin(turn)
    half = SIDE / 2
    matrix = (step * c, -step * s, x - step * half * (c - s), step * s, step * c, y - step * half * (s + c))
    turned = image.transform((SIDE, SIDE), Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)
    return Scene(np.asarray(turned, np.float32), np.ones((SIDE, SIDE), bool), None)


def seen(picture: np.ndarray, random: Generator) -> Image.Image:
    """Light from somewhere, the lens, the sensor."""
    down, across = np.mgrid[0:SIDE, 0:SIDE] / SIDE - 0.5
    angle = random.uniform(0, 2 * np.pi)
    light = random.uniform(0.88, 1.12) * (1 + random.uniform(0, 0.2) * (across * np.cos(angle) + down * np.sin(angle)))
    tint = random.uniform(0.98, 1.02, 3)
    lit = 255 * np.clip(picture * light[..., None] * tint / 255, 0, 1) ** random.uniform(0.92, 1.08)
    image = Image.fromarray(lit.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(random.uniform(0, 0.9)))
    noise = random.normal(0, random.uniform(1, 4), (SIDE, SIDE, 1)) + random.normal(0, 1, (SIDE, SIDE, 3))
    return Image.fromarray((np.asarray(image, np.float32) + noise).clip(0, 255).astype(np.uint8))


def bodies(test: bool) -> list[Image.Image]:
    """Small things that fall on parts: of other labels than the parts."""
    names = ("chile pepper", "garlic bulb", "cricket ball", "mouse") if test else TRAIN_BODIES
    found = things(test)
    return [cutout(next(item for item in found[name] if item.style == "photo")) for name in names if name in found]


def of_names(test: bool, objects: tuple[str, ...], surfaces: tuple[str, ...]) -> list[Part]:
    found = things(test)
    photographed = {label: next((item for item in items if item.style == "photo"), None) for label, items in found.items()}
    behind = {item.id: item for item in backdrops(test)}
    parts = [Part(name, photographed[name], False) for name in objects if photographed.get(name)]
    for ending in surfaces:
        item = next(item for id, item in behind.items() if id.endswith(ending))
        parts.append(Part(f"{item.label} ({ending.split('/')[-1].split('.')[0]})", item, True))
    return parts
