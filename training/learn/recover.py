"""A head read back out of a pack, to go on from where its file is lost: python training/learn/recover.py --pack FOLDER --features FILE --out head.pt

Weights come back as the pack has them, matrices in half precision. The features' mean and deviation are folded into the pack's matrices and cannot be read back: those of
FILE's rows (the .features.npy of a table) take their place. That changes no answer; dropout and rates mean what they meant.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from learn.head import CLASSES, CLASSIFIER, Head, Shape, save  # noqa: E402

SEED, ROWS = 7, 60_000


class Constants:
    """Tensors of a graph: by name, and beside what they are computed with."""

    def __init__(self, path: Path):
        self.graph = onnx.load(str(path)).graph
        self.tensors = {tensor.name: numpy_helper.to_array(tensor).astype(np.float32) for tensor in self.graph.initializer}

    def __getitem__(self, name: str) -> np.ndarray:
        return self.tensors[name]

    def reader(self, name: str, kind: str) -> onnx.NodeProto:
        return next(node for node in self.graph.node if node.op_type == kind and name in node.input)

    def beside(self, name: str, *kinds: str) -> np.ndarray:
        """Operators of these kinds follow each other from `name` on: the constant that the last of them reads."""
        for kind in kinds:
            node = self.reader(name, kind)
            name = node.output[0]
        return next(self.tensors[read] for read in node.input if read in self.tensors)


def recovered(pack: Path, mean: np.ndarray, std: np.ndarray) -> Head:
    image, text = Constants(pack / "image.onnx"), Constants(pack / "text.onnx")
    centre = image.beside("concepts.texts.f32", "MatMul", "LpNormalization", "Sub")
    fc = image["lite2._fc"].reshape(CLASSES, CLASSIFIER), image.beside("lite2._fc.f32", "Conv")
    # Cells are read by a convolution, tokens by a product.
    folded = np.concatenate([image["learned.tokens"].T, image["learned.cells"][:, :, 0, 0]], 1)
    outer, bias = image["learned.outer"].T, image.beside("learned.outer.f32", "MatMul", "Add")
    asked = text.reader("adapter.f32", "MatMul").input[0]
    thing = next(node for node in text.graph.node if node.op_type == "MatMul" and node.input[0] == asked and node.input[1] in text.tensors)
    away = float(np.linalg.norm(text.beside(thing.output[0], "Add", "Tanh", "Mul")))
    weights = {
        "inner.weight": folded * std,
        "inner.bias": image.beside("learned.cells.f32", "Conv") + folded @ mean,
        "outer.weight": outer[:-1],
        "outer.bias": bias[:-1],
        "object.weight": outer[-1:],
        "object.bias": bias[-1:],
        "strength": image.beside("concepts.texts.f32", "MatMul", "LpNormalization", "Sub", "LpNormalization", "Mul"),
        "adapter.weight": text["adapter"].T,
        "thing.weight": text[thing.input[1]].T,
        "thing.bias": text.beside(thing.output[0], "Add"),
    }
    made = (torch.tensor(fc[0]), torch.tensor(fc[1])), torch.tensor(image["concepts.texts"]), torch.tensor(centre), torch.tensor(mean), torch.tensor(std)
    head = Head(Shape(hidden=len(folded), away=round(away, 4)), *made)
    head.load_state_dict(head.state_dict() | {name: torch.tensor(value) for name, value in weights.items()})
    return head


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pack", "features", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    arguments = parser.parse_args()
    rows = np.load(arguments.features, mmap_mode="r")
    drawn = np.random.default_rng(SEED).choice(len(rows), min(ROWS, len(rows)), replace=False)
    sample = rows[np.sort(drawn)].astype(np.float32)
    save(recovered(arguments.pack, sample.mean(0), sample.std(0) + 1e-3), arguments.out)


if __name__ == "__main__":
    main()
