"""MiniLM-L6 as a graph: a text's vector, the mean over its tokens, of unit length."""

from collections.abc import Callable

import numpy as np
from onnx import TensorProto

from .graph import Graph

FILE = "minilm.bin"
DIMS, HEADS, LAYERS, EPSILON = 384, 12, 6, 1e-12
# Added to a score, it leaves nothing of the token in single precision: what the runtime itself adds where it is given a mask.
IGNORED = -10000.0


def padding_bias(g: Graph, mask: str) -> str:
    """[B, 1, L, L]: 0 where a token is real, IGNORED where it is padding. A bias, because WebGPU has no attention with a mask of padding."""
    padding = g.op("Sub", g.constant(1, np.float32), g.op("Cast", mask, to=TensorProto.FLOAT))
    keys = g.op("Unsqueeze", g.op("Mul", padding, g.constant(IGNORED, np.float32)), g.constant([1, 2]))
    length = g.size(mask, 1)
    return g.op("Expand", keys, g.shape(g.size(mask, 0), 1, length, length))


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

    # The tables are widened as they are loaded, not the rows that were found: few WebGPU devices take rows of a table in half precision.
    words = g.op("Gather", g.weight(FILE, "minilm.words", weights["embeddings.word_embeddings.weight"]), ids)
    table = g.weight(FILE, "minilm.positions", weights["embeddings.position_embeddings.weight"])
    places = g.op("Slice", table, g.constant([0]), g.size(ids, 1))
    segment = g.small(weights["embeddings.token_type_embeddings.weight"][0])
    x = norm(g.op("Add", g.op("Add", words, places), segment), "embeddings")

    padding = padding_bias(g, mask)
    for index in range(LAYERS):
        name = f"encoder.layer.{index}."
        parts = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
        joint = g.weight(FILE, f"minilm.{index}.qkv", np.concatenate([matrix(p) for p in parts], axis=1))
        bias = g.small(np.concatenate([weights[p + ".bias"] for p in parts]))
        qkv = g.op("Split", g.linear(x, joint), axis=-1, num_outputs=3, outputs=3)
        attended = g.op("MultiHeadAttention", *qkv, bias, "", padding, domain="com.microsoft", num_heads=HEADS)

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
