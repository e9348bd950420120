"""MuSc's formulas (arXiv:2401.16753) in numpy, written after the paper and apart from the product, for src/plugins/anomaly/mutual.test.ts.

python training/references/musc.py > src/plugins/anomaly/mutual.reference.json
"""

import json

import numpy as np

PICTURES, ROWS, COLUMNS, DIMS = 7, 4, 5, 6
SQUARES = (1, 3, 5)


def aggregated(tokens: np.ndarray, side: int) -> np.ndarray:
    """LNAMD: [rows, columns, dims] -> unit vectors [rows * columns, dims]."""
    normal = (tokens - tokens.mean()) / np.sqrt(tokens.var() + 1e-5)
    reach = side // 2
    padded = np.pad(normal, ((reach, reach), (reach, reach), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side), axis=(0, 1))
    means = windows.mean((-1, -2)).reshape(-1, tokens.shape[-1])
    return means / np.linalg.norm(means, axis=1, keepdims=True)


def scores(layers: list[np.ndarray], picture: int) -> np.ndarray:
    """MSM over layers and squares. `layers`: [pictures, rows, columns, dims] each."""
    found = []
    for tokens in layers:
        for side in SQUARES:
            vectors = [aggregated(each, side) for each in tokens]
            nearest = np.stack(
                [
                    np.linalg.norm(vectors[picture][:, None] - vectors[other][None], axis=2).min(1)
                    for other in range(len(vectors))
                    if other != picture
                ]
            )
            nearest.sort(0)
            found.append(nearest[: max(1, int(0.3 * len(nearest)))].mean(0))
    return np.mean(found, 0)


def rescored(whole: np.ndarray, images: np.ndarray) -> np.ndarray:
    """RsCIN with neighbourhoods of 1, 2 and 3."""
    likeness = np.maximum(0, whole @ whole.T)
    answers = []
    for size in (1, 2, 3):
        kept = np.zeros_like(likeness)
        for row, own in enumerate(likeness):
            near = np.argsort(-own, kind="stable")[:size]
            kept[row, near] = own[near]
        answers.append((kept / kept.sum(1, keepdims=True)) @ images)
    return np.mean(answers, 0)


if __name__ == "__main__":
    random = np.random.default_rng(3)
    layers = [random.normal(0.3, 1, (PICTURES, ROWS, COLUMNS, DIMS)).astype(np.float32) for _ in range(2)]
    whole = random.normal(0, 1, (PICTURES, DIMS)).astype(np.float32)
    whole /= np.linalg.norm(whole, axis=1, keepdims=True)
    maps = [scores(layers, picture) for picture in range(PICTURES)]
    images = np.array([each.max() for each in maps])
    print(
        json.dumps(
            {
                "rows": ROWS,
                "columns": COLUMNS,
                "layers": [[each.ravel().tolist() for each in layer] for layer in layers],
                "whole": whole.tolist(),
                "maps": [each.tolist() for each in maps],
                "rescored": rescored(whole, images).tolist(),
            }
        )
    )
