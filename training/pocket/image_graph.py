"""The fused picture graph: one input of bytes, two encoders, every output from one pass."""

import numpy as np
from onnx import TensorProto

from . import concepts, dinov2, lite2
from .graph import Graph

PATCH, MULTIPLE, LAYERS = 28, 56, (5, 7)


def build(
    weights: dict[str, dict], matrix: np.ndarray, centre: np.ndarray, smoothing: dict | None, flipped=lite2.FLIPPED, logits=False
) -> Graph:
    """weights: {"dinov2": ..., "lite2": ...}; matrix: the concepts' texts, centre: what they have in common. `logits` adds the classifier's answers for cells and patches, for the checks."""
    g = Graph("image")
    pixels = g.input("pixels", TensorProto.UINT8, ["batch", "height", "width", 3])
    planes = g.op("Cast", g.op("Transpose", pixels, perm=[0, 3, 1, 2]), to=TensorProto.FLOAT)
    # (x - 127) / 128 is what the classifier was trained with; DINOv2's own scale is inside its patch convolution.
    planes = g.op("Mul", g.op("Sub", planes, g.constant(127, np.float32)), g.constant(1 / 128, np.float32))

    half = g.op("AveragePool", planes, kernel_shape=[2, 2], strides=[2, 2])
    dino = dinov2.build(g, weights["dinov2"], half, LAYERS)
    coarse = lite2.build(g, weights["lite2"], multiple_of_cell(g, planes), flipped)

    # Both maps cover the picture edge to edge, so half-pixel interpolation puts one on the other's grid. The logits are
    # resized, not the features before the matrix: the matrix is linear, and they are fewer.
    batch, rows, columns = g.size(pixels, 0), dino["rows"], dino["columns"]
    sizes = g.shape(batch, lite2.CLASSES, rows, columns)
    fine = g.op("Resize", coarse, "", "", sizes, mode="linear", coordinate_transformation_mode="half_pixel")
    fine = g.op("Transpose", g.op("Reshape", fine, g.shape(batch, lite2.CLASSES, -1)), perm=[0, 2, 1])
    texts = g.weight(concepts.FILE, "concepts.texts", matrix)
    raw = concepts.joint(g, fine, texts)
    whole = concepts.joint(g, g.op("ReduceMean", coarse, g.constant([2, 3]), keepdims=0), texts)

    # Centred last: a patch of no clear class is near the centre itself, and only a mean over such unit vectors keeps it there.
    common = g.small(centre)
    patches = ["batch", "patches", concepts.DIMS]
    smooth = concepts.smooth(g, raw, dino["tokens"], rows, columns, smoothing)
    g.output("dense", concepts.centred(g, smooth, common), patches)
    g.output("denseRaw", concepts.centred(g, raw, common), patches)
    g.output("global", concepts.centred(g, whole, common), ["batch", concepts.DIMS])
    g.output("structure", dino["structure"], patches)
    for layer in LAYERS:
        g.output(f"layers.{layer}", dino[f"layers.{layer}"], patches)
    if logits:
        g.output("logits", coarse, ["batch", lite2.CLASSES, "cells_high", "cells_wide"])
        g.output("patchLogits", fine, ["batch", "patches", lite2.CLASSES])
    return g


def multiple_of_cell(g: Graph, planes: str) -> str:
    """The picture at the nearest multiple of 32 on each side; nothing to do (a copy) where it is one already."""

    def side(axis: int) -> str:
        cells = g.op("Div", g.op("Add", g.size(planes, axis), g.constant([lite2.CELL // 2])), g.constant([lite2.CELL]))
        return g.op("Mul", cells, g.constant([lite2.CELL]))

    sizes = g.shape(g.size(planes, 0), 3, side(2), side(3))
    return g.op("Resize", planes, "", "", sizes, mode="linear", coordinate_transformation_mode="half_pixel")
