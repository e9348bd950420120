"""Real photographs as heads see them, beside composed scenes: COCO's with every cell known, ImageNet's with what their boxes tell."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from ground.alike import Alike
from learn import samples
from real import photos
from .material import Material, Scene
from .parts import PIXELS

# Of the labels that are not there: odds of one that looks as if it were, by a softmax of its statistic over this temperature.
HARD, TEMPERATURE = 0.5, 0.05
# Of the patches, the best that say how much a label looks as if it were there (as src/core/tasks presence).
BEST = 0.02


@dataclass
class Photograph(Scene):
    """`absent`: names that are certainly not there; `hard`: odds by how much each looks as if it were."""

    stem: str = ""
    absent: list[str] = field(default_factory=list)
    hard: np.ndarray | None = None


@dataclass
class Boxed(Photograph):
    """A photograph with boxes: a stuff's box lies inside it and says nothing of what is outside; a thing's or a part's holds it, with ground in the corners."""

    boxes: list[tuple[str, str, list[float]]] = field(default_factory=list)
    up: int = 1

    def inside(self, label: str) -> np.ndarray:
        rows, columns = self.rows * self.up, self.columns * self.up
        found = np.zeros(rows * columns, np.float32)
        for name, _, box in self.boxes:
            if name == label:
                found[samples.inside(box, rows, columns)] = 1
        return found.reshape(rows, columns)

    def cells(self, label: str) -> np.ndarray:
        return self.inside(label)

    def known(self, label: str) -> np.ndarray:
        kinds = {kind for name, kind, _ in self.boxes if name == label}
        if not kinds:
            return np.ones((self.rows * self.up, self.columns * self.up), np.float32)
        return self.inside(label) if "stuff" in kinds else 1 - self.inside(label)


def looks(joint: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """How much each label looks as if it were there: the mean cosine of its best patches."""
    unit = joint.astype(np.float32)
    cosines = np.sort(unit / np.linalg.norm(unit, axis=1, keepdims=True) @ vectors.T, axis=0)
    return cosines[-max(1, round(BEST * len(cosines))) :].mean(0)


class Photographs(Material):
    """Photographs of the fifths that are not left out. `stems`: of these alone; all where left out."""

    def __init__(self, prepared: Path, leave_out: set[int], names=("structure", "denseRaw"), up=1, sources=("coco", "imagenet"), stems=None):
        with np.load(prepared / "texts.npz") as kept:
            self.labels, self.vectors = [*map(str, kept["labels"])], kept["vectors"]
        self.index, self.alike = {label: number for number, label in enumerate(self.labels)}, Alike()
        self.scenes = []
        self.coco = sorted({segment[1] for photo in photos.photos("coco") for segment in photo.row["segments"]})
        for source in sources:
            for photo in photos.photos(source):
                npz = prepared / source / f"{photo.stem}.npz"
                if photo.fold not in leave_out and npz.exists() and (stems is None or photo.stem in stems):
                    self.scenes.append(self.read(photo, npz, names, up))

    def read(self, photo: photos.Photo, npz: Path, names: tuple[str, str], up: int) -> Photograph:
        with np.load(npz) as kept:
            structure, joint = (kept[name] for name in names)
        with Image.open(photos.picture(photo)) as image:
            rows, columns = samples.grid(len(joint), *image.size)
            picture = np.asarray(image.convert("RGB").resize((PIXELS * columns, PIXELS * rows), Image.Resampling.BICUBIC))
        same = {"kind": photo.source, "fold": photo.fold, "rows": rows, "columns": columns, "structure": structure, "joint": joint, "picture": picture}
        same |= {"centres": np.zeros((0, 2)), "asked": None, "case": None, "stem": photo.stem}
        own = {segment[1] for segment in photo.row["segments"]} if photo.source == "coco" else {n for box in photo.row["boxes"] for n in (box["name"], *box.get("also", []))}
        maybe = {*photo.absent, *photo.others, *(self.coco if photo.source == "coco" else [])} - own
        absent = sorted(name for name in maybe if name in self.index and not any(self.alike.labels(name, other) for other in own))
        hard = looks(joint, self.vectors[photo.fold, [self.index[name] for name in absent]])
        same |= {"absent": absent, "hard": np.exp((hard - hard.max()) / TEMPERATURE)}
        if photo.source == "coco":
            found = photos.together([*photos.segments(photo, rows * up, columns * up)])
            covers = np.stack([region.share.reshape(rows * up, columns * up) for region in found.values()])
            return Photograph(labels=[*found], covers=np.round(covers * 255).astype(np.uint8), **same)
        boxes = [(box["name"], box["kind"], box["box"]) for box in photo.row["boxes"]]
        return Boxed(labels=sorted({name for name, *_ in boxes}), covers=np.zeros((0, rows * up, columns * up), np.uint8), boxes=boxes, up=up, **same)

    def absent_of(self, scene: Photograph, count: int, random: np.random.Generator) -> list[str]:
        """Different labels that are not there."""
        odds = HARD * scene.hard / scene.hard.sum() + (1 - HARD) / len(scene.absent)
        return [scene.absent[n] for n in random.choice(len(scene.absent), min(count, len(scene.absent)), replace=False, p=odds / odds.sum())]
