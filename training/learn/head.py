"""The trained part of pocket: from features of patches to vectors in the space of texts."""

from dataclasses import asdict, dataclass

import torch
from torch import nn
from torch.nn.functional import gelu, normalize

TOKENS, CLASSIFIER, CLASSES, DIMS = 384, 1280, 1000, 384
DROPOUT = 0.2


@dataclass(frozen=True)
class Shape:
    """`hidden`: width of the residual's hidden layer; 0 makes the first version, ConSE alone. `away`: how much being a thing weighs beside
    what it means: the length of that part of a vector where the rest has length 1."""

    hidden: int = 0
    away: float = 0.8


class Head(nn.Module):
    """patch features -> unit vectors [.., 384]:

    concepts = softmax(ImageNet logits) times their texts (ConSE), unit, less the common centre, unit;
    meaning = unit(strength * concepts + residual(features)), at right angles to the centre's direction u;
    answer = unit(meaning + away * tanh(object(features) / 2) * u).
    Texts likewise: unit(adapted text + away * tanh(thing(text)) * u). So a thing's name is near to patches of objects, a name of stuff (sky,
    grass) to patches of none, and a patch of bare ground is far from every thing: among centred vectors alone no direction is far from all.
    Features are standardised by the training set's mean and deviation, folded into the matrices at export.
    """

    def __init__(self, shape: Shape, classifier, texts: torch.Tensor, centre: torch.Tensor, mean: torch.Tensor, std: torch.Tensor):
        super().__init__()
        self.shape = shape
        weight, bias = classifier
        for name, value in (("fc", weight), ("fc_bias", bias), ("texts", texts), ("centre", centre), ("mean", mean), ("std", std)):
            self.register_buffer(name, value)
        self.register_buffer("u", normalize(centre, dim=-1))
        self.drop = nn.Dropout(DROPOUT)
        if shape.hidden:
            self.inner = nn.Linear(len(mean), shape.hidden)
            self.outer = nn.Linear(shape.hidden, DIMS)
            nn.init.normal_(self.outer.weight, std=0.01)
            nn.init.zeros_(self.outer.bias)
            self.strength = nn.Parameter(torch.tensor(1.0))
            self.object = nn.Linear(shape.hidden, 1)
            self.adapter, self.thing = nn.Linear(DIMS, DIMS, bias=False), nn.Linear(DIMS, 1)
            for weight in (self.adapter.weight, self.thing.weight):
                nn.init.zeros_(weight)
            nn.init.constant_(self.thing.bias, 1.0)

    @classmethod
    def restored(cls, kept: dict) -> "Head":
        """A saved head, on its own: every array it was made from is in its state."""
        state = kept["state"]
        made = (state["fc"], state["fc_bias"]), state["texts"], state["centre"], state["mean"], state["std"]
        head = cls(Shape(**kept["shape"]), *made)
        head.load_state_dict(state)
        return head

    def classes(self, features: torch.Tensor) -> torch.Tensor:
        """Probabilities of ImageNet's classes, [.., 1000]. Nothing of it is trained."""
        return torch.softmax(features[..., -CLASSIFIER:] @ self.fc.T + self.fc_bias, -1)

    def whole(self, vectors: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
        """The whole picture's unit vector [.., 384] of its patches' [.., N, 384]: each weighs what the classifier's surest class has there."""
        return normalize((classes.amax(-1, keepdim=True) * vectors).sum(-2), dim=-1)

    def across(self, vectors: torch.Tensor) -> torch.Tensor:
        """Unit vectors without their part along u."""
        return normalize(vectors - (vectors @ self.u)[..., None] * self.u, dim=-1)

    def concepts(self, classes: torch.Tensor) -> torch.Tensor:
        """Probabilities of classes in the space of texts: unit vectors [.., 384]. Nothing of it is trained."""
        return normalize(normalize(classes @ self.texts, dim=-1) - self.centre, dim=-1)

    def hidden(self, features: torch.Tensor) -> torch.Tensor:
        """features [.., 384 + 384 + 1280]: structure (unit), layers.9, classifier."""
        return gelu(self.inner(self.drop((features - self.mean) / self.std)))

    def answer(self, hidden: torch.Tensor, z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """What `hidden` and `concepts` say, and the logit of being an object [..]."""
        logit = self.object(hidden)[..., 0]
        meaning = self.across(self.strength * z + self.outer(hidden))
        return normalize(meaning + self.shape.away * torch.tanh(logit / 2)[..., None] * self.u, dim=-1), logit

    def parts(self, features: torch.Tensor, classes: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The answer, and the logit of being an object."""
        z = self.concepts(classes)
        if not self.shape.hidden:
            return z, torch.zeros(z.shape[:-1])
        return self.answer(self.hidden(features), z)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.parts(features, self.classes(features))[0]

    def text(self, vectors: torch.Tensor) -> torch.Tensor:
        """Centred unit text vectors -> the same space; the identity for the first version."""
        if not self.shape.hidden:
            return vectors
        return normalize(self.across(vectors + self.adapter(vectors)) + self.shape.away * torch.tanh(self.thing(vectors)) * self.u, dim=-1)


def save(head: Head, path, **facts) -> None:
    torch.save({"shape": asdict(head.shape), "state": head.state_dict(), **facts}, path)
