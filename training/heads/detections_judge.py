"""Figures of detection with names, to choose constants by: python training/heads/detections_judge.py --prepared DIR --heads "DIR/fold-{}" --dense DIR --texts FILE [--vary NAME=a,b ...]

Every photograph is answered by the proposal head that has not seen its fold, asked for the things that are there and ten labels that are not. DIR/NAME.npz of --dense are outputs `dense` of
the pack that has not seen it (denseql encode); FILE has vectors of all texts that are asked (`--list FILE` writes those texts, a line each, for denseql encode-text). As
src/plugins/ovdet computes it, without a rescoring; AP50 by pycocotools' rule with the mean over all boxes of all labels together, and recall and false boxes at thresholds.
"""

import argparse
import sys
from itertools import product
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.proposals import Picture, pictures  # noqa: E402
from heads.proposals_judge import Nets, ious, proposals  # noqa: E402
from heads.proposals_net import UP  # noqa: E402
from learn.texts import SETTINGS  # noqa: E402
from pocket.study import unit  # noqa: E402
from real import photos  # noqa: E402
from real.calibrate import fitted  # noqa: E402

ABSENT, SCALE, PRESENCE = 10, SETTINGS["logitScale"], SETTINGS["presence"]


def scenes() -> list[str]:
    """Those of the plugin."""
    import re

    text = (Path(__file__).resolve().parents[2] / "src/plugins/ovdet/scenes.ts").read_text("utf-8")
    return re.findall(r"'([^']+)'", text)


class Seen:
    """A photograph's proposals with their vectors, and what was asked of it."""

    def __init__(self, picture: Picture, found: dict, dense: np.ndarray, text, absent: list[str], behind: list[str]):
        self.boxes, self.quality, self.truth, self.crowd = found["boxes"], found["quality"], picture.boxes, picture.crowd
        self.names, self.picture = picture.names, picture
        self.labels = [*dict.fromkeys(picture.names), *absent]
        rows, columns = picture.rows, picture.columns
        self.vectors = []
        for box, mask in zip(found["boxes"], found["masks"]):
            y, x = (np.arange(side * UP) for side in (rows, columns))
            inside = ((y >= np.floor(box[1] * UP)) & (y < np.ceil(box[3] * UP)))[:, None] & ((x >= np.floor(box[0] * UP)) & (x < np.ceil(box[2] * UP)))[None]
            own = inside & (mask >= 0.5)
            own = own if own.any() else inside
            share = own.reshape(rows, UP, columns, UP).mean((1, 3)).ravel()
            self.vectors.append(unit(share @ dense))
        self.vectors = np.stack(self.vectors) if len(self.vectors) else np.zeros((0, dense.shape[1]))
        texts = text(self.labels)
        self.texts, self.ground = texts, dense.mean(0)
        top = np.sort(dense @ texts.T, axis=0)[-max(1, round(0.02 * len(dense))) :].mean(0)
        self.there = 1 / (1 + np.exp(-PRESENCE["slope"] * (top - PRESENCE["midpoint"])))
        rows_behind = text(behind)
        near = (rows_behind @ texts.T).max(1)
        everything = (rows_behind @ texts.T).ravel()
        limit = max(0.6, everything.mean() + 2.5 * everything.std())
        words = {word for label in self.labels for word in label.split()}
        allowed = [n for n, name in enumerate(behind) if near[n] < limit and not any(w in words or w.rstrip("s") in words for w in name.split())]
        top = np.sort(dense @ rows_behind[allowed].T, axis=0)[-max(1, round(0.25 * len(dense))) :].mean(0)
        order = np.argsort(-top)
        self.fits, self.behind = top[order], self.vectors @ rows_behind[allowed][order].T
        maps = (dense @ texts.T).clip(0).reshape(rows, columns, -1)
        self.guard = np.stack([self.guarded(maps, box, rows, columns) for box in self.boxes]) if len(self.boxes) else np.zeros((0, len(self.labels)))

    def cosines(self, less: float = 0.0) -> np.ndarray:
        """Of each proposal with each label; `less`: the share of the picture's mean that is taken off a vector."""
        return unit(self.vectors - less * self.ground) @ self.texts.T if len(self.vectors) else np.zeros((0, len(self.texts)))

    @staticmethod
    def guarded(maps: np.ndarray, box: np.ndarray, rows: int, columns: int) -> np.ndarray:
        def mean(x, y, w, h):
            left, top = min(columns - 1, round(x)), min(rows - 1, round(y))
            return maps[top : min(rows, max(top + 1, round(y + h))), left : min(columns, max(left + 1, round(x + w)))].mean((0, 1))

        (x, y), (w, h) = box[:2], box[2:] - box[:2]
        c = np.sqrt(0.5)
        return ((mean(x, y, w, h) + 0.02) / (mean(x + w * (1 - c) / 2, y + h * (1 - c) / 2, w * c, h * c) + 0.02)).clip(0.5, 1)


