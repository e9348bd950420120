"""Recomposes the evaluation pictures and checks every byte: python training/eval/render.py --out DIR

Fetch the packages first (training/ground/fetch.py). Writes DIR/scenes/0001.png and 0001.truth.png (0 background, i = visible pixels of the
i-th object), DIR/scenes.json, the same of counts (pictures to count in), DIR/boxes/001.png and DIR/boxes.json. A scene whose pixels differ from the
recorded ones ends the run.
"""

import argparse
import hashlib
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.backdrops import backdrops
from ground.compose import paint
from ground.pictures import opened, shrunk, things

FOLDER = Path(__file__).resolve().parent
LONGEST, GREY = 1600, (128, 128, 128)
KEPT = ("id", "objects", "present", "absent", "case", "asked", "count")
LEVEL = 1  # of PNG compression: the pictures are read once or twice


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


class Scenes:
    """Writes scenes; one per process, so that each opens the index once."""

    pictures, behind = None, None

    @classmethod
    def write(cls, row: dict, folder: Path) -> dict:
        if cls.pictures is None:
            cls.pictures = {item.id: item for items in things(True).values() for item in items}
            cls.behind = {item.id: item for item in backdrops(True)}
        painted = paint(row["recipe"], cls.pictures, cls.behind)
        digest = hashlib.sha256(painted.pixels.tobytes()).hexdigest()
        if digest != row["sha256"] or painted.objects != row["objects"]:
            raise SystemExit(f"scene {row['id']} differs from the recorded one: check the versions of pillow, resvg-py and of the packages")
        Image.fromarray(painted.pixels).save(folder / f"{row['id']}.png", compress_level=LEVEL)
        Image.fromarray(painted.truth).save(folder / f"{row['id']}.truth.png")
        kept = {name: row[name] for name in KEPT if name in row}
        return {"width": row["recipe"]["width"], "height": row["recipe"]["height"]} | kept


def write_boxes(row: dict, folder: Path) -> dict:
    """The upright picture; what is transparent becomes grey."""
    image = opened(row)
    if list(image.size) != row["size"]:
        raise SystemExit(f"picture {row['picture']} ({row['file']}) has another size than recorded")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, GREY)
        ground.paste(image, (0, 0), image)
        image = ground
    image = shrunk(image.convert("RGB"), LONGEST)
    image.save(folder / f"{row['picture']}.png", compress_level=LEVEL)
    return {"picture": row["picture"], "width": image.width, "height": image.height, "same_scene": row.get("same_scene"), "boxes": row["boxes"]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    folders = {name: arguments.out / name for name in ("scenes", "counts", "boxes")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    things(True)  # renders the icons once, before several processes would
    rows, boxes = {name: lines(f"{name}.jsonl") for name in ("scenes", "counts")}, lines("boxes.jsonl")
    with ProcessPoolExecutor(arguments.jobs) as pool:
        composed = {name: list(pool.map(Scenes.write, own, [folders[name]] * len(own), chunksize=10)) for name, own in rows.items()}
        pictures = list(pool.map(write_boxes, boxes, [folders["boxes"]] * len(boxes), chunksize=5))
    for name, scenes in composed.items():
        (arguments.out / f"{name}.json").write_text(json.dumps(scenes), "utf-8")
    (arguments.out / "boxes.json").write_text(json.dumps(pictures), "utf-8")
    print(f"{len(composed['scenes'])} scenes and {len(composed['counts'])} pictures to count in as recorded, {len(pictures)} pictures with {sum(len(p['boxes']) for p in pictures)} boxes")


if __name__ == "__main__":
    main()
