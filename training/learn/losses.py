"""What the head is trained to do: name what a patch shows among all labels, keep labels away from patches of something else, tell objects
from ground, and go on knowing ImageNet's classes."""

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, softplus

TEMPERATURE, REMEMBERED = 0.07, 0.05
# Another label this near in meaning is neither right nor wrong for a patch.
ALIKE = 0.62


def rivals(texts: torch.Tensor) -> torch.Tensor:
    """[labels, labels]: whether two labels exclude each other; on the diagonal False."""
    return texts @ texts.T < ALIKE


def naming(cosines: torch.Tensor, labels: torch.Tensor, exclusive: torch.Tensor) -> torch.Tensor:
    """Cross-entropy over all labels but those that mean nearly the same. cosines [B, labels], labels [B] >= 0."""
    allowed = exclusive[labels]
    allowed.scatter_(1, labels[:, None], True)
    return cross_entropy((cosines / TEMPERATURE).masked_fill(~allowed, -1e4), labels, reduction="none")


def keeping_away(cosines: torch.Tensor, labels: torch.Tensor, exclusive: torch.Tensor, nameable: torch.Tensor, scale, midpoint) -> torch.Tensor:
    """Sigmoid loss of every (patch, label), positive and negative ones weighing the same for a patch (Zhai et al. 2023, arXiv:2303.15343,
    section 3.2). A patch of a backdrop (label -1) has no positive, and only `nameable` labels are surely not on it."""
    scores = scale * (cosines - midpoint)
    thing = labels >= 0
    negative = torch.where(thing[:, None], exclusive[labels.clamp(min=0)], nameable[None])
    wrong = (softplus(scores) * negative).sum(1) / negative.sum(1).clamp(min=1)
    # The hardest negative decides whether an absent label gets a mask.
    worst = softplus(scores.masked_fill(~negative, -1e4).amax(1))
    right = torch.where(thing, softplus(-scores.gather(1, labels.clamp(min=0)[:, None])[:, 0]), 0.0)
    return right + wrong + 0.5 * worst


def being_an_object(logits: torch.Tensor, thing: torch.Tensor) -> torch.Tensor:
    """Patches of composed objects against patches of backdrops, of which there are fewer in a batch: both weigh alike."""
    return binary_cross_entropy_with_logits(logits, thing.float(), pos_weight=(~thing).sum() / thing.sum().clamp(min=1))


def remembering(cosines: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
    """Cross-entropy with what the classifier itself says, patches weighed by how sure it is: without this, ImageNet's names are forgotten
    for those of the training set (learning without forgetting: Li, Hoiem 2016, arXiv:1606.09282, section 3). cosines, classes [B, 1000]."""
    sure = classes.amax(-1)
    return (-(classes * (cosines / REMEMBERED).log_softmax(-1)).sum(-1) * sure).sum() / sure.sum()
