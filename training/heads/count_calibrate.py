"""What sums of a counting head's blocks stand for: python training/heads/count_calibrate.py --prepared DIR --heads "FOLDER/{}" [--folds 0 1 2 3 4]

Every fifth's photographs are answered by the head that has not seen them; the knots that go into FOLDER/FOLD/clip-ebc.json (`counts`, src/plugins/clip-ebc/README.md) are fitted on the
answers of the other fifths, so none of what a head is measured on has a part in its own. Prints errors before and after.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.count import MIN_PRESENCE  # noqa: E402
from heads.count_errors import answers, told  # noqa: E402

# Sums at which the lines meet, and the ways of asking that have lines of their own.
SUMS, WAYS = [0.3, 0.7, 1.2, 2.0, 3.0, 5.0, 8.0, 14.0, 25.0, 45.0], ("word", "examples")
# Errors of more than FEW things count in shares of them; how much a knot is held to the sum itself, in the logarithm.
FEW, HELD, STEPS, RATE = 5.0, 0.02, 600, 0.03


def lines(sums: torch.Tensor, counts: torch.Tensor) -> torch.Tensor:
    """src/plugins/clip-ebc/calibrated.ts."""
    at, to = (torch.cat([torch.zeros(1), knots]) for knots in (torch.tensor(SUMS), counts))
    place = torch.searchsorted(at, sums).clamp(1, len(SUMS))
    share = (sums - at[place - 1]) / (at[place] - at[place - 1])
    return torch.where(sums > at[-1], sums * to[-1] / at[-1], to[place - 1] + share * (to[place] - to[place - 1]))


def fitted(rows: list[dict]) -> list[list[float]]:
    """Kinds of photographs weigh alike, however many questions there are about them."""
    sums, true = (torch.tensor([float(row[key]) for row in rows]) for key in ("answer", "true"))
    kinds = [row["kind"] for row in rows]
    weight = torch.tensor([1 / np.sqrt(kinds.count(kind)) for kind in kinds]) / (true.clamp(min=FEW) / FEW)
    steps = torch.diff(torch.tensor([0.0, *SUMS]))
    raised = torch.nn.Parameter(torch.log(torch.expm1(steps)))
    optimizer = torch.optim.Adam([raised], lr=RATE)
    for _ in range(STEPS):
        counts = torch.nn.functional.softplus(raised).cumsum(0)
        loss = (weight * (lines(sums, counts) - true).abs()).sum() / weight.sum() + HELD * (counts.log() - torch.tensor(SUMS).log()).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return [[at, round(float(to), 3)] for at, to in zip(SUMS, counts)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, required=True)
    parser.add_argument("--heads", required=True, help="folders of count.py; {}: the fifth that was left out")
    parser.add_argument("--folds", type=int, nargs="+", default=[*range(5)])
    arguments, rows = parser.parse_args(), []
    for fold in arguments.folds:
        rows += [row | {"fold": fold} for row in answers(arguments.prepared, arguments.heads, fold)]
    told(rows)
    moved = []
    for fold in arguments.folds:
        counts = {}
        for way in WAYS:
            sure = [row for row in rows if row["by"] == way and row["true"] > 0 and row.get("score", 1) >= (MIN_PRESENCE if way == "word" else 0)]
            counts[way] = fitted([row for row in sure if row["fold"] != fold])
            own = [row for row in rows if row["fold"] == fold and row["by"] == way]
            answer = lines(torch.tensor([float(row["answer"]) for row in own]), torch.tensor([to for _, to in counts[way]]))
            moved += [row | {"answer": float(value)} for row, value in zip(own, answer)]
        entry = Path(arguments.heads.replace("{}", str(fold))) / "clip-ebc.json"
        entry.write_text(json.dumps(json.loads(entry.read_text("utf-8")) | {"counts": counts}, indent=2) + "\n", "utf-8")
        print(fold, counts)
    print("== by these lines")
    told(moved)


if __name__ == "__main__":
    main()
