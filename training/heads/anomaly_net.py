"""The head for anomalies without a picture of a good one: a stand-in for Bayes-PFL (Qu et al., arXiv:2503.10080) on pocket's features.

As there, what is normal and what is not are distributions of vectors, made out of texts of both states and deepened by planar flows (Rezende and Mohamed 2015, arXiv:1505.05770);
each sample of both gives a map, the maps' mean is the answer and their deviation how unsure it is. Unlike there, samples are drawn behind the tower of texts, not before it: pocket's tower
knows nothing of damage, and what a defect looks like is learned from the features and the picture. What no text and no training says is computed: how far a patch is from those of the same
picture that it is likest to.
"""

from dataclasses import dataclass
from math import log, pi

import torch
from torch import nn
from torch.nn.functional import gelu, normalize

from .parts import EYE, Eye, Residual

# So many of the likest patches elsewhere in the picture; those within REACH are not elsewhere.
KIN, REACH = (1, 4, 16), 1
# Numbers a layer says of a patch beside its tokens: distances to the likest KIN, and how far they stand out in the picture.
SAID = 2 * len(KIN)
# Sides of the square that a patch is held against.
AROUND = 9
FLOWS, HIDDEN, TOPS = 3, 64, (0.004, 0.02, 0.1)


@dataclass(frozen=True)
class Shape:
    tokens: int = 384
    layers: int = 3
    texts: int = 384
    each: int = 48
    width: int = 64


def likeness(tokens: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
    """tokens [B, N, C] of one layer -> [B, N, SAID]."""
    units = normalize(tokens, dim=-1)
    down, across = torch.arange(rows).repeat_interleave(columns), torch.arange(columns).repeat(rows)
    near = ((down[:, None] - down).abs() <= REACH) & ((across[:, None] - across).abs() <= REACH)
    cosine = (units @ units.transpose(1, 2)).masked_fill(near, -1.0)
    best = cosine.topk(min(KIN[-1], rows * columns), -1).values
    far = 1 - torch.stack([best[..., :count].mean(-1) for count in KIN], -1)
    return torch.cat([far, (far - far.mean(1, keepdim=True)) / (far.std(1, keepdim=True, unbiased=False) + 0.02)], -1)


class States(nn.Module):
    """A text of a state -> samples of vectors, and how far their distribution is from a plain one."""

    def __init__(self, shape: Shape):
        super().__init__()
        self.hidden, self.middle, self.spread = nn.Linear(shape.texts, HIDDEN), nn.Linear(HIDDEN, shape.width), nn.Linear(HIDDEN, shape.width)
        self.flow_in, self.flow_bias = nn.Parameter(0.1 * torch.randn(FLOWS, shape.width)), nn.Parameter(torch.zeros(FLOWS))
        self.flow_out = nn.Parameter(0.1 * torch.randn(FLOWS, shape.width))
        nn.init.constant_(self.spread.bias, -3.0)

    def forward(self, text: torch.Tensor, noise: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """text [D], noise [S, width] -> [S, width]; the divergence, a number."""
        hidden = gelu(self.hidden(text))
        middle, spread = self.middle(hidden), self.spread(hidden)
        z = middle + (0.5 * spread).exp() * noise
        density = -0.5 * (noise.square() + spread + log(2 * pi)).sum(-1)
        for inward, bias, out in zip(self.flow_in, self.flow_bias, self.flow_out):
            bent = torch.tanh(z @ inward + bias)
            z = z + bent[:, None] * out
            density = density - ((1 - bent.square()) * (inward @ out)).add(1).abs().clamp(min=1e-4).log()
        return z, (density + 0.5 * (z.square() + log(2 * pi)).sum(-1)).mean()


class AnomalyNet(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        width, self.shape = shape.width, shape
        self.norm = nn.LayerNorm(shape.tokens, elementwise_affine=False)
        self.tokens = nn.ModuleList([nn.Linear(shape.tokens, shape.each) for _ in range(shape.layers)])
        self.eye, self.seen = Eye(), nn.Conv2d(EYE[-1], EYE[-1], 1)
        self.inward = nn.Conv2d(shape.layers * (2 * shape.each + SAID) + 2 * EYE[-1], width, 1)
        self.near = nn.ModuleList([Residual(width), Residual(width, 2), Residual(width)])
        self.whole = nn.Linear(2 * width, width)
        self.last, self.out = Residual(width), nn.Conv2d(width, width, 1)
        self.normal, self.abnormal = States(shape), States(shape)
        self.rare = nn.Parameter(torch.tensor(-3.0))
        self.pooled, self.score = nn.Linear(2 * width + len(TOPS), 32), nn.Linear(32, 1)

    def around(self, x: torch.Tensor) -> torch.Tensor:
        """Less the mean of the square around."""
        return x - nn.functional.avg_pool2d(x, AROUND, 1, AROUND // 2, count_include_pad=False)

    def patches(self, layers: list[torch.Tensor], said: torch.Tensor, picture: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
        """layers [B, N, C] each, said [B, N, layers * SAID], picture [B, 8 rows, 8 columns, 3] -> [B, width, rows, columns]."""
        tokens = torch.cat([layer(self.norm(x)) for layer, x in zip(self.tokens, layers)], -1)
        tokens = tokens.transpose(1, 2).unflatten(2, (rows, columns))
        seen = self.seen(gelu(self.eye(picture)[-1]))
        x = torch.cat([tokens, self.around(tokens), said.transpose(1, 2).unflatten(2, (rows, columns)), seen, self.around(seen)], 1)
        x = self.inward(x)
        for layer in self.near:
            x = layer(x)
        x = x + self.whole(torch.cat([x.mean((2, 3)), x.amax((2, 3))], -1))[..., None, None]
        return self.out(gelu(self.last(x)))

    def forward(self, layers, said, picture, rows: int, columns: int, texts: torch.Tensor, noise: torch.Tensor):
        """texts [B, 2, D] of the normal and the abnormal state, noise [2, S, width] -> logits [B, S, N], scores [B, S], the divergence."""
        x = self.patches(layers, said, picture, rows, columns)
        pools = torch.cat([x.mean((2, 3)), x.amax((2, 3))], -1)
        logits, scores, apart = [], [], []
        for own, pool, (normal, abnormal) in zip(x.flatten(2), pools, texts):
            (good, far), (bad, further) = self.normal(normal, noise[0]), self.abnormal(abnormal, noise[1])
            logits.append((bad - good) @ own * self.shape.width**-0.5 + self.rare)
            best = logits[-1].topk(most(TOPS[-1], rows * columns), -1).values
            tops = torch.stack([best[:, : most(share, rows * columns)].mean(-1) for share in TOPS], -1)
            scores.append(self.score(gelu(self.pooled(torch.cat([tops, pool.expand(len(tops), -1)], -1))))[:, 0])
            apart.append(far + further)
        return torch.stack(logits), torch.stack(scores), torch.stack(apart).mean()


def most(share: float, count: int) -> int:
    return max(1, int(share * count))
