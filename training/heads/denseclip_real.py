"""Goes on with the segmentation head on real photographs: python training/heads/denseclip_real.py --prepared DIR --from ONNX --out "FOLDER-{}" --leave-out 0 1 2 3 4

--prepared is what prepare_real.py wrote; --pictures and --prepared-scenes, where given, add composed scenes as prepare.py leaves them. {} in --out stands for the
fifth that a head has not seen. Writes FOLDER/denseclip.onnx and FOLDER/denseclip.json for `build_pocket.py --heads` and `denseql models add-head`.
"""

import argparse
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.packages import FEW  # noqa: E402
from heads import denseclip, export, fit  # noqa: E402
from heads.denseclip_graph import entry, graph  # noqa: E402
from heads.denseclip_net import UP, Cut, DenseClipNet, Shape  # noqa: E402
from heads.emit import rounded  # noqa: E402
from heads.material import Material, Scene  # noqa: E402
from heads.photographs import Photograph, Photographs  # noqa: E402
from heads.recovered import recovered  # noqa: E402

NAMES = ("structure", "denseRaw")
KIND_ODDS = {"coco": 0.6, "imagenet": 0.25, "scenes": 0.15}
NOISE, SEED = 0.1, 20261203
# Chosen on photographs that the head had not seen (denseclip_judge.py).
THRESHOLD, MIN_PRESENCE = 0.3, 0.5
DETAIL = "trained at MEDIUM on composed pictures and photographs, COCO's with things and stuff (training/heads/denseclip_real.py)"


@dataclass(frozen=True)
class Settings:
    steps: int = FEW or 300
    batch: int = 2
    asked: int = 10
    rate: float = 5e-4
    decoded: int = 12
    # Of the new weights, the rest the old ones: these alone forget composed scenes.
    share: float = 0.8


def labels_for(material: Photographs, scene: Scene, count: int, random: np.random.Generator) -> list[str]:
    """Up to six of ten present labels, the rest absent."""
    there = [str(label) for label in random.permutation(sorted({*scene.labels} & {*material.index}))][: 6 * count // 10]
    if isinstance(scene, Photograph):
        return there + material.absent_of(scene, count - len(there), random)
    return there + [material.absent(scene, material.labels, random) for _ in range(count - len(there))]


def batches(material: Photographs, settings: Settings, random: np.random.Generator):
    """(inputs, texts, what is there, true shares of the cut's cells, which of them are known, rows, columns, cut): pictures of one shape, mirrored at random."""
    draw = fit.shapes(material.scenes, {kind: odds for kind, odds in KIND_ODDS.items() if any(scene.kind == kind for scene in material.scenes)}, random)
    while True:
        scenes = draw(settings.batch)
        labels = [labels_for(material, scene, settings.asked, random) for scene in scenes]
        if len({*map(len, labels)}) > 1:
            continue
        asked = [*zip(scenes, labels)]
        true = torch.from_numpy(np.stack([[scene.cells(label) for label in own] for scene, own in asked]))
        known = torch.from_numpy(np.stack([[scene.known(label) for label in own] for scene, own in asked]))
        there = torch.from_numpy(np.array([[label in scene.labels for label in own] for scene, own in zip(scenes, labels)]))
        text = torch.from_numpy(np.stack([[material.text(scene, label) for label in own] for scene, own in zip(scenes, labels)]))
        first = scenes[0]
        # A sky below and grass above are of no use.
        flips = [2] if random.random() < 0.5 else []
        inputs = fit.varied(material.inputs(scenes), first.rows, first.columns, flips, NOISE)
        rows, columns = min(settings.decoded, first.rows), min(settings.decoded, first.columns)
        cut = Cut(int(random.integers(first.rows - rows + 1)), int(random.integers(first.columns - columns + 1)), rows, columns)
        true, known = (cut.of(part.flip([axis + 1 for axis in flips]), UP) for part in (true, known))
        yield inputs, text, there, true, known, first.rows, first.columns, cut


def begun(before: Path, material: Photographs) -> DenseClipNet:
    first = material.scenes[0]
    return recovered(DenseClipNet(Shape(first.structure.shape[1], first.joint.shape[1])), before, lambda net: graph(net, NAMES))


def trained(material: Photographs, before: Path, settings: Settings) -> DenseClipNet:
    torch.manual_seed(SEED)
    net = begun(before, material)
    prepared = batches(material, settings, np.random.default_rng(SEED))

    def step() -> torch.Tensor:
        inputs, texts, there, true, known, rows, columns, cut = next(prepared)
        return denseclip.loss(*net(*inputs, texts, rows, columns, cut), there, true, known)

    fit.fit(net, step, settings.steps, settings.rate)
    with torch.no_grad():
        for old, new in zip(begun(before, material).parameters(), net.parameters()):
            new.copy_(torch.lerp(old, new, settings.share))
    return rounded(net)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, required=True)
    parser.add_argument("--from", type=Path, required=True, dest="before", help="the graph to go on from, of denseclip.py")
    parser.add_argument("--out", required=True)
    parser.add_argument("--leave-out", nargs="*", default=[""], help='fifths, a head each; "1,2" leaves two out; none: one head of all')
    for name in ("pictures", "prepared-scenes"):
        parser.add_argument("--" + name, type=Path)
    for name, value in asdict(Settings()).items():
        parser.add_argument("--" + name, type=type(value), default=value)
    arguments = parser.parse_args()
    settings = Settings(**{name: getattr(arguments, name) for name in asdict(Settings())})
    scenes = Material(arguments.pictures, arguments.prepared_scenes or arguments.prepared, ("scenes",), NAMES, UP).scenes if arguments.pictures else []
    for left in arguments.leave_out:
        # Composed scenes are of no fifth: what their number falls in says whose maps they have.
        material = Photographs(arguments.prepared, {int(fold) for fold in left.split(",") if fold}, NAMES, UP)
        material.scenes += scenes
        print(f"without {left or 'none'}:", {kind: sum(scene.kind == kind for scene in material.scenes) for kind in KIND_ODDS}, flush=True)
        net, folder = trained(material, arguments.before, settings), Path(arguments.out.replace("{}", left.replace(",", "-")))
        made = entry(net, NAMES, denseclip.PATCH) | {"threshold": THRESHOLD, "minPresence": MIN_PRESENCE, "detail": DETAIL}
        path = export.write(folder, "denseclip.onnx", "denseclip", graph(net, NAMES), made)
        shown = fit.one_of_each_shape(material.scenes)[:12]
        export.check(path, [denseclip.case(net, material, scene, NAMES) for scene in shown])


if __name__ == "__main__":
    main()
