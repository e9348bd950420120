"""The training table: patches of composed scenes, of single things and of hand-drawn boxes, each with its label."""

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from learn import samples  # noqa: E402
from learn.head import CLASSES, Head, Shape  # noqa: E402
from learn.texts import LabelTexts  # noqa: E402
from pocket import sources  # noqa: E402
from pocket.study import unit  # noqa: E402

KINDS = ("scene", "single", "box", "background")
# Folders of composed pictures, and what a batch counts their objects as.
COMPOSED = {"scenes": "scene", "crowds": "scene", "singles": "single"}
KIND_SHARES = {"scene": 0.45, "single": 0.25, "box": 0.15, "background": 0.15}
SEED = 7
# Words for what backdrops show: a label near one of them may truly be on a patch of a backdrop.
PLACES = ("tree mountain cloud sky sea river lake house castle tower flower grass leaf building bridge rock snow sand forest water church statue ruins boat "
          "road field hill plant planet moon star island beach waterfall city wall window door roof fence path garden").split()  # fmt: skip
NEAR_PLACE = 0.45


@dataclass
class Table:
    features: np.ndarray  # [M, C] half precision
    labels: np.ndarray  # [M] index into names, -1: backdrop
    kinds: np.ndarray  # [M] index into KINDS
    names: list[str]
    name_kinds: list[str]  # thing (split by label) or stuff (split by picture)
    also: np.ndarray  # [names, names]: seen together in one box
    nameable: np.ndarray  # [names]: surely not on a backdrop
    scenes: np.ndarray | None = None  # [M] number of the composed scene, 0 where it is none; None in tables made before it was kept


def save(path: Path, table: Table) -> None:
    np.save(path.with_suffix(".features.npy"), table.features)
    np.savez(path, labels=table.labels, kinds=table.kinds, names=table.names, name_kinds=table.name_kinds, also=table.also, nameable=table.nameable, scenes=table.scenes)


def load(path: Path) -> Table:
    kept = np.load(path)
    features = np.load(path.with_suffix(".features.npy"), mmap_mode="r")
    scenes = kept["scenes"] if "scenes" in kept else None
    return Table(features, kept["labels"], kept["kinds"], [*map(str, kept["names"])], [*map(str, kept["name_kinds"])], kept["also"], kept["nameable"], scenes)


def label_texts(work: Path, names: list[str]) -> np.ndarray:
    return LabelTexts(work / "first", work / "label-texts.npz")(names)


def of_things(pictures: Path, features: Path, kind: str, index: dict[str, int], random) -> list[tuple]:
    """Patches of objects and of what lies behind them, out of composed pictures."""
    found = []
    for row, encoded, truth in samples.listed(pictures, features, kind):
        share = samples.covers(truth, len(row["objects"]), encoded.rows, encoded.columns)
        for number, patches in samples.picked(encoded, share, random):
            label = -1 if number < 0 else index[row["objects"][number]["label"]]
            scene = int(row["id"]) if COMPOSED[kind] == "scene" else 0
            found.append((encoded.features[patches], label, "background" if number < 0 else COMPOSED[kind], scene))
    return found


def of_boxes(pictures: Path, features: Path, index: dict[str, int], random) -> list[tuple]:
    """Patches whose middle lies in a hand-drawn box; of each box at most 60. Pictures kept for validation are left out."""
    found = []
    for row, encoded, _ in samples.listed(pictures, features, "boxes"):
        if kept_for_validation(row):
            continue
        for box in row["boxes"]:
            inside = samples.inside(box["box"], encoded.rows, encoded.columns)
            found.append((encoded.features[random.permutation(inside)[:60]], index[box["concept"]], "box", 0))
    return found


def kept_for_validation(row: dict) -> bool:
    """A fifth of the pictures with boxes, by number and, in a series, by the series."""
    return hashlib.sha1((row.get("same_scene") or row["picture"]).encode()).digest()[0] % 5 == 1


def assemble(parts: list[tuple], names: list[str], stuff: set[str], also: np.ndarray, texts: np.ndarray, places: np.ndarray) -> Table:
    features = np.concatenate([x for x, *_ in parts]).astype(np.float16)
    labels = np.concatenate([np.full(len(x), label, np.int32) for x, label, *_ in parts])
    kinds = np.concatenate([np.full(len(x), KINDS.index(kind), np.int8) for x, _, kind, _ in parts])
    scenes = np.concatenate([np.full(len(x), scene, np.int32) for x, *_, scene in parts])
    nameable = (unit(texts.mean(1)) @ unit(places.mean(1)).T).max(1) < NEAR_PLACE
    nameable &= np.array([name not in stuff for name in names])
    return Table(features, labels, kinds, names, ["stuff" if n in stuff else "thing" for n in names], also, nameable, scenes)


def new_head(work: Path, table: Table, shape: Shape) -> Head:
    packages = work / "packages"
    lite = sources.lite2_weights(packages)
    fc = torch.from_numpy(lite["_fc.weight"].reshape(CLASSES, -1)), torch.from_numpy(lite["_fc.bias"])
    kept = work / "concepts.npz"
    if not kept.exists():
        raise SystemExit(f"{kept} is missing: build_pocket.py writes it")
    known = np.load(kept)
    matrix, centre = torch.from_numpy(known["matrix"]).float(), torch.from_numpy(known["centre"]).float()
    sample = np.random.default_rng(SEED).choice(len(table.labels), min(60_000, len(table.labels)), replace=False)
    x = table.features[np.sort(sample)].astype(np.float32)
    return Head(shape, fc, matrix, centre, torch.from_numpy(x.mean(0)), torch.from_numpy(x.std(0) + 1e-3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pictures", "features", "work", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    arguments = parser.parse_args()
    pictures, features, random = arguments.pictures, arguments.features, np.random.default_rng(SEED)
    rows = {kind: json.loads((pictures / f"{kind}.json").read_text("utf-8")) for kind in (*COMPOSED, "boxes")}
    things = {thing["label"] for kind in COMPOSED for row in rows[kind] for thing in row["objects"]}
    stuff = {box["concept"] for row in rows["boxes"] for box in row["boxes"]}
    names = sorted(things | stuff)
    index = {name: number for number, name in enumerate(names)}
    also = np.zeros((len(names), len(names)), bool)
    for row in rows["boxes"]:
        for box in row["boxes"]:
            for other in box.get("also", []):
                if other in index:
                    also[index[box["concept"]], index[other]] = also[index[other], index[box["concept"]]] = True
    parts = [part for kind in COMPOSED for part in of_things(pictures, features, kind, index, random)]
    parts += of_boxes(pictures, features, index, random)
    texts, places = (label_texts(arguments.work, labels) for labels in (names, list(PLACES)))
    table = assemble(parts, names, stuff, also, texts, places)
    save(arguments.out, table)
    print({kind: int((table.kinds == number).sum()) for number, kind in enumerate(KINDS)}, len(names), "labels,", len(stuff), "stuff,", int(table.nameable.sum()), "nameable")


if __name__ == "__main__":
    main()
