"""Means and areas under ROC curves over pictures, with bootstraps over pictures."""

import numpy as np

from pocket.study import auroc

TIMES, SEED = 400, 5


class Figures:
    def __init__(self) -> None:
        self.means: dict[str, dict[str, list[float]]] = {}
        self.scores: dict[str, list[tuple[str, float, bool]]] = {}

    def mean(self, key: str, picture: str, value: float) -> None:
        kept = self.means.setdefault(key, {}).setdefault(picture, [0.0, 0])
        kept[0] += float(value)
        kept[1] += 1

    def score(self, key: str, picture: str, value: float, present: bool) -> None:
        self.scores.setdefault(key, []).append((picture, value, present))

    def values(self) -> dict[str, float]:
        return {key: round(self.value(key), 4) for key in (*self.means, *self.scores)}

    def value(self, key: str) -> float:
        if key in self.means:
            sums = np.array(list(self.means[key].values())).sum(0)
            return float(sums[0] / sums[1])
        _, values, present = zip(*self.scores[key])
        return auroc(np.array(values), np.array(present))

    def drawn(self, key: str) -> np.ndarray:
        """TIMES values, each of as many pictures drawn with replacement: the same draws for the same pictures, so that two runs can be paired."""
        random = np.random.default_rng(SEED)
        if key in self.means:
            sums = np.array([self.means[key][picture] for picture in sorted(self.means[key])])
            rows = random.integers(len(sums), size=(TIMES, len(sums)))
            picked = sums[rows].sum(1)
            return picked[:, 0] / picked[:, 1]
        names = sorted({picture for picture, *_ in self.scores[key]})
        index = {name: number for number, name in enumerate(names)}
        group = np.array([index[picture] for picture, *_ in self.scores[key]])
        values, present = (np.array(part) for part in list(zip(*self.scores[key]))[1:])
        order = np.argsort(values)
        group, present = group[order], present[order]
        found = []
        for _ in range(TIMES):
            weight = np.bincount(random.integers(len(names), size=len(names)), minlength=len(names))[group]
            negative = np.where(present, 0, weight)
            below = np.cumsum(negative)
            positive = np.where(present, weight, 0)
            found.append((positive * below).sum() / (positive.sum() * negative.sum()))
        return np.array(found)


def table(results: dict[str, Figures]) -> str:
    """One line a figure: its value by each run; of the runs after the first, the difference and the middle 95 % of its bootstrap."""
    first, *others = results.values()
    lines = ["figure\t" + "\t".join(results)]
    for key in (*first.means, *first.scores):
        cells, base = [f"{first.value(key):.3f}"], first.drawn(key)
        for other in others:
            low, high = np.quantile(other.drawn(key) - base, (0.025, 0.975))
            cells.append(f"{other.value(key):.3f} ({other.value(key) - first.value(key):+.3f}, {low:+.3f} to {high:+.3f})")
        lines.append(f"{key}\t" + "\t".join(cells))
    return "\n".join(lines)
