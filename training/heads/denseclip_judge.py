"""Figures of segmentation heads on COCO's photographs, each answered by a head that has not seen its fifth; to choose by: `npm run quality` measures the product.

python training/heads/denseclip_judge.py --prepared DIR --heads BEFORE.onnx "FOLDER-{}/denseclip.onnx" --rules .4,.3 .5,.4
{} in a head's name stands for the photograph's fifth. A rule is a gate for scores and a threshold for cells. Masks are judged on cells, without edges that follow the
picture; differences from the first head with the middle 95 % of a bootstrap over photographs. --rules may name more rules than heads: those are of the last one.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.denseclip_net import UP  # noqa: E402
from heads.photographs import Photograph, Photographs  # noqa: E402
from pocket import reference  # noqa: E402
from real import photos  # noqa: E402
from real.measures import Figures, table  # noqa: E402

NAMES, LARGE, ABSENT = ("structure", "denseRaw"), 0.05, 10


def answers(session, material: Photographs, scene: Photograph, asked: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Values of cells [K, h, w] and scores [K], as src/plugins/denseclip makes them of the graph's outputs."""
    feeds = {name: value.numpy() for name, value in zip((*NAMES, "picture"), material.inputs([scene]))}
    feeds |= {"grid": np.array([scene.rows, scene.columns], np.float32), "labels": np.stack([material.text(scene, label) for label in asked])}
    logits, scores = session.run(["logits", "scores"], feeds)
    values, present = (1 / (1 + np.exp(-part)) for part in (logits[0], scores))
    top = np.sort(values.reshape(len(asked), -1), axis=1)[:, -(UP**2) :].mean(1)
    return values, np.minimum(present, top)


def count(figures: Figures, scene: Photograph, file: str, kinds: dict[str, str], values: np.ndarray, scores: np.ndarray, rule: tuple[float, float]) -> None:
    """values and scores: of the present labels, then of the absent ones."""
    gate, threshold = rule
    competing = np.where(scores[:, None, None] >= gate, values, 0)
    best = np.where(competing.max(0) >= threshold, competing.argmax(0), -1)
    truth = scene.covers.astype(np.float32) / 255
    true = np.where(truth.max(0) >= 0.5, truth.argmax(0), -1)
    for number, label in enumerate(scene.labels):
        a, b = best == number, true == number
        if not b.any():
            continue
        for split in ("", f" {kinds[label]}", *([" large"] if b.mean() > LARGE else [])):
            figures.mean(f"mIoU{split}", file, (a & b).sum() / (a | b).sum())
        figures.mean("found", file, bool(a.any()))
    for number in range(len(scene.labels), len(scores)):
        figures.mean("absent masked", file, bool((best == number).any()))
    for number, score in enumerate(scores):
        figures.score("presence", file, float(score), number < len(scene.labels))
    known = best >= 0
    figures.mean("foreground", file, (known & (true >= 0)).sum() / (known | (true >= 0)).sum())
    figures.mean("pixels", file, (best == true)[true >= 0].mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, required=True)
    parser.add_argument("--heads", nargs="+", required=True)
    parser.add_argument("--rules", nargs="+", required=True)
    parser.add_argument("--folds", type=int, nargs="+", default=[*range(photos.FOLDS)])
    parser.add_argument("--most", type=int, default=10**6, help="photographs, taken evenly")
    arguments = parser.parse_args()
    rules = [tuple(map(float, rule.split(","))) for rule in arguments.rules]
    own = {number: rules[number : number + 1] for number in range(len(arguments.heads) - 1)} | {len(arguments.heads) - 1: rules[len(arguments.heads) - 1 :]}
    results = {f"{arguments.heads[number]} {gate} {threshold}": Figures() for number, few in own.items() for gate, threshold in few}
    looked = [photo for photo in photos.photos("coco") if photo.fold in arguments.folds]
    looked = {photo.stem: photo for photo in looked[:: max(1, -(-len(looked) // arguments.most))]}
    sessions = {}
    for fold in arguments.folds:
        material = Photographs(arguments.prepared, {*range(photos.FOLDS)} - {fold}, NAMES, UP, ("coco",), looked.keys())
        for scene in material.scenes:
            photo = looked[scene.stem]
            kinds = {name: "thing" if thing else "stuff" for _, name, thing, _ in photo.row["segments"]}
            asked = [*scene.labels, *photo.absent[:ABSENT]]
            for number, pattern in enumerate(arguments.heads):
                path = pattern.replace("{}", str(fold))
                session = sessions.setdefault(path, reference.session(path)) if path not in sessions else sessions[path]
                values, scores = answers(session, material, scene, asked)
                for gate, threshold in own[number]:
                    count(results[f"{pattern} {gate} {threshold}"], scene, photo.file, kinds, values, scores, (gate, threshold))
    print(table(results))


if __name__ == "__main__":
    main()
