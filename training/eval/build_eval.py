"""Made scenes.jsonl and boxes.jsonl, once: python training/eval/build_eval.py --work FOLDER. Kept so that anyone can see how.

The yardstick never changes: do not run this again. `render.py` recomposes the scenes from what is written here.
FOLDER is the work folder of build.sh, for the sentence encoder that keeps near-duplicates out of the absent labels.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.alike import Alike
from ground.backdrops import backdrops, hand_boxes, picture_held_out, visible_words
from ground.compose import paint
from ground.packages import REPOSITORY
from ground.pictures import things
from ground.recipes import Stock, recipe
from ground.things import split_key
from pocket import concepts, minilm, sources

FOLDER = Path(__file__).resolve().parent
SEED, SCENES, ABSENT, LEAST_AREA, LEAST_VISIBLE = 20261, 420, 110, 100, 0.12


def meanings(work: Path) -> Alike:
    texts = sorted({*things(True), *(text for item in backdrops(True) for text in visible_words(item))})
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder)
        minilm.build(sources.minilm_weights(work / "packages")).write(pack / "text.onnx")
        (pack / "tokenizer.json").write_bytes((REPOSITORY / "models/pocket/tokenizer.json").read_bytes())  # without padding
        return Alike(texts, concepts.TextEncoder(pack)(texts))


def absent(stock: Stock, made: dict, present: list[str], index: int) -> list[str]:
    """Held-out labels that are certainly not in the picture, in random order."""
    labels = [
        label
        for label in sorted(stock.labels)
        if not stock.could_be_behind(label, made["backdrop"]) and not any(stock.alike.labels(label, other) for other in present)
    ]
    random = np.random.default_rng([SEED, index, 999])
    return [str(label) for label in random.permutation(labels)[:ABSENT]]


def scene(stock: Stock, index: int) -> dict:
    for attempt in range(100):
        made = recipe(stock, SEED, index, attempt)
        if made is None:
            continue
        painted = paint(made, stock.pictures, stock.behind)
        if min(thing["area"] for thing in painted.objects) < LEAST_AREA:
            continue
        if min(thing["visible"] for thing in painted.objects) < LEAST_VISIBLE:
            continue
        present = sorted({thing["label"] for thing in painted.objects})
        away = absent(stock, made, present, index)
        if len(away) == ABSENT:
            digest = hashlib.sha256(painted.pixels.tobytes()).hexdigest()
            head = {"id": f"{index:04}", "seed": [SEED, index, attempt], "sha256": digest}
            return head | {"present": present, "objects": painted.objects, "recipe": made, "absent": away}
    raise SystemExit(f"scene {index}: no attempt worked")


def box_rows() -> list[dict]:
    """Hand boxes of held-out pictures, numbered in the order of the pictures."""
    held = {key: boxes for key, boxes in hand_boxes().items() if picture_held_out(split_key(boxes[0]))}
    fields = ("package", "file", "size", "same_scene", "licence", "alpha")
    found = []
    for number, key in enumerate(sorted(held), 1):
        boxes = held[key]
        head = {"picture": f"{number:03}"} | {name: boxes[0][name] for name in fields if name in boxes[0]}
        kept = [{name: box[name] for name in ("concept", "box", "px", "also", "alpha_cover") if name in box} for box in boxes]
        found.append(head | {"boxes": kept})
    return found


def write(name: str, rows: list[dict]) -> None:
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    (FOLDER / name).write_text("\n".join(lines) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--scenes", type=int, default=SCENES)
    arguments = parser.parse_args()
    stock = Stock(True, meanings(arguments.work))
    rows = []
    for index in range(1, arguments.scenes + 1):
        rows.append(scene(stock, index))
        if index % 20 == 0:
            print(f"{index} of {arguments.scenes}", flush=True)
    write("scenes.jsonl", rows)
    write("boxes.jsonl", box_rows())


if __name__ == "__main__":
    main()
