"""Clues of example boxes: where patches look like the mean of what is inside one to some boxes, in torch and as nodes.

Counting by likeness to examples stands near FamNet (Ranjan et al. 2021, arXiv:2104.08057) and CounTR (Liu et al. 2022, arXiv:2208.13721); here the likeness is
of frozen features less what all pictures have in common, at two scales, and one network counts by it or by a text's map.
"""

import numpy as np
import torch
from torch import nn
from torch.nn.functional import avg_pool2d, normalize

from .parts import CLUES, clues, clue_nodes

# A box's inner part, whose patches are taken for the thing: less is left out than an ellipse's corners would be.
INNER = 0.7
# Patches along a side that the second scale looks at together.
WIDE = 3
# Sides below this, in patches, are told apart by nothing.
SMALLEST = 0.25
LEARNT = 32
# Likeness as a text's cosine is treated; likeness of neighbourhoods; the learnt one; two sides; things that fit into a patch, alone and times the likeness.
PLANES = CLUES + 6


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
        self.learnt = nn.Linear(sum(self.sizes), LEARNT, bias=False)

    def unit(self, parts: list[torch.Tensor]) -> torch.Tensor:
        """Both outputs less their centres, each of length 1, side by side."""
        return torch.cat([normalize(part - getattr(self, f"centre{number}"), dim=-1) for number, part in enumerate(parts)], -1)

    def forward(self, parts: list[torch.Tensor], example: torch.Tensor, sides: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
        """parts [B, N, C] each, example [B, C + C'] (zeros: none), sides [B, 2] -> [B, N, PLANES]."""
        patches, thing = self.unit(parts), self.unit(list(example.split(self.sizes, -1)))
        alike = (patches @ thing[..., None])[..., 0] / 2
        grid = patches.transpose(1, 2).unflatten(2, (rows, columns))
        pooled = normalize(avg_pool2d(grid, WIDE, 1, WIDE // 2, count_include_pad=False).flatten(2).transpose(1, 2), dim=-1)
        wide = (pooled @ normalize(thing, dim=-1)[..., None])[..., 0]
        learnt = (normalize(self.learnt(patches), dim=-1) @ normalize(self.learnt(thing), dim=-1)[..., None])[..., 0]
        side = sides.clamp(min=SMALLEST)
        fit = (1 / side.prod(-1, keepdim=True)).clamp(max=4).expand_as(alike)
        planes = [wide, learnt, *(value[:, None].expand_as(alike) for value in side.log2().unbind(-1)), fit, fit * alike]
        found = torch.cat([clues(alike[:, None], parts[0])[:, 0], torch.stack(planes, -1)], -1)
        return found * (example.abs().amax(-1) > 0).float()[:, None, None]


def example_nodes(g, net: Examples, parts: list[str], example: str, sides: str, grid: str, patches: str) -> str:
    """The same. grid: rows and columns as floats; patches: N as a vector of one whole number."""
    start, things, units = 0, [], []
    for number, (part, size) in enumerate(zip(parts, net.sizes)):
        centre = g.small(getattr(net, f"centre{number}").numpy())
        units.append(g.unit(g.op("Sub", part, centre)))
        own = g.op("Slice", example, g.constant([start]), g.constant([start + size]), g.constant([1]))
        things.append(g.unit(g.op("Sub", own, centre)))
        start += size
    unit, thing = g.op("Concat", *units, axis=-1), g.op("Concat", *things, axis=-1)
    column = lambda vector: g.transposed(g.op("Unsqueeze", vector, g.constant([0])), 0, 2, 1)  # noqa: E731
    flat = lambda value: g.op("Squeeze", value, g.constant([2]))  # noqa: E731
    alike = g.times(flat(g.op("MatMul", unit, column(thing))), 0.5)
    rows, columns = g.sides(grid)
    square = g.op("Reshape", g.transposed(unit, 0, 2, 1), g.shape(1, sum(net.sizes), rows, columns))
    pad = WIDE // 2
    pooled = g.op("AveragePool", square, kernel_shape=[WIDE, WIDE], pads=[pad] * 4, strides=[1, 1], count_include_pad=0)
    pooled = g.unit(g.transposed(g.op("Reshape", pooled, g.shape(1, sum(net.sizes), patches)), 0, 2, 1))
    wide = flat(g.op("MatMul", pooled, column(g.unit(thing))))
    learnt = flat(g.op("MatMul", g.unit(g.dense(unit, net.learnt)), column(g.unit(g.dense(thing, net.learnt)))))
    side = g.op("Max", sides, g.small(np.float32(SMALLEST)))
    log = g.times(g.op("Log", side), float(1 / np.log(2)))
    fit = g.op("Min", g.op("Reciprocal", g.op("ReduceProd", side, g.constant([1]), keepdims=1)), g.small(np.float32(4)))
    shape = g.op("Shape", alike)
    logs = [g.op("Slice", log, g.constant([place]), g.constant([place + 1]), g.constant([1])) for place in (0, 1)]
    planes = [wide, learnt, *(g.op("Expand", value, shape) for value in (*logs, fit)), g.op("Mul", alike, fit)]
    cosines = g.op("Unsqueeze", alike, g.constant([1]))
    own = g.op("Squeeze", clue_nodes(g, cosines, parts[0], patches), g.constant([1]))
    found = g.op("Concat", own, *(g.op("Unsqueeze", plane, g.constant([2])) for plane in planes), axis=-1)
    return g.op("Mul", found, given(g, example))


def given(g, vector: str) -> str:
    """[1, D] -> [1, 1, 1]: 1 where it is not all zeros."""
    most = g.op("ReduceMax", g.op("Abs", vector), g.constant([1]), keepdims=1)
    return g.op("Unsqueeze", g.op("Cast", g.op("Greater", most, g.small(np.float32(0))), to=1), g.constant([2]))
