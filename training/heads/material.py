"""Scenes as heads see them: two outputs of a pack, what is where, and how many."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.alike import Alike  # noqa: E402
from ground.things import validates  # noqa: E402
from learn import samples  # noqa: E402
from learn.train import label_fold  # noqa: E402
from .folds import fold_of  # noqa: E402
from .parts import PIXELS  # noqa: E402

# Labels nearer than this (cosine of their vectors) may mean the same: neither is asked as absent where the other is.
ALIKE = 0.6
UNSEEN = 0.75


@dataclass
class Scene:
    kind: str
    fold: int
    rows: int
    columns: int
    structure: np.ndarray  # [N, C], half precision
    joint: np.ndarray  # [N, D], half precision
    picture: np.ndarray  # [PIXELS rows, PIXELS columns, 3], RGB, uint8
    labels: list[str]  # of each object
    centres: np.ndarray  # [objects, 2]: middle of what is seen, (y, x) as shares of the picture
    covers: np.ndarray  # [objects, rows * up, columns * up] uint8: 255 times the share of a cell that shows the object
    asked: str | None
    case: str | None

    def count(self, label: str) -> int:
        return self.labels.count(label)

    def cells(self, label: str) -> np.ndarray:
        """Share of each cell that shows the label."""
        own = [number for number, other in enumerate(self.labels) if other == label]
        return self.covers[own].astype(np.float32).sum(0).clip(max=255) / 255 if own else np.zeros(self.covers.shape[1:], np.float32)

    def known(self, label: str) -> np.ndarray:
        """1 for each cell of which it is known whether it shows the label: all of a composed scene."""
        return np.ones(self.covers.shape[1:], np.float32)

    def blocks(self, label: str, size: int) -> np.ndarray:
        """Things of the label by the block of patches that their middle is in."""
        found = np.zeros((-(-self.rows // size), -(-self.columns // size)), np.float32)
        for own, (y, x) in zip(self.labels, self.centres):
            if own == label:
                found[int(y * self.rows) // size, int(x * self.columns) // size] += 1
        return found


def centres(truth: np.ndarray, objects: int) -> np.ndarray:
    """truth [h, w], i: object i - 1. Objects of which nothing is seen get the corner; they are left out by `read`."""
    pixels = np.maximum(1, np.bincount(truth.ravel(), minlength=objects + 1)[1:])
    rows, columns = ((np.arange(side) + 0.5) / side for side in truth.shape)
    y = np.bincount(truth.ravel(), np.repeat(rows, truth.shape[1]), objects + 1)[1:]
    x = np.bincount(truth.ravel(), np.tile(columns, truth.shape[0]), objects + 1)[1:]
    return np.stack([y, x], axis=1) / pixels[:, None]


def read(row: dict, kind: str, npz: Path, truth: Path, names: tuple[str, str], folds: int, up: int) -> Scene:
    with np.load(npz) as kept:
        structure, joint = (kept[name] for name in names)
    rows, columns = samples.grid(len(joint), row["width"], row["height"])
    pixels = np.asarray(Image.open(truth))
    # The same kernel as `image.kernel` of pocket; sharp and pillow compute it alike.
    small = Image.open(truth.with_name(f"{row['id']}.png")).convert("RGB").resize((PIXELS * columns, PIXELS * rows), Image.Resampling.BICUBIC)
    seen = [number for number, thing in enumerate(row["objects"]) if thing["area"] > 0]
    covers = np.round(samples.covers(pixels, len(row["objects"]), rows * up, columns * up) * 255).astype(np.uint8)
    return Scene(
        kind=kind,
        fold=fold_of(row, folds),
        rows=rows,
        columns=columns,
        structure=structure,
        joint=joint,
        picture=np.asarray(small),
        labels=[row["objects"][number]["label"] for number in seen],
        centres=centres(pixels, len(row["objects"]))[seen],
        covers=covers.reshape(-1, rows * up, columns * up)[seen],
        asked=row.get("asked"),
        case=row.get("case"),
    )


class Material:
    """`names`: the pack's outputs for structure and for vectors that compare with texts."""

    def __init__(self, pictures: Path, prepared: Path, kinds: tuple[str, ...], names=("structure", "denseRaw"), up=1, most=10**9):
        with np.load(prepared / "texts.npz") as kept:
            self.labels, self.vectors, self.bins = [*map(str, kept["labels"])], kept["vectors"], kept["bins"]
        self.index, self.alike, self.scenes = {label: number for number, label in enumerate(self.labels)}, Alike(), []
        for kind in kinds:
            rows = json.loads((pictures / f"{kind}.json").read_text("utf-8")) if (pictures / f"{kind}.json").exists() else []
            for row in rows[:most]:
                npz, truth = prepared / kind / f"{row['id']}.npz", pictures / kind / f"{row['id']}.truth.png"
                if npz.exists():
                    self.scenes.append(read(row, kind, npz, truth, names, len(self.vectors), up))
        if not self.scenes:
            raise SystemExit(f"nothing of {', '.join(kinds)} in {prepared}: prepare.py comes first")

    def text(self, scene: Scene, label: str) -> np.ndarray:
        return self.vectors[scene.fold, self.index[label]]

    def absent(self, scene: Scene, allowed: list[str], random: np.random.Generator, tries=50) -> str:
        """A label that is certainly not in the scene."""
        own = sorted(set(scene.labels))
        mine = self.vectors[scene.fold, [self.index[label] for label in own]]
        for _ in range(tries):
            label = allowed[int(random.integers(len(allowed)))]
            if (mine @ self.text(scene, label) < ALIKE).all() and not any(self.alike.labels(label, other) for other in own):
                return label
        raise SystemExit("no label is absent: too few labels")

    def inputs(self, scenes: list[Scene]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """[B, N, C], [B, N, D] and pictures as bytes of scenes of one shape."""
        arrays = [np.stack([getattr(scene, name) for scene in scenes]) for name in ("structure", "joint", "picture")]
        return torch.from_numpy(arrays[0]).float(), torch.from_numpy(arrays[1]).float(), torch.from_numpy(arrays[2])


class Allowed:
    """Which labels training may ask of a scene: mostly those that the head behind its maps has not seen, as most labels are to whoever uses it."""

    def __init__(self, labels: list[str], folds: int):
        self.all = labels
        self.unseen = [[label for label in labels if folds == 1 or label_fold(label, folds) == fold] for fold in range(folds)]

    def of(self, scene: Scene, random: np.random.Generator) -> list[str]:
        return self.unseen[scene.fold] if random.random() < UNSEEN else self.all


def trained_on(labels: list[str], everything: bool) -> list[str]:
    """Labels that training may ask for; the others are for choosing."""
    return [label for label in labels if everything or not validates(label)]
