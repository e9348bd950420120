"""Trains the segmentation head of a pack: python training/heads/denseclip.py --pictures DIR --prepared DIR --out FOLDER [--all]

--prepared is what prepare.py wrote: maps of encoder heads that have not seen the scene. Writes FOLDER/denseclip.onnx and FOLDER/denseclip.json, for
`build_pocket.py --heads FOLDER` and `denseql models add-head`. Without --all labels kept for validation are not trained on; figures on them are printed.
"""

import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.packages import FEW  # noqa: E402
from ground.things import validates  # noqa: E402
from heads import export, fit  # noqa: E402
from heads.denseclip_graph import entry, graph  # noqa: E402
from heads.denseclip_net import UP, Cut, DenseClipNet, Shape  # noqa: E402
from heads.emit import rounded  # noqa: E402
from heads.material import Allowed, Material, Scene, trained_on  # noqa: E402
from pocket.study import auroc  # noqa: E402

KINDS = ("scenes", "crowds", "counts")
KIND_ODDS = {"scenes": 0.6, "crowds": 0.2, "counts": 0.2}
OF_RIVALS, OF_DICE, OF_PRESENCE = 1.0, 1.0, 0.3
NOISE, THRESHOLD, MIN_PRESENCE, VALIDATED, ABSENT = 0.1, 0.3, 0.4, 200, 10
# Patches a side that a step decodes to fine maps.
DECODED = 14
PATCH = 28
SEED = 20261202


@dataclass(frozen=True)
class Settings:
    width: int = 48
    steps: int = FEW or 1000
    batch: int = 2
    asked: int = 10
    rate: float = 1e-3


