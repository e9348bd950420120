"""Patches of composed scenes, single things and hand boxes in the batches of photographs (fit.py --scenes), so that what learn/train.py taught is not forgotten for them."""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import normalize

from learn import losses, tables
from learn.head import Head
from learn.train import sampler
from real.pictures import hidden_of


class ComposedRows:
    """Draws `count` rows of the table of learn/tables.py, kinds in its proportions, every label of it: the yardstick's labels and pictures are not in it."""

    def __init__(self, before: Head, path: Path, work: Path, count: int, random: np.random.Generator):
        self.before, self.known, self.weighs = before, tables.load(path), count
        texts = tables.label_texts(work, self.known.names).mean(1)
        self.raw = normalize(torch.from_numpy(texts), dim=-1)
        self.exclusive = losses.rivals(self.raw) & ~torch.from_numpy(self.known.also)
        self.nameable = torch.from_numpy(self.known.nameable)
        self.batches = sampler(self.known, np.ones(len(self.known.labels), bool), count, random)

    def loss(self, head: Head, remembered: torch.Tensor, scale, midpoint, options: argparse.Namespace) -> torch.Tensor:
        """The losses of learn/train.py, summed over the rows, and that of keeping the old vectors. `remembered`: texts of ImageNet's classes."""
        rows, known = next(self.batches), self.known
        features = known.features[rows].astype(np.float32)
        labels = torch.from_numpy(known.labels[rows].astype(np.int64))
        with torch.no_grad():
            classes = head.classes(torch.from_numpy(features))
            z = head.concepts(classes)
            held = self.before.answer(self.before.hidden(torch.from_numpy(features)), z)[0]
        vectors, logits = head.answer(hidden_of(head, features), z)
        cosines, thing = vectors @ head.text(self.raw).T, labels >= 0
        # Whether a box of stuff shows an object nobody said.
        drawn = torch.from_numpy(known.kinds[rows] != tables.KINDS.index("box"))
        total = options.naming * losses.naming(cosines[thing], labels[thing], self.exclusive).sum()
        total = total + options.apart * losses.keeping_away(cosines, labels, self.exclusive, self.nameable, scale, midpoint).sum()
        total = total + options.object * len(rows) * losses.being_an_object(logits[drawn], thing[drawn])
        total = total + options.remembering * len(rows) * losses.remembering(vectors @ remembered.T, classes)
        return total + options.keep * (1 - (vectors * held).sum(-1)).sum()
