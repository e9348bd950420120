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
    "dirt-2/grass-bw-d2.png", "brondehach/PALAZB03.png", "brondehach/tr-road1.png", "wheel-1/grass-bw-w1.png", "forza/GRAS2B.png", "e-track-2/grass-e2.png",
    "e-track-3/asphalt2-bw-e3.png", "nature/GreenMeadow.jpg",
)  # fmt: skip
NOT_PARTS = ("people", "naturalforces", "space")
MOST_OBJECTS = 150
YARDSTICK = {"references": 8, "normals": 10, "kinds": len(KINDS), "each": 2}
# Many kinds with few pictures each: what holds for a kind that was never seen is learnt from kinds, not from pictures.
TRAINING = {"references": 0, "normals": 1, "kinds": 2, "each": 1}
TRAINING_SURFACE = {"references": 0, "normals": 3, "kinds": 5, "each": 1}


def seed_of(*words: object) -> int:
    return int.from_bytes(hashlib.sha256(" ".join(map(str, words)).encode()).digest()[:6], "big")


def train_objects(most: int) -> tuple[str, ...]:
    """Photographed things of the training side. That animals are no parts matters little: what is wrong with them looks alike."""
    from ground.pictures import things

    large = []
    for label, items in things(False).items():
        photo = next((item for item in items if item.style == "photo"), None)
        if photo and str(photo.row.get("category", "")).split("/")[0] not in NOT_PARTS and min(photo.row["size"]) >= 60:
            large.append(label)
    return tuple(sorted(large, key=lambda label: seed_of("train", label))[:most])


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
    first = kind_seed % len(KINDS) if amounts["kinds"] < len(KINDS) else 0
    for kind in [KINDS[(first + place) % len(KINDS)] for place in range(amounts["kinds"])]:
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
    parts = of_names(False, train_objects(MOST_OBJECTS), TRAIN_SURFACES) if asked.train else of_names(True, OBJECTS, SURFACES)
    set_name = "train" if asked.train else "yardstick"
    fallen = bodies(not asked.train)

    def amounts(part: Part) -> dict:
        if not asked.train:
            return YARDSTICK
        return TRAINING_SURFACE if part.surface else TRAINING

    kinds = [compose(part, amounts(part), fallen, asked.out, set_name) for part in parts]
    (asked.out / "anomalies.json").write_text(json.dumps(kinds, indent=1), "utf-8")
    print(len(kinds), "kinds", sum(len(kind["references"]) + len(kind["normals"]) + len(kind["defects"]) for kind in kinds), "pictures", len(fallen), "fallen bodies")


if __name__ == "__main__":
    main()
