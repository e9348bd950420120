"""The two encoders over one input of bytes, and how the coarser one's map comes onto the patch grid."""

import numpy as np
from onnx import TensorProto

from . import dinov2, lite2
from .graph import Graph


def branches(g: Graph, weights: dict[str, dict], layers: tuple[int, ...], flipped=lite2.FLIPPED) -> dict[str, str]:
    """Both encoders over one input of bytes. weights: {"dinov2": ..., "lite2": ...}. Adds to dinov2.build's answer: batch,
    features [B, 1280, h, w] and coarse [B, 1000, h, w], the classifier's last features and its logits, cell by cell."""
    pixels = g.input("pixels", TensorProto.UINT8, ["batch", "height", "width", 3])
    planes = g.op("Cast", g.op("Transpose", pixels, perm=[0, 3, 1, 2]), to=TensorProto.FLOAT)
    # (x - 127) / 128 is what the classifier was trained with; DINOv2's own scale is inside its patch convolution.
    planes = g.op("Mul", g.op("Sub", planes, g.constant(127, np.float32)), g.constant(1 / 128, np.float32))

    half = g.op("AveragePool", planes, kernel_shape=[2, 2], strides=[2, 2])
    dino = dinov2.build(g, weights["dinov2"], half, layers)
    features, coarse = lite2.build(g, weights["lite2"], multiple_of_cell(g, planes), flipped)
    return dino | {"batch": g.size(pixels, 0), "features": features, "coarse": coarse}


def on_patches(g: Graph, b: dict[str, str], cells: str, channels: int) -> str:
    """A map of cells [B, C, h, w] on the patch grid, [B, N, C]. Both cover the picture edge to edge, so half-pixel
    interpolation puts one on the other's grid. Linear maps come before it wherever they make the channels fewer."""
    sizes = g.shape(b["batch"], channels, b["rows"], b["columns"])
    fine = g.op("Resize", cells, "", "", sizes, mode="linear", coordinate_transformation_mode="half_pixel")
    return g.op("Transpose", g.op("Reshape", fine, g.shape(b["batch"], channels, -1)), perm=[0, 2, 1])


def multiple_of_cell(g: Graph, planes: str) -> str:
    """The picture at the nearest multiple of 32 on each side; nothing to do (a copy) where it is one already."""

    def side(axis: int) -> str:
        cells = g.op("Div", g.op("Add", g.size(planes, axis), g.constant([lite2.CELL // 2])), g.constant([lite2.CELL]))
        return g.op("Mul", cells, g.constant([lite2.CELL]))

    sizes = g.shape(g.size(planes, 0), 3, side(2), side(3))
    return g.op("Resize", planes, "", "", sizes, mode="linear", coordinate_transformation_mode="half_pixel")
