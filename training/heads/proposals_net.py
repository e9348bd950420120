"""The proposal head: where whole things are, whatever they are (after FCOS, Tian et al., arXiv:1904.01355, and the masks of YOLACT, Bolya et al., arXiv:1904.02689).

Three levels look at cells of two patches, one patch and half a patch. Each cell says how good a box around it is (the IoU that it will have), how far the
thing reaches to the left, top, right and bottom, in patches, and how prototypes of the whole picture add up to its mask.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.functional import gelu, normalize, pad

from .emit import Nodes
from .parts import EYE, Eye, Residual, eye_nodes

# Cells of the finest level along a patch's side; prototypes are on its grid.
UP = 2
# Sides of a level's cells in patches, the coarsest first, and the longest sides of things that it learns, in patches.
STRIDES, SIDES = (2.0, 1.0, 0.5), ((7.0, 1e9), (2.5, 10.0), (0.0, 4.0))
PROTOTYPES = 12


@dataclass(frozen=True)
class Shape:
    structure: int = 384
    joint: int = 384
    width: int = 80
    fine: int = 48


class Level(nn.Module):
    """What a level's cells say: quality, four reaches, the prototypes' weights and what is added to them."""

    def __init__(self, width: int):
        super().__init__()
        self.near, self.out = Residual(width), nn.Conv2d(width, 1 + 4 + PROTOTYPES + 1, 1)
        with torch.no_grad():
            self.out.weight.mul_(0.1)
            self.out.bias.zero_()
            self.out.bias[0] = -4.0  # nearly no cell has a thing

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.out(gelu(self.near(x)))


class ProposalNet(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        width, self.shape = shape.width, shape
        self.norm = nn.LayerNorm(shape.structure, elementwise_affine=False)
        self.structure, self.joint = nn.Linear(shape.structure, width), nn.Linear(shape.joint, width, bias=False)
        self.eye, self.seen, self.seen_fine = Eye(), nn.Conv2d(EYE[-1], width, 1), nn.Conv2d(EYE[2], shape.fine, 1)
        self.near = nn.ModuleList([Residual(width), Residual(width, 2)])
        self.coarser = nn.Conv2d(width, width, 2, 2)
        self.far = nn.ModuleList([Residual(width), Residual(width, 2), Residual(width, 3)])
        self.whole = nn.Linear(width, width)
        self.back = nn.ConvTranspose2d(width, width, 2, 2)
        self.finer = nn.ConvTranspose2d(width, shape.fine, 2, 2)
        self.last = nn.ModuleList([Residual(shape.fine), Residual(shape.fine)])
        self.levels = nn.ModuleList([Level(width), Level(width), Level(shape.fine)])
        self.prototypes = nn.Conv2d(shape.fine, PROTOTYPES, 1)

    def forward(self, structure: torch.Tensor, joint: torch.Tensor, picture: torch.Tensor, rows: int, columns: int) -> dict[str, torch.Tensor]:
        """[B, N, C], [B, N, D], bytes [B, 8 rows, 8 columns, 3] -> quality [B, P] (logits), reach [B, P, 4], weights [B, P, PROTOTYPES + 1], prototypes
        [B, PROTOTYPES, 2 rows, 2 columns]. P: cells of the levels one after the other, row by row."""
        seen = self.eye(picture)
        x = self.structure(self.norm(structure)) + self.joint(normalize(joint, dim=-1))
        x = x.transpose(1, 2).unflatten(2, (rows, columns)) + self.seen(gelu(seen[-1]))
        for layer in self.near:
            x = layer(x)
        far = self.coarser(gelu(pad(x, (0, columns % 2, 0, rows % 2))))
        for layer in self.far:
            far = layer(far)
        far = far + self.whole(far.mean((2, 3)))[..., None, None]
        x = x + self.back(gelu(far))[..., :rows, :columns]
        fine = self.finer(gelu(x)) + self.seen_fine(gelu(seen[2]))
        for layer in self.last:
            fine = layer(fine)
        said = torch.cat([level(level_x).flatten(2) for level, level_x in zip(self.levels, (far, x, fine))], 2).transpose(1, 2)
        strides = torch.cat([torch.full((cells,), stride) for stride, cells in zip(STRIDES, (far[0, 0].numel(), x[0, 0].numel(), fine[0, 0].numel()))])
        reach = said[..., 1:5].clamp(-4, 4).exp() * strides[:, None]
        return {"quality": said[..., 0], "reach": reach, "weights": said[..., 5:], "prototypes": self.prototypes(gelu(fine))}


def centres(rows: int, columns: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Of all cells, in the order of the net's answers: [P, 2] the middle (x, y) in patches, [P] the level."""
    places, levels = [], []
    for number, stride in enumerate(STRIDES):
        high, wide = (-(-rows // 2), -(-columns // 2)) if number == 0 else (int(rows / stride), int(columns / stride))
        y, x = torch.meshgrid((torch.arange(high) + 0.5) * stride, (torch.arange(wide) + 0.5) * stride, indexing="ij")
        places.append(torch.stack([x.flatten(), y.flatten()], 1))
        levels.append(torch.full((high * wide,), number))
    return torch.cat(places), torch.cat(levels)


def boxes_of(reach: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """[.., P, 4] left, top, right, bottom in patches."""
    return torch.cat([places - reach[..., :2], places + reach[..., 2:]], -1)


def graph(net: ProposalNet, names: tuple[str, str]) -> Nodes:
    """Inputs and outputs as src/plugins/ovdet/README.md has them."""
    g = Nodes("proposals")
    structure = g.input(names[0], 1, [1, "patches", net.shape.structure])
    joint = g.unit(g.input(names[1], 1, [1, "patches", net.shape.joint]))
    picture, grid = g.input("picture", 2, [1, "high", "wide", 3]), g.input("grid", 1, [2])
    rows, columns = g.sides(grid)
    seen = eye_nodes(g, net.eye, picture)
    x = g.op("Add", g.dense(g.norm(structure, net.norm), net.structure), g.dense(joint, net.joint))
    x = g.op("Reshape", g.transposed(x, 0, 2, 1), g.shape(1, net.shape.width, rows, columns))
    x = g.op("Add", x, g.conv(g.gelu(seen[-1]), net.seen))
    for layer in net.near:
        x = g.residual(x, layer)
    odd = [g.op("Mod", side, g.constant([2])) for side in (rows, columns)]
    far = g.conv(g.op("Pad", g.gelu(x), g.op("Concat", g.constant([0] * 6), *odd, axis=0)), net.coarser)
    for layer in net.far:
        far = g.residual(far, layer)
    whole = g.dense(g.op("ReduceMean", far, g.constant([2, 3]), keepdims=0), net.whole)
    far = g.op("Add", far, g.op("Unsqueeze", whole, g.constant([2, 3])))
    back = g.op("Slice", g.enlarge(g.gelu(far), net.back), g.constant([0, 0]), g.op("Concat", rows, columns, axis=0), g.constant([2, 3]))
    x = g.op("Add", x, back)
    fine = g.op("Add", g.enlarge(g.gelu(x), net.finer), g.conv(g.gelu(seen[2]), net.seen_fine))
    for layer in net.last:
        fine = g.residual(fine, layer)
    parts = {"quality": (0, 1), "reach": (1, 5), "weights": (5, 6 + PROTOTYPES)}
    found = {name: [] for name in parts}
    for level, stride, level_x in zip(net.levels, STRIDES, (far, x, fine)):
        said = g.conv(g.gelu(g.residual(level_x, level.near)), level.out)
        said = g.transposed(g.op("Reshape", said, g.constant([1, 6 + PROTOTYPES, -1])), 0, 2, 1)
        for name, (first, last) in parts.items():
            part = g.op("Slice", said, g.constant([first]), g.constant([last]), g.constant([2]))
            if name == "reach":
                part = g.times(g.op("Exp", g.op("Clip", part, g.small(-4.0), g.small(4.0))), stride)
            found[name].append(part)
    joined = {name: g.op("Concat", *own, axis=1) for name, own in found.items()}
    g.output("quality", g.op("Squeeze", joined["quality"], g.constant([2])), [1, "cells"])
    g.output("reach", joined["reach"], [1, "cells", 4])
    g.output("weights", joined["weights"], [1, "cells", PROTOTYPES + 1])
    g.output("prototypes", g.conv(g.gelu(fine), net.prototypes), [1, PROTOTYPES, "rows", "columns"])
    return g
