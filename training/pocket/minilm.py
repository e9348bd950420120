"""MiniLM-L6 as a graph: a text's vector, the mean over its tokens, of unit length."""

from collections.abc import Callable

import numpy as np
from onnx import TensorProto

from .graph import Graph

FILE = "minilm.bin"
DIMS, HEADS, LAYERS, EPSILON = 384, 12, 6, 1e-12


def build(weights: dict, centre: np.ndarray | None = None, moved: Callable[[Graph, str], str] | None = None) -> Graph:
    """`centre` is what all concept texts have in common: without it a few labels are close to every picture.
    `moved` brings the centred vectors to where the trained head expects them."""
    g = Graph("text")
    ids = g.input("input_ids", TensorProto.INT64, ["batch", "tokens"])
    mask = g.input("attention_mask", TensorProto.INT64, ["batch", "tokens"])

    def norm(x: str, name: str) -> str:
        scale, bias = g.small(weights[name + ".LayerNorm.weight"]), g.small(weights[name + ".LayerNorm.bias"])
        return g.op("LayerNormalization", x, scale, bias, axis=-1, epsilon=EPSILON)

    def matrix(name: str) -> np.ndarray:
        return weights[name + ".weight"].T

    # The two tables are looked up in half precision and only the rows that were found are widened: the word table alone
    # would be 47 MB of memory in single precision.
    words = g.op("Gather", g.stored(FILE, "minilm.words", weights["embeddings.word_embeddings.weight"]), ids)
    table = g.stored(FILE, "minilm.positions", weights["embeddings.position_embeddings.weight"])
    places = g.op("Slice", table, g.constant([0]), g.size(ids, 1))
    wide = [g.op("Cast", x, to=TensorProto.FLOAT) for x in (words, places)]
    segment = g.small(weights["embeddings.token_type_embeddings.weight"][0])
    x = norm(g.op("Add", g.op("Add", *wide), segment), "embeddings")

    padding = g.op("Cast", mask, to=TensorProto.INT32)
    for index in range(LAYERS):
        name = f"encoder.layer.{index}."
        parts = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
        joint = g.weight(FILE, f"minilm.{index}.qkv", np.concatenate([matrix(p) for p in parts], axis=1))
        bias = g.small(np.concatenate([weights[p + ".bias"] for p in parts]))
        qkv = g.op("Split", g.linear(x, joint), axis=-1, num_outputs=3, outputs=3)
        attended = g.op("MultiHeadAttention", *qkv, bias, padding, domain="com.microsoft", num_heads=HEADS)

        def dense(value: str, part: str, short: str) -> str:
            stored = g.weight(FILE, f"minilm.{index}.{short}", matrix(name + part))
            return g.linear(value, stored, weights[name + part + ".bias"])

        x = norm(g.op("Add", x, dense(attended, "attention.output.dense", "out")), name + "attention.output")
        hidden = g.op("Gelu", dense(x, "intermediate.dense", "fc1"), approximate="none")
        x = norm(g.op("Add", x, dense(hidden, "output.dense", "fc2")), name + "output")

    # The mean's divisor drops out of a unit vector: the sum over real tokens is enough.
    real = g.op("Unsqueeze", g.op("Cast", mask, to=TensorProto.FLOAT), g.constant([2]))
    total = g.op("ReduceSum", g.op("Mul", x, real), g.constant([1]), keepdims=0)
    vector = g.unit(total)
    if centre is not None:
        vector = g.unit(g.op("Sub", vector, g.constant(centre, np.float32)))
    if moved is not None:
        vector = moved(g, vector)
    g.output("text", vector, ["batch", DIMS])
    return g
