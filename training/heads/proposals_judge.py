"""Figures of proposal heads on pictures that they have not seen: python training/heads/proposals_judge.py --prepared DIR --heads "DIR/fold-{}" [--sources coco instances yardstick]

{} stands for the picture's fold; the composed yardstick is answered by fold 0's. Recall within the best 10 and 50 at an IoU of .5 by the longest side in a picture whose
own is 896 px, the best IoU's mean, and class-agnostic AP50 (pycocotools), with the middle 95 % of a bootstrap over pictures for recall.
"""

import argparse
import contextlib
import io
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.proposals import Picture, pictures  # noqa: E402
from heads.proposals_net import ProposalNet, Shape, boxes_of, centres  # noqa: E402

SAME, CANDIDATES, MOST, TIMES = 0.7, 12, 100, 400
SIZES = {"< 60": (0, 60), "60-130": (60, 130), "> 130": (130, 1e9)}


def ious(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    low, high = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    inside = (high - low).clip(0).prod(2)
    area = lambda x: (x[:, 2:] - x[:, :2]).clip(0).prod(1)  # noqa: E731
    return inside / (area(a)[:, None] + area(b)[None] - inside).clip(1e-9)


def suppressed(boxes: np.ndarray, limit: float, most: int) -> list[int]:
    """boxes: the best first."""
    kept: list[int] = []
    for number, box in enumerate(boxes):
        if len(kept) >= most:
            break
        if not kept or ious(box[None], boxes[kept]).max() <= limit:
            kept.append(number)
    return kept


class Nets:
    def __init__(self, pattern: str):
        self.pattern, self.known = pattern, {}

    def __call__(self, fold: int) -> ProposalNet | None:
        path = Path(self.pattern.replace("{}", str(max(0, fold)))) / "proposals.pt"
        if path not in self.known:
            self.known[path] = None
            if path.exists():
                kept = torch.load(path, weights_only=True)
                net = ProposalNet(Shape(**kept["shape"])).eval()
                net.load_state_dict(kept["state"])
                self.known[path] = net
        return self.known[path]


@torch.no_grad()
def proposals(net: ProposalNet, picture: Picture, most: int = MOST) -> dict[str, np.ndarray]:
    """As src/plugins/ovdet/head-proposals.ts: boxes in patches, quality, masks on the fine grid."""
    answer = net(torch.from_numpy(picture.structure[None]).float(), torch.from_numpy(picture.middle[None]).float(), torch.from_numpy(picture.picture[None]), picture.rows, picture.columns)
    quality = answer["quality"][0].sigmoid().numpy()
    best = np.argsort(-quality, kind="stable")[: most * CANDIDATES]
    boxes = boxes_of(answer["reach"][0], centres(picture.rows, picture.columns)[0]).numpy()[best].clip(0, [picture.columns, picture.rows, picture.columns, picture.rows])
    kept = suppressed(boxes, SAME, most)
    weights = answer["weights"][0].numpy()[best[kept]]
    masks = np.einsum("pk,khw->phw", weights[:, :-1], answer["prototypes"][0].numpy()) + weights[:, -1, None, None]
    return {"boxes": boxes[kept], "quality": quality[best[kept]], "masks": 1 / (1 + np.exp(-masks))}


def side(picture: Picture) -> np.ndarray:
    """The longest side of each box in a picture whose own is 896 px."""
    return 896 * np.maximum(picture.boxes[:, 2] - picture.boxes[:, 0], picture.boxes[:, 3] - picture.boxes[:, 1]) / max(picture.rows, picture.columns)


def agnostic(found: list[tuple[Picture, dict]]) -> float:
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    truth, answers = [], []
    xywh = lambda b: [float(b[0]), float(b[1]), float(b[2] - b[0]), float(b[3] - b[1])]  # noqa: E731
    for image, (picture, answer) in enumerate(found, 1):
        for box, crowd in zip(28 * picture.boxes, picture.crowd):
            truth.append({"id": len(truth) + 1, "image_id": image, "category_id": 1, "bbox": xywh(box), "area": float((box[2] - box[0]) * (box[3] - box[1])), "iscrowd": int(crowd)})
        answers += [{"image_id": image, "category_id": 1, "bbox": xywh(28 * box), "score": float(score)} for box, score in zip(answer["boxes"], answer["quality"])]
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = {"images": [{"id": n} for n in range(1, len(found) + 1)], "annotations": truth, "categories": [{"id": 1}]}
        coco.createIndex()
        evaluated = COCOeval(coco, coco.loadRes(answers), "bbox")
        evaluated.params.iouThrs = np.array([0.5])
        evaluated.evaluate()
        evaluated.accumulate()
    precision = evaluated.eval["precision"][0, :, 0, 0, 2]
    return float(precision[precision > -1].mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, required=True)
    parser.add_argument("--heads", required=True)
    parser.add_argument("--sources", nargs="+", default=["coco", "instances", "yardstick"])
    parser.add_argument("--folds", type=int, nargs="+", default=[-1, 0, 1, 2, 3, 4])
    arguments = parser.parse_args()
    nets, random = Nets(arguments.heads), np.random.default_rng(1)
    for source in arguments.sources:
        found = []
        for picture in pictures(arguments.prepared, [source]):
            net = nets(picture.fold)
            if net is not None and picture.fold in arguments.folds and len(picture.boxes):
                found.append((picture, proposals(net, picture)))
        rows = []  # picture, side, recalled in 10, in 50, best IoU
        for number, (picture, answer) in enumerate(found):
            overlap = ious(picture.boxes, answer["boxes"])
            for box, longest in enumerate(side(picture)):
                if not picture.crowd[box]:
                    rows.append((number, longest, overlap[box, :10].max() >= 0.5, overlap[box, :50].max() >= 0.5, overlap[box, :50].max()))
        rows = np.array(rows, float)
        print(f"{source}: {len(found)} pictures, {len(rows)} boxes, AP50 class-agnostic {agnostic(found):.3f}")
        for name, (low, high) in {"all": (0, 1e9), "> 60": (60, 1e9), **SIZES}.items():
            own = rows[(rows[:, 1] >= low) & (rows[:, 1] < high)]
            if len(own) == 0:
                continue
            drawn = []
            for _ in range(TIMES):
                weight = np.bincount(random.integers(len(found), size=len(found)), minlength=len(found))[own[:, 0].astype(int)]
                drawn.append(np.average(own[:, 2:4], axis=0, weights=weight) if weight.sum() else own[:, 2:4].mean(0))
            lows, highs = np.quantile(drawn, (0.025, 0.975), axis=0)
            print(f"  {name:7} {len(own):5} boxes  R@10 {own[:, 2].mean():.3f} ({lows[0]:.3f} to {highs[0]:.3f})  R@50 {own[:, 3].mean():.3f} ({lows[1]:.3f} to {highs[1]:.3f})  IoU {own[:, 4].mean():.3f}", flush=True)


if __name__ == "__main__":
    main()
