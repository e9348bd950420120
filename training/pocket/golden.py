"""A picture and some texts with the vectors they must give: how a device proves that it computes the right thing."""

import json
from pathlib import Path

import numpy as np
import onnxruntime as ort
from PIL import Image, ImageDraw

from .concepts import TextEncoder

WIDTH, HEIGHT = 224, 168
TEXTS = ["a cat", "a photo of a red bus on a street", "wooden floor"]
ROWS = 4


def picture() -> Image.Image:
    """Sky, hills, a ball and a chequered floor under noise: smooth, textured and sharp parts, and no symmetry."""
    random = np.random.default_rng(20240229)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float64)
    sky = np.stack([90 + 0.4 * y, 140 + 0.3 * y, 215 - 0.2 * y], axis=-1)
    floor = np.where((((x + y) // 14 + (y - x) // 14) % 2)[..., None] == 0, [150.0, 105.0, 70.0], [225.0, 205.0, 170.0])
    hills = 78 + 16 * np.sin(x / 23) + 7 * np.sin(x / 7.3 + 1)
    canvas = np.where((y > hills)[..., None], [70.0, 120.0, 60.0], sky)
    canvas = np.where((y > 118)[..., None], floor, canvas)
    canvas += random.normal(0, 9, canvas.shape)
    image = Image.fromarray(np.clip(np.rint(canvas), 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.ellipse((122, 62, 190, 130), fill=(205, 60, 40), outline=(90, 20, 15), width=3)
    draw.ellipse((138, 74, 156, 90), fill=(245, 170, 150))
    draw.rectangle((28, 60, 74, 136), fill=(90, 75, 120), outline=(40, 30, 60), width=2)
    draw.polygon([(20, 60), (51, 28), (82, 60)], fill=(160, 70, 55))
    return image


def rounded(values: np.ndarray) -> list[float]:
    return [round(float(value), 6) for value in values]


def write(pack: Path) -> None:
    image = picture()
    image.save(pack / "golden.png", optimize=True)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(str(pack / "image.onnx"), options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    results = session.run(names, {"pixels": np.asarray(image)[None]})
    expected = {}
    for name, result in zip(names, results):
        flat = result.reshape(-1, result.shape[-1])
        picked = sorted({round(k * (len(flat) - 1) / (ROWS - 1)) for k in range(ROWS)})
        expected[name] = {
            "dims": list(result.shape),
            "sample": [{"row": row, "values": rounded(flat[row])} for row in picked],
        }
    encoder = TextEncoder(pack)
    golden = {
        "image": {
            "file": "golden.png",
            "width": WIDTH,
            "height": HEIGHT,
            "tolerance": {"cosine": 0.999},
            "expected": expected,
        },
        "texts": [{"text": text, "values": rounded(encoder.one(text)[0])} for text in TEXTS],
    }
    (pack / "golden.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n", "utf-8")
