"""Measures of anomaly detection by scikit-learn and SciPy, apart from the product, for bench/quality/anomaly/measures.test.ts.

python training/references/anomaly_measures.py > bench/quality/anomaly/measures.reference.json
"""

import json

import numpy as np
from scipy.ndimage import label
from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score


def best_f1(truth: np.ndarray, scores: np.ndarray) -> float:
    precision, recall, _ = precision_recall_curve(truth, scores)
    return float(np.max(2 * precision * recall / np.maximum(1e-12, precision + recall)))


def pro(maps: np.ndarray, masks: np.ndarray, limit: float) -> float:
    """Per-region overlap over the false positive rate up to a limit, at every threshold that occurs; regions touch at corners, too."""
    regions = []
    for values, mask in zip(maps, masks, strict=True):
        found, count = label(mask, np.ones((3, 3)))
        regions += [values[found == number + 1] for number in range(count)]
    sound = maps[~masks]
    rates, overlaps = [0.0], [0.0]
    for threshold in np.unique(maps)[::-1]:
        rates.append(float((sound >= threshold).mean()))
        overlaps.append(float(np.mean([(region >= threshold).mean() for region in regions])))
    rates_, overlaps_ = np.array(rates), np.array(overlaps)
    kept = rates_ <= limit
    end = np.interp(limit, rates_, overlaps_)
    x, y = np.append(rates_[kept], limit), np.append(overlaps_[kept], end)
    return float(np.trapezoid(y, x) / limit)


if __name__ == "__main__":
    random = np.random.default_rng(5)
    masks = np.zeros((4, 9, 11), bool)
    masks[0, 1:4, 2:5] = masks[0, 6:8, 7:10] = masks[1, 2:7, 4] = True
    masks[2, 0, 0] = masks[2, 1, 1] = masks[2, 8, 10] = True
    # Tenths: many values are equal.
    maps = np.round(random.uniform(0, 1, masks.shape) + 0.6 * masks, 1).astype(np.float32)
    flat, truth = maps.ravel(), masks.ravel()
    print(
        json.dumps(
            {
                "height": 9,
                "width": 11,
                "maps": [each.ravel().round(1).tolist() for each in maps.astype(float)],
                "masks": [each.ravel().astype(int).tolist() for each in masks],
                "auroc": roc_auc_score(truth, flat),
                "averagePrecision": average_precision_score(truth, flat),
                "bestF1": best_f1(truth, flat),
                "pro": pro(maps, masks, 0.3),
            }
        )
    )
