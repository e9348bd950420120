"""Pictures to count in as the counting head is asked about them: by a word, by one to four example boxes, or by both."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from pocket.study import unit
from . import examples

# How often a question gives a word, examples, or both; how often a word is one that is there.
MODES, THERE = {"word": 0.5, "examples": 0.35, "both": 0.15}, 0.65
MOST_EXAMPLES, LEAST_SIDE = 4, 0.005
# How often a part of the picture is shown instead of all of it, and its least sides.
PARTS, LEAST_PART = 0.4, 0.6
# Words nearer than this (cosine of their vectors) may mean the same: neither is asked as absent where the other is.
ALIKE = 0.6


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


class Material:
    """`names`: the pack's outputs of appearance, for comparing with texts, and the second one that examples are compared in."""

    def __init__(self, prepared: Path, kinds: tuple[str, ...], names: tuple[str, str, str]):
        with np.load(prepared / "texts.npz") as kept:
            self.labels, self.vectors, self.bins = [*map(str, kept["labels"])], kept["vectors"], kept["bins"]
        self.index = {label: number for number, label in enumerate(self.labels)}
        self.prepared, self.scenes = prepared, []
        for row in json.loads((prepared / "rows.json").read_text("utf-8")):
            if row["kind"] in kinds:
                self.scenes.append(self.read(row, names))
        if not self.scenes:
            raise SystemExit(f"nothing of {', '.join(kinds)} in {prepared}: prepare_counts.py comes first")
        self.asked = sorted({name for scene in self.scenes for name in scene.things})

    def read(self, row: dict, names: tuple[str, str, str]) -> Counted:
        with np.load(self.prepared / row["kind"] / f"{row['id']}.npz") as kept:
            arrays = {name: kept[output].astype(np.float32) for name, output in zip(("structure", "joint", "layer"), names)} | {"picture": kept["picture"]}
        arrays["joint"] = unit(arrays["joint"])
        fields = {name: row[name] for name in ("kind", "id", "fold", "rows", "columns", "things", "absent")}
        return Counted(**fields, **arrays, asked=row.get("asked"), case=row.get("case"))

    def dense(self, scene: Counted) -> np.ndarray:
        """The vectors that the pack's presence is told by, [N, D]."""
        with np.load(self.prepared / scene.kind / f"{scene.id}.npz") as kept:
            return kept["dense"].astype(np.float32)

    def centres(self) -> list[torch.Tensor]:
        """What the outputs that examples are compared in are on average."""
        return [torch.from_numpy(np.mean([getattr(scene, name).mean(0) for scene in self.scenes], axis=0)) for name in ("structure", "layer")]

    def text(self, scene: Counted, label: str) -> np.ndarray:
        return self.vectors[scene.fold, self.index[label]]

    def absent(self, scene: Counted, random: np.random.Generator, tries=50) -> str:
        """A label that is certainly not there: one of the scene's own, or of composed pictures any that is unlike what is there."""
        if scene.kind not in ("counts", "cells", "crowd"):
            return scene.absent[int(random.integers(len(scene.absent)))]
        mine = np.stack([self.text(scene, name) for name in scene.things]) if scene.things else np.zeros((0, self.vectors.shape[2]), np.float32)
        for _ in range(tries):
            label = scene.asked if scene.absent and random.random() < 0.5 else self.asked[int(random.integers(len(self.asked)))]
            if label not in scene.things and (mine @ self.text(scene, label) < ALIKE).all():
                return label
        return self.asked[0]


def shown(scene: Counted, boxes: list[list[float]]) -> tuple[np.ndarray, np.ndarray]:
    """What the net is fed about example boxes of a scene."""
    weights = examples.weights(boxes, scene.rows, scene.columns).mean(0)
    means = [weights @ getattr(scene, name) for name in ("structure", "layer")]
    return np.concatenate(means), examples.sides(boxes, scene.rows, scene.columns)


def boxed(boxes: list[list[float]]) -> list[list[float]]:
    """Those that can be examples: not points, not slivers."""
    return [box for box in boxes if box[2] - box[0] > LEAST_SIDE and box[3] - box[1] > LEAST_SIDE]


def ask(material: Material, scene: Counted, label: str, word: bool, given: list[list[float]]) -> Asked:
    text = material.text(scene, label) if word else np.zeros(material.vectors.shape[2], np.float32)
    width = scene.structure.shape[1] + scene.layer.shape[1]
    example, sides = shown(scene, given) if given else (np.zeros(width, np.float32), np.zeros(2, np.float32))
    return Asked(scene, word, scene.things.get(label, []), text, example, sides)


def question(material: Material, scene: Counted, random: np.random.Generator) -> Asked:
    mode = str(random.choice([*MODES], p=[*MODES.values()]))
    names = [*scene.things]
    if scene.asked in scene.things and random.random() < 0.6:
        names = [scene.asked]
    if mode != "word":
        able = [name for name in names if boxed(scene.things[name])]
        if able:
            name = able[int(random.integers(len(able)))]
            boxes = boxed(scene.things[name])
            picked = random.permutation(len(boxes))[: int(random.integers(1, MOST_EXAMPLES + 1))]
            return ask(material, scene, name, mode == "both", [boxes[number] for number in picked])
    if names and random.random() < THERE:
        return ask(material, scene, names[int(random.integers(len(names)))], True, [])
    return ask(material, scene, material.absent(scene, random), True, [])
