"""Whether heads that learned from photographs still know the composed yardstick (training/eval): python training/real/composed.py --pictures DIR --features DIR --work WORK --heads before.pt after.pt

DIR of eval/render.py, and its scenes and boxes encoded by the features pack. The first head is what the others are compared with, scene by scene.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.packages import DATA  # noqa: E402
from learn import evaluate, judge, samples  # noqa: E402
from learn.head import Head  # noqa: E402
from pocket.study import unit  # noqa: E402
from real.judge import answered  # noqa: E402
from real.measures import Figures, table  # noqa: E402


def of_scene(figures: Figures, row: dict, encoded: samples.Encoded, truth: np.ndarray, vectors: np.ndarray, text, rule: tuple) -> None:
    share = samples.covers(truth, len(row["objects"]), encoded.rows, encoded.columns)
    found = evaluate.of_scene(row, encoded, vectors, share, text)
    for size, style, rank, *_ in found["regions"]:
        for split in ("", f", {size}", f", {style}"):
            figures.mean(f"scenes: right among present + 10{split}", row["id"], rank == 0)
    for value, present in zip(found["statistic"], found["present"]):
        figures.score("scenes: presence", row["id"], float(value), bool(present))
    labels = [row["present"].index(thing["label"]) for thing in row["objects"]]
    true = np.where(share.max(0) >= 0.5, np.array(labels)[share.argmax(0)], -1)
    best = answered(vectors @ text([*row["present"], *row["absent"][:10]]).T, found["statistic"], *rule)
    for number in range(len(row["present"])):
        a, b = best == number, true == number
        if b.any():
            figures.mean("scenes: mIoU", row["id"], (a & b).sum() / (a | b).sum())
    for number in range(len(row["present"]), len(found["statistic"])):
        figures.mean("scenes: absent labels with a mask", row["id"], bool((best == number).any()))
    claimed = best >= 0
    if claimed.any():
        figures.mean("scenes: right pixels", row["id"], (best == true)[claimed].mean())
    figures.mean("scenes: foreground", row["id"], ((best >= 0) & (true >= 0)).sum() / max(1, ((best >= 0) | (true >= 0)).sum()))


def of_boxes(figures: Figures, row: dict, encoded: samples.Encoded, vectors: np.ndarray, texts: np.ndarray, concepts: list[str]) -> None:
    for box in row["boxes"]:
        cosines = texts @ unit(vectors[samples.inside(box["box"], encoded.rows, encoded.columns)].mean(0))
        right = {box["concept"], *box["also"]}
        best = max(cosines[number] for number, concept in enumerate(concepts) if concept in right)
        rank = sum(c > best for number, c in enumerate(cosines) if concepts[number] not in right)
        for key, most in (("nearest", 1), ("nearest 3", 3)):
            figures.mean(f"hand boxes: {key}", row["same_scene"] or row["picture"], rank < most)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pictures", "features", "work"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--heads", type=Path, nargs="+", required=True)
    parser.add_argument("--rules", nargs="+", required=True, help="of each head: gate,floor,rho,scale,pixel threshold,own share")
    arguments = parser.parse_args()
    scenes, boxes = (list(samples.listed(arguments.pictures, arguments.features, kind)) for kind in ("scenes", "boxes"))
    drawn = [row["concept"] for row in json.loads((DATA / "rects.json").read_text("utf-8"))] + [box["concept"] for row, *_ in boxes for box in row["boxes"]]
    concepts, results = sorted({*drawn}), {}
    print(len(scenes), "scenes,", len(boxes), "pictures with hand boxes,", len(concepts), "concepts")
    names = sorted({*concepts, *(name for row, *_ in scenes for name in (*row["present"], *row["absent"]))})
    for path, rule in zip(arguments.heads, arguments.rules):
        head, figures = Head.restored(torch.load(path, weights_only=True)).eval(), Figures()
        text = judge.Texts(arguments.work, head)
        text(names)
        for row, encoded, truth in scenes:
            of_scene(figures, row, encoded, truth, judge.maps(head, encoded)["smooth"], text, tuple(map(float, rule.split(","))))
        for row, encoded, _ in boxes:
            of_boxes(figures, row, encoded, judge.maps(head, encoded)["smooth"], text(concepts), concepts)
        results[str(path)] = figures
    print(table(results))


if __name__ == "__main__":
    main()
