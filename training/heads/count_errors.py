"""How far counting heads are off on photographs that they have not seen, by word and by three examples, at gates on the pack's presence and on the head's own score.

python training/heads/count_errors.py FOLDER/errors.json ... : what count.py wrote for each fifth, together.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.count_material import Material, ask, boxed  # noqa: E402
from heads.count_scene import Counted  # noqa: E402
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
def of(net, material: Material, scenes: list[Counted], fed, anchors: list[float]) -> list[dict]:
    """A row for each question: by what, of what, the answer, the truth, how sure pack and head are that it is there."""
    random, rows = np.random.default_rng(SEED), []

    def add(scene: Counted, name: str, by: str, word: bool, given: list[list[float]]) -> None:
        asked = ask(material, scene, name, word, given)
        logits, score = net(*fed(material, [asked]), scene.rows, scene.columns)
        total = float((logits.softmax(-1) @ torch.tensor(anchors)).sum())
        row = {"kind": scene.kind, "id": scene.id, "name": name, "by": by, "answer": total, "true": len(asked.boxes), "score": float(score.sigmoid())}
        rows.append(row | ({"presence": of_pack(material, scene, name)} if by == "word" else {}))

    for scene in scenes:
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


if __name__ == "__main__":
    told([row for path in sys.argv[1:] for row in json.loads(Path(path).read_text("utf-8"))])
