"""Average precision of `npm run quality -- --detections FILE`: python training/eval/real/detections.py FILE [--coco FOLDER]

By pycocotools (pip install pycocotools), at an IoU of .5 and the mean from .5 to .95. `pooled`: all labels of all photographs in one list, each label of a photograph being a
picture of its own there, so that boxes of labels that are not there count as wrong; with the middle 95 % of a bootstrap over photographs. `mean`: COCO's own mean over names, which
leaves out names that are nowhere. --coco writes truth and answers as COCO has them.
"""

import argparse
import contextlib
import io
import json
from pathlib import Path

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

TIMES = 200


def dataset(rows: list[dict], way: str, pooled: bool, weights=None) -> tuple[dict, list]:
    """weights: how often each photograph is there."""
    names = {name: number for number, name in enumerate(sorted({label for row in rows for label in row["labels"]}), 1)}
    images, truth, answers = [], [], []
    for number, row in enumerate(rows):
        for _ in range(1 if weights is None else int(weights[number])):
            places = {}
            for label in row["labels"] if pooled else [None]:
                images.append({"id": len(images) + 1, "width": row["size"][0], "height": row["size"][1], "file_name": row["picture"]})
                places[label] = len(images)
            place = lambda label: places[label if pooled else None]  # noqa: B023, E731
            category = lambda label: 1 if pooled else names[label]  # noqa: E731
            for thing in row["truth"]:
                x, y, w, h = thing["box"]
                truth.append({"id": len(truth) + 1, "image_id": place(thing["label"]), "category_id": category(thing["label"]), "bbox": [x, y, w, h], "area": w * h, "iscrowd": 0})
            for label, x, y, w, h, score in row["ways"][way]:
                answers.append({"image_id": place(label), "category_id": category(label), "bbox": [x, y, w, h], "score": score})
    categories = [{"id": 1, "name": "thing"}] if pooled else [{"id": number, "name": name} for name, number in names.items()]
    return {"images": images, "annotations": truth, "categories": categories, "info": {}}, answers


def precision(rows: list[dict], way: str, pooled: bool, weights=None) -> tuple[float, float]:
    truth, answers = dataset(rows, way, pooled, weights)
    if not answers:
        return 0.0, 0.0
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = truth
        coco.createIndex()
        evaluated = COCOeval(coco, coco.loadRes(answers), "bbox")
        evaluated.evaluate()
        evaluated.accumulate()
    values = evaluated.eval["precision"][..., 0, 2]  # thresholds, recalls, categories
    mean = lambda part: float(part[part > -1].mean()) if (part > -1).any() else float("nan")  # noqa: E731
    return mean(values[0]), mean(values)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--coco", type=Path)
    arguments = parser.parse_args()
    rows = json.loads(arguments.file.read_text("utf-8"))
    random = np.random.default_rng(1)
    draws = [np.bincount(random.integers(len(rows), size=len(rows)), minlength=len(rows)) for _ in range(TIMES)]
    print(len(rows), "photographs,", sum(len(row["truth"]) for row in rows), "things")
    for way in rows[0]["ways"]:
        low, high = np.quantile([precision(rows, way, True, weights)[0] for weights in draws], (0.025, 0.975))
        (half, mean), (named, _) = precision(rows, way, True), precision(rows, way, False)
        print(f"{way:10} pooled AP50 {half:.3f} ({low:.3f} to {high:.3f}), AP {mean:.3f}; mean over names AP50 {named:.3f}", flush=True)
        if arguments.coco:
            arguments.coco.mkdir(parents=True, exist_ok=True)
            truth, answers = dataset(rows, way, False)
            (arguments.coco / "truth.json").write_text(json.dumps(truth))
            (arguments.coco / f"{way}.json").write_text(json.dumps(answers))


if __name__ == "__main__":
    main()
