"""The fused picture graph: one input of bytes, two encoders, every output from one pass."""

import numpy as np

from . import concepts, learned, lite2
from .graph import Graph
from .image_parts import branches, on_patches

PATCH, MULTIPLE, LAYERS = 28, 56, (5, 7)
PATCHES, WHOLE = ["batch", "patches", concepts.DIMS], ["batch", concepts.DIMS]


def build(
    weights: dict[str, dict],
    matrix: np.ndarray,
    centre: np.ndarray,
    smoothing: dict | None,
    flipped=lite2.FLIPPED,
    logits=False,
    head: learned.Learned | None = None,
) -> Graph:
    """weights: {"dinov2": ..., "lite2": ...}; matrix: the classes' texts, centre: what they have in common. `logits` adds the classifier's
    answers for cells and patches, for the checks. With a trained `head` the patches' vectors are its answers, and matrix and centre its own."""
    g = Graph("image")
    b = branches(g, weights, LAYERS if head is None else (*LAYERS, learned.LAYER), flipped)
    fine = untrained(g, b, matrix, centre, smoothing) if head is None else trained(g, b, head, smoothing)
    g.output("structure", b["structure"], PATCHES)
    for layer in LAYERS:
        g.output(f"layers.{layer}", b[f"layers.{layer}"], PATCHES)
    if logits:
        g.output("logits", b["coarse"], ["batch", lite2.CLASSES, "cells_high", "cells_wide"])
        g.output("patchLogits", fine or on_patches(g, b, b["coarse"], lite2.CLASSES), ["batch", "patches", lite2.CLASSES])
    return g


def untrained(g: Graph, b: dict[str, str], matrix: np.ndarray, centre: np.ndarray, smoothing: dict | None) -> str:
    """ConSE over ImageNet's classes. Returns their logits on patches."""
    fine = on_patches(g, b, b["coarse"], lite2.CLASSES)
    texts = g.weight(concepts.FILE, "concepts.texts", matrix)
    raw = concepts.joint(g, fine, texts)
    whole = concepts.joint(g, g.op("ReduceMean", b["coarse"], g.constant([2, 3]), keepdims=0), texts)
    # Centred last: a patch of no clear class is near the centre itself, and only a mean over such unit vectors keeps it there.
    common = g.small(centre)
    smooth = concepts.smooth(g, raw, b["tokens"], b["rows"], b["columns"], smoothing)
    g.output("dense", concepts.centred(g, smooth, common), PATCHES)
    g.output("denseRaw", concepts.centred(g, raw, common), PATCHES)
    g.output("global", concepts.centred(g, whole, common), WHOLE)
    return fine


def trained(g: Graph, b: dict[str, str], head: learned.Learned, smoothing: dict | None) -> None:
    raw, whole = learned.joint(g, head, b)
    g.output("dense", concepts.smooth(g, raw, b["tokens"], b["rows"], b["columns"], smoothing), PATCHES)
    g.output("denseRaw", raw, PATCHES)
    g.output("global", whole, WHOLE)