def within(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    low, high = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    return (high - low).clip(0).prod(2) / (a[:, 2:] - a[:, :2]).prod(1).clip(1e-9)[:, None]


def parts_out(boxes: np.ndarray, scores: np.ndarray, mode: str, sure: float) -> np.ndarray:
    """src/plugins/ovdet/parts.ts: which stay."""
    if mode == "off" or len(boxes) == 0:
        return np.ones(len(boxes), bool)
    inside, area, overlap = within(boxes, boxes), (boxes[:, 2:] - boxes[:, :2]).prod(1), ious(boxes, boxes)
    small = (inside > 0.85) & (area[:, None] < 0.6 * area[None])
    group = np.zeros(len(boxes), bool)
    if mode == "group":
        for j in range(len(boxes)):
            own = np.flatnonzero(small[:, j] & (scores >= scores[j]))
            for number, a in enumerate(own):
                for b in own[number + 1 :]:
                    group[j] |= overlap[a, b] < 0.1 and 0.5 < area[a] / area[b] < 2
    part = np.array([any(small[i, j] and not group[j] and scores[j] >= sure * scores[i] for j in range(len(boxes))) for i in range(len(boxes))])
    return ~group & ~part


DEFAULTS = {"midpoint": 0.3, "slope": 16.7, "share": 0.35, "softmax": 1.0, "scenes": 5, "sharp": 20.0, "weight": 0.5, "guard": 1.0, "parts": "group", "sure": 0.7, "nms": 0.5, "gate": 0.0, "scale": SCALE, "less": 0.0}


def answers(seen: Seen, rule: dict) -> list[tuple[int, int, float]]:
    """(proposal, label, score)."""
    c = seen.cosines(rule["less"])
    k = min(rule["scenes"], len(seen.fits))
    rows = np.zeros(len(c))
    if k:
        w = np.exp(rule["sharp"] * seen.fits[:k])
        rows = (np.exp(rule["scale"] * seen.behind[:, :k]) * (k * w / w.sum())).sum(1)
    e = np.exp(rule["scale"] * c)
    softmax = e / (e.sum(1) + rows)[:, None]
    behind = rows / (rows + e.max(1, initial=1e-9))
    p = 1 / (1 + np.exp(-rule["slope"] * (c - rule["midpoint"]))) * softmax ** rule["softmax"]
    score = seen.quality[:, None] ** rule["share"] * p ** (1 - rule["share"]) * (1 - rule["weight"] * behind * (k > 0))[:, None]
    score = score * seen.guard ** rule["guard"]
    if rule["gate"]:
        score = score * seen.there[None] ** rule["gate"]
    found = []
    for label in range(score.shape[1]):
        order = np.argsort(-score[:, label])
        kept: list[int] = []
        overlap = None
        for number in order:
            if score[number, label] < 0.02:
                break
            if not kept or ious(seen.boxes[number][None], seen.boxes[kept]).max() <= rule["nms"]:
                kept.append(number)
        stay = parts_out(seen.boxes[kept], score[kept, label], rule["parts"], rule["sure"]) if kept else []
        found += [(number, label, float(score[number, label])) for number, keep in zip(kept, stay) if keep]
    return sorted(found, key=lambda row: -row[2])[:100]


def matches(seen: Seen, found: list) -> list[tuple[float, int]]:
    """(score, 1 right, 0 wrong, -1 ignored) of each answer, as COCO's rule has it with one threshold."""
    overlap, taken, rows = ious(seen.boxes, seen.truth) if len(seen.truth) else np.zeros((len(seen.boxes), 0)), set(), []
    for number, label, score in found:
        own = [t for t in range(len(seen.truth)) if seen.names[t] == seen.labels[label]]
        free = [t for t in own if t not in taken and not seen.crowd[t] and overlap[number, t] >= 0.5]
        if free:
            taken.add(max(free, key=lambda t: overlap[number, t]))
            rows.append((score, 1))
        else:
            in_crowd = any(seen.crowd[t] and within(seen.boxes[number][None], seen.truth[t][None])[0, 0] > 0.5 for t in own)
            rows.append((score, -1 if in_crowd else 0))
    return rows


def average_precision(rows: np.ndarray, truth: int) -> float:
    """rows [M, 2]; interpolated at 101 recalls."""
    rows = rows[rows[:, 1] >= 0]
    rows = rows[np.argsort(-rows[:, 0], kind="stable")]
    right = np.cumsum(rows[:, 1])
    recall, precision = right / max(1, truth), right / np.arange(1, len(rows) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    at = np.searchsorted(recall, np.linspace(0, 1, 101))
    return float(np.where(at < len(precision), precision[np.minimum(at, len(precision) - 1)], 0).mean()) if len(rows) else 0.0


def figures(seen: list[Seen], rule: dict, first: list[float] | None = None) -> tuple[dict, list[float]]:
    """And AP50 of each draw of photographs; `first`: those of another rule, for the difference on the same draws."""
    found = [np.array(matches(one, answers(one, rule)), float).reshape(-1, 2) for one in seen]
    truth = [int((~one.crowd).sum()) for one in seen]
    rows = np.concatenate(found)
    order = rows[np.argsort(-rows[:, 0])]
    false, right = np.cumsum(order[:, 1] == 0) / len(seen), np.cumsum(order[:, 1] == 1) / sum(truth)
    at = np.searchsorted(false, 0.3, side="right") - 1
    random = np.random.default_rng(2)
    drawn = []
    for _ in range(200):
        pick = random.integers(len(seen), size=len(seen))
        drawn.append(average_precision(np.concatenate([found[n] for n in pick]), sum(truth[n] for n in pick)))
    told = {"AP50": average_precision(rows, sum(truth)), "low": np.quantile(drawn, 0.025), "high": np.quantile(drawn, 0.975), "R@.3": right[at] if at >= 0 else 0, "score@.3": order[at, 0] if at >= 0 else 1, "recall": right[-1]}
    if first is not None:
        told |= {"less the first": np.mean(drawn) - np.mean(first), "from": np.quantile(np.subtract(drawn, first), 0.025), "to": np.quantile(np.subtract(drawn, first), 0.975)}
    return told, drawn


def presence(seen: list[Seen], less: float) -> tuple[float, float]:
    """Midpoint and slope of the logistic curve of a region's cosine: its own label against those of the same question that are none of what it overlaps."""
    values, own = [], []
    for one in seen:
        overlap = ious(one.boxes, one.truth) if len(one.truth) else np.zeros((len(one.boxes), 0))
        cosines = one.cosines(less)
        for number in range(min(30, len(one.boxes))):
            touched = {one.names[t] for t in np.flatnonzero(overlap[number] > 0.1)}
            best = overlap[number].argmax() if overlap.shape[1] else -1
            for label, name in enumerate(one.labels):
                if best >= 0 and overlap[number, best] >= 0.5 and name == one.names[best]:
                    values.append(cosines[number, label])
                    own.append(True)
                elif name not in touched:
                    values.append(cosines[number, label])
                    own.append(False)
    return fitted(np.array(values), np.array(own))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, required=True)
    parser.add_argument("--heads", required=True)
    for name in ("dense", "texts", "list"):
        parser.add_argument("--" + name, type=Path)
    parser.add_argument("--source", default="coco")
    parser.add_argument("--vary", nargs="*", default=[], help="NAME=a,b,c: every combination")
    arguments = parser.parse_args()
    nets = Nets(arguments.heads)
    absent = {photo.stem if photo.source != "coco" else Path(photo.file).stem: photo.absent for photo in photos.photos(arguments.source)} if arguments.source != "coco" else {Path(row["file"]).stem: row["absent"] for row in photos.lines("coco.jsonl")}
    looked = [picture for picture in pictures(arguments.prepared, [arguments.source]) if len(picture.boxes) and nets(picture.fold) is not None]
    behind = scenes()
    names = sorted({*behind, *(name for picture in looked for name in (*picture.names, *absent[picture.stem][:ABSENT]))})
    said = [template.format(name) for name in names for template in SETTINGS["templates"]]
    if arguments.list:
        arguments.list.write_text("".join(f"{text}\n" for text in said), "utf-8")
        return
    with np.load(arguments.texts) as kept:
        vectors = kept["text"].reshape(len(names), -1, kept["text"].shape[-1])
    vectors = np.stack([unit(unit(each).mean(0)) for each in vectors])
    index = {name: number for number, name in enumerate(names)}
    text = lambda labels: vectors[[index[label] for label in labels]]  # noqa: E731
    seen = []
    for picture in looked:
        with np.load(arguments.dense / f"{picture.stem}.npz") as kept:
            dense = unit(kept["dense"].astype(np.float32))
        seen.append(Seen(picture, proposals(nets(picture.fold), picture), dense, text, absent[picture.stem][:ABSENT], behind))
    print(len(seen), "photographs,", sum(int((~one.crowd).sum()) for one in seen), "things", flush=True)
    for less in (0.0, 0.25, 0.5):
        print("presence of regions, less %.2f of the mean: midpoint %.3f slope %.1f" % (less, *presence(seen, less)), flush=True)
    varied = [(name, [type(DEFAULTS[name])(value) for value in values.split(",")]) for name, values in (each.split("=") for each in arguments.vary)]
    first = None
    for combination in product(*(values for _, values in varied)):
        rule = DEFAULTS | dict(zip((name for name, _ in varied), combination))
        told, drawn = figures(seen, rule, first)
        first = first or drawn
        print(" ".join(f"{name}={value}" for (name, _), value in zip(varied, combination)), " ".join(f"{name} {value:.3f}" for name, value in told.items()), flush=True)


if __name__ == "__main__":
    main()
