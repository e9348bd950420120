"""Trains the counting head: python training/heads/count.py --prepared DIR --out FOLDER [--leave-out FOLD] [--from FILE]

--prepared is what prepare_counts.py wrote. Writes FOLDER/count.onnx and FOLDER/clip-ebc.json, for `build_pocket.py --heads FOLDER` and `denseql models add-head`, and
FOLDER/count.pt to go on from. Photographs of the fifth --leave-out are not trained on; --composed trains on composed pictures alone: what all fifths' heads go
on from. Errors on what was left out: count_errors.py.
"""

import argparse
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, smooth_l1_loss

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.packages import FEW  # noqa: E402
from heads import export, fit  # noqa: E402
from heads.count_material import Material, fed, question  # noqa: E402
from heads.count_net import BLOCK, CountNet, Shape, graph  # noqa: E402
from heads.count_scene import Asked, Counted  # noqa: E402
from heads.emit import rounded  # noqa: E402
from heads.parts import PIXELS  # noqa: E402

BINS, ANCHORS = [[0, 0], [1, 1], [2, 2], [3, 3], [4, None]], [0, 1, 2, 3, 4.4]
# Blocks with something are few: they weigh more. What that adds to the expected counts the total takes off again.
WEIGHTS, OF_ERROR, OF_TOTAL, OF_ONE, OF_PRESENCE = [1.0, 3.0, 4.0, 5.0, 5.0], 0.1, 3.0, 0.2, 0.5
ODDS = {"coco": 0.3, "instances": 0.1, "cells": 0.18, "crowd": 0.12, "counts": 0.3}
NOISE, MOST = 0.1, 60
# The pack's outputs of appearance, that compares with texts, and the second one that examples are compared in.
OUTPUTS = "structure", "denseRaw", "layers.7"
# The default gate on the head's own score; 0: none.
MIN_PRESENCE = 0.6
SEED = 20261201


@dataclass(frozen=True)
class Settings:
    width: int = 64
    steps: int = FEW or 1430
    batch: int = 8
    rate: float = 1.5e-3


def loss(logits: torch.Tensor, scores: torch.Tensor, true: torch.Tensor, there: torch.Tensor, judged: torch.Tensor) -> torch.Tensor:
    """logits [B, h, w, K], scores [B], true [B, h, w] counts; there [B]: whether the label is in the picture; judged [B]: whether the score is asked. Where
    the label is not there, only the score is told so: a head that is asked to count what it cannot name for sure answers with too little of everything."""
    presence = (binary_cross_entropy_with_logits(scores, there.float(), reduction="none") * judged).mean()
    if not there.any():
        return OF_PRESENCE * presence
    logits, true, anchors = logits[there], true[there], torch.tensor(ANCHORS)
    bins = true.long().clamp(max=len(ANCHORS) - 1)
    named = cross_entropy(logits.flatten(0, 2), bins.flatten(), torch.tensor(WEIGHTS))
    expected = logits.softmax(-1) @ anchors
    total, wanted = expected.sum((1, 2)), true.sum((1, 2))
    # Of logarithms: relative to what is answered, so that an answer of 1 where there are 20 is pulled up at once.
    whole = smooth_l1_loss(total.log1p(), wanted.log1p(), beta=OF_ONE)
    return OF_PRESENCE * presence + named + OF_ERROR * (expected - true).abs().mean() + OF_TOTAL * whole


