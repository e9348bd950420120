"""Clues of example boxes: where patches look like the mean of what is inside one to some boxes, in torch and as nodes.

Counting by likeness to examples stands near FamNet (Ranjan et al. 2021, arXiv:2104.08057) and CounTR (Liu et al. 2022, arXiv:2208.13721); here the likeness is
of frozen features less what all pictures have in common, at two scales, and one network counts by it or by a text's map.
"""

import numpy as np
import torch
from torch import nn
from torch.nn.functional import avg_pool2d, normalize

# A box's inner part, whose patches are taken for the thing: less is left out than an ellipse's corners would be.
INNER = 0.7
# Patches along a side that the second scale looks at together.
WIDE = 3
# Sides below this, in patches, are told apart by nothing.
SMALLEST = 0.25
# More of a kind than this do not fit into a patch, as far as is asked.
MOST_IN_A_PATCH = 4
LEARNT = 32
# Likeness; how far below the best it is; that best; the mean; likeness of neighbourhoods; the learnt one; two sides; things that fit into a patch, alone and
# times the likeness.
PLANES = 10


def weights(boxes: list[list[float]], rows: int, columns: int) -> np.ndarray:
    """[boxes, rows * columns]: what each patch has of a box's inner part, summing to 1. Boxes are left, top, right, bottom as shares of the picture."""
    found = []
    for left, top, right, bottom in boxes:
        x, y, w, h = (left + right) / 2 * columns, (top + bottom) / 2 * rows, INNER * (right - left) * columns / 2, INNER * (bottom - top) * rows / 2
        across = np.minimum(np.arange(columns) + 1, x + w) - np.maximum(np.arange(columns), x - w)
        down = np.minimum(np.arange(rows) + 1, y + h) - np.maximum(np.arange(rows), y - h)
        share = (down.clip(min=0)[:, None] * across.clip(min=0)).ravel()
        found.append(share / share.sum())
    return np.array(found, np.float32)


def sides(boxes: list[list[float]], rows: int, columns: int) -> np.ndarray:
    """Height and width of the boxes in patches, geometric mean over boxes."""
    of = np.array([[(bottom - top) * rows, (right - left) * columns] for left, top, right, bottom in boxes])
    return np.exp(np.log(of).mean(0)).astype(np.float32)


class Examples(nn.Module):
    """appearance: two outputs of a pass, [B, N, C] each; `centres`: what they are on average over many pictures."""

    def __init__(self, centres: list[torch.Tensor]):
        super().__init__()
        for number, centre in enumerate(centres):
            self.register_buffer(f"centre{number}", centre)
        self.sizes = [len(centre) for centre in centres]
        self.learnt = nn.ModuleList(nn.Linear(size, LEARNT, bias=False) for size in self.sizes)

    def forward(self, parts: list[torch.Tensor], example: torch.Tensor, sides: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
        """parts [B, N, C] each, example [B, C + C'] (zeros: none), sides [B, 2] -> [B, N, PLANES]."""
        alike, patches, thing = 0, 0, 0
        for number, (part, own) in enumerate(zip(parts, example.split(self.sizes, -1))):
            centre, learnt = getattr(self, f"centre{number}"), self.learnt[number]
            of_patches, of_thing = normalize(part - centre, dim=-1), normalize(own - centre, dim=-1)
            alike = alike + (of_patches @ of_thing[..., None])[..., 0] / len(parts)
            patches, thing = patches + learnt(of_patches), thing + learnt(of_thing)
        wide = avg_pool2d(alike.unflatten(1, (1, rows, columns)), WIDE, 1, WIDE // 2, count_include_pad=False).flatten(1)
        learnt = (normalize(patches, dim=-1) @ normalize(thing, dim=-1)[..., None])[..., 0]
        side = sides.clamp(min=SMALLEST)
        fit = (1 / side.prod(-1, keepdim=True)).clamp(max=MOST_IN_A_PATCH).expand_as(alike)
        best, mean = alike.amax(-1, keepdim=True), alike.mean(-1, keepdim=True)
        same = [value.expand_as(alike) for value in (best, mean, *side.log2().split(1, -1))]
        planes = torch.stack([alike, alike - best, wide, learnt, *same, fit, fit * alike], -1)
        return planes * (example.abs().amax(-1) > 0).float()[:, None, None]


def example_nodes(g, net: Examples, parts: list[str], example: str, sides: str, grid: str) -> str:
    """The same. grid: rows and columns as floats."""
    column = lambda vector: g.op("Unsqueeze", vector, g.constant([2]))  # noqa: E731
    flat = lambda value: g.op("Squeeze", value, g.constant([2]))  # noqa: E731
    start, sums = 0, []
    for number, (part, size) in enumerate(zip(parts, net.sizes)):
        centre = g.small(getattr(net, f"centre{number}").numpy())
        own = g.op("Slice", example, g.constant([start]), g.constant([start + size]), g.constant([1]))
        of_patches, of_thing = g.unit(g.op("Sub", part, centre)), g.unit(g.op("Sub", own, centre))
        alike = g.times(flat(g.op("MatMul", of_patches, column(of_thing))), 1 / len(parts))
        found = alike, g.dense(of_patches, net.learnt[number]), g.dense(of_thing, net.learnt[number])
        sums = [g.op("Add", before, now) for before, now in zip(sums, found)] or [*found]
        start += size
    alike, patches, thing = sums
    rows, columns = g.sides(grid)
    square = g.op("Reshape", alike, g.shape(1, 1, rows, columns))
    pooled = g.op("AveragePool", square, kernel_shape=[WIDE, WIDE], pads=[WIDE // 2] * 4, strides=[1, 1], count_include_pad=0)
    shape = g.op("Shape", alike)
    wide = g.op("Reshape", pooled, shape)
    learnt = flat(g.op("MatMul", g.unit(patches), column(g.unit(thing))))
    side = g.op("Max", sides, g.small(np.float32(SMALLEST)))
    log = g.times(g.op("Log", side), float(1 / np.log(2)))
    logs = [g.op("Slice", log, g.constant([place]), g.constant([place + 1]), g.constant([1])) for place in (0, 1)]
    fit = g.op("Min", g.op("Reciprocal", g.op("ReduceProd", side, g.constant([1]))), g.small(np.float32(MOST_IN_A_PATCH)))
    best, mean = (g.op(kind, alike, g.constant([1])) for kind in ("ReduceMax", "ReduceMean"))
    same = [g.op("Expand", value, shape) for value in (best, mean, *logs, fit)]
    planes = [alike, g.op("Sub", alike, best), wide, learnt, *same, g.op("Mul", alike, fit)]
    return g.op("Mul", g.op("Concat", *(column(plane) for plane in planes), axis=-1), given(g, example))


def given(g, vector: str) -> str:
    """[1, D] -> [1, 1, 1]: 1 where it is not all zeros."""
    most = g.op("ReduceMax", g.op("Abs", vector), g.constant([1]), keepdims=0)
    return g.op("Reshape", g.op("Cast", g.op("Greater", most, g.small(np.float32(0))), to=1), g.constant([1, 1, 1]))
