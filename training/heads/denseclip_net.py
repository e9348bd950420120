"""The segmentation head in DenseCLIP's manner (Rao et al., arXiv:2112.01518), for any labels.

Context-aware prompting in its post-model form (the section of that name): each text attends to the picture's tokens and is moved by gamma times what it found.
The score map is its cosine with every patch; a decoder is fed features and score map. Unlike the paper's, whose decoder has K score channels and so
K trained classes, this one decodes one label at a time, and texts do not attend to each other: no label depends on the others asked for.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.functional import gelu, normalize

from .parts import CLUES, EYE, PIXELS, Eye, Residual, clues

# Maps are as fine as the picture that the head is fed.
UP, HEADS, GAMMA, SCALE_OF_CLUES = PIXELS, 4, 1e-4, 4.0
# Channels of a label at every patch's half, quarter and eighth.
FINER = (24, 16, 8)


@dataclass(frozen=True)
class Shape:
    structure: int = 384
    joint: int = 384
    width: int = 48
    context: int = 128


@dataclass(frozen=True)
class Cut:
    """Patches of a grid."""

    top: int
    left: int
    rows: int
    columns: int

    def of(self, maps: torch.Tensor, fine: int) -> torch.Tensor:
        """[..., h, w] with `fine` cells a patch along each side."""
        top, left = self.top * fine, self.left * fine
        return maps[..., top : top + self.rows * fine, left : left + self.columns * fine]


class Prompting(nn.Module):
    """Queries are texts, keys and values the picture's tokens; one pre-norm block of cross-attention and a perceptron, no self-attention."""

    def __init__(self, shape: Shape):
        super().__init__()
        width, inputs = shape.context, shape.structure + shape.joint
        self.memory, self.memory_norm = nn.Linear(inputs, width), nn.LayerNorm(width)
        self.text, self.text_norm = nn.Linear(shape.joint, width), nn.LayerNorm(width)
        self.keys, self.values, self.mixed = nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width)
        self.norm, self.wide, self.narrow = nn.LayerNorm(width), nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.out = nn.Linear(width, shape.joint)
        self.gamma = nn.Parameter(torch.full((shape.joint,), GAMMA))
        self.each = width // HEADS

    def forward(self, tokens: torch.Tensor, texts: torch.Tensor) -> torch.Tensor:
        """[B, N, C + D], [B, K, D] -> unit [B, K, D]."""
        memory, x = self.memory_norm(self.memory(tokens)), self.text(texts)
        q, k, v = (y.unflatten(-1, (HEADS, self.each)).transpose(1, 2) for y in (self.text_norm(x), self.keys(memory), self.values(memory)))
        found = torch.softmax(q @ k.transpose(2, 3) / self.each**0.5, -1) @ v
        x = x + self.mixed(found.transpose(1, 2).flatten(2))
        x = x + self.narrow(gelu(self.wide(self.norm(x))))
        return normalize(texts + self.gamma * self.out(x), dim=-1)


class DenseClipNet(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        width, self.shape = shape.width, shape
        self.norm = nn.LayerNorm(shape.structure, elementwise_affine=False)
        self.prompting = Prompting(shape)
        self.features, self.clue = nn.Linear(shape.structure + shape.joint, width), nn.Linear(2 * CLUES, width, bias=False)
        self.near = nn.ModuleList([Residual(width), Residual(width, 2)])
        self.presence, self.present = nn.Linear(2 * width + 2 * CLUES, width), nn.Linear(width, 1)
        self.eye = Eye()
        self.seen = nn.ModuleList([nn.Conv2d(seen, own, 1) for seen, own in zip(EYE[::-1], (width, *FINER))])
        self.finer = nn.ModuleList([nn.ConvTranspose2d(coarse, fine, 2, 2) for coarse, fine in zip((width, *FINER), FINER)])
        self.smooth = nn.ModuleList([Residual(own) for own in FINER])
        self.logit = nn.Conv2d(FINER[-1], 1, 1)
        nn.init.constant_(self.logit.bias, -2.0)

    def forward(
        self, structure: torch.Tensor, joint: torch.Tensor, picture: torch.Tensor, texts: torch.Tensor, rows: int, columns: int, cut: Cut | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """[B, N, C], [B, N, D], bytes [B, 8 rows, 8 columns, 3], [B, K, D] -> logits [B, K, 8 rows, 8 columns], scores [B, K].
        `cut`: only these patches are decoded to the fine maps, which is most of the work; everything before sees all."""
        seen = [layer(gelu(level)) for layer, level in zip(self.seen, self.eye(picture)[::-1])]
        joint, tokens = normalize(joint, dim=-1), self.norm(structure)
        tokens = torch.cat([tokens, joint], -1)
        moved = self.prompting(tokens, texts)
        found = torch.cat([clues(text @ joint.transpose(1, 2), structure) for text in (texts, moved)], -1)
        x = self.features(tokens)[:, None] + self.clue(SCALE_OF_CLUES * found)
        x = (x.transpose(2, 3).unflatten(3, (rows, columns)) + seen[0][:, None]).flatten(0, 1)
        cut = cut or Cut(0, 0, rows, columns)
        for layer in self.near:
            x = layer(x)
        flat = x.flatten(2).unflatten(0, texts.shape[:2])
        pooled = torch.cat([flat.mean(-1), flat.amax(-1), SCALE_OF_CLUES * found.amax(2)], -1)
        scores = self.present(gelu(self.presence(pooled)))[..., 0]
        x = cut.of(x, 1)
        for number, (enlarge, smooth) in enumerate(zip(self.finer, self.smooth), 1):
            x = smooth(enlarge(gelu(x)) + cut.of(seen[number], 2**number).repeat_interleave(texts.shape[1], 0))
        logits = self.logit(gelu(x))[:, 0].unflatten(0, texts.shape[:2])
        return logits, scores
