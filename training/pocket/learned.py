"""The trained head (learn/head.py) as graph nodes, and what it adds to the text graph.

Everything that reads the classifier's features is linear up to the patch grid, so it is applied cell by cell and resized together with the
classifier's own logits; standardisation is folded into the matrices.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from . import concepts, image_parts, lite2
from .graph import Graph

FILE = "learned.bin"
TOKENS, LAYER = 384, 9


@dataclass
class Learned:
    texts: np.ndarray  # [1000 + R, 384]
    centre: np.ndarray
    rows: tuple[np.ndarray, np.ndarray]  # [R, inputs], [R]; R may be 0
    inner: tuple[np.ndarray, np.ndarray]  # [H, inputs], [H]
    outer: tuple[np.ndarray, np.ndarray]  # [384, H], [384]
    strength: float
    adapter: np.ndarray | None  # [384, 384]


def load(path: Path) -> Learned:
    kept = torch.load(path, weights_only=True)
    state = {name: value.double().numpy() for name, value in kept["state"].items()}
    mean, std = state["mean"], state["std"]

    def folded(name: str) -> tuple[np.ndarray, np.ndarray]:
        if name + ".weight" not in state:
            return np.zeros((0, len(mean))), np.zeros(0)
        weight = state[name + ".weight"] / std
        return weight, state[name + ".bias"] - weight @ mean

    adapter = state.get("adapter.weight")
    outer = state["outer.weight"], state["outer.bias"]
    return Learned(state["texts"], state["centre"], folded("rows"), folded("inner"), outer, float(state["strength"]), adapter)


def joint(g: Graph, learned: Learned, b: dict[str, str]) -> tuple[str, str]:
    """Unit vectors of patches [B, N, 384] and of the whole picture [B, 384]: the mean of its patches' vectors, unit.
    b: image_parts.branches' answer with LAYER among its layers."""
    rows, hidden = len(learned.rows[1]), len(learned.inner[1])
    weight = np.concatenate([learned.rows[0], learned.inner[0]])
    bias = np.concatenate([learned.rows[1], learned.inner[1]])
    kernel = g.weight(FILE, "learned.cells", weight[:, 2 * TOKENS :, None, None])
    cells = g.op("Conv", b["features"], kernel, g.small(bias), kernel_shape=[1, 1])
    together = g.op("Concat", b["coarse"], cells, axis=1)
    fine = image_parts.on_patches(g, b, together, lite2.CLASSES + rows + hidden)
    tokens = g.op("Concat", b["structure"], b[f"layers.{LAYER}"], axis=-1)
    added = g.op("MatMul", tokens, g.weight(FILE, "learned.tokens", weight[:, : 2 * TOKENS].T))
    classes, own = g.op("Split", fine, g.constant([lite2.CLASSES, rows + hidden]), axis=-1, outputs=2)
    own = g.op("Add", own, added)
    if rows:
        own_rows, own = g.op("Split", own, g.constant([rows, hidden]), axis=-1, outputs=2)
        classes = g.op("Concat", classes, own_rows, axis=-1)
    texts = g.weight(concepts.FILE, "concepts.texts", learned.texts)
    known = concepts.centred(g, concepts.joint(g, classes, texts), g.small(learned.centre))
    outer = g.weight(FILE, "learned.outer", learned.outer[0].T)
    residual = g.linear(g.op("Gelu", own, approximate="none"), outer, learned.outer[1])
    patches = g.unit(g.op("Add", g.op("Mul", known, g.constant(learned.strength, np.float32)), residual))
    return patches, g.unit(g.op("ReduceMean", patches, g.constant([1]), keepdims=0))
