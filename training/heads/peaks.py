"""Clues of where something is most likely of all patches around: what a person who counts puts a finger on, in torch and as nodes."""

import torch
from torch.nn.functional import avg_pool2d, max_pool2d

# Sides, in patches, of the neighbourhoods that a peak is the highest of; values are smoothed over SMOOTHED patches first.
AROUND, SMOOTHED = (3, 5), 3
# How soon a patch below the highest around is no peak, and how soon a peak below the picture's highest is none.
STEEP, LOW = 60.0, 8.0
PEAKS = len(AROUND)


def peaks(values: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
    """Cosines [B, N] -> [B, N, PEAKS], 0 to 1. Soft, since two runtimes never agree on a tie."""
    square = avg_pool2d(values.unflatten(1, (1, rows, columns)), SMOOTHED, 1, SMOOTHED // 2, count_include_pad=False)
    high = LOW * (square - square.amax((2, 3), keepdim=True))
    planes = [(high - STEEP * (max_pool2d(square, side, 1, side // 2) - square)).exp() for side in AROUND]
    return torch.cat(planes, 1).flatten(2).transpose(1, 2)


def peak_nodes(g, values: str, grid: str) -> str:
    """The same. values [1, N]; grid: rows and columns as floats."""
    rows, columns = g.sides(grid)
    around = lambda side: {"kernel_shape": [side, side], "pads": [side // 2] * 4, "strides": [1, 1]}  # noqa: E731
    square = g.op("AveragePool", g.op("Reshape", values, g.shape(1, 1, rows, columns)), **around(SMOOTHED), count_include_pad=0)
    best = g.op("ReduceMax", square, g.constant([2, 3]), keepdims=1)
    high = g.times(g.op("Sub", square, best), LOW)
    below = [g.op("Sub", g.op("MaxPool", square, **around(side)), square) for side in AROUND]
    planes = g.op("Concat", *(g.op("Exp", g.op("Sub", high, g.times(each, STEEP))) for each in below), axis=1)
    return g.transposed(g.op("Reshape", planes, g.constant([1, PEAKS, -1])), 0, 2, 1)
