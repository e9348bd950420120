"""Which halving layers of EfficientNet-Lite2 to flip, measured on photographs: python training/measure_alignment.py --work WORK PHOTO...

A network without a shift gives the mirrored map for the mirrored picture. For each choice of layers (lite2.padding) this
prints how well the two agree: correlation of the logits over the map, each class less its mean, along x and along y.
A mirrored photograph is as natural as the original; one turned upside down is not, so x is the judge.
"""

import argparse
from pathlib import Path

import numpy as np
from onnx import TensorProto
from PIL import Image

from pocket import lite2, reference, sources
from pocket.graph import Graph

CHOICES = [(), (16,), (8,), (8, 1), (8, 2), (8, 2, 1), (8, 4)]
WIDTH, HEIGHT = 640, 448


def agreement(a: np.ndarray, b: np.ndarray) -> float:
    a, b = (x - x.mean((2, 3), keepdims=True) for x in (a, b))
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("photos", nargs="+", type=Path)
    arguments = parser.parse_args()
    weights = sources.lite2_weights(arguments.work / "packages")
    folder = arguments.work / "alignment"
    folder.mkdir(exist_ok=True)
    pictures = []
    for path in arguments.photos:
        pixels = np.asarray(Image.open(path).convert("RGB").resize((WIDTH, HEIGHT)), np.float32)
        pictures.append(((pixels - 127) / 128).transpose(2, 0, 1)[None])
    for flipped in CHOICES:
        g = Graph("lite2")
        x = g.input("x", TensorProto.FLOAT, [1, 3, HEIGHT, WIDTH])
        g.output("logits", lite2.build(g, weights, x, flipped)[1], [1, lite2.CLASSES, HEIGHT // 32, WIDTH // 32])
        g.write(folder / "lite2.onnx")
        session = reference.session(str(folder / "lite2.onnx"))
        found = []
        for picture in pictures:
            straight = session.run(None, {"x": picture})[0]
            for axis in (3, 2):
                mirrored = session.run(None, {"x": np.ascontiguousarray(np.flip(picture, axis))})[0]
                found.append(agreement(straight, np.flip(mirrored, axis)))
        print(f"flipped {str(flipped):10} x {np.mean(found[0::2]):.4f}  y {np.mean(found[1::2]):.4f}", flush=True)


if __name__ == "__main__":
    main()
