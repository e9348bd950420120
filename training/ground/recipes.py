"""Draws recipes of scenes. One generator per scene, seeded by (seed, index, attempt): scene 17 does not depend on scene 16."""

from dataclasses import dataclass, field

import numpy as np

from .alike import Alike
from .backdrops import backdrop, backdrops, visible_words
from .pictures import Picture, things
from .placing import Placing

SIZES = ((896, 672), (672, 896), (896, 896), (896, 504))
COUNTS = np.array([10, 12, 14, 12, 10, 9, 8, 7, 6, 5, 4, 3], float)  # weight of 1, 2 ... 12 objects
STYLES = {"photo": 0.5, "drawing": 0.25, "icon": 0.25}
SMALLEST, LARGEST, CROWDED, MOST_ENLARGED = 0.05, 0.70, 0.45, 2.5
CROWD, SMALL_THINGS = (12, 19), 0.25
REPEATS, LARGE, TURNED, TRUNCATED, OVERLAP = 0.35, {True: 0.04, False: 0.08}, 0.4, 0.08, 0.7
TRIES = 40


@dataclass
class Stock:
    """What scenes of one side are made of."""

    test: bool
    alike: Alike = field(default_factory=Alike)

    def __post_init__(self):
        self.labels = things(self.test)
        self.pictures = {item.id: item for items in self.labels.values() for item in items}
        self.behind = {item.id: item for item in backdrops(self.test)}
        self.words = {key: visible_words(item) for key, item in self.behind.items()}
        self.by_style = {style: [label for label, items in self.labels.items() if any(i.style == style for i in items)] for style in STYLES}

    def could_be_behind(self, label: str, key: str) -> bool:
        return any(self.alike.background(label, text) for text in self.words[key])


def number(random: np.random.Generator, low: float, high: float) -> float:
    return round(float(random.uniform(low, high)), 2)


def jitter(random: np.random.Generator, reach: float) -> dict:
    return {name: number(random, 1 - reach, 1 + reach) for name in ("brightness", "contrast", "colour")}


def crop(random: np.random.Generator, item: Picture, width: int, height: int) -> list[int]:
    """A random part of a backdrop, of the scene's shape, at least half of what fits."""
    image = backdrop(item)
    scale = min(image.width / width, image.height / height) * float(random.uniform(0.5, 1))
    size = [int(width * scale), int(height * scale)]
    return [int(random.integers(0, room - side + 1)) for room, side in zip(image.size, size, strict=True)] + size


def plain(random: np.random.Generator, item: Picture) -> list[int]:
    """A few pixels of a backdrop, enlarged to a nearly even ground."""
    return [int(random.integers(0, side - 16)) for side in backdrop(item).size] + [16, 16]


def chosen(random: np.random.Generator, stock: Stock, key: str, taken: list[str], long_side: float) -> Picture | None:
    """A cut-out of a new label, in a style drawn first, that is large enough for its size in the scene."""
    style = str(random.choice(list(STYLES), p=list(STYLES.values())))
    for _ in range(TRIES):
        label = str(random.choice(stock.by_style[style]))
        items = [item for item in stock.labels[label] if item.style == style]
        item = items[int(random.integers(len(items)))]
        # The more a cut-out would have to be enlarged, the seldomer it is taken; it is never enlarged beyond the limit.
        if MOST_ENLARGED * max(item.row["size"]) < long_side and item.style != "icon":
            continue
        if not stock.could_be_behind(label, key) and not any(stock.alike.labels(label, other) for other in taken):
            return item
    return None


def shape(random: np.random.Generator, item: Picture, long_side: float) -> dict:
    """How a cut-out is turned and scaled. The size of a turned picture is taken from the picture itself when it is painted."""
    turn = int(random.integers(-20, 21)) if random.random() < TURNED else 0
    return {
        "picture": item.id,
        "flip": bool(random.random() < 0.5),
        "turn": turn,
        "longest": max(12, round(long_side)),
        "jitter": jitter(random, 0.2),
        "blur": number(random, 0.4, 1.2) if random.random() < 0.3 else 0,
        "shadow": [int(random.integers(-12, 13)), int(random.integers(2, 15)), int(random.integers(3, 11)), int(random.integers(20, 51))]
        if random.random() < 0.5
        else None,
    }


def recipe(stock: Stock, seed: int, index: int, attempt: int = 0, crowd: bool = False) -> dict | None:
    """None where this attempt came to nothing: no label was left, or something would have been hidden. A crowd has more things, all of them small."""
    random = np.random.default_rng([seed, index, attempt])
    width, height = SIZES[int(random.integers(len(SIZES)))]
    keys = list(stock.behind)
    key = keys[int(random.integers(len(keys)))]
    count = int(random.integers(*CROWD)) if crowd else int(random.choice(np.arange(1, len(COUNTS) + 1), p=COUNTS / COUNTS.sum()))
    longest = max(width, height)
    largest = SMALL_THINGS if crowd else LARGEST if count < 9 else CROWDED
    parts, taken = [], []
    repeated = count >= 3 and not crowd and random.random() < REPEATS
    same = int(random.integers(2, min(count, 7) + 1)) if repeated else 1
    large = count <= 4 and not repeated and random.random() < 4 * LARGE[stock.test]
    for place in range(count):
        side = longest * float(np.exp(random.uniform(np.log(SMALLEST), np.log(largest))))
        if large and place == 0:
            side = longest * float(random.uniform(0.9, 1.1 if stock.test else 1.4))
        if place and place < same:
            # Several of one label: mostly the same picture or another one of it, in sizes that could be one group.
            items = [item for item in stock.labels[taken[0]] if item.style == stock.pictures[parts[0]["picture"]].style]
            item, side = items[int(random.integers(len(items)))], parts[0]["longest"] * float(random.uniform(0.6, 1.2))
        else:
            item = chosen(random, stock, key, taken, side)
        if item is None:
            return None
        parts.append(shape(random, item, side))
        taken.append(item.label)
    placing = Placing(random, width, height, overlap=bool(random.random() < OVERLAP), truncated=TRUNCATED)
    objects = placing.arrange(parts, stock.pictures)
    if objects is None:
        return None
    return {
        "width": width,
        "height": height,
        "backdrop": key,
        "crop": crop(random, stock.behind[key], width, height),
        "flip": bool(random.random() < 0.5),
        "jitter": jitter(random, 0.15),
        "objects": objects,
        "blur": number(random, 0.4, 0.9) if random.random() < 0.1 else 0,
        "jpeg": int(random.integers(60, 96)) if random.random() < 0.7 else 0,
    }
