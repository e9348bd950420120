"""Which texts may not be told apart: an absent label must be really absent, and two labels of one picture must be two things."""

import re
from functools import cache

import numpy as np

from .packages import DATA

# Cosine in the MiniLM text space over which two labels count as near-duplicates. Words of the background are loose ("building"), so
# they rule out more.
LABEL_COSINE, BACKGROUND_COSINE = 0.75, 0.65


@cache
def words(text: str) -> frozenset[str]:
    """Whole words, plurals as singulars."""
    found = re.findall(r"[a-z]+", text.lower())
    return frozenset(word[:-3] + "y" if word.endswith("ies") else word.rstrip("s") if len(word) > 3 else word for word in found)


@cache
def families() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Labels, and words of backgrounds, of every family."""
    lines = [line for line in (DATA / "families.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")]

    def split(text: str) -> frozenset[str]:
        return frozenset(part.strip() for part in text.split(",") if part.strip())

    return tuple((split(labels), split(background)) for labels, _, background in (line.partition("|") for line in lines))


class Alike:
    """`vectors`: unit rows of `texts` by MiniLM; without them only words and families decide (good enough for training scenes)."""

    def __init__(self, texts: list[str] = (), vectors: np.ndarray | None = None):
        self.index = {text: number for number, text in enumerate(texts)}
        self.cosines = None if vectors is None else vectors @ vectors.T

    def cosine(self, one: str, other: str) -> float:
        if self.cosines is None or one not in self.index or other not in self.index:
            return 0.0
        return float(self.cosines[self.index[one], self.index[other]])

    def labels(self, one: str, other: str) -> bool:
        """One contains the other word for word, they end in the same noun, or they are of one family or of one meaning."""
        mine, theirs = words(one), words(other)
        if mine <= theirs or theirs <= mine or words(one.split()[-1]) == words(other.split()[-1]):
            return True
        return self.cosine(one, other) > LABEL_COSINE or any(one in members and other in members for members, _ in families())

    def background(self, label: str, text: str) -> bool:
        """The label could be seen in a background that is described by the text."""
        if words(label) <= words(text) or words(text) <= words(label):
            return True
        return self.cosine(label, text) > BACKGROUND_COSINE or any(label in members and text in behind for members, behind in families())
