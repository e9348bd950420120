"""DenseClipNet as nodes, with inputs and outputs as src/plugins/denseclip/README.md has them."""

import numpy as np

from .denseclip_net import HEADS, SCALE_OF_CLUES, UP, DenseClipNet, Prompting
from .emit import Nodes
from .parts import PIXELS, clue_nodes, eye_nodes


def prompted(g: Nodes, net: Prompting, tokens: str, texts: str) -> str:
    """[1, N, C + D], [1, K, D] -> unit [1, K, D]."""
    memory, x = g.norm(g.dense(tokens, net.memory), net.memory_norm), g.dense(texts, net.text)

    def split(y: str, last: bool) -> str:
        return g.transposed(g.op("Reshape", y, g.constant([0, 0, HEADS, net.each])), *((0, 2, 3, 1) if last else (0, 2, 1, 3)))

    q, k, v = split(g.norm(x, net.text_norm), False), split(g.dense(memory, net.keys), True), split(g.dense(memory, net.values), False)
    weights = g.op("Softmax", g.times(g.op("MatMul", q, k), net.each**-0.5), axis=-1)
    found = g.op("Reshape", g.transposed(g.op("MatMul", weights, v), 0, 2, 1, 3), g.constant([0, 0, HEADS * net.each]))
    x = g.op("Add", x, g.dense(found, net.mixed))
    x = g.op("Add", x, g.dense(g.gelu(g.dense(g.norm(x, net.norm), net.wide)), net.narrow))
    moved = g.op("Mul", g.dense(x, net.out), g.small(net.gamma.detach().numpy()))
    return g.unit(g.op("Add", texts, moved))


def graph(net: DenseClipNet, names: tuple[str, str]) -> Nodes:
    g, shape = Nodes("denseclip"), net.shape
    structure = g.input(names[0], 1, [1, "patches", shape.structure])
    joint = g.unit(g.input(names[1], 1, [1, "patches", shape.joint]))
    picture = g.input("picture", 2, [1, "high", "wide", 3])
    grid, labels = g.input("grid", 1, [2]), g.input("labels", 1, ["labels", shape.joint])
    rows, columns = g.sides(grid)
    count, texts = g.size(labels, 0), g.op("Unsqueeze", labels, g.constant([0]))
    tokens = g.op("Concat", g.norm(structure, net.norm), joint, axis=-1)
    turned, patches = g.transposed(joint, 0, 2, 1), g.size(joint, 1)
    both = [clue_nodes(g, g.op("MatMul", text, turned), structure, patches) for text in (texts, prompted(g, net.prompting, tokens, texts))]
    found = g.times(g.op("Concat", *both, axis=-1), SCALE_OF_CLUES)
    x = g.op("Add", g.op("Unsqueeze", g.dense(tokens, net.features), g.constant([1])), g.dense(found, net.clue))
    x = g.op("Squeeze", g.transposed(x, 0, 1, 3, 2), g.constant([0]))
    x = g.op("Reshape", x, g.shape(count, shape.width, rows, columns))
    seen = [g.conv(g.gelu(level), layer) for layer, level in zip(net.seen, eye_nodes(g, net.eye, picture)[::-1])]
    x = g.op("Add", x, seen[0])
    for layer in net.near:
        x = g.residual(x, layer)
    pools = [g.op(kind, x, g.constant([2, 3]), keepdims=0) for kind in ("ReduceMean", "ReduceMax")]
    best = g.op("Squeeze", g.op("ReduceMax", found, g.constant([2]), keepdims=0), g.constant([0]))
    score = g.dense(g.gelu(g.dense(g.op("Concat", *pools, best, axis=-1), net.presence)), net.present)
    for enlarge, smooth, level in zip(net.finer, net.smooth, seen[1:]):
        x = g.residual(g.op("Add", g.enlarge(g.gelu(x), enlarge), level), smooth)
    logits = g.transposed(g.conv(g.gelu(x), net.logit), 1, 0, 2, 3)
    g.output("logits", logits, [1, "labels", "cells_high", "cells_wide"])
    g.output("scores", g.op("Squeeze", score, g.constant([1])), ["labels"])
    return g


def entry(net: DenseClipNet, names: tuple[str, str], patch: int) -> dict:
    return {
        "kind": "open",
        "feeds": list(names),
        "pixels": PIXELS,
        "upsample": UP,
        "stride": patch / UP,
        "context": True,
        "gamma": round(float(np.abs(net.prompting.gamma.detach().numpy()).mean()), 6),
        "scores": True,
    }
