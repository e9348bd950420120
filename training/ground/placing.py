"""Where the objects of a scene go: large ones below small ones, some over one another, some over the frame's edge, none hidden."""

import numpy as np
from PIL import Image

from .pictures import Picture, cutout

STEP = 4  # overlaps are judged on a grid this coarse
LEAST_VISIBLE, TRIES = 0.3, 40


def natural_size(part: dict, item: Picture) -> tuple[int, int]:
    image = cutout(item)
    if not part["turn"]:
        return image.size
    # The same steps as when it is painted, on the alpha alone.
    turned = image.getchannel("A").rotate(-part["turn"] if part["flip"] else part["turn"], Image.Resampling.BICUBIC, expand=True)
    box = turned.getbbox()
    return box[2] - box[0], box[3] - box[1]


class Placing:
    def __init__(self, random: np.random.Generator, width: int, height: int, overlap: bool, truncated: float):
        self.random, self.width, self.height, self.overlap, self.truncated = random, width, height, overlap, truncated
        self.rows, self.columns = -(-height // STEP), -(-width // STEP)

    def coarse(self, part: dict, item: Picture, size: list[int], at: list[int]) -> np.ndarray:
        """Cells that the object covers; what lies outside the frame is cut off."""
        alpha = cutout(item).getchannel("A")
        if part["flip"]:
            alpha = alpha.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        if part["turn"]:
            alpha = alpha.rotate(part["turn"], Image.Resampling.BICUBIC, expand=True)
            alpha = alpha.crop(alpha.getbbox())
        small = alpha.resize([max(1, side // STEP) for side in size])
        grid = Image.new("L", (self.columns, self.rows))
        grid.paste(small, (at[0] // STEP, at[1] // STEP))
        return np.asarray(grid) > 127

    def position(self, size: list[int]) -> list[int]:
        """Mostly inside the frame; sometimes up to half of it outside, on one side."""
        at = [int(self.random.integers(0, max(1, room - side + 1))) for room, side in zip((self.width, self.height), size, strict=True)]
        for axis, room in enumerate((self.width, self.height)):
            if size[axis] > room:  # larger than the frame: any part of it may be seen
                at[axis] = -int(self.random.integers(0, size[axis] - room + 1))
        if self.random.random() < self.truncated:
            axis, far = int(self.random.integers(2)), bool(self.random.random() < 0.5)
            outside = int(size[axis] * self.random.uniform(0.1, 0.5))
            at[axis] = (self.width, self.height)[axis] - size[axis] + outside if far else -outside
        return at

    def arrange(self, parts: list[dict], pictures: dict[str, Picture]) -> list[dict] | None:
        order = sorted(range(len(parts)), key=lambda i: -parts[i]["longest"] * float(self.random.uniform(0.7, 1.4)))
        covers: list[np.ndarray] = []
        objects = []
        for index in order:
            part, item = parts[index], pictures[parts[index]["picture"]]
            natural = natural_size(part, item)
            size = [max(6, round(side * part["longest"] / max(natural))) for side in natural]
            best = self.best(part, item, size, covers)
            if best is None:
                return None
            at, cover = best
            covers.append(cover)
            objects.append({k: v for k, v in part.items() if k != "longest"} | {"size": size, "at": at})
        return objects

    def best(self, part: dict, item: Picture, size: list[int], covers: list[np.ndarray]) -> tuple[list[int], np.ndarray] | None:
        """The first place that leaves all others visible; for scenes without overlap, the one that hides least."""
        found, least = None, np.inf
        for _ in range(TRIES):
            at = self.position(size)
            cover = self.coarse(part, item, size, at)
            if cover.sum() < 4:
                continue
            shares = self.visible([*covers, cover])
            if min(shares) < LEAST_VISIBLE:
                continue
            hidden = len(shares) - sum(shares)
            if self.overlap:
                return at, cover
            if hidden < least:
                found, least = (at, cover), hidden
            if hidden < 0.01:
                break
        return found

    @staticmethod
    def visible(covers: list[np.ndarray]) -> list[float]:
        above = np.zeros_like(covers[0])
        shares = []
        for cover in reversed(covers):
            shares.append(float((cover & ~above).sum() / max(1, cover.sum())))
            above |= cover
        return shares
