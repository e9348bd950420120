"""The trained part of pocket: from features of patches to vectors in the space of texts."""

from dataclasses import asdict, dataclass

import torch
from torch import nn
from torch.nn.functional import normalize

TOKENS, CLASSIFIER, CLASSES, DIMS = 384, 1280, 1000, 384


@dataclass(frozen=True)
class Shape:
    """Which parts there are: concept rows beside ImageNet's, a hidden layer of the residual (0: none), a text adapter."""

    rows: int = 0
    hidden: int = 0
    adapter: bool = False


class Head(nn.Module):
    """patch features -> unit vectors [.., 384]:

    concepts = softmax([ImageNet logits, rows . features]) times their texts (ConSE), unit, less the common centre, unit;
    answer = unit(strength * concepts + residual(features)).
    Features are standardised by the training set's mean and deviation, folded into the matrices at export.
    """

    def __init__(self, shape: Shape, classifier, texts: torch.Tensor, centre: torch.Tensor, mean: torch.Tensor, std: torch.Tensor):
        super().__init__()
        self.shape = shape
        weight, bias = classifier
        for name, value in (("fc", weight), ("fc_bias", bias), ("texts", texts), ("centre", centre), ("mean", mean), ("std", std)):
            self.register_buffer(name, value)
        inputs = len(mean)
        self.drop = nn.Dropout(0.2)
        if shape.rows:
            self.rows = nn.Linear(inputs, shape.rows)
            # At first the rows take no share from what ImageNet's classes know.
            nn.init.normal_(self.rows.weight, std=0.01)
            nn.init.constant_(self.rows.bias, -2.0)
        if shape.hidden:
            self.inner = nn.Linear(inputs, shape.hidden)
            self.outer = nn.Linear(shape.hidden, DIMS)
            nn.init.normal_(self.outer.weight, std=0.01)
            nn.init.zeros_(self.outer.bias)
            self.strength = nn.Parameter(torch.tensor(1.0))
        self.adapter = nn.Linear(DIMS, DIMS, bias=False) if shape.adapter else None
        if self.adapter is not None:
            nn.init.zeros_(self.adapter.weight)

    @classmethod
    def restored(cls, kept: dict) -> "Head":
        """A saved head, on its own: every array it was made from is in its state."""
        state = kept["state"]
        made = (state["fc"], state["fc_bias"]), state["texts"], state["centre"], state["mean"], state["std"]
        head = cls(Shape(**kept["shape"]), *made)
        head.load_state_dict(state)
        return head

    def classes(self, features: torch.Tensor) -> torch.Tensor:
        """What ImageNet's classes say of a patch, [.., 385]: the mean of their texts by probability, and the logarithm of their summed
        exponentials. Nothing of it is trained, so a training set computes it once."""
        logits = features[..., -CLASSIFIER:] @ self.fc.T + self.fc_bias
        return torch.cat([torch.softmax(logits, -1) @ self.texts[:CLASSES], logits.logsumexp(-1, keepdim=True)], -1)

    def forward(self, features: torch.Tensor, classes: torch.Tensor | None = None) -> torch.Tensor:
        """features [.., 384 + 384 + 1280]: structure (unit), layers.9, classifier."""
        classes = self.classes(features) if classes is None else classes
        x = self.drop((features - self.mean) / self.std)
        z = classes[..., :DIMS]
        if self.shape.rows:
            # ImageNet's classes take part in the softmax as one: their summed exponentials, their mean text.
            shares = torch.softmax(torch.cat([classes[..., DIMS:], self.rows(x)], -1), -1)
            z = shares[..., :1] * z + shares[..., 1:] @ self.texts[CLASSES:]
        z = normalize(normalize(z, dim=-1) - self.centre, dim=-1)
        if self.shape.hidden:
            z = normalize(self.strength * z + self.outer(nn.functional.gelu(self.inner(x))), dim=-1)
        return z

    def text(self, vectors: torch.Tensor) -> torch.Tensor:
        """Centred unit text vectors -> the same space; the identity without an adapter."""
        return vectors if self.adapter is None else normalize(vectors + self.adapter(vectors), dim=-1)


def save(head: Head, path, **facts) -> None:
    torch.save({"shape": asdict(head.shape), "state": head.state_dict(), **facts}, path)
