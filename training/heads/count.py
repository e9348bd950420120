"""Trains the counting head of a pack: python training/heads/count.py --pictures DIR --prepared DIR --out FOLDER [--all]

--prepared is what prepare.py wrote. Writes FOLDER/count.onnx and FOLDER/clip-ebc.json, for `build_pocket.py --heads FOLDER` and `denseql models add-head`.
Without --all labels kept for validation are not trained on, and errors on them are printed by case.
"""

import argparse
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.things import validates  # noqa: E402
from heads import export, fit  # noqa: E402
from heads.count_net import BLOCK, CountNet, Shape, graph  # noqa: E402
from heads.emit import rounded  # noqa: E402
from heads.material import Allowed, Material, Scene, trained_on  # noqa: E402
from heads.parts import PIXELS  # noqa: E402
from pocket.study import auroc  # noqa: E402

KINDS = ("scenes", "crowds", "counts")
BINS, ANCHORS = [[0, 0], [1, 1], [2, 2], [3, 3], [4, None]], [0, 1, 2, 3, 4.4]
# Blocks with something are few: they weigh more. What that adds to the expected counts the total takes off again.
WEIGHTS, OF_ERROR, OF_TOTAL, OF_PRESENCE = [1.0, 4.0, 5.0, 6.0, 6.0], 0.1, 0.3, 0.5
KIND_ODDS = {"scenes": 0.25, "crowds": 0.15, "counts": 0.6}
# What is asked of a picture: the label it was made for, another one in it, one that is not in it.
ASKED, OTHER = 0.5, 0.25
NOISE, VALIDATED, MOST = 0.1, 400, 60
# The default gate on the pack's presence; 0: none.
MIN_PRESENCE = 0.2
GATES = (0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
SEED = 20261201


@dataclass(frozen=True)
class Settings:
    width: int = 64
    steps: int = 1300
    batch: int = 12
    rate: float = 1.5e-3


def question(material: Material, scene: Scene, allowed: list[str], random: np.random.Generator) -> str:
    """A label to count, of those allowed; one that is there no oftener than one that is not where none of them is asked on purpose."""
    known, kind = set(allowed), float(random.random())
    there = sorted({label for label in scene.labels if label in known})
    if scene.asked in known and kind < ASKED:
        return scene.asked
    if there and kind < ASKED + OTHER:
        return there[int(random.integers(len(there)))]
    return material.absent(scene, allowed, random)


def loss(logits: torch.Tensor, scores: torch.Tensor, true: torch.Tensor) -> torch.Tensor:
    """logits [B, h, w, K], scores [B], true [B, h, w] counts. Where the label is not there, only the score is told so: a head that is asked to
    count what it cannot name for sure answers with too little of everything."""
    there = true.sum((1, 2)) > 0
    presence = binary_cross_entropy_with_logits(scores, there.float())
    if not there.any():
        return OF_PRESENCE * presence
    logits, true, anchors = logits[there], true[there], torch.tensor(ANCHORS)
    bins = true.long().clamp(max=len(ANCHORS) - 1)
    named = cross_entropy(logits.flatten(0, 2), bins.flatten(), torch.tensor(WEIGHTS))
    expected = logits.softmax(-1) @ anchors
    total, wanted = expected.sum((1, 2)), true.sum((1, 2))
    return OF_PRESENCE * presence + named + OF_ERROR * (expected - true).abs().mean() + OF_TOTAL * ((total - wanted).abs() / (1 + wanted)).mean()


def batches(material: Material, settings: Settings, allowed: Allowed, random: np.random.Generator):
    """(inputs, labels, true counts, rows, columns): pictures of one shape, mirrored at random."""
    draw = fit.shapes(material.scenes, KIND_ODDS, random)
    while True:
        scenes = draw(settings.batch)
        labels = [question(material, scene, allowed.of(scene, random), random) for scene in scenes]
        true = torch.from_numpy(np.stack([scene.blocks(label, BLOCK) for scene, label in zip(scenes, labels)]))
        text = torch.from_numpy(np.stack([material.text(scene, label) for scene, label in zip(scenes, labels)]))
        first = scenes[0]
        even = first.rows % BLOCK == 0 and first.columns % BLOCK == 0  # else blocks of the mirrored picture would begin elsewhere
        flips = [axis for axis in (1, 2) if even and random.random() < 0.5]
        inputs = fit.varied(material.inputs(scenes), first.rows, first.columns, flips, NOISE)
        yield inputs, text, true.flip(flips), first.rows, first.columns


@torch.no_grad()
def errors(net: CountNet, material: Material, random: np.random.Generator) -> None:
    """On validation labels: of the label a picture was made for by case, and of one that is not there; at several gates."""
    labels, found = [label for label in material.labels if validates(label)], []
    for scene in [scene for scene in material.scenes if scene.kind == "counts" and scene.asked and validates(scene.asked)][:VALIDATED]:
        for label, case in ((scene.asked, scene.case), (material.absent(scene, labels, random), "absent")):
            text = torch.from_numpy(material.text(scene, label))[None]
            logits, score = net(*material.inputs([scene]), text, scene.rows, scene.columns)
            found.append((case, float((logits.softmax(-1) @ torch.tensor(ANCHORS)).sum()), scene.count(label), float(score.sigmoid())))
    totals, true, scores = (np.array([row[place] for row in found]) for place in (1, 2, 3))
    print(f"presence AUROC {auroc(scores, true > 0):.3f}")
    for gate in GATES:
        parts = []
        for case in sorted({row[0] for row in found}):
            own = np.array([row[0] == case for row in found])
            answer, wanted = np.where(scores >= gate, totals, 0)[own], true[own]
            relative = f" ({(np.abs(answer - wanted) / wanted).mean():.2f} of the true)" if wanted.all() else ""
            parts.append(f"{case} {np.abs(answer - wanted).mean():.2f}{relative}")
        print(f"gate {gate}: MAE {', '.join(parts)}", flush=True)


def main() -> None:
    arguments = fit.arguments(__doc__, asdict(Settings()) | {"min-presence": MIN_PRESENCE})
    settings = Settings(**{name: getattr(arguments, name) for name in asdict(Settings())})
    names, random = (arguments.structure, arguments.joint), np.random.default_rng(SEED)
    torch.manual_seed(SEED)
    material = Material(arguments.pictures, arguments.prepared, KINDS, names, most=arguments.most)
    first = material.scenes[0]
    shape = Shape(first.structure.shape[1], first.joint.shape[1], settings.width)
    net = CountNet(shape, torch.from_numpy(material.bins))
    allowed = Allowed(trained_on(material.labels, arguments.all), len(material.vectors))
    prepared = batches(material, settings, allowed, random)

    def step() -> torch.Tensor:
        inputs, text, true, rows, columns = next(prepared)
        return loss(*net(*inputs, text, rows, columns), true)

    fit.fit(net, step, settings.steps, settings.rate)
    errors(rounded(net), material, np.random.default_rng(SEED + 1))
    entry = {
        "inputs": list(names),
        "feeds": ["grid", "label", "picture"],
        "pixels": PIXELS,
        "blocks": [{"size": BLOCK, "name": f"blocks of {BLOCK} patches"}],
        "bins": BINS,
        "anchors": ANCHORS,
        "maxCount": MOST,
        "minPresence": arguments.min_presence,
        # A crop of a third with its margin, encoded with half as many pixels a side, shows things 1.2 times as large as the whole picture did.
        "cropDetail": {"MEDIUM": "LOW"},
        "detail": "trained at MEDIUM on composed pictures with up to 40 things (training/heads/count.py)",
    }
    path = export.write(arguments.out, "count.onnx", "clip-ebc", graph(net, names), entry)
    export.check(path, [case(net, material, scene, names) for scene in fit.one_of_each_shape(material.scenes)])


@torch.no_grad()
def case(net: CountNet, material: Material, scene: Scene, names: tuple[str, str]) -> tuple[dict, dict]:
    """What the graph is fed about a scene, and torch's answer."""
    inputs, text = material.inputs([scene]), torch.from_numpy(material.vectors[scene.fold, :1])
    feeds = {name: value.numpy() for name, value in zip((*names, "picture", "label"), (*inputs, text))}
    grid = np.array([scene.rows, scene.columns], np.float32)
    logits, scores = net(*inputs, text, scene.rows, scene.columns)
    return feeds | {"grid": grid}, {"logits": logits.numpy(), "scores": scores.numpy()}


if __name__ == "__main__":
    main()
