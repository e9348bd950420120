"""The proposal head: where whole things are, whatever they are (after FCOS, Tian et al., arXiv:1904.01355, and the masks of YOLACT, Bolya et al., arXiv:1904.02689).

Four levels look at cells of four patches, two, one and half a patch. Each cell says how good a box around it is (the IoU that it will have), how far the thing reaches to the left, top,
right and bottom, in patches, and how prototypes of the whole picture add up to its mask. What few pictures cannot teach is computed: of each patch, where those lie that look like it
(`Kin`).
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
STRIDES, SIDES = (4.0, 2.0, 1.0, 0.5), ((11.0, 1e9), (5.0, 15.0), (2.0, 7.0), (0.0, 3.0))
PROTOTYPES = 12
# Kin: how sharply likeness counts, and within how many patches (the deviation of a bell).
KIN = ((6.0, 3.0), (12.0, 3.0), (6.0, 8.0), (12.0, 8.0), (20.0, 8.0), (20.0, 30.0))
# Channels that are looked at of each of KIN; places are counted in units of so many patches.
LOOK, UNIT = 16, 8.0


@dataclass(frozen=True)
class Shape:
    tokens: int = 384
    width: int = 64
    fine: int = 48


class Kin(nn.Module):
    """Of each patch, of those that look like it: where they lie on average, how far they are spread, and what they are."""

    def __init__(self, width: int):
        super().__init__()
        self.look, self.out = nn.Linear(width, LOOK * len(KIN), bias=False), nn.Linear((LOOK + 4) * len(KIN), width)

    def forward(self, x: torch.Tensor, weights: list[torch.Tensor], places: torch.Tensor) -> torch.Tensor:
        """x [B, N, width]; weights [B, N, N] each; places [N, 2] in UNITs -> [B, N, width]."""
        known, said = torch.cat([places, places.square()], 1).expand(len(x), -1, -1), []
        for weight, look in zip(weights, self.look(x).chunk(len(KIN), -1)):
            seen = weight @ torch.cat([known, look], -1)
            spread = (seen[..., 2:4] - seen[..., :2].square()).clamp(min=1e-6).sqrt()
            said += [seen[..., :2] - places, spread, seen[..., 4:]]
        return self.out(torch.cat(said, -1))


@torch.no_grad()
def kin_weights(tokens: torch.Tensor, places: torch.Tensor) -> list[torch.Tensor]:
    """tokens [B, N, C], places [N, 2] in UNITs -> [B, N, N] for each of KIN, rows sum to 1."""
    units = normalize(tokens - tokens.mean(1, keepdim=True), dim=-1)
    alike = (units @ units.transpose(1, 2)).float()
    far = (places[:, None] - places).square().sum(-1) * UNIT**2
    return [torch.softmax(sharp * alike - far / (2 * reach**2), -1) for sharp, reach in KIN]


class Level(nn.Module):
    """What cells say: quality, four reaches, the prototypes' weights and what is added to them."""

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
        self.norm = nn.LayerNorm(shape.tokens, elementwise_affine=False)
        self.last, self.middle = nn.Linear(shape.tokens, width), nn.Linear(shape.tokens, width, bias=False)
        self.eye, self.seen, self.seen_fine = Eye(), nn.Conv2d(EYE[-1], width, 1), nn.Conv2d(EYE[2], shape.fine, 1)
        self.kin = Kin(width)
        self.near = nn.ModuleList([Residual(width), Residual(width, 2)])
        self.coarser = nn.ModuleList([nn.Conv2d(width, width, 2, 2), nn.Conv2d(width, width, 2, 2)])
        self.far = nn.ModuleList([nn.ModuleList([Residual(width), Residual(width, 2)]), nn.ModuleList([Residual(width), Residual(width)])])
        self.whole = nn.Linear(width, width)
        self.back = nn.ModuleList([nn.ConvTranspose2d(width, width, 2, 2), nn.ConvTranspose2d(width, width, 2, 2)])
        self.finer = nn.ConvTranspose2d(width, shape.fine, 2, 2)
        self.sharp = nn.ModuleList([Residual(shape.fine), Residual(shape.fine)])
        # Things look alike at every size: the three coarse levels share what says where they are, but for a constant.
        self.level, self.level_fine = Level(width), Level(shape.fine)
        self.own = nn.Parameter(torch.zeros(len(STRIDES) - 1, width))
        self.prototypes = nn.Conv2d(shape.fine, PROTOTYPES, 1)

    def forward(self, structure: torch.Tensor, middle: torch.Tensor, picture: torch.Tensor, rows: int, columns: int) -> dict[str, torch.Tensor]:
        """[B, N, C] of the last layer and of the seventh, bytes [B, 8 rows, 8 columns, 3] -> quality [B, P] (logits), reach [B, P, 4], weights [B, P, PROTOTYPES + 1], prototypes
        [B, PROTOTYPES, 2 rows, 2 columns]. P: cells of the levels one after the other, row by row."""
        seen = self.eye(picture)
        x = self.last(self.norm(structure)) + self.middle(self.norm(middle)) + self.seen(gelu(seen[-1])).flatten(2).transpose(1, 2)
        places = places_of(rows, columns)
        x = x + self.kin(x, kin_weights(structure, places), places)
        x = x.transpose(1, 2).unflatten(2, (rows, columns))
        for layer in self.near:
            x = layer(x)
        levels = [x]
        for coarser, layers in zip(self.coarser, self.far):
            far = gelu(levels[-1])
            far = coarser(pad(far, (0, far.shape[3] % 2, 0, far.shape[2] % 2)))
            for layer in layers:
                far = layer(far)
            levels.append(far)
        levels[-1] = levels[-1] + self.whole(levels[-1].mean((2, 3)))[..., None, None]
        for place, back in ((1, self.back[1]), (0, self.back[0])):
            levels[place] = levels[place] + back(gelu(levels[place + 1]))[..., : levels[place].shape[2], : levels[place].shape[3]]
        fine = self.finer(gelu(levels[0])) + self.seen_fine(gelu(seen[2]))
        for layer in self.sharp:
            fine = layer(fine)
        said = [self.level(x + own[:, None, None]) for x, own in zip(reversed(levels), self.own)] + [self.level_fine(fine)]
        cells = [each[0, 0].numel() for each in said]
        said = torch.cat([each.flatten(2) for each in said], 2).transpose(1, 2)
        strides = torch.cat([torch.full((count,), stride) for stride, count in zip(STRIDES, cells)])
        reach = said[..., 1:5].clamp(-4, 4).exp() * strides[:, None]
        return {"quality": said[..., 0], "reach": reach, "weights": said[..., 5:], "prototypes": self.prototypes(gelu(fine))}


