"""How far counting heads are off on photographs that they have not seen, by word and by three examples, at gates on the pack's presence and on the head's own score.

python training/heads/count_errors.py --prepared DIR --heads "FOLDER/{}" [--folds 0 1 2 3 4]: each fifth's photographs by the head that has not seen them.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.count import ANCHORS, OUTPUTS  # noqa: E402
from heads.count_material import Material, ask, boxed, fed  # noqa: E402
from heads.count_net import CountNet, Shape  # noqa: E402
from heads.count_scene import Counted  # noqa: E402
from heads.emit import rounded  # noqa: E402
from learn.texts import SETTINGS  # noqa: E402
from pocket.study import presence  # noqa: E402

GATES, SHOWN, ABSENT, SEED = (0, 0.1, 0.2, 0.3, 0.4, 0.5), 3, 10, 7
GROUPS = {"absent": lambda true: true == 0, "1-5": lambda true: (1 <= true) & (true <= 5), "6 and more": lambda true: true >= 6}
JUDGES = {"presence": "by the pack's presence", "score": "by the head's own score"}


def of_pack(material: Material, scene: Counted, name: str) -> float:
    """The pack's calibrated presence of a label."""
    statistic = float(presence(material.dense(scene) @ material.text(scene, name)[:, None])[0])
    constants = SETTINGS["presence"]
    return float(1 / (1 + np.exp(-constants["slope"] * (statistic - constants["midpoint"]))))


@torch.no_grad()
def of(net: CountNet, material: Material) -> list[dict]:
    """A row for each question: by what, of what, the answer, the truth, how sure pack and head are that it is there."""
    random, rows = np.random.default_rng(SEED), []

    def add(scene: Counted, name: str, by: str, word: bool, given: list[list[float]]) -> None:
        asked = ask(material, scene, name, word, given)
        logits, score = net(*fed([asked]), scene.rows, scene.columns)
        total = float((logits.softmax(-1) @ torch.tensor(ANCHORS)).sum())
        row = {"kind": scene.kind, "id": scene.id, "name": name, "by": by, "answer": total, "true": len(asked.boxes), "score": float(score.sigmoid())}
        rows.append(row | ({"presence": of_pack(material, scene, name)} if by == "word" else {}))

    for scene in material.scenes:
        for name in [*scene.things, *scene.absent[:: max(1, len(scene.absent) // ABSENT)]]:
            add(scene, name, "word", True, [])
            boxes = boxed(scene.things.get(name, []))
            if len(boxes) >= SHOWN:
                given = [boxes[number] for number in random.permutation(len(boxes))[:SHOWN]]
                add(scene, name, "examples", False, given)
                add(scene, name, "both", True, given)
    return rows


def figure(own: list[dict], judge: str, gate: float) -> str:
    answer, true = (np.array([row[key] for row in own]) for key in ("answer", "true"))
    sure = np.array([row.get(judge, 1) for row in own])
    error = np.abs(np.where(sure >= gate, answer, 0) - true)
    return f"{error.mean():.2f}" + (f" ({(error / true).mean():.2f})" if true.all() else "")


def told(rows: list[dict]) -> None:
    """MAE, and in brackets relative to the truth."""
    for kind in sorted({row["kind"] for row in rows}):
        for by in ("word", "examples", "both"):
            for name, holds in GROUPS.items():
                own = [row for row in rows if row["kind"] == kind and row["by"] == by and holds(row["true"])]
                if own and by != "word":
                    print(f"{kind} by {by}, {name}: {figure(own, '', 0)}, {len(own)} cases", flush=True)
                elif own:
                    for judge, words in JUDGES.items():
                        figures = "; ".join(f"{gate}: {figure(own, judge, gate)}" for gate in GATES)
                        print(f"{kind} by word, {name}, gate {words}: {figures}, {len(own)} cases", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, required=True)
    parser.add_argument("--heads", required=True, help="folders of count.py; {}: the fifth that was left out")
    parser.add_argument("--folds", type=int, nargs="+", default=[*range(5)])
    arguments, rows = parser.parse_args(), []
    for fold in arguments.folds:
        material = Material(arguments.prepared, OUTPUTS, lambda row: row["kind"] != "counts" and row["fold"] == fold)
        kept = torch.load(Path(arguments.heads.replace("{}", str(fold))) / "count.pt", weights_only=True)
        shape = Shape(kept["structure.weight"].shape[1], kept["joint.weight"].shape[1], kept["structure.weight"].shape[0])
        net = CountNet(shape, torch.from_numpy(material.bins), [kept[f"examples.centre{number}"] for number in range(2)])
        net.load_state_dict(kept)
        rows += of(rounded(net), material)
    told(rows)


if __name__ == "__main__":
    main()
