"""A pack for training: pocket's two encoders with their own features as outputs, nothing learned in between.

python training/ground/features_pack.py --work WORK --out FOLDER, after build_pocket.py has made WORK/first (the pack without a trained part).
The trained parts are linear before they reach the patch grid, so what is learned on these outputs holds in the shipped graph.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pocket import concepts, golden, image_parts, lite2, manifest, sources  # noqa: E402
from pocket.graph import Graph  # noqa: E402

LAYERS = (5, 7, 9)
OUTPUTS = {
    "structure": {"kind": "patches", "dims": concepts.DIMS, "space": "structure"},
    **{f"layers.{layer}": {"kind": "patches", "dims": concepts.DIMS, "space": "layer"} for layer in LAYERS},
    "classifier": {"kind": "patches", "dims": lite2.FEATURES, "space": "layer"},
}


def graph(weights: dict[str, dict]) -> Graph:
    g = Graph("features")
    b = image_parts.branches(g, weights, LAYERS)
    values = {"structure": b["structure"], "classifier": image_parts.on_patches(g, b, b["features"], lite2.FEATURES)}
    for name, output in OUTPUTS.items():
        g.output(name, values.get(name) or b[name], ["batch", "patches", output["dims"]])
    return g


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    packages, out = arguments.work / "packages", arguments.out
    out.mkdir(parents=True, exist_ok=True)
    for name in ("text.onnx", "minilm.bin", "tokenizer.json"):
        shutil.copy(arguments.work / "first" / name, out / name)
    graph({"dinov2": sources.dinov2_weights(packages), "lite2": sources.lite2_weights(packages)}).write(out / "image.onnx")
    golden.write(out)
    settings = json.loads((Path(__file__).resolve().parents[1] / "settings.json").read_text("utf-8"))
    print(manifest.write(out, settings, name="pocket-features", outputs=OUTPUTS))


if __name__ == "__main__":
    main()
