"""Trains head.onnx: which of a few classes each patch of the encoder's grid shows.

    npx denseql encode pictures --outputs dense --out-dir features
    pip install numpy==2.4.6 onnx==1.23.2 pillow==13.0.0
    python train.py

`pictures/` holds photographs, `masks/` a PNG of the same name and shape for each: 0 where nobody says, 1 for the first class, 2 for the second and so on.
A picture whose file name has int(sha1(name), 16) % 5 == 0 is not trained on: the figures that are printed are of those.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from PIL import Image

CLASSES = ["sky", "ground", "upright"]
OUTPUT = "dense"
STEPS, RATE, DECAY = 200, 0.05, 1e-4


def unseen(name: str) -> bool:
    return int(hashlib.sha1(name.encode("utf-8")).hexdigest(), 16) % 5 == 0


def grid(count: int, width: int, height: int) -> tuple[int, int]:
    """Rows and columns of so many patches that are nearest to the picture's shape."""
    pairs = [(rows, count // rows) for rows in range(1, count + 1) if count % rows == 0]
    return min(pairs, key=lambda pair: abs(np.log(pair[1] / pair[0] * height / width)))


def shares(mask: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """Of each patch the share that each class has of it, [patches, classes]."""
    edges = [np.linspace(0, size, parts + 1).round().astype(int) for size, parts in zip(mask.shape, (rows, columns))]
    found = np.zeros((rows * columns, len(CLASSES)))
    for row in range(rows):
        for column in range(columns):
            part = mask[edges[0][row] : edges[0][row + 1], edges[1][column] : edges[1][column + 1]]
            found[row * columns + column] = [np.mean(part == index + 1) for index in range(len(CLASSES))]
    return found


def read(folder: Path) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """Name, features and shares of each picture."""
    read_ones = []
    for path in sorted((folder / "pictures").iterdir()):
        mask = np.asarray(Image.open(folder / "masks" / f"{path.stem}.png"))
        features = np.load(folder / "features" / f"{path.stem}.npz")[OUTPUT]
        rows, columns = grid(len(features), mask.shape[1], mask.shape[0])
        read_ones.append((path.name, features, shares(mask, rows, columns)))
    return read_ones


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def fit(features: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Softmax regression by Adam over all patches at once. Classes count alike, however many patches they have."""
    weights = np.zeros((features.shape[1] + 1, wanted.shape[1]))
    ones = np.concatenate([features, np.ones((len(features), 1))], axis=1)
    balance = (wanted / wanted.sum(0)).sum(1, keepdims=True)
    balance /= balance.sum()
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = ones.T @ (balance * (softmax(ones @ weights) - wanted)) + DECAY * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        weights -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights[:-1].astype(np.float32), weights[-1].astype(np.float32)


def judge(pictures: list, weights: np.ndarray, bias: np.ndarray) -> dict:
    """Of patches that show one class almost whole: the share that is named right, and intersection over union of each class."""
    right, count = 0, 0
    both, either = np.zeros(len(CLASSES)), np.zeros(len(CLASSES))
    for _, features, wanted in pictures:
        clear = wanted.max(1) > 0.8
        found, truth = (features @ weights + bias).argmax(1)[clear], wanted.argmax(1)[clear]
        right, count = right + int((found == truth).sum()), count + len(truth)
        for index in range(len(CLASSES)):
            both[index] += ((found == index) & (truth == index)).sum()
            either[index] += ((found == index) | (truth == index)).sum()
    overlap = {name: round(float(one / max(1, all_)), 3) for name, one, all_ in zip(CLASSES, both, either)}
    return {"pictures": len(pictures), "patches": count, "right": round(right / max(1, count), 3), "iou": overlap}


def write(weights: np.ndarray, bias: np.ndarray, path: Path) -> None:
    patches = "patches"
    nodes = [
        helper.make_node("Gemm", ["features", "weights", "bias"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["shares"], axis=1),
    ]
    graph = helper.make_graph(
        nodes,
        "head",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [patches, weights.shape[0]])],
        [helper.make_tensor_value_info("shares", TensorProto.FLOAT, [patches, weights.shape[1]])],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(bias, "bias")],
    )
    model = helper.make_model(graph, producer_name="train.py", opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("."), help="has pictures/, masks/ and features/")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "head.onnx")
    asked = parser.parse_args()
    pictures = read(asked.folder)
    kept = [one for one in pictures if not unseen(one[0])]
    held = [one for one in pictures if unseen(one[0])]
    # Patches that show nothing labelled teach nothing.
    features = np.concatenate([one[1][one[2].sum(1) > 0.5] for one in kept]).astype(np.float64)
    wanted = np.concatenate([one[2][one[2].sum(1) > 0.5] for one in kept])
    weights, bias = fit(features, wanted / wanted.sum(1, keepdims=True))
    write(weights, bias, asked.out)
    told = {"trained": judge(kept, weights, bias), "unseen": judge(held, weights, bias)}
    told["sha256"] = hashlib.sha256(asked.out.read_bytes()).hexdigest()
    print(json.dumps(told, indent=2))


main()
