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
    texts: np.ndarray  # [1000, 384]
    centre: np.ndarray  # [384]
    inner: tuple[np.ndarray, np.ndarray]  # [H, inputs], [H]
    outer: tuple[np.ndarray, np.ndarray]  # [384 + 1, H], [384 + 1]: the residual, then the logit of being an object
    strength: float
    along: np.ndarray  # [384], unit: the direction that tells objects from ground
    away: float
    adapter: np.ndarray  # [384, 384]
    thing: tuple[np.ndarray, np.ndarray]  # [1, 384], [1]


def load(path: Path) -> Learned:
    kept = torch.load(path, weights_only=True)
    state = {name: value.double().numpy() for name, value in kept["state"].items()}
    inner = state["inner.weight"] / state["std"]
    outer = (np.concatenate([state[f"outer.{part}"], state[f"object.{part}"]]) for part in ("weight", "bias"))
    return Learned(
        texts=state["texts"],
        centre=state["centre"],
        inner=(inner, state["inner.bias"] - inner @ state["mean"]),
        outer=tuple(outer),
        strength=float(state["strength"]),
        along=state["u"],
        away=kept["shape"]["away"],
        adapter=state["adapter.weight"],
        thing=(state["thing.weight"], state["thing.bias"]),
    )


def with_object(g: Graph, learned: Learned, meaning: str, share: str) -> str:
    """unit(meaning at right angles to `along`, unit, plus away * share * along). share [.., 1], in (-1, 1)."""
    along = g.small(learned.along)
    part = g.op("MatMul", meaning, g.small(learned.along[:, None]))
    across = g.unit(g.op("Sub", meaning, g.op("Mul", part, along)))
    return g.unit(g.op("Add", across, g.op("Mul", share, g.small(learned.away * learned.along))))


def text(g: Graph, learned: Learned, vectors: str) -> str:
    """Centred unit text vectors to where the patches' vectors are."""
    adapted = g.op("Add", vectors, g.linear(vectors, g.weight("adapter.bin", "adapter", learned.adapter.T)))
    thing = g.linear(vectors, g.small(learned.thing[0].T), learned.thing[1])
    return with_object(g, learned, adapted, g.op("Tanh", thing))


def joint(g: Graph, learned: Learned, b: dict[str, str]) -> tuple[str, str]:
    """Unit vectors of patches [B, N, 384] and of the whole picture [B, 384]: the unit mean of its patches' vectors, each weighed by how sure the classifier is of it.
    b: image_parts.branches' answer with LAYER among its layers."""
    weight, bias = learned.inner
    kernel = g.weight(FILE, "learned.cells", weight[:, 2 * TOKENS :, None, None])
    cells = g.op("Conv", b["features"], kernel, g.small(bias), kernel_shape=[1, 1])
    fine = image_parts.on_patches(g, b, g.op("Concat", b["coarse"], cells, axis=1), lite2.CLASSES + len(bias))
    tokens = g.op("Concat", b["structure"], b[f"layers.{LAYER}"], axis=-1)
    added = g.op("MatMul", tokens, g.weight(FILE, "learned.tokens", weight[:, : 2 * TOKENS].T))
    classes, own = g.op("Split", fine, g.constant([lite2.CLASSES, len(bias)]), axis=-1, outputs=2)
    texts = g.weight(concepts.FILE, "concepts.texts", learned.texts)
    likely = g.op("Softmax", classes, axis=-1)
    known = concepts.centred(g, concepts.unit_mean(g, likely, texts), g.small(learned.centre))
    outer = g.weight(FILE, "learned.outer", learned.outer[0].T)
    answer = g.linear(g.op("Gelu", g.op("Add", own, added), approximate="none"), outer, learned.outer[1])
    residual, logit = g.op("Split", answer, g.constant([concepts.DIMS, 1]), axis=-1, outputs=2)
    meaning = g.op("Add", g.op("Mul", known, g.constant(learned.strength, np.float32)), residual)
    share = g.op("Tanh", g.op("Mul", logit, g.constant(0.5, np.float32)))
    patches = with_object(g, learned, meaning, share)
    sure = g.op("ReduceMax", likely, g.constant([-1]), keepdims=1)
    return patches, g.unit(g.op("ReduceSum", g.op("Mul", patches, sure), g.constant([1]), keepdims=0))
