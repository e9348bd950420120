"""EfficientNet-Lite2 as graph nodes: a map of logits over the 1000 ImageNet classes, one cell every 32 pixels."""

import numpy as np

from .graph import Graph

FILE = "lite2.bin"
EPSILON = 1e-3
# The layers that halve the map, by the size in input pixels of the cells they read: the stem (1) and four blocks.
STEM, HALVING = 1, {1: 2, 4: 4, 7: 8, 15: 16}
FLIPPED = (8,)
BLOCKS, FEATURES, CLASSES, CELL = 21, 1280, 1000, 32


def padding(kernel: int, stride: int, flipped: bool) -> list[int]:
    """TensorFlow's "same" padding on an even side, as [top, left, bottom, right].

    With stride 2 the odd row goes to the bottom and right, so such a layer looks half of its input's cell too far to
    the right: 0.5 * (1 + 2 + 4 + 8 + 16) = 15.5 input pixels in all, half a cell, if the kernels are symmetric.
    `flipped` puts a layer's odd row at the top and left instead, which moves the whole map by one cell of that layer.
    The weights stay as they are: it is the map of the moved picture, read in its right place. Which layers to flip is
    measured, not derived (README.md, "Alignment"): trained kernels are not symmetric.
    """
    total = kernel - stride
    small, large = total // 2, total - total // 2
    return [large, large, small, small] if flipped else [small, small, large, large]


def folded(weights: dict, convolution: str, norm: str) -> tuple[np.ndarray, np.ndarray]:
    """A convolution with its batch normalisation inside."""
    scale = weights[norm + ".weight"].astype(np.float64) / np.sqrt(weights[norm + ".running_var"] + EPSILON)
    kernel = weights[convolution + ".weight"] * scale.reshape(-1, 1, 1, 1)
    return kernel, weights[norm + ".bias"] - weights[norm + ".running_mean"] * scale


def build(g: Graph, weights: dict, pixels: str, flipped: tuple[int, ...] = FLIPPED) -> tuple[str, str]:
    """pixels: [B, 3, 32 h, 32 w], scaled to (x - 127) / 128. Returns features [B, 1280, h, w] and logits [B, 1000, h, w].

    The classifier's matrix is applied to every cell: it is linear, so the mean over cells is the usual answer.
    """

    def convolve(x: str, convolution: str, norm: str, reads: int | None = None, clip=True) -> str:
        """`reads`: size of the cells that a halving layer reads; None for a layer that keeps the map's size."""
        kernel, bias = folded(weights, convolution, norm)
        size, stride = kernel.shape[-1], 2 if reads else 1
        depthwise = kernel.shape[1] == 1 and kernel.shape[0] > 1
        x = g.op(
            "Conv", x, g.weight(FILE, "lite2." + convolution, kernel), g.small(bias),
            kernel_shape=[size, size], strides=[stride, stride], pads=padding(size, stride, reads in flipped),
            group=kernel.shape[0] if depthwise else 1,
        )  # fmt: skip
        return g.op("Clip", x, g.constant(0, np.float32), g.constant(6, np.float32)) if clip else x

    x, channels = convolve(pixels, "_conv_stem", "_bn0", STEM), weights["_conv_stem.weight"].shape[0]
    for index in range(BLOCKS):
        name, inputs = f"_blocks.{index}.", x
        if name + "_expand_conv.weight" in weights:
            x = convolve(x, name + "_expand_conv", name + "_bn0")
        x = convolve(x, name + "_depthwise_conv", name + "_bn1", HALVING.get(index))
        x = convolve(x, name + "_project_conv", name + "_bn2", clip=False)
        # A block that keeps size and channels is added to its input.
        outs = weights[name + "_project_conv.weight"].shape[0]
        if index not in HALVING and outs == channels:
            x = g.op("Add", x, inputs)
        channels = outs
    x = convolve(x, "_conv_head", "_bn1")
    matrix = g.weight(FILE, "lite2._fc", weights["_fc.weight"].reshape(CLASSES, FEATURES, 1, 1))
    return x, g.op("Conv", x, matrix, g.small(weights["_fc.bias"]), kernel_shape=[1, 1])
