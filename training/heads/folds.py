"""Encoder heads whose maps the other heads are trained on: each has not seen a n-th of the scenes and of the labels.

python training/heads/folds.py --table FILE --work WORK --out FOLDER [arguments of learn/train.py]
A head trained on maps of scenes and labels that the encoder head knows by heart learns to trust maps as it will never see them again (Wolpert 1992, Stacked
Generalization: out-of-fold predictions). Labels kept for validation are seen by none.
"""

import argparse
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from learn.train import label_fold  # noqa: E402

FOLDS = 3
TRAIN = Path(__file__).resolve().parents[1] / "learn/train.py"


def fold_of(row: dict, folds: int) -> int:
    """Which fold's head has not seen a picture: scenes by number; pictures to count in, which none has seen, by the label that is asked for."""
    return label_fold(row["asked"], folds) if row.get("asked") else int(row["id"]) % folds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("table", "work", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    arguments, more = parser.parse_known_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for fold in range(FOLDS):
        out = arguments.out / f"fold-{fold}-of-{FOLDS}.pt"
        if out.exists():
            continue
        given = ["--table", arguments.table, "--work", arguments.work, "--out", out, "--leave-out", f"{fold}/{FOLDS}"]
        subprocess.run([sys.executable, TRAIN, *map(str, given), *more], check=True)


if __name__ == "__main__":
    main()
