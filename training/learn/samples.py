"""Features of patches with what they show, out of encoded pictures and their truth."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

PATCH = 28
NAMES = ("structure", "layers.9", "classifier")
PER_OBJECT, PER_BACKGROUND, COVERED = 16, 24, 0.5
BACKGROUND = -1


@dataclass
class Encoded:
    """One picture: features [N, C] and its patch grid."""

    features: np.ndarray
    rows: int
    columns: int


def read(npz: Path, width: int, height: int, patch: int = PATCH) -> Encoded:
    """`width` and `height` of the encoder's input decide how N patches lie."""
    with np.load(npz) as kept:
        features = np.concatenate([kept[name] for name in NAMES], axis=-1)
    rows, columns = grid(len(features), width, height)
    return Encoded(features, rows, columns)


def grid(patches: int, width: int, height: int) -> tuple[int, int]:
    """Rows and columns of N patches of a picture: the factors whose ratio comes nearest to the picture's."""
    factors = [(rows, patches // rows) for rows in range(1, patches + 1) if patches % rows == 0]
    return min(factors, key=lambda pair: abs(np.log(pair[1] / pair[0]) - np.log(width / height)))


def covers(truth: np.ndarray, objects: int, rows: int, columns: int) -> np.ndarray:
    """[objects, rows * columns]: the share of each patch that visibly shows each object. truth [h, w], 0: none, i: object i - 1."""
    y = np.arange(truth.shape[0]) * rows // truth.shape[0]
    x = np.arange(truth.shape[1]) * columns // truth.shape[1]
    cell = y[:, None] * columns + x[None]
    counts = np.bincount((truth.astype(np.int64) * rows * columns + cell).ravel(), minlength=(objects + 1) * rows * columns)
    shares = counts.reshape(objects + 1, -1).astype(np.float32)
    return shares[1:] / shares.sum(0)


def listed(pictures: Path, features: Path, kind: str):
    """(row, encoded, truth or None) of every picture of a kind (scenes, crowds, singles, boxes) that has been encoded."""
    for row in json.loads((pictures / f"{kind}.json").read_text("utf-8")):
        name = row.get("id") or row["picture"]
        npz, truth = features / kind / f"{name}.npz", pictures / kind / f"{name}.truth.png"
        if npz.exists():
            yield row, read(npz, row["width"], row["height"]), np.asarray(Image.open(truth)) if truth.exists() else None


def picked(encoded: Encoded, share: np.ndarray, random: np.random.Generator) -> list[tuple[int, np.ndarray]]:
    """(object, patch numbers): up to PER_OBJECT patches of each object, of one too small to fill any its best one; then background."""
    found = []
    for number, cover in enumerate(share):
        inside = np.flatnonzero(cover >= COVERED)
        if len(inside) == 0 and cover.max(initial=0) > 0.2:
            inside = np.array([cover.argmax()])
        if len(inside):
            found.append((number, random.choice(inside, min(len(inside), PER_OBJECT), replace=False)))
    free = np.flatnonzero(share.sum(0) < 0.02) if len(share) else np.arange(encoded.rows * encoded.columns)
    if len(free):
        found.append((BACKGROUND, random.choice(free, min(len(free), PER_BACKGROUND), replace=False)))
    return found


def inside(box: list[float], rows: int, columns: int) -> np.ndarray:
    """Numbers of the patches whose middle lies in a box [x0, y0, x1, y1] (fractions of the picture); at least the nearest one."""
    x, y = (np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows
    across, down = (x > box[0]) & (x < box[2]), (y > box[1]) & (y < box[3])
    if not across.any():
        across[np.abs(x - (box[0] + box[2]) / 2).argmin()] = True
    if not down.any():
        down[np.abs(y - (box[1] + box[3]) / 2).argmin()] = True
    return np.flatnonzero(down[:, None] & across[None])
