"""Figures of trained heads: on validation labels and pictures (to choose by), or on the yardstick (--eval, once chosen).

python training/learn/judge.py --pictures DIR --features DIR --work WORK --heads a.pt b.pt [--eval] [--most N]
Without a head's name the first pocket is judged: ConSE over ImageNet's classes.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import normalize

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.things import validates  # noqa: E402
from learn import evaluate, samples, tables  # noqa: E402
from learn.head import Head, Shape  # noqa: E402
from learn.texts import SETTINGS  # noqa: E402
from pocket.study import smooth  # noqa: E402

SMOOTHINGS = {"raw": None, "smooth": SETTINGS["smoothing"]}
TOKENS = 384


class Texts:
    """Label vectors of one head, kept."""

    def __init__(self, work: Path, head: Head):
        self.work, self.head, self.known = work, head, {}

    def __call__(self, labels: list[str]) -> np.ndarray:
        new = [label for label in labels if label not in self.known]
        if new:
            with torch.no_grad():
                vectors = normalize(self.head.text(torch.from_numpy(tables.label_texts(self.work, new))).mean(1), dim=-1).numpy()
            self.known.update(zip(new, vectors))
        return np.stack([self.known[label] for label in labels])


def loaded(path: Path, table: Path, work: Path) -> Head:
    if str(path) == "first":
        return tables.new_head(work, tables.load(table), Shape()).eval()
    return Head.restored(torch.load(path, weights_only=True)).eval()


def validation(rows: list[tuple], random: np.random.Generator, texts: Texts) -> list[tuple]:
    """Scenes with objects of validation labels only, each asked for 110 absent validation labels."""
    labels = sorted({thing["label"] for row, *_ in rows for thing in row["objects"] if validates(thing["label"])})
    vectors = texts(labels)
    alike = vectors @ vectors.T > 0.6
    found = []
    for row, encoded, truth in rows:
        keep = [number for number, thing in enumerate(row["objects"]) if validates(thing["label"])]
        if not keep:
            continue
        present = sorted({row["objects"][number]["label"] for number in keep})
        near = alike[[labels.index(label) for label in present]].any(0)
        absent = [labels[i] for i in random.permutation(np.flatnonzero(~near))[:110]]
        found.append((row | {"present": present, "absent": absent}, encoded, truth, keep))
    return found


def judged(head: Head, text: Texts, scenes: list[tuple], boxes: list[tuple], concepts: list[str]) -> dict:
    results = {name: [] for name in SMOOTHINGS}
    for row, encoded, truth, keep in scenes:
        share = samples.covers(truth, len(row["objects"]), encoded.rows, encoded.columns)[keep]
        row = row | {"objects": [row["objects"][number] for number in keep]}
        for name, vectors in maps(head, encoded).items():
            results[name].append(evaluate.of_scene(row, encoded, vectors, share, text))
    lines = {name: evaluate.summary(found) for name, found in results.items()}
    for name in SMOOTHINGS:
        lines[name] |= evaluate.of_boxes(boxes, lambda encoded: maps(head, encoded)[name], text, concepts)  # noqa: B023
    return lines


def maps(head: Head, encoded: samples.Encoded) -> dict[str, np.ndarray]:
    features = torch.from_numpy(encoded.features.astype(np.float32))
    with torch.no_grad():
        raw = head(features).numpy()
    tokens = encoded.features[:, :TOKENS].astype(np.float32)
    return {name: smooth(raw, tokens, encoded.columns, setting) for name, setting in SMOOTHINGS.items()}


def asked(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    for name in ("pictures", "features", "work", "table"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--most", type=int, default=10_000, help="how many of the scenes are looked at")
    return parser


class Material:
    """What heads are judged on: scenes with their features and truth, and how to open a head."""

    def __init__(self, arguments: argparse.Namespace):
        self.work, self.table = arguments.work, arguments.table
        self.rows = list(samples.listed(arguments.pictures, arguments.features, "scenes"))[: arguments.most]

    def head(self, path: Path) -> Head:
        return loaded(path, self.table, self.work)

    def validation(self) -> list[tuple]:
        """Chosen by the first version's texts, whatever head is judged."""
        return validation(self.rows, np.random.default_rng(5), Texts(self.work, self.head(Path("first"))))


def main() -> None:
    parser = asked(__doc__)
    parser.add_argument("--heads", nargs="+", type=Path, default=[Path("first")])
    parser.add_argument("--eval", action="store_true")
    arguments = parser.parse_args()
    material = Material(arguments)
    boxes = [(row, encoded) for row, encoded, _ in samples.listed(arguments.pictures, arguments.features, "boxes")]
    if not arguments.eval:
        boxes = [(row, encoded) for row, encoded in boxes if tables.kept_for_validation(row)]
    concepts = sorted({row["concept"] for row in json.loads((Path(__file__).resolve().parents[1] / "data/rects.json").read_text("utf-8"))})
    scenes = [(*row, list(range(len(row[0]["objects"])))) for row in material.rows] if arguments.eval else material.validation()
    print(len(scenes), "scenes,", len(boxes), "pictures with boxes")
    for path in arguments.heads:
        head = material.head(path)
        for name, figures in judged(head, Texts(arguments.work, head), scenes, boxes, concepts).items():
            print(f"{path} {name}: " + " ".join(f"{key} {value}" for key, value in figures.items()), flush=True)


if __name__ == "__main__":
    main()
