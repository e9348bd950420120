"""The counting head: how many things have their middle in each block of patches (Ma, Sanchez, Guha: CLIP-EBC, arXiv:2403.09281).

A block's vector is compared with sentences of counts, less what all sentences share: raw "one" and "two" have a cosine of .83. It is fed clues about what to
count: a label's cosines and likeness to where it is, or likeness to example boxes (examples.py), so it counts any label and what no word names; the
published head counts people only, on an encoder of its own. Whether a label is there at all is a question of its own: blocks are asked how many
things fit it best, a score says whether any does.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.functional import gelu, normalize, pad

from .emit import Nodes
from .examples import PLANES, Examples, example_nodes, given
from .parts import CLUES, Residual, clue_nodes, clues

BLOCK, SCALE_OF_CLUES = 2, 4.0
# Channels of what is made of the picture itself at every second, fourth and eighth of its pixels.
GLANCE = (16, 24, 32)


class Glance(nn.Module):
    """Edges and textures finer than patches, as parts.Eye, but from every second pixel on: counts need no outlines, and it is half of the head's time."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, GLANCE[0], 4, 2, 1)
        self.coarser = nn.ModuleList([nn.Conv2d(fine, coarse, 2, 2) for fine, coarse in zip(GLANCE, GLANCE[1:])])
        self.near = nn.ModuleList([Residual(coarse) for coarse in GLANCE[1:]])

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        """RGB of 0 to 255 [B, h, w, 3] -> [B, GLANCE[-1], h / 8, w / 8]."""
        x = self.first(picture.float().permute(0, 3, 1, 2) / 127.5 - 1)
        for coarser, near in zip(self.coarser, self.near):
            x = near(coarser(gelu(x)))
        return x


def glance_nodes(g: Nodes, net: Glance, picture: str) -> str:
    """The same. picture: bytes."""
    x = g.transposed(g.op("Cast", picture, to=1), 0, 3, 1, 2)
    x = g.conv(g.op("Sub", g.times(x, 1 / 127.5), g.small(1.0)), net.first)
    for coarser, near in zip(net.coarser, net.near):
        x = g.residual(g.conv(g.gelu(x), coarser), near)
    return x


@dataclass(frozen=True)
class Shape:
    structure: int = 384
    joint: int = 384
    width: int = 64