def batches(scenes: list[Counted], material: Material, settings: Settings, random: np.random.Generator):
    """(inputs, rows, columns, true counts, there, judged): pictures of one shape, mirrored, and often a part of each, at random."""
    draw = fit.shapes(scenes, {kind: odds for kind, odds in ODDS.items() if any(scene.kind == kind for scene in scenes)}, random)
    while True:
        found = draw(settings.batch)
        first = found[0]
        part = first.part(random, BLOCK)
        asked = [question(material, scene, random) for scene in found]
        cut = [each.cut(part, BLOCK, random) for each in asked]
        rows, columns = cut[0].scene.rows, cut[0].scene.columns
        true = torch.from_numpy(np.stack([each.blocks(BLOCK) for each in cut]))
        even = rows % BLOCK == 0 and columns % BLOCK == 0  # else blocks of the mirrored picture would begin elsewhere
        flips = [axis for axis in (1, 2) if even and random.random() < 0.5]
        structure, joint, layer, picture, *clues = fed(cut)
        structure, joint, picture = fit.varied((structure, joint, picture), rows, columns, flips, NOISE)
        layer = fit.mirrored(layer, rows, columns, flips)
        there = true.sum((1, 2)) > 0
        # What is in the picture may be seen in a part that no middle lies in.
        judged = torch.tensor([each.words and (bool(now) or not each.boxes) for each, now in zip(asked, there)]).float()
        yield (structure, joint, layer, picture, *clues), rows, columns, true.flip(flips), there, judged


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("prepared", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    for name, value in (asdict(Settings()) | {"min-presence": MIN_PRESENCE}).items():
        parser.add_argument("--" + name, type=type(value), default=value)
    parser.add_argument("--leave-out", type=int, help="a fifth of the photographs")
    parser.add_argument("--from", dest="before", type=Path, help="count.pt to go on from")
    parser.add_argument("--composed", action="store_true")
    arguments = parser.parse_args()
    settings = Settings(**{name: getattr(arguments, name) for name in asdict(Settings())})
    names, random = OUTPUTS, np.random.default_rng(SEED)
    torch.manual_seed(SEED)
    kinds = ("counts",) if arguments.composed else tuple(ODDS)
    material = Material(arguments.prepared, names, lambda row: row["kind"] in kinds and (row["kind"] == "counts" or row["fold"] != arguments.leave_out))
    scenes = material.scenes
    first = scenes[0]
    shape = Shape(first.structure.shape[1], first.joint.shape[1], settings.width)
    kept = torch.load(arguments.before, weights_only=True) if arguments.before else None
    centres = material.centres() if kept is None else [kept[f"examples.centre{number}"] for number in range(2)]
    net = CountNet(shape, torch.from_numpy(material.bins), centres)
    if kept:
        net.load_state_dict(kept)
    prepared = batches(scenes, material, settings, random)

    def step() -> torch.Tensor:
        inputs, rows, columns, *truth = next(prepared)
        return loss(*net(*inputs, rows, columns), *truth)

    fit.fit(net, step, settings.steps, settings.rate)
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), arguments.out / "count.pt")
    rounded(net)
    entry = {
        "inputs": list(names),
        "feeds": ["grid", "label", "picture", "example", "sides"],
        "examples": [names[0], names[2]],
        "pixels": PIXELS,
        "blocks": [{"size": BLOCK, "name": f"blocks of {BLOCK} patches"}],
        "bins": BINS,
        "anchors": ANCHORS,
        "maxCount": MOST,
        "scores": True,
        "minPresence": arguments.min_presence,
        # A crop of a third with its margin, encoded with half as many pixels a side, shows things 1.2 times as large as the whole picture did.
        "cropDetail": {"MEDIUM": "LOW"},
        "detail": "trained at MEDIUM on photographs and composed pictures with up to 40 things (training/heads/count.py)",
    }
    path = export.write(arguments.out, "count.onnx", "clip-ebc", graph(net, names), entry)
    export.check(path, [case(net, material, question(material, scene, random), names) for scene in fit.one_of_each_shape(scenes) for _ in range(2)])


@torch.no_grad()
def case(net: CountNet, material: Material, asked: Asked, names: tuple[str, str, str]) -> tuple[dict, dict]:
    """What the graph is fed about a scene, and torch's answer."""
    inputs, scene = fed([asked]), asked.scene
    feeds = {name: value.numpy() for name, value in zip((*names, "picture", "label", "example", "sides"), inputs)}
    logits, scores = net(*inputs, scene.rows, scene.columns)
    return feeds | {"grid": np.array([scene.rows, scene.columns], np.float32)}, {"logits": logits.numpy(), "scores": scores.numpy()}


if __name__ == "__main__":
    main()
