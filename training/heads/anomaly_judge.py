"""Figures of an anomaly head on pictures that it has not seen: python training/heads/anomaly_judge.py --features DIR --prepared DIR --states FILE --yardstick DIR --head FILE [--tiles DIR --folds 'DIR/{}/anomaly.pt']

AUROC of pictures and of places, thresholds, and whether the deviation of the samples is higher where the map is wrong (rank correlation of patches). The yardstick's figures are means over its kinds; tiles
are answered by the head of each fold that has not seen it.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.anomaly_material import Sample, composed, inputs, samples, tiles  # noqa: E402
from heads.anomaly_net import AnomalyNet, Shape  # noqa: E402

SAMPLES, SEED, WARM = 10, 0, 0.2
# Of the head that has not seen parts of validation labels (1 mod 5): one in five sound ones is above, one in 200 sound places.
SCORING = {"threshold": {"MAX": 0.74, "TOP_MEAN": 0.62}, "mapThreshold": 0.64}


@torch.no_grad()
def answers(net: AnomalyNet, found: list[Sample], states: np.ndarray, word: int = 0):
    """Of each sample: score of the picture, map and deviation [N]."""
    noise = torch.randn(2, SAMPLES, net.shape.width, generator=torch.Generator().manual_seed(SEED))
    texts = torch.from_numpy(states[word : word + 1])
    made = []
    for sample in found:
        layers, said, picture, _ = inputs([sample])
        logits, scores, _ = net(layers, said, picture, sample.rows, sample.columns, texts, noise)
        likely = torch.sigmoid(logits[0])
        made.append((float(torch.sigmoid(scores[0]).mean()), likely.mean(0).numpy(), likely.std(0, unbiased=False).numpy()))
    return made


def whole_score(answer, rule: str = "MAX") -> float:
    """The picture's own score and its hottest place or places, as the product joins them."""
    count = 1 if rule == "MAX" else max(1, round(0.01 * len(answer[1])))
    return (answer[0] + float(np.sort(answer[1])[-count:].mean())) / 2


def ranks(values: np.ndarray) -> np.ndarray:
    """Equal values share the mean of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[places]


def auroc(truth: np.ndarray, values: np.ndarray) -> float:
    """By Mann and Whitney's statistic."""
    count = int(truth.sum())
    return float((ranks(values)[truth].sum() - count * (count + 1) / 2) / (count * (len(truth) - count)))


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Of ranks (Spearman)."""
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def judged(net: AnomalyNet, found: list[Sample], states: np.ndarray, word: int = 0) -> dict[str, float]:
    made = answers(net, found, states, word)
    bad = np.array([sample.bad for sample in found])
    truth = np.concatenate([sample.wrong >= 0.25 for sample in found])
    maps, unsure = (np.concatenate([answer[place] for answer in made]) for place in (1, 2))
    joined, own, top = (np.array([rule(answer) for answer in made]) for rule in (whole_score, lambda a: a[0], lambda a: a[1].max()))
    spread = np.array([whole_score(answer, "TOP_MEAN") for answer in made])
    # Nearly all places are surely sound, and deviation and error are small there alike: where something is suspected says more.
    warm = maps >= WARM
    figures = {
        "image": auroc(bad, joined), "byTopMean": auroc(bad, spread), "topMeanAt10": float(np.quantile(spread[~bad], 0.9)), "own": auroc(bad, own), "top": auroc(bad, top), "pixel": auroc(truth, maps),
        "unsure": correlation(unsure, np.abs(maps - truth)), "unsureWhereWarm": correlation(unsure[warm], np.abs(maps - truth)[warm]),
        "falseAlarms": float((joined[~bad] > SCORING["threshold"]["MAX"]).mean()), "missed": float((joined[bad] <= SCORING["threshold"]["MAX"]).mean()),
        "at10": float(np.quantile(joined[~bad], 0.9)), "missedAt10": float((joined[bad] <= np.quantile(joined[~bad], 0.9)).mean()),
        "map99": float(np.quantile(maps[~truth], 0.99)), "map995": float(np.quantile(maps[~truth], 0.995)),
    }  # fmt: skip
    return figures


def shown(figures: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())


def restored(path: Path) -> AnomalyNet:
    weights = torch.load(path, weights_only=True)
    net = AnomalyNet(Shape(texts=weights["normal.hidden.weight"].shape[1]))
    net.load_state_dict(weights)
    return net.eval()


def mean(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("features", "prepared", "states", "yardstick", "head"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--tiles", type=Path)
    parser.add_argument("--folds")
    asked = parser.parse_args()
    with np.load(asked.states) as kept:
        states, words = kept["vectors"], [*map(str, kept["words"])]
    net = restored(asked.head)
    found = samples(composed(asked.yardstick), asked.features / "yardstick", asked.prepared / "yardstick")
    kinds = {kind: [sample for sample in found if sample.row.kind == kind] for kind in dict.fromkeys(sample.row.kind for sample in found)}
    rows = {kind: judged(net, own, states) for kind, own in kinds.items() if 0 < sum(sample.bad for sample in own) < len(own)}
    for kind, figures in rows.items():
        print(f"{kind}: {shown(figures)}")
    print(f"composed, mean of {len(rows)}: {shown(mean([*rows.values()]))}")
    print(f"composed, all pictures together: {shown(judged(net, found, states))}")
    print(f"composed, all together, as {words[4]}: {shown(judged(net, found, states, 4))}")
    if asked.tiles and asked.folds:
        found = samples(tiles(asked.tiles), asked.features / "tiles", asked.prepared / "tiles")
        rows = []
        for fold in range(5):
            path = Path(asked.folds.format(fold))
            own = [sample for sample in found if sample.row.fold == fold]
            if path.exists() and own:
                rows.append(judged(restored(path), own, states))
                print(f"tiles, fold {fold}: {shown(rows[-1])}")
        print(f"tiles, mean of {len(rows)}: {shown(mean(rows))}")


if __name__ == "__main__":
    main()
