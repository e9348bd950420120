"""What further layers of the same pass would add to the head's features: python training/real/probe.py --inner DIR

--inner holds NAME.npz with layers.5 and layers.7 of COCO's photographs (`denseql encode` with the features pack at MEDIUM). A linear classifier (ridge regression to one of
the names, of features less their mean over their deviation) learns patches of four fifths and names those of the fifth that it has not seen; a region is named by the mean
of its patches' answers, among the names of all photographs. Differences from the features that ship, with the middle 95 % of a bootstrap over photographs.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from learn.samples import COVERED, NAMES  # noqa: E402
from real import photos  # noqa: E402
from real.measures import Figures, table  # noqa: E402

SETS = {
    "shipped": NAMES,
    "and layers.7": (*NAMES, "layers.7"),
    "and layers.5, layers.7": (*NAMES, "layers.5", "layers.7"),
    "layers.7 for layers.9": ("structure", "layers.7", "classifier"),
    "without layers.9": ("structure", "classifier"),
}
PATCHES, SEED = 40, 11


def seen(photo: photos.Photo, inner: Path, random: np.random.Generator) -> tuple[dict[str, np.ndarray], list[str]]:
    """Of up to PATCHES patches of each region: every layer's features, and their names."""
    encoded = photos.encoded(photo)
    numbers, names = [], []
    for region in photos.together(photos.regions(photo, encoded.rows, encoded.columns)).values():
        inside = np.flatnonzero(region.share >= COVERED)
        drawn = random.choice(inside, min(PATCHES, len(inside)), replace=False)
        numbers.extend(drawn)
        names.extend([region.name] * len(drawn))
    layers = {}
    for path in (photo.features, inner / photo.features.name):
        with np.load(path) as kept:
            layers |= {name: kept[name][numbers].astype(np.float32) for name in kept.files}
    return layers, names


def fitted(x: np.ndarray, y: np.ndarray, ridge: float) -> np.ndarray:
    return np.linalg.solve(x.T @ x + ridge * len(x) * np.eye(x.shape[1], dtype=np.float32), x.T @ y)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inner", type=Path, required=True)
    parser.add_argument("--ridges", type=float, nargs="+", default=[0.1, 1.0, 10.0], help="weights of the penalty, per row")
    arguments, random = parser.parse_args(), np.random.default_rng(SEED)
    known = [(photo, *seen(photo, arguments.inner, random)) for photo in photos.photos("coco")]
    every = sorted({name for _, _, names in known for name in names})
    index = {name: number for number, name in enumerate(every)}
    for ridge in arguments.ridges:
        results = {}
        for title, layers in SETS.items():
            figures = results[title] = Figures()
            for fold in range(photos.FOLDS):
                taught = [(own, names) for photo, own, names in known if photo.fold != fold]
                x = np.concatenate([np.concatenate([own[layer] for layer in layers], 1) for own, _ in taught])
                mean, deviation = x.mean(0), x.std(0) + 1e-3
                truth = np.eye(len(every), dtype=np.float32)[[index[name] for _, names in taught for name in names]]
                weights, middle = fitted((x - mean) / deviation, truth - truth.mean(0), ridge), truth.mean(0)
                for photo, own, names in known:
                    if photo.fold == fold and names:
                        answers = (np.concatenate([own[layer] for layer in layers], 1) - mean) / deviation @ weights + middle
                        judge(figures, photo.file, answers, np.array([index[name] for name in names]))
        print(f"ridge {ridge}\n{table(results)}", flush=True)


def judge(figures: Figures, file: str, answers: np.ndarray, truth: np.ndarray) -> None:
    for answer, true in zip(answers.argmax(1), truth):
        figures.mean("patches", file, answer == true)
    for name in np.unique(truth):
        figures.mean("regions", file, answers[truth == name].mean(0).argmax() == name)
        there = np.unique(truth)
        figures.mean("regions, among those of the picture", file, there[answers[truth == name].mean(0)[there].argmax()] == name)


if __name__ == "__main__":
    main()
