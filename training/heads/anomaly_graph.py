"""AnomalyNet as nodes, with inputs and outputs as src/plugins/anomaly/head.ts has them."""

import numpy as np
from onnx import TensorProto

from .anomaly_net import AROUND, KIN, REACH, TOPS, AnomalyNet, States
from .emit import Nodes, array
from .parts import PIXELS, eye_nodes


def whole(g: Nodes, value: str) -> str:
    return g.op("Cast", value, to=TensorProto.INT64)


def single(g: Nodes, value: str) -> str:
    return g.op("Cast", value, to=TensorProto.FLOAT)


def likeness(g: Nodes, tokens: str, near: str, kin: str) -> str:
    """[1, N, C] -> [1, N, SAID]. kin: how many there are at most, a vector of one number."""
    units = g.unit(tokens)
    cosine = g.op("Where", near, g.constant(-1.0, np.float32), g.op("MatMul", units, g.transposed(units, 0, 2, 1)))
    best = g.op("TopK", cosine, kin, outputs=2, axis=-1)[0]
    first = [g.mean(g.op("Slice", best, g.constant([0]), g.constant([count]), g.constant([2])), -1) for count in KIN]
    far = g.op("Sub", g.constant(1.0, np.float32), g.op("Concat", *first, axis=-1))
    off = g.op("Sub", far, g.mean(far, 1))
    deviation = g.op("Sqrt", g.mean(g.op("Mul", off, off), 1))
    return g.op("Concat", far, g.op("Div", off, g.op("Add", deviation, g.constant(0.02, np.float32))), axis=-1)


def neighbours(g: Nodes, rows: str, columns: str) -> str:
    """[N, N], whether two patches are within REACH."""
    place = g.op("Range", g.constant(0), g.op("Squeeze", g.op("Mul", rows, columns)), g.constant(1))
    down = g.op("Div", place, columns)
    across = g.op("Sub", place, g.op("Mul", down, columns))
    beside = [
        g.op("LessOrEqual", g.op("Abs", g.op("Sub", g.op("Unsqueeze", at, g.constant([1])), at)), g.constant(REACH)) for at in (down, across)
    ]
    return g.op("And", *beside)


def states(g: Nodes, net: States, text: str, noise: str) -> str:
    """[texts] and [S, width] -> [S, width]."""
    hidden = g.gelu(g.dense(g.op("Unsqueeze", text, g.constant([0])), net.hidden))
    spread = g.op("Exp", g.times(g.dense(hidden, net.spread), 0.5))
    z = g.op("Add", g.dense(hidden, net.middle), g.op("Mul", spread, noise))
    for inward, bias, out in zip(net.flow_in, net.flow_bias, net.flow_out):
        bent = g.op("Tanh", g.op("Add", g.op("MatMul", z, g.small(array(inward)[:, None])), g.small(array(bias))))
        z = g.op("Add", z, g.op("Mul", bent, g.small(array(out))))
    return z


def most(g: Nodes, share: float, count: str) -> str:
    return g.op("Max", g.constant([1]), whole(g, g.op("Floor", g.times(single(g, count), share))))


def graph(net: AnomalyNet, names: tuple[str, ...]) -> Nodes:
    g, shape = Nodes("anomaly"), net.shape
    layers = [g.input(name, 1, [1, "patches", shape.tokens]) for name in names]
    picture = g.input("picture", 2, [1, "high", "wide", 3])
    grid, texts = g.input("grid", 1, [2]), [g.input(name, 1, [shape.texts]) for name in ("normal", "abnormal")]
    noise = g.input("noise", 1, [2, "samples", shape.width])
    rows, columns = g.sides(grid)
    count = g.op("Mul", rows, columns)
    near, kin = neighbours(g, rows, columns), g.op("Min", count, g.constant([KIN[-1]]))

    def on_grid(x: str, channels: int) -> str:
        return g.op("Reshape", g.transposed(x, 0, 2, 1), g.shape(1, channels, rows, columns))

    def around(x: str) -> str:
        sides = [AROUND, AROUND], [AROUND // 2] * 4
        return g.op("Sub", x, g.op("AveragePool", x, kernel_shape=sides[0], pads=sides[1], strides=[1, 1], count_include_pad=0))

    tokens = [g.dense(g.norm(x, net.norm), layer) for x, layer in zip(layers, net.tokens)]
    tokens = on_grid(g.op("Concat", *tokens, axis=-1), shape.layers * shape.each)
    said = g.op("Concat", *(likeness(g, x, near, kin) for x in layers), axis=-1)
    seen = g.conv(g.gelu(eye_nodes(g, net.eye, picture)[-1]), net.seen)
    x = g.op("Concat", tokens, around(tokens), on_grid(said, shape.layers * 2 * len(KIN)), seen, around(seen), axis=1)
    x = g.conv(x, net.inward)
    for layer in net.near:
        x = g.residual(x, layer)

    def pools(x: str) -> str:
        return g.op("Concat", *(g.op(kind, x, g.constant([2, 3]), keepdims=0) for kind in ("ReduceMean", "ReduceMax")), axis=-1)

    x = g.op("Add", x, g.op("Unsqueeze", g.dense(pools(x), net.whole), g.constant([2, 3])))
    x = g.conv(g.gelu(g.residual(x, net.last)), net.out)
    first, second = (g.op("Squeeze", part, g.constant([0])) for part in g.op("Split", noise, outputs=2, axis=0, num_outputs=2))
    apart = g.op("Sub", states(g, net.abnormal, texts[1], second), states(g, net.normal, texts[0], first))
    flat = g.op("Reshape", x, g.shape(shape.width, count))
    logits = g.op("Add", g.times(g.op("MatMul", apart, flat), shape.width**-0.5), g.small(array(net.rare)))
    best = g.op("TopK", logits, most(g, TOPS[-1], count), outputs=2, axis=-1)[0]
    tops = [g.mean(g.op("Slice", best, g.constant([0]), most(g, share, count), g.constant([1])), -1) for share in TOPS]
    pooled = g.op("Expand", pools(x), g.shape(g.size(logits, 0), 2 * shape.width))
    score = g.dense(g.gelu(g.dense(g.op("Concat", *tops, pooled, axis=-1), net.pooled)), net.score)
    g.output("logits", logits, ["samples", "patches"])
    g.output("scores", g.op("Squeeze", score, g.constant([1])), ["samples"])
    return g


def entry(net: AnomalyNet, names: tuple[str, ...]) -> dict:
    return {"inputs": list(names), "pixels": PIXELS, "noise": net.shape.width, "texts": net.shape.texts}


