"""What real patches are trained to: as learn/losses.py, where several names may hold for one patch."""

import torch
from torch.nn.functional import softplus

from learn.losses import TEMPERATURE

# What the further names of a region ("also") have of its target together.
FURTHER = 0.3


def target(labels: torch.Tensor, also: torch.Tensor, names: int) -> torch.Tensor:
    """[B, names]: the label, and its further names where it has any. labels [B], also [B, k], -1: none."""
    known = also >= 0
    share = FURTHER * known / known.sum(1, keepdim=True).clamp(min=1)
    found = torch.zeros(len(labels), names)
    found.scatter_add_(1, also.clamp(min=0), share)
    return found.scatter_add_(1, labels[:, None], 1 - share.sum(1, keepdim=True))


def shared(wanted: torch.Tensor, wholes: torch.Tensor, share: float) -> torch.Tensor:
    """`wanted` of patches that show a part of something: the names of what the part belongs to have `share` of it together. wholes [B, k], -1: none."""
    known = wholes >= 0
    given = share * known / known.sum(1, keepdim=True).clamp(min=1)
    return (wanted * (1 - given.sum(1, keepdim=True))).scatter_add(1, wholes.clamp(min=0), given)


def rivals(labels: torch.Tensor, covers: torch.Tensor, exclusive: torch.Tensor) -> torch.Tensor:
    """[B, names]: which names are wrong for a patch: none that means nearly the same, none that covers the patch as well. covers [B, k], -1: none."""
    free = torch.zeros(len(labels), len(exclusive), dtype=torch.bool)
    free.scatter_(1, torch.where(covers >= 0, covers, labels[:, None]), True)
    return exclusive[labels] & ~free


def naming(cosines: torch.Tensor, wanted: torch.Tensor, wrong: torch.Tensor) -> torch.Tensor:
    """Cross-entropy with the wanted names against the wrong ones."""
    logits = (cosines / TEMPERATURE).masked_fill(~wrong & (wanted == 0), -1e4)
    return -(wanted * logits.log_softmax(-1)).sum(-1)


def keeping_away(cosines: torch.Tensor, wanted: torch.Tensor, wrong: torch.Tensor, scale, midpoint) -> torch.Tensor:
    """As learn/losses.keeping_away."""
    scores = scale * (cosines - midpoint)
    wide = (softplus(scores) * wrong).sum(1) / wrong.sum(1).clamp(min=1)
    worst = softplus(scores.masked_fill(~wrong, -1e4).amax(1))
    return (softplus(-scores) * wanted).sum(1) + wide + 0.5 * worst
