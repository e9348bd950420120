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
from .parts import CLUES, EYE, Eye, Residual, clue_nodes, clues, eye_nodes

BLOCK, SCALE_OF_CLUES = 2, 4.0


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
        self.eye, self.seen = Eye(), nn.Conv2d(EYE[-1], width, 1)
        self.near = nn.ModuleList([Residual(width), Residual(width, 2), Residual(width, 4)])
        self.pool = nn.Conv2d(width, width, BLOCK, stride=BLOCK)
        self.blocks = Residual(width)
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
        of the bins [B, rows / 2, columns / 2, K], of presence [B]."""
        joint = normalize(joint, dim=-1)
        told = (label.abs().amax(-1) > 0).float()[:, None, None]
        found = told * clues((joint @ label[..., None]).transpose(1, 2), structure)[:, 0]
        like = self.examples([structure, layer], example, sides, rows, columns)
        shown = (example.abs().amax(-1) > 0).float()[:, None, None]
        x = self.structure(self.norm(structure)) + self.joint(joint)
        x = x + self.clue(torch.cat([SCALE_OF_CLUES * found, told.expand_as(found[..., :1])], -1))
        x = x + self.like(torch.cat([like, shown.expand_as(like[..., :1])], -1))
        x = x.transpose(1, 2).unflatten(2, (rows, columns)) + self.seen(gelu(self.eye(picture)[-1]))
        for layer_ in self.near:
            x = layer_(x)
        x = self.blocks(self.pool(gelu(pad(x, (0, columns % BLOCK, 0, rows % BLOCK)))))
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
    like = example_nodes(g, net.examples, [structure, layer], example, sides, grid, patches)
    one = g.op("Concat", g.constant([1]), patches, g.constant([1]), axis=0)
    x = g.dense(g.norm(structure, net.norm), net.structure)
    x = g.op("Add", x, g.dense(joint, net.joint))
    x = g.op("Add", x, g.dense(g.op("Concat", g.times(found, SCALE_OF_CLUES), g.op("Expand", told, one), axis=-1), net.clue))
    x = g.op("Add", x, g.dense(g.op("Concat", like, g.op("Expand", shown, one), axis=-1), net.like))
    x = g.op("Reshape", g.transposed(x, 0, 2, 1), g.shape(1, net.shape.width, rows, columns))
    x = g.op("Add", x, g.conv(g.gelu(eye_nodes(g, net.eye, picture)[-1]), net.seen))
    for near in net.near:
        x = g.residual(x, near)
    odd = [g.op("Mod", side, g.constant([BLOCK])) for side in (rows, columns)]
    x = g.op("Pad", g.gelu(x), g.op("Concat", g.constant([0] * 6), *odd, axis=0))
    x = g.gelu(g.residual(g.conv(x, net.pool), net.blocks))
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
