"""DINOv2 ViT-S/14 as graph nodes: patch tokens that compare well with each other."""

import numpy as np

from .graph import Graph

FILE = "dinov2.bin"
DIMS, HEADS, BLOCKS, PATCH, GRID = 384, 6, 12, 14, 37
EPSILON = 1e-6
MEAN = np.array([0.485, 0.456, 0.406], np.float64)
STD = np.array([0.229, 0.224, 0.225], np.float64)


def patch_convolution(weights: dict) -> tuple[np.ndarray, np.ndarray]:
    """The patch convolution for input (x - 127) / 128, which is what the other branch takes.

    x = 128 y + 127, so (x / 255 - mean) / std = scale y + offset: the scale goes into the weight, the offset into the
    bias. The bias is computed from the weight as it is stored, so that rounding does not move a flat grey picture.
    """
    scale = (128 / (255 * STD)).reshape(1, 3, 1, 1)
    offset = ((127 / 255 - MEAN) / STD).reshape(1, 3, 1, 1)
    folded = (weights["embeddings.patch_embeddings.projection.weight"] * scale).astype(np.float16).astype(np.float64)
    bias = weights["embeddings.patch_embeddings.projection.bias"] + (folded / scale * offset).sum((1, 2, 3))
    return folded, bias


def positions(g: Graph, weights: dict, rows: str, columns: str) -> str:
    """The 37 x 37 position grid at [rows x columns], cubic as in training.

    Interpolation is linear in the grid, so only the identity is resized, once for each axis, and two products do the
    rest: the same numbers as a Resize of 384 channels, several times faster.
    """
    grid = g.weight(FILE, "dinov2.positions", weights["embeddings.position_grid"].reshape(GRID, GRID * DIMS))
    eye = g.constant(np.eye(GRID)[None, None], np.float32)

    def along(side: str) -> str:
        sizes = g.shape(1, 1, side, GRID)
        cubic = {"mode": "cubic", "cubic_coeff_a": -0.75, "coordinate_transformation_mode": "half_pixel"}
        return g.op("Reshape", g.op("Resize", eye, "", "", sizes, **cubic), g.shape(side, GRID))

    tall = g.op("Reshape", g.op("MatMul", along(rows), grid), g.shape(rows, GRID, DIMS))
    return g.op("Reshape", g.op("MatMul", along(columns), tall), g.shape(1, -1, DIMS))


def block(g: Graph, weights: dict, index: int, x: str) -> str:
    def get(name: str) -> np.ndarray:
        return weights[f"encoder.layer.{index}.{name}"]

    def norm(value: str, name: str) -> str:
        scale, bias = g.small(get(name + ".weight")), g.small(get(name + ".bias"))
        return g.op("LayerNormalization", value, scale, bias, axis=-1, epsilon=EPSILON)

    def scaled(name: str, layer: str, number: int) -> tuple[str, np.ndarray]:
        """LayerScale folded into the layer before it. The product is taken in single precision, when the runtime
        folds constants: some scales are so small that the product would lose digits in half precision."""
        scale = get(f"layer_scale{number}.lambda1")
        stored = g.weight(FILE, f"dinov2.{index}.{name}", get(layer + ".matrix"))
        return g.op("Mul", stored, g.small(scale)), get(layer + ".bias") * scale

    parts = [f"attention.attention.{part}" for part in ("query", "key", "value")]
    joint = g.weight(FILE, f"dinov2.{index}.qkv", np.concatenate([get(p + ".matrix") for p in parts], axis=1))
    bias = g.small(np.concatenate([get(p + ".bias") for p in parts]))
    qkv = g.op("Split", g.linear(norm(x, "norm1"), joint), axis=-1, num_outputs=3, outputs=3)
    attended = g.op("MultiHeadAttention", *qkv, bias, domain="com.microsoft", num_heads=HEADS)
    x = g.op("Add", x, g.linear(attended, *scaled("out", "attention.output.dense", 1)))

    first = g.weight(FILE, f"dinov2.{index}.fc1", get("mlp.fc1.matrix"))
    hidden = g.op("Gelu", g.linear(norm(x, "norm2"), first, get("mlp.fc1.bias")), approximate="none")
    return g.op("Add", x, g.linear(hidden, *scaled("fc2", "mlp.fc2", 2)))


def build(g: Graph, weights: dict, pixels: str, layers: tuple[int, ...]) -> dict[str, str]:
    """pixels: [B, 3, 14 rows, 14 columns], scaled to (x - 127) / 128. Returns structure, rows, columns, layers."""
    kernel, bias = patch_convolution(weights)
    stored = g.weight(FILE, "dinov2.patch", kernel)
    patches = g.op("Conv", pixels, stored, g.small(bias), kernel_shape=[PATCH] * 2, strides=[PATCH] * 2)
    batch, rows, columns = g.size(patches, 0), g.size(patches, 2), g.size(patches, 3)
    tokens = g.op("Transpose", g.op("Reshape", patches, g.shape(batch, DIMS, -1)), perm=[0, 2, 1])
    tokens = g.op("Add", tokens, positions(g, weights, rows, columns))
    first = g.small(weights["embeddings.cls_token"] + weights["embeddings.position_cls"])
    x = g.op("Concat", g.op("Expand", first, g.shape(batch, 1, DIMS)), tokens, axis=1)

    ends = g.constant([1]), g.constant([np.iinfo(np.int64).max]), g.constant([1])
    found = {"rows": rows, "columns": columns}
    for index in range(BLOCKS):
        x = block(g, weights, index, x)
        if index in layers:
            found[f"layers.{index}"] = g.op("Slice", x, *ends)
    scale, shift = g.small(weights["layernorm.weight"]), g.small(weights["layernorm.bias"])
    last = g.op("LayerNormalization", g.op("Slice", x, *ends), scale, shift, axis=-1, epsilon=EPSILON)
    return found | {"tokens": last, "structure": g.unit(last)}
