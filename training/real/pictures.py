"""What whole photographs are trained to, beside their patches: which names are anywhere in them, by the statistic that presence is measured by."""

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import normalize, softplus

from learn.head import Head
from learn.texts import SETTINGS
from pocket.study import TOP_SHARE
from real import photos, table

# Patches that are looked at, drawn anew each time: enough for the best fiftieth to be several.
LOOKED = {"coco": 320, "imagenet": 256, "caltech": 224}
# Names that are not there, of those that boxes have: so many are drawn.
ABSENT = 60
# What a picture weighs, in patches.
WEIGHS = 64


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


class Pictures:
    """Draws photographs of every source, and their loss. `exclusive` [names, names]: which names exclude each other."""

    def __init__(self, real: table.Table, exclusive: torch.Tensor, counts: dict[str, int]):
        self.counts, self.exclusive = counts, exclusive
        index = {name: number for number, name in enumerate(real.names)}
        self.names = {source: np.flatnonzero(real.groups[table.KINDS.index("coco" if source == "coco" else "boxes")]) for source in counts}
        self.pictures = {}
        for source in counts:
            sources = ("coco", "coco-mirrored", "coco-low") if source == "coco" else (source,)
            self.pictures[source] = [self.read(photo, index) for name in sources for photo in photos.of(name)]

    def read(self, photo: photos.Photo, index: dict[str, int]) -> Picture:
        if photo.source.startswith("coco"):
            present, further = {segment[1] for segment in photo.row["segments"]}, set()
        else:
            present = {box["name"] for box in photo.row["boxes"]}
            further = {name for box in photo.row["boxes"] for name in box.get("also") or ()} - present

        def numbers(names) -> np.ndarray:
            return np.array(sorted({index[name] for name in names if name in index}), np.int64)

        return Picture(photo, numbers(present), numbers(further), numbers(photo.absent))

    def draw(self, fold: int, random: np.random.Generator) -> list[Picture]:
        """Of every source as many as `counts` says, of other folds than this one."""
        found = []
        for source, count in self.counts.items():
            allowed = [picture for picture in self.pictures[source] if picture.photo.fold != fold]
            found += [allowed[number] for number in random.integers(len(allowed), size=count)]
        return found

    def absent(self, picture: Picture, source: str, random: np.random.Generator) -> np.ndarray:
        """Every name of COCO that is not there; of those that boxes have, what somebody wrote down and some more."""
        names = self.names[source] if source == "coco" else np.union1d(picture.absent, random.choice(self.names[source], ABSENT, replace=False))
        there = np.concatenate([picture.present, picture.free])
        return names[self.exclusive[names][:, there].all(1).numpy()]

    def loss(self, head: Head, before: Head, picture: Picture, texts: torch.Tensor, scale, midpoint, random: np.random.Generator) -> torch.Tensor:
        """Of names that are there and that are not. `texts`: of all names."""
        source = picture.photo.source.split("-")[0]
        features = photos.encoded(picture.photo).features
        features = features[np.sort(random.permutation(len(features))[: LOOKED[source]])]
        x = torch.from_numpy(features.astype(np.float32))
        with torch.no_grad():
            classes = before.classes(x)
            z, spreads = before.concepts(classes), spread(features)
        with torch.autocast("cpu", torch.bfloat16):
            hidden = head.hidden(x).float()
        vectors, _ = head.answer(hidden, z)
        smooth = normalize(normalize(spreads @ vectors, dim=-1) + vectors, dim=-1)
        absent = self.absent(picture, source, random)
        cosines = smooth @ texts[np.concatenate([picture.present, absent])].T
        statistic = cosines.topk(max(1, round(TOP_SHARE * len(cosines))), dim=0).values.mean(0)
        scores, count = scale * (statistic - midpoint), len(picture.present)
        return softplus(-scores[:count]).mean() + softplus(scores[count:]).mean() + 0.25 * softplus(scores[count:].amax())
