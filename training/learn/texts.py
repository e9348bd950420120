"""Vectors of labels as the runtime makes them: each template filled, encoded, centred, unit; their mean, unit."""

import json
from pathlib import Path

import numpy as np

from pocket import concepts

SETTINGS = json.loads((Path(__file__).resolve().parent / "settings.json").read_text("utf-8"))
TEMPLATES = SETTINGS["templates"]


class LabelTexts:
    """Keeps what it has encoded in a file beside the features: texts never change between runs."""

    def __init__(self, pack: Path, kept: Path):
        self.encoder, self.kept = concepts.TextEncoder(pack), kept
        self.known: dict[str, np.ndarray] = {}
        if kept.exists():
            with np.load(kept) as known:
                self.known = dict(zip(map(str, known["texts"]), known["vectors"]))

    def __call__(self, labels: list[str]) -> np.ndarray:
        """[labels, templates, 384]: unit vectors, the mean over templates is still to be taken (an adapter comes before it)."""
        new = False
        for label in labels:
            for template in TEMPLATES:
                text = template.replace("{}", label)
                if text not in self.known:
                    self.known[text], new = self.encoder.one(text)[0], True
        if new:
            # Texts as an array, not as names of arrays: a label may be called "file".
            np.savez(self.kept, texts=np.array([*self.known]), vectors=np.stack([*self.known.values()]))
        return np.stack([np.stack([self.known[t.replace("{}", label)] for t in TEMPLATES]) for label in labels])
