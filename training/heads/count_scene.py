"""A picture to count in, a question about it, and parts of both."""

from dataclasses import dataclass, replace

import numpy as np

# How often a part of the picture is shown instead of all of it, and its least sides.
PARTS, LEAST_PART = 0.4, 0.6


@dataclass
class Counted:
    kind: str
    id: str
    fold: int
    rows: int
    columns: int
    structure: np.ndarray  # [N, C]
    joint: np.ndarray  # [N, D], unit
    layer: np.ndarray  # [N, C']
    picture: np.ndarray  # [PIXELS rows, PIXELS columns, 3], RGB, uint8
    things: dict[str, list[list[float]]]  # boxes by name, as shares of the picture
    absent: list[str]
    asked: str | None = None
    case: str | None = None

    def part(self, random: np.random.Generator, block: int) -> tuple[int, int] | None:
        """Rows and columns of a part, in whole blocks; None: all of the picture."""
        if random.random() >= PARTS:
            return None
        share = random.uniform(LEAST_PART, 1, 2)
        return tuple(block * max(4, int(share[axis] * side / block)) for axis, side in enumerate((self.rows, self.columns)))

    def grid(self, array: np.ndarray, top: int, left: int, rows: int, columns: int) -> np.ndarray:
        square = array.reshape(self.rows, self.columns, -1)[top : top + rows, left : left + columns]
        return square.reshape(rows * columns, -1)


@dataclass
class Asked:
    """A question about a scene: what is fed, and where the things are that it is about."""

    scene: Counted
    words: bool
    boxes: list[list[float]]
    text: np.ndarray  # [D], zeros: no word
    example: np.ndarray  # [C + C'], zeros: no example
    sides: np.ndarray  # [2], in patches

    def blocks(self, size: int) -> np.ndarray:
        """Things by the block of patches that their middle is in."""
        rows, columns = self.scene.rows, self.scene.columns
        found = np.zeros((-(-rows // size), -(-columns // size)), np.float32)
        for left, top, right, bottom in self.boxes:
            y, x = (top + bottom) / 2 * rows, (left + right) / 2 * columns
            if 0 <= y <= rows and 0 <= x <= columns:
                found[min(int(y), rows - 1) // size, min(int(x), columns - 1) // size] += 1
        return found

    def cut(self, part: tuple[int, int] | None, block: int, random: np.random.Generator) -> "Asked":
        """The same question about a part of the picture."""
        scene = self.scene
        if part is None:
            return self
        rows, columns = part
        top, left = (block * int(random.integers((side - own) // block + 1)) for side, own in ((scene.rows, rows), (scene.columns, columns)))
        pixels = scene.picture.shape[0] // scene.rows
        picture = scene.picture[pixels * top : pixels * (top + rows), pixels * left : pixels * (left + columns)]
        arrays = {name: scene.grid(getattr(scene, name), top, left, rows, columns) for name in ("structure", "joint", "layer")}
        moved = [
            [(x0 * scene.columns - left) / columns, (y0 * scene.rows - top) / rows, (x1 * scene.columns - left) / columns, (y1 * scene.rows - top) / rows]
            for x0, y0, x1, y1 in self.boxes
        ]
        return replace(self, scene=replace(scene, rows=rows, columns=columns, picture=picture, **arrays), boxes=moved)
