"""How far a counting head is off on photographs that it has not seen, by word and by three examples."""

import numpy as np
import torch

from .count_material import Counted, Material, ask, boxed

GATES, SHOWN, SEED = (0, 0.3, 0.5, 0.7), 3, 7


@torch.no_grad()
def of(net, material: Material, scenes: list[Counted], fed, anchors: list[float]) -> list[dict]:
    """A row for each question: by what, of what, the answer, the truth, the head's own score."""
    random, rows = np.random.default_rng(SEED), []

    def add(scene: Counted, name: str, by: str, word: bool, given: list[list[float]]) -> None:
        asked = ask(material, scene, name, word, given)
        logits, score = net(*fed(material, [asked]), scene.rows, scene.columns)
        total = float((logits.softmax(-1) @ torch.tensor(anchors)).sum())
        rows.append({"kind": scene.kind, "id": scene.id, "name": name, "by": by, "answer": total, "true": len(asked.boxes), "score": float(score.sigmoid())})

    for scene in scenes:
        for name in [*scene.things, *scene.absent[:10]]:
            add(scene, name, "word", True, [])
            boxes = boxed(scene.things.get(name, []))
            if len(boxes) >= SHOWN or (boxes and scene.kind != "cells"):
                given = [boxes[number] for number in random.permutation(len(boxes))[:SHOWN]]
                add(scene, name, "examples", False, given)
                add(scene, name, "both", True, given)
    return rows


def told(rows: list[dict]) -> None:
    groups = {"absent": lambda row: row["true"] == 0, "1-5": lambda row: 1 <= row["true"] <= 5, "6-40": lambda row: row["true"] >= 6}
    for kind in sorted({row["kind"] for row in rows}):
        for by in ("word", "examples", "both"):
            for name, holds in groups.items():
                own = [row for row in rows if row["kind"] == kind and row["by"] == by and holds(row)]
                if not own:
                    continue
                answer, true, score = (np.array([row[key] for row in own]) for key in ("answer", "true", "score"))
                parts = []
                for gate in GATES if by == "word" else (0,):
                    error = np.abs(np.where(score >= gate, answer, 0) - true)
                    parts.append(f"{error.mean():.2f}" + (f" ({(error / true).mean():.2f})" if true.all() else ""))
                print(f"{kind} {by} {name} n {len(own)}: MAE by gate {', '.join(parts)}", flush=True)
