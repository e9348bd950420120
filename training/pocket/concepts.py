"""From class logits to vectors in the text space (ConSE), and the smoothing of those vectors by patch likeness."""

from pathlib import Path

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from .graph import Graph

FILE = "concepts.bin"
DIMS, CONTEXT = 384, 128


class TextEncoder:
    """The pack's own text.onnx. One text at a time on one thread: the same bytes on every run."""

    def __init__(self, pack: Path):
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self.session = ort.InferenceSession(str(pack / "text.onnx"), options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(str(pack / "tokenizer.json"))
        self.tokenizer.enable_truncation(CONTEXT)

    def __call__(self, texts: list[str]) -> np.ndarray:
        return np.concatenate([self.one(text) for text in texts])

    def one(self, text: str) -> np.ndarray:
        ids = np.array([self.tokenizer.encode(text).ids], np.int64)
        return self.session.run(["text"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0]


def matrix(encoder: TextEncoder, classes: list[tuple[str, str | None]]) -> np.ndarray:
    """One unit vector for each class: its name's plus its description's; the name's alone where none is known.

    The build takes their mean off every row and off every text (minilm.build's `centre`). Where the classifier knows
    nothing, its answer spreads over all classes, and their mean is not neutral: 118 of them are breeds of dog, so a sky
    looked like a dog. Probabilities add up to 1, so taking the mean off every row takes it off every patch.
    """
    rows = []
    for name, description in classes:
        row = encoder.one(name)[0].astype(np.float64)
        if description:
            row = row + encoder.one(description)[0]
        rows.append(row / np.linalg.norm(row))
    return np.stack(rows)


def joint(g: Graph, logits: str, concepts: str) -> str:
    """Logits [..., 1000] to unit vectors [..., 384]: the classes' texts, weighed by how likely each class is."""
    return unit_mean(g, g.op("Softmax", logits, axis=-1), concepts)


def unit_mean(g: Graph, likely: str, concepts: str) -> str:
    """Probabilities of classes to unit vectors."""
    return g.unit(g.op("MatMul", likely, concepts))


def centred(g: Graph, vectors: str, centre: str) -> str:
    """Unit vectors, less what all concepts have in common, to unit vectors. What is of no class in particular keeps a
    good part of that common direction and so is far from every text."""
    return g.unit(g.op("Sub", vectors, centre))


def smooth(g: Graph, values: str, tokens: str, rows: str, columns: str, setting: dict | None) -> str:
    """Each patch becomes the mean of the patches that look like it, weighed by exp(cosine / temperature).

    Scaling both sides of the product by sqrt(1 / temperature) gives the exponent directly; what lies under the threshold
    gets a weight of zero. A patch always keeps itself, so no row is empty and nothing overflows.
    """
    if setting is None:
        return values
    if setting.get("centred"):
        # Without the picture's mean, unlike patches really differ: raw cosines of one picture are nearly all above .5.
        tokens = g.op("Sub", tokens, g.op("ReduceMean", tokens, g.constant([1]), keepdims=1))
    strength = 1 / setting["temperature"]
    scaled = g.op("Mul", g.unit(tokens), g.constant(np.sqrt(strength), np.float32))
    likeness = g.op("MatMul", scaled, g.op("Transpose", scaled, perm=[0, 2, 1]))
    near = g.op("Greater", likeness, g.constant(setting["threshold"] * strength, np.float32))
    if setting.get("window"):
        near = g.op("And", near, within(g, rows, columns, setting["window"]))
    weights = g.op("Softmax", g.op("Where", near, likeness, g.constant(-1e30, np.float32)), axis=-1)
    spread = g.unit(g.op("MatMul", weights, values))
    # What is smaller than a patch or two would be gone for good, were its own vector not half of the answer.
    return g.unit(g.op("Add", spread, values)) if setting.get("keepsOwn") else spread


def within(g: Graph, rows: str, columns: str, window: int) -> str:
    """[N, N]: whether two patches are at most `window` patches apart along both axes."""
    zero, one, scalar = g.constant(0), g.constant(1), g.constant([], np.int64)

    def near(side: str, shape: str) -> str:
        index = g.op("Range", zero, g.op("Reshape", side, scalar), one)
        apart = g.op("Sub", g.op("Unsqueeze", index, g.constant([1])), g.op("Unsqueeze", index, g.constant([0])))
        return g.op("Reshape", g.op("LessOrEqual", g.op("Abs", apart), g.constant(window)), shape)

    # Each axis on its own is small; only the result has N x N entries, of one byte each.
    pairs = g.op("And", near(rows, g.shape(rows, 1, rows, 1)), near(columns, g.shape(1, columns, 1, columns)))
    count = g.op("Mul", rows, columns)
    return g.op("Reshape", pairs, g.shape(count, count))