def labels_for(material: Material, scene: Scene, allowed: list[str], count: int, random: np.random.Generator) -> list[str]:
    """Up to two thirds present labels, the rest absent."""
    known = set(allowed)
    there = [str(label) for label in random.permutation(sorted({label for label in scene.labels if label in known}))][: 2 * count // 3]
    return there + [material.absent(scene, allowed, random) for _ in range(count - len(there))]


def loss(logits: torch.Tensor, scores: torch.Tensor, there: torch.Tensor, true: torch.Tensor, known: torch.Tensor | None = None) -> torch.Tensor:
    """logits, true and known [B, K, h, w], scores and there [B, K]; true may be of a part of the picture, there is of all of it. known: 1 for cells of which it is
    known whether they show the label; all where left out.

    Cross-entropy of every cell, for each label alone and among all that are asked (nothing has the logit 0: the threshold of one half), and Dice of
    labels that are there, whatever their size (Milletari et al. 2016, arXiv:1606.04797, section 3)."""
    known = torch.ones_like(true) if known is None else known
    inside = (true.amax((2, 3)) > 0.5) & (known.amin((2, 3)) > 0)
    cells = (binary_cross_entropy_with_logits(logits, true, reduction="none") * known).sum((2, 3)) / known.sum((2, 3)).clamp(min=1)
    rest = (1 - true.sum(1, keepdim=True)).clamp(min=0)
    decided = known.amin(1)
    among = -(torch.cat([true, rest], 1) * torch.cat([logits, torch.zeros_like(rest)], 1).log_softmax(1)).sum(1)
    among = (among * decided).sum() / decided.sum().clamp(min=1)
    shares = logits.sigmoid()
    dice = 1 - (2 * (shares * true).sum((2, 3)) + 1) / (shares.sum((2, 3)) + true.sum((2, 3)) + 1)
    presence = binary_cross_entropy_with_logits(scores, there.float())
    return cells.mean() + OF_RIVALS * among + OF_DICE * (dice * inside).sum() / inside.sum().clamp(min=1) + OF_PRESENCE * presence


def batches(material: Material, settings: Settings, allowed: Allowed, random: np.random.Generator):
    """(inputs, texts, what is there, true shares of the cut's cells, rows, columns, cut): pictures of one shape, mirrored at random."""
    draw = fit.shapes(material.scenes, KIND_ODDS, random)
    while True:
        scenes = draw(settings.batch)
        labels = [labels_for(material, scene, allowed.of(scene, random), settings.asked, random) for scene in scenes]
        true = torch.from_numpy(np.stack([[scene.cells(label) for label in own] for scene, own in zip(scenes, labels)]))
        there = torch.from_numpy(np.array([[label in scene.labels for label in own] for scene, own in zip(scenes, labels)]))
        text = torch.from_numpy(np.stack([[material.text(scene, label) for label in own] for scene, own in zip(scenes, labels)]))
        first = scenes[0]
        flips = [axis for axis in (1, 2) if random.random() < 0.5]
        inputs = fit.varied(material.inputs(scenes), first.rows, first.columns, flips, NOISE)
        rows, columns = min(DECODED, first.rows), min(DECODED, first.columns)
        cut = Cut(int(random.integers(first.rows - rows + 1)), int(random.integers(first.columns - columns + 1)), rows, columns)
        yield inputs, text, there, cut.of(true.flip([axis + 1 for axis in flips]), UP), first.rows, first.columns, cut


@torch.no_grad()
def figures(net: DenseClipNet, material: Material, random: np.random.Generator) -> None:
    """On validation labels of scenes, each asked for 10 absent ones, too: IoU on cells, the best label winning a cell, and presence."""
    labels, ious, scored = [label for label in material.labels if validates(label)], [], []
    known = set(labels)
    for scene in [scene for scene in material.scenes if scene.kind == "scenes" and known & {*scene.labels}][:VALIDATED]:
        there = sorted(known & {*scene.labels})
        asked = there + [material.absent(scene, labels, random) for _ in range(ABSENT)]
        texts = torch.from_numpy(np.stack([material.text(scene, label) for label in asked]))[None]
        logits, scores = (answer[0].sigmoid().numpy() for answer in net(*material.inputs([scene]), texts, scene.rows, scene.columns))
        values = np.where(scores[:, None, None] >= MIN_PRESENCE, logits, 0)
        best = np.where(values.max(0) >= THRESHOLD, values.argmax(0), -1)
        scored += [(score, number < len(there)) for number, score in enumerate(scores)]
        for number, label in enumerate(there):
            true = scene.cells(label) >= 0.5
            if true.any():
                ious.append(((best == number) & true).sum() / ((best == number) | true).sum())
    if ious:
        values, present = (np.array(column) for column in zip(*scored))
        found = (values[~present] >= MIN_PRESENCE).mean()
        print(f"{len(ious)} labels: mIoU {np.mean(ious):.3f}, presence AUROC {auroc(values, present):.3f}, absent labels that pass {found:.3f}")


def main() -> None:
    arguments = fit.arguments(__doc__, asdict(Settings()) | {"patch": PATCH})
    settings = Settings(**{name: getattr(arguments, name) for name in asdict(Settings())})
    names, random = (arguments.structure, arguments.joint), np.random.default_rng(SEED)
    torch.manual_seed(SEED)
    material = Material(arguments.pictures, arguments.prepared, KINDS, names, UP, arguments.most)
    first = material.scenes[0]
    net = DenseClipNet(Shape(first.structure.shape[1], first.joint.shape[1], settings.width))
    allowed = Allowed(trained_on(material.labels, arguments.all), len(material.vectors))
    prepared = batches(material, settings, allowed, random)

    def step() -> torch.Tensor:
        inputs, texts, there, true, rows, columns, cut = next(prepared)
        return loss(*net(*inputs, texts, rows, columns, cut), there, true)

    fit.fit(net, step, settings.steps, settings.rate)
    figures(rounded(net), material, np.random.default_rng(SEED + 1))
    made = entry(net, names, arguments.patch) | {"threshold": THRESHOLD, "minPresence": MIN_PRESENCE}
    made |= {"detail": "trained at MEDIUM on composed pictures (training/heads/denseclip.py)"}
    path = export.write(arguments.out, "denseclip.onnx", "denseclip", graph(net, names), made)
    export.check(path, [case(net, material, scene, names) for scene in fit.one_of_each_shape(material.scenes)])


@torch.no_grad()
def case(net: DenseClipNet, material: Material, scene: Scene, names: tuple[str, str]) -> tuple[dict, dict]:
    """What the graph is fed about a scene and three labels, and torch's answer."""
    inputs, texts = material.inputs([scene]), material.vectors[scene.fold, :3]
    logits, scores = net(*inputs, torch.from_numpy(texts)[None], scene.rows, scene.columns)
    feeds = {name: value.numpy() for name, value in zip((*names, "picture"), inputs)}
    grid = np.array([scene.rows, scene.columns], np.float32)
    return feeds | {"grid": grid, "labels": texts}, {"logits": logits.numpy(), "scores": scores[0].numpy()}


if __name__ == "__main__":
    main()
