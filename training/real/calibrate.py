"""Measures the constants of learn/settings.json on real photographs: python training/real/calibrate.py --work WORK --heads "real-{}.pt" [--sources coco imagenet]

Every picture is answered by the head that has not seen its fold. Printed: the presence score that fits best, so that of labels with a score of p a share of p is
there, where of three labels that are asked one is there (present ones weigh as much as that needs); how it held, tenth by tenth, on pictures that it was not fitted on; and for every
gate, floor, rho and pixel threshold (and the own share of settings.json) the masks of COCO's pictures by maskclip's rule on patches.
"""

import argparse
import sys
from itertools import product
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from learn import judge  # noqa: E402
from learn.texts import SETTINGS  # noqa: E402
from pocket.study import auroc, presence  # noqa: E402
from real import photos  # noqa: E402
from real.judge import Heads, masks, names_of  # noqa: E402
from real.measures import Figures  # noqa: E402

FLOORS, RHOS, THRESHOLDS = (None, 0.2, 0.17), (0.0, 0.5), (0.3,)
PASSES = (0.08, 0.065, 0.05)
OWN = SETTINGS["masks"]["own"]
# The share of asked labels that is there.
THERE = 1 / 3


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def weights(present: np.ndarray) -> np.ndarray:
    """Present labels are a third of all, whatever the yardstick has."""
    return np.where(present, THERE / present.mean(), (1 - THERE) / (1 - present.mean()))


def fitted(values: np.ndarray, present: np.ndarray) -> tuple[float, float]:
    """Midpoint and slope of the logistic curve with the least cross-entropy, by Newton's method."""
    x, w, weight = np.stack([np.ones(len(values)), values], 1), np.zeros(2), weights(present)
    for _ in range(50):
        p = sigmoid(x @ w)
        w += np.linalg.solve((x.T * (weight * p * (1 - p))) @ x, x.T @ (weight * (present - p)))
    return float(-w[0] / w[1]), float(w[1])


def reliability(folds: np.ndarray, values: np.ndarray, present: np.ndarray) -> list[tuple]:
    """(from, labels, mean score, share that is there) of each tenth, each label scored by the curve of the other folds."""
    scores, weight, found = np.zeros(len(values)), weights(present), []
    for fold in range(photos.FOLDS):
        own = folds == fold
        if own.any():
            midpoint, slope = fitted(values[~own], present[~own])
            scores[own] = sigmoid(slope * (values[own] - midpoint))
    for tenth in range(10):
        own = np.minimum(9, (scores * 10).astype(int)) == tenth
        if own.any():
            found.append((tenth / 10, int(own.sum()), float(np.average(scores[own], weights=weight[own])), float(np.average(present[own], weights=weight[own]))))
    return found


def asked(photo: photos.Photo, heads: Heads) -> tuple:
    head, text = heads(photo.fold)
    encoded = photos.encoded(photo)
    joined = photos.together([region for region in photos.regions(photo, encoded.rows, encoded.columns) if region.share.max() > 0])
    # Of drawn boxes only the three absent names that somebody wrote down are surely absent.
    names = [*joined, *photo.absent]
    cosines = judge.maps(head, encoded)["smooth"] @ text(names).T
    return photo, joined, cosines, presence(cosines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--heads", required=True)
    parser.add_argument("--sources", nargs="+", default=["coco"])
    parser.add_argument("--most", type=int, default=10**6)
    arguments = parser.parse_args()
    looked = []
    for source in arguments.sources:
        known = [photo for photo in photos.photos(source) if photo.features.exists()]
        looked += known[:: max(1, -(-len(known) // arguments.most))]
    heads = Heads(arguments.heads, arguments.work, names_of(looked))
    found = [asked(photo, heads) for photo in looked]
    for source in arguments.sources:
        own = [row for row in found if row[0].source == source]
        values = np.concatenate([statistic for *_, statistic in own])
        present = np.concatenate([np.arange(len(statistic)) < len(joined) for _, joined, _, statistic in own])
        folds = np.concatenate([np.full(len(statistic), photo.fold) for photo, *_, statistic in own])
        midpoint, slope = fitted(values, present)
        print(f"{source}: {present.sum()} present, {(~present).sum()} absent, AUROC {auroc(values, present):.3f}; midpoint {midpoint:.3f} slope {slope:.1f}")
        print("  score passed by absent labels:", " ".join(f"{share}: {sigmoid(slope * (np.quantile(values[~present], 1 - share) - midpoint)):.2f}" for share in PASSES))
        for low, count, mean, there in reliability(folds, values, present):
            print(f"  {low:.1f} {count:5} labels, mean score {mean:.3f}, there {there:.3f}")
    coco = [row for row in found if row[0].source == "coco"]
    absent = np.concatenate([statistic[len(joined) :] for _, joined, _, statistic in coco])
    for share, floor, rho, threshold in product(PASSES, FLOORS, RHOS, THRESHOLDS):
        gate = float(np.quantile(absent, 1 - share))
        figures = Figures()
        for photo, joined, cosines, statistic in coco:
            masks(figures, "", photo, joined, cosines, statistic, (gate, gate if floor is None else floor, rho, SETTINGS["logitScale"], threshold, OWN))
        print(f"gate {gate:.3f} floor {floor or gate:.3f} rho {rho} threshold {threshold}: " + " ".join(f"{key} {value:.3f}" for key, value in figures.values().items()), flush=True)


if __name__ == "__main__":
    main()
