"""Pictures to count in as the counting head is asked about them: by a word, by one to four example boxes, or by both."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from pocket.study import unit
from . import examples
from .count_scene import Asked, Counted

# How often a question gives a word, examples, or both; how often a word is one that is there.
MODES, THERE = {"word": 0.42, "examples": 0.43, "both": 0.15}, 0.65
MOST_EXAMPLES, LEAST_SIDE = 4, 0.005
# Words nearer than this (cosine of their vectors) may mean the same: neither is asked as absent where the other is.
ALIKE = 0.6


class Material:
    """`names`: the pack's outputs of appearance, for comparing with texts, and the second one that examples are compared in."""

    def __init__(self, prepared: Path, names: tuple[str, str, str], wanted: Callable[[dict], bool]):
        with np.load(prepared / "texts.npz") as kept:
            self.labels, self.vectors, self.bins = [*map(str, kept["labels"])], kept["vectors"], kept["bins"]
        self.index = {label: number for number, label in enumerate(self.labels)}
        self.prepared, self.scenes = prepared, []
        for row in json.loads((prepared / "rows.json").read_text("utf-8")):
            if wanted(row):
                self.scenes.append(self.read(row, names))
        if not self.scenes:
            raise SystemExit(f"nothing to count in {prepared}: prepare_counts.py comes first")
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


def fed(asked: list[Asked]) -> tuple[torch.Tensor, ...]:
    """What the net is given of pictures of one grid: structure, joint, layer, picture, label, example, sides."""
    arrays = [np.stack([getattr(each.scene, name) for each in asked]) for name in ("structure", "joint", "layer", "picture")]
    clues = [np.stack([getattr(each, name) for each in asked]) for name in ("text", "example", "sides")]
    return *(torch.from_numpy(array) for array in arrays), *(torch.from_numpy(clue) for clue in clues)
