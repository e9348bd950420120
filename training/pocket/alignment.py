"""Do both encoders see a thing where it is? A disc is drawn at several places and its answer is located."""

import numpy as np
from PIL import Image, ImageDraw

from .image_graph import PATCH


def backdrop(width: int, height: int) -> Image.Image:
    """A soft, textured picture without anything in it."""
    random = np.random.default_rng(7)
    y, x = np.mgrid[0:height, 0:width]
    base = np.stack([120 + 20 * np.sin(x / 60), 125 + 15 * np.cos(y / 45), 115 + 10 * np.sin((x + y) / 80)], axis=-1)
    return Image.fromarray(np.clip(base + random.normal(0, 6, base.shape), 0, 255).astype(np.uint8))


def centroid(weights: np.ndarray, cell: np.ndarray) -> np.ndarray:
    """The centre (x, y) of a map, in patches; `cell` is the size of its cells in patches. Under half the peak is noise."""
    weights = np.maximum(weights - weights.max() / 2, 0)
    y, x = np.mgrid[0 : weights.shape[0], 0 : weights.shape[1]] + 0.5
    return np.array([(weights * x).sum(), (weights * y).sum()]) / weights.sum() * cell


def change(name: str, with_disc: dict, without: dict, shape: tuple[int, int]) -> np.ndarray:
    """How far each cell moved from the picture without the disc."""
    if name == "logits":
        return np.linalg.norm(with_disc[name] - without[name], axis=1)[0]
    return np.linalg.norm(with_disc[name] - without[name], axis=-1).reshape(shape)


def likeness(tokens: np.ndarray, seed: tuple[int, int], shape: tuple[int, int]) -> np.ndarray:
    """How much more each patch is like the one under the disc's centre than the median patch is. For DINOv2's last
    layer, where a disc also changes a few patches far from it (they carry the picture as a whole)."""
    cosine = (tokens[0] @ tokens[0][seed[1] * shape[1] + seed[0]]).reshape(shape)
    return np.maximum(cosine - np.median(cosine), 0)


def residuals(run, width: int, height: int, radius: float = 56) -> dict[str, np.ndarray]:
    """run(pixels) -> outputs by name, "logits" among them. For each way of looking: (dx, dy) in patches from the disc's
    centre to its answer's, at nine places. `width` and `height` are multiples of 28; the logits' cells stretch to fit."""
    empty = run(np.asarray(backdrop(width, height))[None])
    shape = (height // PATCH, width // PATCH)
    found: dict[str, list] = {}
    for fy in (0.3, 0.52, 0.71):
        for fx in (0.27, 0.5, 0.74):
            x, y = fx * width, fy * height
            image = backdrop(width, height)
            box = (x - radius, y - radius, x + radius, y + radius)
            ImageDraw.Draw(image).ellipse(box, fill=(235, 120, 30), outline=(60, 20, 0), width=6)
            answers = run(np.asarray(image)[None])
            maps = {f"change of {name}": change(name, answers, empty, shape) for name in ("logits", "denseRaw", "layers.5")}
            seed = (int(x // PATCH), int(y // PATCH))
            maps |= {f"likeness in {name}": likeness(answers[name], seed, shape) for name in ("denseRaw", "structure")}
            for name, values in maps.items():
                cell = np.array([shape[1] / values.shape[1], shape[0] / values.shape[0]])
                found.setdefault(name, []).append(centroid(values, cell) - np.array([x, y]) / PATCH)
    return {name: np.array(values) for name, values in found.items()}
