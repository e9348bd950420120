"""Made counts.jsonl, once: python training/eval/build_counts.py --work FOLDER. Kept so that anyone can see how; not to be run again.

Pictures of held-out labels on held-out grounds, each with one label to count, so and so many of every case (ground/counting.py). FOLDER is the work
folder of build.sh: its sentence encoder keeps near-duplicates of the asked label out of the picture.
"""

import argparse
import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from eval.build_eval import LEAST_AREA, LEAST_VISIBLE, meanings, write  # noqa: E402
from ground.compose import paint  # noqa: E402
from ground.counting import counted_recipe  # noqa: E402
from ground.recipes import Stock  # noqa: E402

SEED = 20262
PICTURES = {"few": 50, "many": 60, "minority": 40, "absent": 40, "empty": 20}
# Further seeds for a picture in which something can hardly be seen.
TRIES, APART = 100, 1000


def picture(stock: Stock, number: int, case: str) -> dict:
    for index in range(number, number + TRIES * APART, APART):
        made = counted_recipe(stock, SEED, index, case)
        painted = paint(made, stock.pictures, stock.behind)
        if any(thing["area"] < LEAST_AREA or thing["visible"] < LEAST_VISIBLE for thing in painted.objects):
            continue
        present = sorted({thing["label"] for thing in painted.objects})
        digest = hashlib.sha256(painted.pixels.tobytes()).hexdigest()
        asked = made.pop("asked")
        count = sum(thing["label"] == asked for thing in painted.objects)
        head = {"id": f"{number:04}", "seed": [SEED, index], "sha256": digest, "case": made.pop("case"), "asked": asked, "count": count}
        return head | {"present": present, "objects": painted.objects, "recipe": made}
    raise SystemExit(f"picture {number}: no attempt worked")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--work", type=Path, required=True)
    stock = Stock(True, meanings(parser.parse_args().work))
    rows = []
    for case in [case for case, count in PICTURES.items() for _ in range(count)]:
        rows.append(picture(stock, len(rows) + 1, case))
        if len(rows) % 20 == 0:
            print(len(rows), flush=True)
    write("counts.jsonl", rows)


if __name__ == "__main__":
    main()
