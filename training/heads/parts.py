"""What both heads are made of, in torch and as nodes: clues about where a label is, a residual block, and an eye for the picture itself."""

import torch
from torch import nn
from torch.nn.functional import gelu, normalize

# How sharply the patches that look most like the label are picked out, and how the best cosine is approached by a smooth maximum.
SEED, TOP = 30.0, 30.0
# How much patches of the label's appearance outweigh the others.
KIND = 12.0
CLUES = 6
# Pixels of the picture a patch is looked at with, along each side, and channels of what is made of them: at every pixel, every second, fourth, eighth.
PIXELS, EYE = 8, (16, 16, 24, 32)


class Residual(nn.Module):
    def __init__(self, width: int, dilation: int = 1):
        super().__init__()
        self.inner = nn.Conv2d(width, width, 3, padding=dilation, dilation=dilation)
        self.outer = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.outer.weight)
        nn.init.zeros_(self.outer.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.outer(gelu(self.inner(gelu(x))))


class Eye(nn.Module):
    """Edges and textures finer than patches, the same for every label."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, EYE[0], 3, padding=1)
        self.coarser = nn.ModuleList([nn.Conv2d(fine, coarse, 2, 2) for fine, coarse in zip(EYE, EYE[1:])])
        self.near = nn.ModuleList([Residual(coarse) for coarse in EYE[1:]])

    def forward(self, picture: torch.Tensor) -> list[torch.Tensor]:
        """RGB of 0 to 255 [B, h, w, 3] -> [B, EYE[i], h / 2^i, w / 2^i]."""
        levels = [self.first(picture.float().permute(0, 3, 1, 2) / 127.5 - 1)]
        for coarser, near in zip(self.coarser, self.near):
            levels.append(near(coarser(gelu(levels[-1]))))
        return levels


def eye_nodes(g, net: Eye, picture: str) -> list[str]:
    """The same. picture: bytes."""
    x = g.transposed(g.op("Cast", picture, to=1), 0, 3, 1, 2)
    levels = [g.conv(g.op("Sub", g.times(x, 1 / 127.5), g.small(1.0)), net.first)]
    for coarser, near in zip(net.coarser, net.near):
        levels.append(g.residual(g.conv(g.gelu(levels[-1]), coarser), near))
    return levels


def clues(cosines: torch.Tensor, structure: torch.Tensor) -> torch.Tensor:
    """cosines [B, K, N] of labels and patches, structure [B, N, C] -> [B, K, N, 6]: the cosine; how far below the picture's best it is; that best;
    the mean; likeness of appearance to the patches that look most like the label (seed, then prototype); and the mean cosine of patches of that
    appearance: a lone patch may be named by chance, all of them hardly."""
    centred = normalize(structure - structure.mean(1, keepdim=True), dim=-1)
    best = (TOP * cosines).logsumexp(-1, keepdim=True) / TOP - torch.log(torch.tensor(float(cosines.shape[-1]))) / TOP
    mean = cosines.mean(-1, keepdim=True)
    prototype = normalize(torch.softmax(SEED * cosines, -1) @ centred, dim=-1)
    alike = prototype @ centred.transpose(1, 2)
    of_kind = (torch.softmax(KIND * alike, -1) * cosines).sum(-1, keepdim=True)
    return torch.stack([cosines, cosines - best, *(value.expand_as(cosines) for value in (best, mean)), alike, of_kind.expand_as(cosines)], dim=-1)


def clue_nodes(g, cosines: str, structure: str, patches: str) -> str:
    """The same. patches: N as a vector of one whole number."""
    centred = g.unit(g.op("Sub", structure, g.mean(structure, 1)))
    sum_ = g.op("ReduceLogSumExp", g.times(cosines, TOP), g.constant([-1]), keepdims=1)
    count = g.op("Log", g.op("Cast", patches, to=1))
    best = g.times(g.op("Sub", sum_, count), 1 / TOP)
    mean = g.mean(cosines, -1)
    prototype = g.unit(g.op("MatMul", g.op("Softmax", g.times(cosines, SEED), axis=-1), centred))
    alike = g.op("MatMul", prototype, g.transposed(centred, 0, 2, 1))
    shape = g.op("Shape", cosines)
    of_kind = g.op("ReduceSum", g.op("Mul", g.op("Softmax", g.times(alike, KIND), axis=-1), cosines), g.constant([-1]), keepdims=1)
    wide = [g.op("Expand", value, shape) for value in (best, mean, of_kind)]
    channels = [cosines, g.op("Sub", cosines, best), *wide[:2], alike, wide[2]]
    return g.op("Concat", *(g.op("Unsqueeze", channel, g.constant([3])) for channel in channels), axis=3)
