"""Draws pictures to count in: 0 to 40 things of one label, things of other labels beside them, or a bare ground.

Cases: `few` 1-5 of the asked label and up to 3 other things; `many` 6-40; `minority` 1-5 among 8-25 of another label; `absent` only others, the
same numbers; `empty` nothing at all. Grounds are photographs, textures and even plates. One generator per picture, as in recipes.py, whose own
draws do not change by this.
"""

import numpy as np
from PIL import Image

from .backdrops import TEXTURES
from .pictures import Picture, cutout
from .placing import STEP, Placing
from .recipes import SIZES, Stock, chosen, crop, jitter, plain, shape

CASES = {"few": 0.26, "many": 0.34, "minority": 0.16, "absent": 0.16, "empty": 0.08}
MOST_FEW, MANY, DOMINATING, BESIDE = 5, (6, 40), (8, 25), 3
# Long side of a thing over that of the picture; with many things the largest that leave room for all.
SMALLEST, LARGEST, ROOM, SPREAD = 0.035, 0.35, 0.6, (0.75, 1.3)
PLATE, TEXTURE = 0.25, 0.25
PICTURES_OF_ONE, TRUNCATED, OVERLAP = 3, 0.04, 0.4
ATTEMPTS = 100


def ground(random: np.random.Generator, stock: Stock, width: int, height: int) -> tuple[str, list[int]]:
    """A backdrop and the part of it that is seen: a plate is a few of its pixels, enlarged."""
    kind, keys = float(random.random()), list(stock.behind)
    textures = [key for key in keys if stock.behind[key].row["package"] == TEXTURES]
    if PLATE <= kind < PLATE + TEXTURE and textures:
        keys = textures
    key = keys[int(random.integers(len(keys)))]
    return key, plain(random, stock.behind[key]) if kind < PLATE else crop(random, stock.behind[key], width, height)


def numbers(random: np.random.Generator, case: str) -> tuple[int, int, int]:
    """How many things of the asked label, of one dominating other label, and of further ones."""
    few, beside = int(random.integers(1, MOST_FEW + 1)), int(random.integers(0, BESIDE + 1))
    dominating = int(random.integers(DOMINATING[0], DOMINATING[1] + 1)) if random.random() < 0.7 else int(random.integers(1, MOST_FEW + 1))
    if case == "many":
        # Log-uniform: 6-10 as often as 20-34.
        return round(float(np.exp(random.uniform(*np.log(MANY))))), 0, beside
    if case == "minority":
        return few, max(dominating, DOMINATING[0]), beside
    return {"few": (few, 0, beside), "absent": (0, dominating, beside), "empty": (0, 0, 0)}[case]


def group(random: np.random.Generator, stock: Stock, first: Picture, count: int, side: float) -> list[dict]:
    """Things of one label in sizes that could be one group: of one picture, or of a few of its style."""
    others = [item for item in stock.labels[first.label] if item.style == first.style]
    items = [first, *(others[int(random.integers(len(others)))] for _ in range(int(random.integers(PICTURES_OF_ONE))))]
    return [shape(random, items[int(random.integers(len(items)))], side * float(random.uniform(*SPREAD))) for _ in range(count)]


class Placed(Placing):
    """The same places; a thing's mask is made once, not once a try: there are many things."""

    masks: dict[int, Image.Image]

    def coarse(self, part: dict, item: Picture, size: list[int], at: list[int]) -> np.ndarray:
        if id(part) not in self.masks:
            self.masks[id(part)] = self.small(part, item, size)
        grid = Image.new("L", (self.columns, self.rows))
        grid.paste(self.masks[id(part)], (at[0] // STEP, at[1] // STEP))
        return np.asarray(grid) > 127

    @staticmethod
    def small(part: dict, item: Picture, size: list[int]) -> Image.Image:
        alpha = cutout(item).getchannel("A")
        alpha.thumbnail([4 * max(size)] * 2)
        if part["flip"]:
            alpha = alpha.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        if part["turn"]:
            alpha = alpha.rotate(part["turn"], Image.Resampling.BICUBIC, expand=True)
            alpha = alpha.crop(alpha.getbbox())
        return alpha.resize([max(1, side // STEP) for side in size])


def attempt(stock: Stock, seed: int, index: int, number: int, case: str | None) -> dict | None:
    random = np.random.default_rng([seed, index, number])
    case = case or str(random.choice(list(CASES), p=list(CASES.values())))
    width, height = SIZES[int(random.integers(len(SIZES)))]
    key, part = ground(random, stock, width, height)
    own, dominating, further = numbers(random, case)
    total = own + dominating + further
    largest = max(min(LARGEST, ROOM / np.sqrt(max(1, total))), 1.3 * SMALLEST)
    side = max(width, height) * float(np.exp(random.uniform(np.log(SMALLEST), np.log(largest))))
    parts, taken, asked = [], [], None
    for count in (own or 1, dominating, *[1] * further):
        if not count:
            continue
        item = chosen(random, stock, key, taken, side)
        if item is None:
            return None
        taken.append(item.label)
        if asked is None:
            # The label that is asked for is drawn even where it will not be there: so nothing that is there means the same.
            asked = item.label
            if not own:
                continue
        parts += group(random, stock, item, count, side)
    placing = Placed(random, width, height, overlap=bool(random.random() < OVERLAP), truncated=TRUNCATED)
    placing.masks = {}
    objects = placing.arrange(parts, stock.pictures)
    if objects is None:
        return None
    return {
        "width": width,
        "height": height,
        "backdrop": key,
        "crop": part,
        "flip": bool(random.random() < 0.5),
        "jitter": jitter(random, 0.15),
        "objects": objects,
        "blur": 0,
        "jpeg": int(random.integers(60, 96)) if random.random() < 0.7 else 0,
        "asked": asked,
        "case": case,
    }


def counted_recipe(stock: Stock, seed: int, index: int, case: str | None = None) -> dict:
    """A recipe with `asked`, the label to count, and `case`; the case is drawn where none is given."""
    return next(filter(None, (attempt(stock, seed, index, number, case) for number in range(ATTEMPTS))))