def places_of(rows: int, columns: int) -> torch.Tensor:
    """[N, 2]: (x, y) of the patches' corners, in UNITs."""
    y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    return torch.stack([x.flatten(), y.flatten()], 1) / UNIT


def centres(rows: int, columns: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Of all cells, in the order of the net's answers: [P, 2] the middle (x, y) in patches, [P] the level."""
    places, levels = [], []
    for number, stride in enumerate(STRIDES):
        high, wide = (-int(-side // stride) for side in (rows, columns))
        y, x = torch.meshgrid((torch.arange(high) + 0.5) * stride, (torch.arange(wide) + 0.5) * stride, indexing="ij")
        places.append(torch.stack([x.flatten(), y.flatten()], 1))
        levels.append(torch.full((high * wide,), number))
    return torch.cat(places), torch.cat(levels)


def boxes_of(reach: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """[.., P, 4] left, top, right, bottom in patches."""
    return torch.cat([places - reach[..., :2], places + reach[..., 2:]], -1)


def kin_nodes(g: Nodes, net: Kin, x: str, tokens: str, rows: str, columns: str) -> str:
    patches = g.op("Mul", rows, columns)
    number = g.op("Range", g.constant(0), g.op("Squeeze", patches, g.constant([0])), g.constant(1))
    at = [g.times(g.op("Cast", g.op(name, number, columns), to=1), 1 / UNIT) for name in ("Mod", "Div")]
    at = [g.op("Unsqueeze", each, g.constant([0, 2])) for each in at]
    places = g.op("Concat", *at, axis=2)
    far = [g.op("Mul", each, each) for each in (g.op("Sub", each, g.transposed(each, 0, 2, 1)) for each in at)]
    far = g.op("Add", *far)
    units = g.unit(g.op("Sub", tokens, g.mean(tokens, 1)))
    alike = g.op("MatMul", units, g.transposed(units, 0, 2, 1))
    known = g.op("Concat", places, g.op("Mul", places, places), axis=2)
    looks, said = g.dense(x, net.look), []
    part = lambda value, first, last: g.op("Slice", value, g.constant([first]), g.constant([last]), g.constant([2]))  # noqa: E731
    for place, (sharp, reach) in enumerate(KIN):
        weight = g.op("Softmax", g.op("Sub", g.times(alike, sharp), g.times(far, UNIT**2 / (2 * reach**2))), axis=-1)
        seen = g.op("MatMul", weight, g.op("Concat", known, part(looks, place * LOOK, (place + 1) * LOOK), axis=2))
        mean = part(seen, 0, 2)
        spread = g.op("Sqrt", g.op("Max", g.op("Sub", part(seen, 2, 4), g.op("Mul", mean, mean)), g.constant(1e-6, "float32")))
        said += [g.op("Sub", mean, places), spread, part(seen, 4, 4 + LOOK)]
    return g.dense(g.op("Concat", *said, axis=2), net.out)


def graph(net: ProposalNet, names: tuple[str, str]) -> Nodes:
    """Inputs and outputs as src/plugins/ovdet/README.md has them."""
    g = Nodes("proposals")
    tokens = [g.input(name, 1, [1, "patches", net.shape.tokens]) for name in names]
    picture, grid = g.input("picture", 2, [1, "high", "wide", 3]), g.input("grid", 1, [2])
    rows, columns = g.sides(grid)
    seen = eye_nodes(g, net.eye, picture)
    x = g.op("Add", *(g.dense(g.norm(each, net.norm), layer) for each, layer in zip(tokens, (net.last, net.middle))))
    shape = g.shape(1, net.shape.width, rows, columns)
    flat = g.op("Reshape", g.conv(g.gelu(seen[-1]), net.seen), g.constant([1, net.shape.width, -1]))
    x = g.op("Add", x, g.transposed(flat, 0, 2, 1))
    x = g.op("Add", x, kin_nodes(g, net.kin, x, tokens[0], rows, columns))
    x = g.op("Reshape", g.transposed(x, 0, 2, 1), shape)
    for layer in net.near:
        x = g.residual(x, layer)
    levels, sides = [x], [(rows, columns)]
    for coarser, layers in zip(net.coarser, net.far):
        odd = [g.op("Mod", side, g.constant([2])) for side in sides[-1]]
        far = g.conv(g.op("Pad", g.gelu(levels[-1]), g.op("Concat", g.constant([0] * 6), *odd, axis=0)), coarser)
        for layer in layers:
            far = g.residual(far, layer)
        levels.append(far)
        sides.append(tuple(g.op("Div", g.op("Add", side, more), g.constant([2])) for side, more in zip(sides[-1], odd)))
    whole = g.dense(g.op("ReduceMean", levels[-1], g.constant([2, 3]), keepdims=0), net.whole)
    levels[-1] = g.op("Add", levels[-1], g.op("Unsqueeze", whole, g.constant([2, 3])))
    for place in (1, 0):
        back = g.op("Slice", g.enlarge(g.gelu(levels[place + 1]), net.back[place]), g.constant([0, 0]), g.op("Concat", *sides[place], axis=0), g.constant([2, 3]))
        levels[place] = g.op("Add", levels[place], back)
    fine = g.op("Add", g.enlarge(g.gelu(levels[0]), net.finer), g.conv(g.gelu(seen[2]), net.seen_fine))
    for layer in net.sharp:
        fine = g.residual(fine, layer)
    parts = {"quality": (0, 1), "reach": (1, 5), "weights": (5, 6 + PROTOTYPES)}
    found = {name: [] for name in parts}
    own = [g.op("Add", x, g.small(value.detach().numpy()[:, None, None])) for x, value in zip(reversed(levels), net.own)]
    for level, stride, level_x in zip([net.level] * 3 + [net.level_fine], STRIDES, [*own, fine]):
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
