"""What whole photographs are trained to, beside their patches: which names are anywhere in them, by the statistic that presence is measured by, and what they are
pictures of, by the vector of the whole (fit.py --photos, --wholes)."""

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import cross_entropy, normalize, softplus

from learn.head import Head
from learn.losses import REMEMBERED
from learn.texts import SETTINGS
from pocket.study import TOP_SHARE
from real import photos, table

# Patches that are looked at, drawn anew each time: enough for the best fiftieth to be several.
LOOKED = {"coco": 320, "imagenet": 256, "caltech": 224, "voc": 320}
# Names that are not there, of those that boxes have: so many are drawn.
ABSENT = 60
# What a picture weighs in a batch, in patches: one that is asked for names, one that is named as a whole.
WEIGHS, WHOLE_WEIGHS = 64, 16
SOURCES = ("coco", "imagenet", "caltech")


def hidden_of(head: Head, features: np.ndarray) -> torch.Tensor:
    """Most of a step's time is here: products in half precision take half of it."""
    with torch.autocast("cpu", torch.bfloat16):
        return head.hidden(torch.from_numpy(features.astype(np.float32))).float()


@dataclass
class Picture:
    photo: photos.Photo
    present: np.ndarray  # index into the table's names
    free: np.ndarray  # names that are neither asked for nor absent: further names of what is there
    absent: np.ndarray  # what somebody says is absent


def spread(features: np.ndarray) -> torch.Tensor:
    """[N, N]: how much of each patch's vector goes into another's, as concepts.smooth of the pack."""
    setting = SETTINGS["smoothing"]
    tokens = normalize(torch.from_numpy(features[:, : photos.TOKENS].astype(np.float32)), dim=-1)
    tokens = normalize(tokens - tokens.mean(0), dim=-1)
    likeness = tokens @ tokens.T
    weights = torch.where(likeness > setting["threshold"], ((likeness - 1) / setting["temperature"]).exp(), 0.0)
    return weights / weights.sum(1, keepdim=True)


class Presence:
    """Draws `count` photographs of every source, and asks for names that are there and not there. `exclusive` [names, names]: which names exclude each other."""

    def __init__(self, real: table.Table, exclusive: torch.Tensor, count: int, fold: int, sources: list[str]):
        self.count, self.exclusive = count, exclusive
        index = {name: number for number, name in enumerate(real.names)}
        self.names = {source: np.flatnonzero(real.groups[table.KINDS.index("coco" if source == "coco" else "boxes")]) for source in sources}
        self.pictures = {source: [self.read(photo, index) for photo in photos.photos(source) if photo.fold != fold] for source in sources}
        self.weighs = WEIGHS * count * len(sources)

    def read(self, photo: photos.Photo, index: dict[str, int]) -> Picture:
        if photo.source == "coco":
            present, further = {segment[1] for segment in photo.row["segments"]}, set()
        else:
            drawn = photos.boxes(photo)
            present = {name for name, *_ in drawn}
            further = {name for _, also, _ in drawn for name in also} - present

        def numbers(names) -> np.ndarray:
            return np.array(sorted({index[name] for name in names if name in index}), np.int64)

        return Picture(photo, numbers(present), numbers(further), numbers(photo.absent))

    def absent(self, picture: Picture, source: str, random: np.random.Generator) -> np.ndarray:
        """Every name of COCO that is not there; of those that boxes have, what somebody wrote down and some more."""
        names = self.names[source] if source == "coco" else np.union1d(picture.absent, random.choice(self.names[source], ABSENT, replace=False))
        there = np.concatenate([picture.present, picture.free])
        return names[self.exclusive[names][:, there].all(1).numpy()]

    def loss(self, head: Head, before: Head, texts: torch.Tensor, scale, midpoint, random: np.random.Generator) -> torch.Tensor:
        """`texts`: of all names."""
        drawn = [own[number] for own in self.pictures.values() for number in random.integers(len(own), size=self.count)]
        return WEIGHS * sum(self.of(picture, head, before, texts, scale, midpoint, random) for picture in drawn)

    def of(self, picture: Picture, head: Head, before: Head, texts: torch.Tensor, scale, midpoint, random: np.random.Generator) -> torch.Tensor:
        source, features = picture.photo.source, photos.encoded(picture.photo).features
        features = features[np.sort(random.permutation(len(features))[: LOOKED[source]])]
        with torch.no_grad():
            z, spreads = before.concepts(before.classes(torch.from_numpy(features.astype(np.float32)))), spread(features)
        vectors, _ = head.answer(hidden_of(head, features), z)
        smooth = normalize(normalize(spreads @ vectors, dim=-1) + vectors, dim=-1)
        absent = self.absent(picture, source, random)
        cosines = smooth @ texts[np.concatenate([picture.present, absent])].T
        statistic = cosines.topk(max(1, round(TOP_SHARE * len(cosines))), dim=0).values.mean(0)
        scores, count = scale * (statistic - midpoint), len(picture.present)
        return softplus(-scores[:count]).mean() + softplus(scores[count:]).mean() + 0.25 * softplus(scores[count:].amax())


class Wholes:
    """Draws `count` photographs of one thing, half of them ImageNet's, half Caltech's, and tells their names apart from the others of their source. `frozen`: fit.Frozen."""

    def __init__(self, real: table.Table, frozen, exclusive: torch.Tensor, count: int, allowed: np.ndarray):
        self.real, self.frozen, self.exclusive, self.each = real, frozen, exclusive, count // 2
        every = np.flatnonzero(real.kinds == table.KINDS.index("whole")).reshape(-1, table.SUREST)
        of_imagenet = real.classes[every[:, 0]] >= 0
        self.sources = []
        for own in (every[of_imagenet], every[~of_imagenet]):
            self.sources.append((own[allowed[own[:, 0]]], np.unique(real.labels[own[:, 0]])))
        self.weighs = WHOLE_WEIGHS * 2 * self.each

    def loss(self, head: Head, texts: torch.Tensor, random: np.random.Generator) -> torch.Tensor:
        """`texts`: of all names."""
        total = torch.zeros(())
        for rows, names in self.sources:
            drawn = random.choice(rows, min(self.each, len(rows)), replace=False)
            flat, labels = drawn.ravel(), self.real.labels[drawn[:, 0]]
            classes, z = (part[flat].float() for part in (self.frozen.classes, self.frozen.z))
            vectors, _ = head.answer(hidden_of(head, self.real.features[flat]), z)
            wholes = head.whole(vectors.view(*drawn.shape, -1), classes.view(*drawn.shape, -1))
            asked = self.exclusive[labels][:, names] | torch.from_numpy(names[None] == labels[:, None])
            cosines = (wholes @ texts[names].T / REMEMBERED).masked_fill(~asked, -1e4)
            total = total + cross_entropy(cosines, torch.from_numpy(np.searchsorted(names, labels)), reduction="sum")
        return WHOLE_WEIGHS * total
