"""Measures the constants of settings.json on validation labels: python learn/calibrate.py --pictures DIR --features DIR --work WORK --table FILE --head FILE

The head is one trained without the validation labels. Printed: the presence statistic's midpoint (one in twenty absent labels reaches it) and slope,
and for every scale and pixel threshold the mean IoU of present labels and the foreground's, each scene asked for 10 absent labels, too, by
maskclip's rule on patches.
"""

import sys
from itertools import product
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from learn import judge, samples  # noqa: E402
from pocket.study import auroc, intersection_over_union, presence  # noqa: E402

SCALES, THRESHOLDS = (10, 20, 40), (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
SHARE_OF_ABSENT, REFUSED = 10, 0.95


def logistic(values: np.ndarray, present: np.ndarray, midpoint: float) -> float:
    """The slope that fits best, the midpoint held: half a score where one in twenty absent labels is."""
    slopes = np.linspace(2, 60, 117)
    signs = np.where(present, 1, -1)
    weight = np.where(present, 0.5 / present.sum(), 0.5 / (~present).sum())
    return float(slopes[np.argmin([(weight * np.logaddexp(0, -signs * s * (values - midpoint))).sum() for s in slopes])])


def answered(cosines: np.ndarray, statistic: np.ndarray, midpoint: float, scale: float, threshold: float) -> np.ndarray:
    """Number of the label that wins each patch, -1 for none."""
    channels = np.where(statistic >= midpoint, cosines, -np.inf)
    channels = np.concatenate([channels, np.full((len(cosines), 1), midpoint)], axis=1)
    p = np.exp(scale * (channels - channels.max(1, keepdims=True)))
    p = (p / p.sum(1, keepdims=True))[:, :-1]
    return np.where(p.max(1) >= threshold, p.argmax(1), -1)


def main() -> None:
    parser = judge.asked(__doc__)
    parser.add_argument("--head", type=Path, required=True)
    arguments = parser.parse_args()
    material = judge.Material(arguments)
    head = material.head(arguments.head)
    text, found = judge.Texts(arguments.work, head), []
    for row, encoded, truth, keep in material.validation():
        share = samples.covers(truth, len(row["objects"]), encoded.rows, encoded.columns)
        labels = [row["present"].index(row["objects"][n]["label"]) if n in keep else -2 for n in range(len(row["objects"]))]
        true = np.where(share.max(0) >= 0.5, np.array(labels)[share.argmax(0)], -1)
        cosines = judge.maps(head, encoded)["smooth"] @ text(row["present"] + row["absent"][:SHARE_OF_ABSENT]).T
        found.append((cosines, presence(cosines), true, len(row["present"])))
    values = np.concatenate([statistic for _, statistic, *_ in found])
    present = np.concatenate([np.arange(len(statistic)) < count for _, statistic, _, count in found])
    midpoint = float(np.quantile(values[~present], REFUSED))
    print(f"AUROC {auroc(values, present):.3f}; midpoint {midpoint:.3f} slope {logistic(values, present, midpoint):.1f}; present found {(values[present] >= midpoint).mean():.3f}")
    for scale, threshold in product(SCALES, THRESHOLDS):
        scores, fore = [], []
        for cosines, statistic, true, count in found:
            # Objects of other labels (-2) are neither right nor wrong here.
            known = true != -2
            best = answered(cosines, statistic, midpoint, scale, threshold)[known]
            scores += intersection_over_union(best, true[known], count)
            a, b = best >= 0, true[known] >= 0
            fore.append((a & b).sum() / max(1, (a | b).sum()))
        print(f"scale {scale} threshold {threshold}: mIoU {np.mean(scores):.3f} foreground {np.mean(fore):.3f}")


if __name__ == "__main__":
    main()