class CountNet(nn.Module):
    def __init__(self, shape: Shape, bins: torch.Tensor, centres: list[torch.Tensor]):
        """bins [K, D]: unit vectors of the sentences; centres: of the two outputs that examples are compared in."""
        super().__init__()
        width, self.shape = shape.width, shape
        self.register_buffer("anchors", normalize(bins - bins.mean(0), dim=-1))
        self.norm = nn.LayerNorm(shape.structure, elementwise_affine=False)
        self.structure, self.joint = nn.Linear(shape.structure, width), nn.Linear(shape.joint, width, bias=False)
        self.clue, self.examples = nn.Linear(CLUES + 1, width, bias=False), Examples(centres)
        self.like = nn.Linear(PLANES + 1, width, bias=False)
        self.eye, self.seen = Glance(), nn.Conv2d(GLANCE[-1], width, 1)
        self.near = Residual(width)
        self.pool = nn.Conv2d(width, width, BLOCK, stride=BLOCK)
        self.blocks = nn.ModuleList([Residual(width), Residual(width, 2), Residual(width, 4)])
        self.presence, self.present = nn.Linear(2 * width + CLUES, width), nn.Linear(width, 1)
        self.whole, self.out = nn.Linear(width, width), nn.Linear(width, shape.joint)
        self.strength = nn.Parameter(torch.tensor(2.3))
        # Nearly all blocks hold nothing; without it the first steps are spent on that.
        self.prior = nn.Parameter(torch.tensor([3.0] + [0.0] * (len(bins) - 1)))

    def forward(
        self,
        structure: torch.Tensor,
        joint: torch.Tensor,
        layer: torch.Tensor,
        picture: torch.Tensor,
        label: torch.Tensor,
        example: torch.Tensor,
        sides: torch.Tensor,
        rows: int,
        columns: int,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """[B, N, C], [B, N, D], [B, N, C'], bytes [B, 8 rows, 8 columns, 3], [B, D] (zeros: no word), [B, C + C'] (zeros: no example), [B, 2] -> logits
        of the bins [B, rows / 2, columns / 2, K], of presence [B]. joint: unit vectors."""
        told = (label.abs().amax(-1) > 0).float()[:, None, None]
        found = told * clues((joint @ label[..., None]).transpose(1, 2), structure)[:, 0]
        like = self.examples([structure, layer], example, sides, rows, columns)
        shown = (example.abs().amax(-1) > 0).float()[:, None, None]
        x = self.structure(self.norm(structure)) + self.joint(joint)
        x = x + self.clue(torch.cat([SCALE_OF_CLUES * found, told.expand_as(found[..., :1])], -1))
        x = x + self.like(torch.cat([like, shown.expand_as(like[..., :1])], -1))
        x = x.transpose(1, 2).unflatten(2, (rows, columns)) + self.seen(gelu(self.eye(picture)))
        x = self.pool(gelu(pad(self.near(x), (0, columns % BLOCK, 0, rows % BLOCK))))
        for block in self.blocks:
            x = block(x)
        x = gelu(x).permute(0, 2, 3, 1)
        pooled = torch.cat([x.mean((1, 2)), x.amax((1, 2)), SCALE_OF_CLUES * found.amax(1)], -1)
        scores = self.present(gelu(self.presence(pooled)))[..., 0]
        x = x + self.whole(x.mean((1, 2), keepdim=True))
        return self.strength.exp() * normalize(self.out(x), dim=-1) @ self.anchors.T + self.prior, scores


def graph(net: CountNet, names: tuple[str, str, str]) -> Nodes:
    """Inputs and outputs as src/plugins/clip-ebc/README.md has them."""
    g = Nodes("count")
    structure = g.input(names[0], 1, [1, "patches", net.shape.structure])
    joint = g.unit(g.input(names[1], 1, [1, "patches", net.shape.joint]))
    layer = g.input(names[2], 1, [1, "patches", net.examples.sizes[1]])
    picture = g.input("picture", 2, [1, "high", "wide", 3])
    grid, label = g.input("grid", 1, [2]), g.input("label", 1, [1, net.shape.joint])
    example, sides = g.input("example", 1, [1, sum(net.examples.sizes)]), g.input("sides", 1, [1, 2])
    rows, columns = g.sides(grid)
    patches = g.size(joint, 1)
    cosines = g.op("MatMul", g.op("Unsqueeze", label, g.constant([0])), g.transposed(joint, 0, 2, 1))
    told, shown = given(g, label), given(g, example)
    found = g.op("Mul", told, g.op("Squeeze", clue_nodes(g, cosines, structure, patches), g.constant([1])))
    like = example_nodes(g, net.examples, [structure, layer], example, sides, grid)
    one = g.op("Concat", g.constant([1]), patches, g.constant([1]), axis=0)
    x = g.dense(g.norm(structure, net.norm), net.structure)
    x = g.op("Add", x, g.dense(joint, net.joint))
    x = g.op("Add", x, g.dense(g.op("Concat", g.times(found, SCALE_OF_CLUES), g.op("Expand", told, one), axis=-1), net.clue))
    x = g.op("Add", x, g.dense(g.op("Concat", like, g.op("Expand", shown, one), axis=-1), net.like))
    x = g.op("Reshape", g.transposed(x, 0, 2, 1), g.shape(1, net.shape.width, rows, columns))
    x = g.op("Add", x, g.conv(g.gelu(glance_nodes(g, net.eye, picture)), net.seen))
    x = g.residual(x, net.near)
    odd = [g.op("Mod", side, g.constant([BLOCK])) for side in (rows, columns)]
    x = g.op("Pad", g.gelu(x), g.op("Concat", g.constant([0] * 6), *odd, axis=0))
    x = g.conv(x, net.pool)
    for block in net.blocks:
        x = g.residual(x, block)
    x = g.gelu(x)
    pools = [g.op(kind, x, g.constant([2, 3]), keepdims=0) for kind in ("ReduceMean", "ReduceMax")]
    best = g.op("ReduceMax", g.times(found, SCALE_OF_CLUES), g.constant([1]), keepdims=0)
    score = g.dense(g.gelu(g.dense(g.op("Concat", *pools, best, axis=-1), net.presence)), net.present)
    x = g.transposed(x, 0, 2, 3, 1)
    x = g.op("Add", x, g.dense(g.mean(x, 1, 2), net.whole))
    x = g.op("MatMul", g.unit(g.dense(x, net.out)), g.small(net.anchors.T.numpy()))
    x = g.op("Add", g.times(x, float(net.strength.detach().exp())), g.small(net.prior.detach().numpy()))
    g.output("logits", x, [1, "blocks_high", "blocks_wide", len(net.anchors)])
    g.output("scores", g.op("Squeeze", score, g.constant([1])), [1])
    return g
