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


def centroid(weights: np.ndarray) -> np.ndarray:
    """The centre (x, y) of a map in patches, where patch 0 spans 0..1. Under a third of the peak it is noise."""
    weights = np.maximum(weights - weights.max() / 3, 0)
    y, x = np.mgrid[0 : weights.shape[0], 0 : weights.shape[1]] + 0.5
    return np.array([(weights * x).sum(), (weights * y).sum()]) / weights.sum()


def residuals(run, width: int, height: int, outputs: list[str], radius: float = 56) -> dict[str, np.ndarray]:
    """run(pixels) -> {output: [1, N, D]}. Distance (dx, dy) in patches from the disc's centre to its answer's, for each
    of nine places, by output. The answer is the length of the difference from the picture without the disc."""
    empty = run(np.asarray(backdrop(width, height))[None])
    found: dict[str, list] = {name: [] for name in outputs}
    for fy in (0.3, 0.52, 0.71):
        for fx in (0.27, 0.5, 0.74):
            x, y = fx * width, fy * height
            image = backdrop(width, height)
            box = (x - radius, y - radius, x + radius, y + radius)
            ImageDraw.Draw(image).ellipse(box, fill=(235, 120, 30), outline=(60, 20, 0), width=6)
            answers = run(np.asarray(image)[None])
            for name in outputs:
                change = np.linalg.norm(answers[name] - empty[name], axis=-1)
                grid = change.reshape(height // PATCH, width // PATCH)
                found[name].append(centroid(grid) - np.array([x, y]) / PATCH)
    return {name: np.array(values) for name, values in found.items()}
