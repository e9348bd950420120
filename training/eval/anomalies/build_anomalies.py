"""Composes parts with and without defects: python training/eval/anomalies/build_anomalies.py --out DIR [--train]

Held-out labels and photographs (0 mod 5) for the yardstick; with `--train` others, for the head. Seeds are fixed: the same Pillow and numpy give the same pixels.
Writes `pictures/*.jpg`, `masks/*.png` and `anomalies.json`: a list of kinds, each with its normal pictures (the first `references` of them to compare with) and
its defective ones.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]
from defects import KINDS, painted  # noqa: E402
from parts import Part, bodies, of_names, posed, seen  # noqa: E402

OBJECTS = ("camera", "cement mixer", "mallet", "saw", "pipe wrench", "stethoscope", "electric kettle", "violin", "corn cob", "cherries")
SURFACES = ("nature/Wood.jpg", "brondehach/GRASS02.png", "brondehach/PDKKA05.png", "dirt-2/dirt-side-bw-d2.png", "ole-road-1/ole-concrete-side.png", "e-track-2/rock1-e2.png")
TRAIN_SURFACES = (
    "dirt-2/wall14-2.png", "dirt-2/house13.png", "dirt-2/wall-concrete.png", "corkscrew/sand-new.png", "ruudskogen/sand01.png", "ruudskogen/road01.png",
    "brondehach/PDKKA23.png", "wheel-1/rock1-w1.png", "wheel-1/asphalt-bw-w1.png", "e-track-2/bordertile.png", "e-track-2/rock-wall-e2.png", "e-track-2/asphalt-e2.png",
)  # fmt: skip
TRAIN_CATEGORIES = ("household", "hobbies", "food", "sports", "vehicles", "medical", "clothes", "electronics")
YARDSTICK = {"references": 8, "normals": 10, "each": 2}
TRAINING = {"references": 4, "normals": 2, "each": 1}


def seed_of(*words: object) -> int:
    return int.from_bytes(hashlib.sha256(" ".join(map(str, words)).encode()).digest()[:6], "big")


def train_objects(most: int) -> tuple[str, ...]:
    from ground.pictures import things

    rigid = []
    for label, items in things(False).items():
        photo = next((item for item in items if item.style == "photo"), None)
        if photo and str(photo.row.get("category", "")).split("/")[0] in TRAIN_CATEGORIES and min(photo.row["size"]) >= 60:
            rigid.append(label)
    return tuple(sorted(rigid, key=lambda label: seed_of("train", label))[:most])


def compose(part: Part, amounts: dict, things_fallen: list, out: Path, set_name: str) -> dict:
    name = part.name.replace(" ", "-").replace("(", "").replace(")", "").lower()
    kind_seed = seed_of(set_name, part.name)
    rows: dict = {"name": part.name, "surface": part.surface, "references": [], "normals": [], "defects": []}

    def save(image: Image.Image, file: str) -> str:
        image.save(out / "pictures" / file, quality=92)
        return file

    for role, count in (("references", amounts["references"]), ("normals", amounts["normals"])):
        for number in range(count):
            random = np.random.default_rng(seed_of(set_name, part.name, role, number))
            rows[role].append(save(seen(posed(part, kind_seed, random).picture, random), f"{name}-{role[0]}{number}.jpg"))
    for kind in KINDS:
        for number in range(amounts["each"]):
            random = np.random.default_rng(seed_of(set_name, part.name, kind, number))
            scene = posed(part, kind_seed, random)
            picture, mask = painted(kind, random, scene.picture, scene.part, scene.ground, things_fallen)
            file = f"{name}-{kind.replace(' ', '-')}{number}"
            save(seen(picture, random), f"{file}.jpg")
            Image.fromarray(mask.astype(np.uint8) * 255).save(out / "masks" / f"{file}.png")
            rows["defects"].append({"file": f"{file}.jpg", "mask": f"{file}.png", "kind": kind})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--train", action="store_true")
    asked = parser.parse_args()
    for folder in ("pictures", "masks"):
        (asked.out / folder).mkdir(parents=True, exist_ok=True)
    parts = of_names(False, train_objects(48), TRAIN_SURFACES) if asked.train else of_names(True, OBJECTS, SURFACES)
    amounts, set_name = (TRAINING, "train") if asked.train else (YARDSTICK, "yardstick")
    fallen = bodies(not asked.train)
    kinds = [compose(part, amounts, fallen, asked.out, set_name) for part in parts]
    (asked.out / "anomalies.json").write_text(json.dumps(kinds, indent=1), "utf-8")
    print(len(kinds), "kinds", sum(len(kind["references"]) + len(kind["normals"]) + len(kind["defects"]) for kind in kinds), "pictures", len(fallen), "fallen bodies")


if __name__ == "__main__":
    main()
