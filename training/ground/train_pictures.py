"""Renders what is trained on, in the form of eval/render.py's output: python training/ground/train_pictures.py --out DIR

DIR/scenes: composed scenes of train labels; DIR/crowds: the same with many small things; DIR/counts: many things of one label, a few of others, or
nothing (ground/counting.py); DIR/singles: one cut-out on part of a backdrop or on a plain ground, 448 px; DIR/boxes: photographs with hand-drawn boxes. Each folder gets its json beside it and a list of its pictures for `denseql encode --list`. A picture that is there
already is left, so an interrupted run goes on.
"""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from eval.render import LEVEL, write_boxes  # noqa: E402
from ground.backdrops import hand_boxes, picture_held_out  # noqa: E402
from ground.compose import paint  # noqa: E402
from ground.counting import counted_recipe  # noqa: E402
from ground.packages import FEW, few  # noqa: E402
from ground.recipes import Stock, crop, jitter, plain, recipe, shape  # noqa: E402
from ground.things import split_key  # noqa: E402

SEED, SIDE, SMALLEST, LARGEST, PLAIN = 40961, 448, 0.35, 1.0, 0.25
stock: Stock | None = None


def of_this_process() -> Stock:
    global stock
    stock = stock or Stock(False)
    return stock


def single(number: int, key: str) -> dict:
    """One cut-out, most of the picture or part of it, sometimes over the frame's edge."""
    s, random = of_this_process(), np.random.default_rng([SEED, 2, number])
    item = s.pictures[key]
    part = shape(random, item, SIDE * float(np.exp(random.uniform(np.log(SMALLEST), np.log(LARGEST)))))
    image = item.row["size"]
    scale = part["longest"] / max(image)
    part["size"] = [max(8, round(side * scale)) for side in image]
    part["turn"] = 0  # a turned picture's size would have to be measured first
    part["at"] = [int(random.integers(-side // 6, max(1 - side // 6, SIDE - side + side // 6) + 1)) for side in part["size"]]
    keys = list(s.behind)
    ground = keys[int(random.integers(len(keys)))]
    return {
        "width": SIDE,
        "height": SIDE,
        "backdrop": ground,
        "crop": plain(random, s.behind[ground]) if random.random() < PLAIN else crop(random, s.behind[ground], SIDE, SIDE),
        "flip": bool(random.random() < 0.5),
        "jitter": jitter(random, 0.15),
        "objects": [part],
        "blur": 0,
        "jpeg": int(random.integers(60, 96)) if random.random() < 0.7 else 0,
    }


def write(kind: str, number: int, key: str | None, folder: Path) -> dict | None:
    s, name = of_this_process(), f"{number:05}"
    known = folder / f"{name}.json"
    if known.exists():
        return json.loads(known.read_text("utf-8"))
    if kind == "singles":
        made = single(number, key)
    elif kind == "counts":
        made = counted_recipe(s, SEED + 2, number)
    else:
        seed = SEED + (kind == "crowds")
        made = next(filter(None, (recipe(s, seed, number, attempt, kind == "crowds") for attempt in range(100))))
    painted = paint(made, s.pictures, s.behind)
    Image.fromarray(painted.pixels).save(folder / f"{name}.png", compress_level=LEVEL)
    Image.fromarray(painted.truth).save(folder / f"{name}.truth.png")
    present = sorted({thing["label"] for thing in painted.objects})
    row = {"id": name, "width": made["width"], "height": made["height"], "objects": painted.objects, "present": present}
    row |= {name: made[name] for name in ("asked", "case") if name in made}
    known.write_text(json.dumps(row), "utf-8")
    return row


def box_pictures(folder: Path) -> list[dict]:
    held = {key: boxes for key, boxes in sorted(hand_boxes().items()) if not picture_held_out(split_key(boxes[0]))}
    return [write_boxes(boxes[0] | {"picture": f"{number:03}", "boxes": boxes}, folder) for number, boxes in enumerate(few([*held.values()]), 1)]


def save(out: Path, kind: str, rows: list[dict], names: list[str]) -> None:
    (out / f"{kind}.json").write_text(json.dumps(rows), "utf-8")
    (out / f"{kind}.txt").write_text("".join(f"{(out / kind / name).resolve()}.png\n" for name in names), "utf-8")
    print(f"{kind}: {len(rows)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--scenes", type=int, default=FEW or 640)
    parser.add_argument("--crowds", type=int, default=FEW or 300)
    parser.add_argument("--singles", type=int, default=FEW or 1700)
    parser.add_argument("--counts", type=int, default=FEW or 500)
    arguments = parser.parse_args()
    out = arguments.out
    for kind in ("singles", "scenes", "crowds", "counts", "boxes"):
        (out / kind).mkdir(parents=True, exist_ok=True)
    # Photographs are few: each is taken four times as often as an icon or a drawing.
    keys = [item.id for item in of_this_process().pictures.values() for _ in range(4 if item.style == "photo" else 1)]
    keys = [keys[number] for number in np.random.default_rng(SEED).permutation(len(keys))[: arguments.singles]]
    with ProcessPoolExecutor(2) as pool:
        composed = {kind: [None] * getattr(arguments, kind) for kind in ("scenes", "crowds", "counts")}
        for kind, jobs in {"singles": keys, **composed}.items():
            count = len(jobs)
            rows = list(pool.map(write, [kind] * count, range(1, count + 1), jobs, [out / kind] * count, chunksize=16))
            save(out, kind, rows, [row["id"] for row in rows])
    boxes = box_pictures(out / "boxes")
    save(out, "boxes", boxes, [row["picture"] for row in boxes])


if __name__ == "__main__":
    main()
