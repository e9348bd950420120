"""Pictures with and without defects for the anomaly head: composed parts (training/eval/anomalies) and magnetic tiles, features of `denseql encode`, and what is wrong in each patch."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from ground.things import fifth
from .anomaly_net import likeness
from .parts import PIXELS

LAYERS = ("layers.5", "layers.7", "structure")


@dataclass(frozen=True)
class Row:
    """A picture as the lists have it."""

    picture: Path
    mask: Path | None
    kind: str
    fold: int
    tile: bool


def composed(folder: Path, most: int | None = None) -> Iterator[Row]:
    """Parts of build_anomalies.py; a kind's fold is its label's. `most`: of good ones, and of defective ones of each sort."""
    for kind in json.loads((folder / "anomalies.json").read_text("utf-8")):
        fold = fifth(kind["name"])
        for file in kind["normals"][:most]:
            yield Row(folder / "pictures" / file, None, kind["name"], fold, False)
        for each in kind["defects"]:
            yield Row(folder / "pictures" / each["file"], folder / "masks" / each["mask"], kind["name"], fold, False)


def tiles(folder: Path) -> Iterator[Row]:
    """Photographs of magnetic tiles; nothing where they are not there."""
    if not (folder / "truth.json").exists():
        return
    for each in json.loads((folder / "truth.json").read_text("utf-8"))["pictures"]:
        path = folder / each["file"]
        yield Row(path, path.with_name(path.stem + ".mask.png") if each["defect"] else None, "magnetic tile", fifth(each["file"]), True)


@dataclass
class Sample:
    row: Row
    features: Path
    rows: int
    columns: int
    layers: np.ndarray  # [layers, N, C], half precision
    said: np.ndarray  # [N, layers * SAID]
    picture: np.ndarray  # [PIXELS rows, PIXELS columns, 3]
    wrong: np.ndarray  # [N], share of the patch that is a defect

    @cached_property
    def bad(self) -> bool:
        return self.row.mask is not None


def grid_of(count: int, size: tuple[int, int]) -> tuple[int, int]:
    """Rows and columns of so many patches of a picture of this size (width, height)."""
    rows = min((rows for rows in range(1, count + 1) if count % rows == 0), key=lambda rows: abs(np.log(rows * size[0] / (count / rows) / size[1])))
    return rows, count // rows


def read(row: Row, features: Path, kept: Path) -> Sample | None:
    """None where it was not encoded. What is computed of features once is kept."""
    source = features / (row.picture.stem + ".npz")
    if not source.exists():
        return None
    with np.load(source) as found:
        layers = np.stack([found[name].reshape(-1, found[name].shape[-1]) for name in LAYERS]).astype(np.float16)
    path = kept / (row.picture.stem + ".npz")
    if not path.exists():
        image = Image.open(row.picture).convert("RGB")
        rows, columns = grid_of(layers.shape[1], image.size)
        picture = np.asarray(image.resize((PIXELS * columns, PIXELS * rows), Image.Resampling.BICUBIC))
        wrong = np.zeros((rows, columns), np.float32)
        if row.mask:
            drawn = Image.fromarray((np.asarray(Image.open(row.mask).convert("L")) > 64).astype(np.float32))
            wrong = np.asarray(drawn.resize((columns, rows), Image.Resampling.BOX))
        with torch.no_grad():
            said = torch.cat([likeness(torch.from_numpy(layer.astype(np.float32))[None], rows, columns) for layer in layers], -1)[0]
        kept.mkdir(parents=True, exist_ok=True)
        np.savez(path, grid=[rows, columns], picture=picture, wrong=wrong.ravel(), said=said.numpy())
    with np.load(path) as made:
        rows, columns = map(int, made["grid"])
        return Sample(row, source, rows, columns, layers, made["said"], made["picture"], made["wrong"])


def samples(rows: Iterator[Row], features: Path, kept: Path) -> list[Sample]:
    return [sample for row in rows if (sample := read(row, features, kept))]


def inputs(batch: list[Sample]) -> tuple[list[torch.Tensor], torch.Tensor, torch.Tensor, torch.Tensor]:
    """Layers, what is said of patches, pictures, and shares that are wrong, of samples of one grid."""
    layers = torch.from_numpy(np.stack([sample.layers for sample in batch], 1)).float()
    others = [torch.from_numpy(np.stack([getattr(sample, name) for sample in batch])) for name in ("said", "picture", "wrong")]
    return [*layers], *others
