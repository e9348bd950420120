"""The method `memory` in numpy on features of `denseql encode`: constants are chosen by it, without asking the product again for every choice.

    denseql encode --list pictures.txt --out-dir FEATURES --half --outputs layers.5,layers.7,structure
    python training/eval/anomalies/judge_features.py --features FEATURES --composed DIR [--tiles DIR] [--shots 4]

Needs scikit-learn and scipy beside numpy and pillow. Pictures without features are left out, and the output says how many were judged.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "references"))
from anomaly_measures import pro  # noqa: E402

SOFT, SIGMA, DEVIATIONS, PRIOR_WIDTH, PRIOR_WEIGHT = 0.1, 0.5, 1.5, 0.12, 4
ALONE_MIDDLE, ALONE_WIDTH = 0.52, 0.27
SIDE = 64  # pixels are judged on a coarse grid: enough to choose by, and quick


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(1e-9, np.linalg.norm(rows, axis=-1, keepdims=True))


def smoothed(values: np.ndarray, sigma: float = SIGMA) -> np.ndarray:
    reach = int(np.ceil(3 * sigma))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    padded = np.pad(values, reach, mode="edge")
    for axis in (0, 1):
        padded = np.apply_along_axis(lambda line: np.convolve(line, kernel / kernel.sum(), "valid"), axis, padded)
    return padded


class Features:
    def __init__(self, folder: Path, layers: list[str]):
        self.folder, self.layers, self.known = folder, layers, {}

    def has(self, file: str) -> bool:
        return (self.folder / (Path(file).stem + ".npz")).exists()

    def rows(self, file: str, sizes: tuple[int, int]) -> tuple[np.ndarray, tuple[int, int]]:
        if file not in self.known:
            found = np.load(self.folder / (Path(file).stem + ".npz"))
            parts = [found[layer].astype(np.float32).reshape(-1, found[layer].shape[-1]) for layer in self.layers]
            count = len(parts[0])
            width, height = sizes
            high = max((rows for rows in range(1, count + 1) if count % rows == 0), key=lambda rows: -abs(np.log(rows * width / (count / rows) / height)))
            self.known[file] = np.concatenate([unit(part) for part in parts], 1) / np.sqrt(len(parts)), (high, count // high)
        return self.known[file]


def learnt(references: list[tuple[np.ndarray, tuple[int, int]]]) -> tuple[np.ndarray, np.ndarray, float]:
    """Memory, what is usual at each row, and the threshold of the highest value."""
    memory = np.concatenate([rows for rows, _ in references])
    owners = np.concatenate([np.full(len(rows), place) for place, (rows, _) in enumerate(references)])
    if len(references) == 1:
        rows, (high, wide) = references[0]
        grid = rows.reshape(high, wide, -1)
        between = unit((grid[:-1, :-1] + grid[1:, :-1] + grid[:-1, 1:] + grid[1:, 1:]).reshape((high - 1) * (wide - 1), -1))
        distance = 1 - (between @ memory.T).max(1)
        return memory, np.full(len(memory), distance.mean()), float(np.exp(ALONE_MIDDLE + DEVIATIONS * ALONE_WIDTH))
    beside = []
    for place, (rows, _) in enumerate(references):
        cosine = rows @ memory.T
        cosine[:, owners == place] = -9
        beside.append((1 - cosine.max(1), cosine.argmax(1)))
    usual = np.concatenate([distance for distance, _ in beside])
    scores = [
        np.log(smoothed((distance / (usual[at] + SOFT)).reshape(grid)).max()) for (distance, at), (_, grid) in zip(beside, references, strict=True)
    ]
    count = len(scores)
    variance = (PRIOR_WEIGHT * PRIOR_WIDTH**2 + np.sum((np.array(scores) - np.mean(scores)) ** 2)) / (PRIOR_WEIGHT + count - 1)
    return memory, usual, float(np.exp(np.mean(scores) + DEVIATIONS * np.sqrt(variance * (1 + 1 / count))))


def judged(features: Features, references: list[Path], pictures: list[tuple[Path, Path | None]]) -> dict[str, float]:
    seen = [features.rows(str(file), Image.open(file).size) for file in references]
    memory, usual, threshold = learnt(seen)
    scores, truth, maps, masks = [], [], [], []
    for file, mask in pictures:
        rows, grid = features.rows(str(file), Image.open(file).size)
        cosine = rows @ memory.T
        values = smoothed(((1 - cosine.max(1)) / (usual[cosine.argmax(1)] + SOFT)).reshape(grid))
        scores.append(values.max())
        truth.append(mask is not None)
        maps.append(np.asarray(Image.fromarray(values.astype(np.float32)).resize((SIDE, SIDE), Image.Resampling.BILINEAR)))
        drawn = None if mask is None else Image.open(mask).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
        masks.append(np.zeros((SIDE, SIDE), bool) if drawn is None else np.asarray(drawn) > 64)
    s, y, m, g = np.array(scores), np.array(truth), np.stack(maps), np.stack(masks)
    quantised = np.round(m, 2)
    return {
        "image": roc_auc_score(y, s), "pixel": roc_auc_score(g.ravel(), m.ravel()), "pro": pro(quantised, g, 0.3) if g.any() else np.nan,
        "falseAlarms": float((s[~y] > threshold).mean()), "missed": float((s[y] <= threshold).mean()), "n": len(s),
    }  # fmt: skip


def fold(file: str) -> int:
    return int(hashlib.sha1(file.encode()).hexdigest(), 16) % 5


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--features", type=Path, required=True)
    parser.add_argument("--composed", type=Path)
    parser.add_argument("--tiles", type=Path)
    parser.add_argument("--shots", type=int, default=4)
    parser.add_argument("--layers", default="layers.5,layers.7")
    asked = parser.parse_args()
    rows: list[tuple[str, dict[str, float]]] = []
    names = ("image", "pixel", "pro", "falseAlarms", "missed")

    def note(name: str, figures: dict[str, float]) -> None:
        rows.append((name, figures))
        print(f"{name:32}", *(f"{figures[key]:.3f}" for key in names), f"n {figures['n']}", flush=True)

    if asked.composed:
        for kind in json.loads((asked.composed / "anomalies.json").read_text("utf-8")):
            features = Features(asked.features, asked.layers.split(","))
            at = asked.composed / "pictures"
            references = [at / file for file in kind["references"] if features.has(file)][: asked.shots]
            pictures: list[tuple[Path, Path | None]] = [(at / file, None) for file in kind["normals"] if features.has(file)]
            pictures += [(at / each["file"], asked.composed / "masks" / each["mask"]) for each in kind["defects"] if features.has(each["file"])]
            if len(references) == asked.shots and 0 < sum(mask is None for _, mask in pictures) < len(pictures):
                note(kind["name"], judged(features, references, pictures))
    if asked.tiles:
        features = Features(asked.features, asked.layers.split(","))
        truth = [each for each in json.loads((asked.tiles / "truth.json").read_text("utf-8"))["pictures"] if features.has(each["file"])]
        for number in range(5):
            references = [asked.tiles / each["file"] for each in truth if each["defect"] is None and fold(each["file"]) != number][: asked.shots]
            pictures = [
                (asked.tiles / each["file"], None if each["defect"] is None else asked.tiles / each["file"].replace(".jpg", ".mask.png"))
                for each in truth
                if fold(each["file"]) == number
            ]
            if len(references) == asked.shots and 0 < sum(mask is None for _, mask in pictures) < len(pictures):
                note(f"tiles, fold {number}", judged(features, references, pictures))
    print(f"{'mean of ' + str(len(rows)):32}", *(f"{np.nanmean([figures[key] for _, figures in rows]):.3f}" for key in names))


if __name__ == "__main__":
    main()
