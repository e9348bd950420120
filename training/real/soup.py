"""The mean of several heads' weights (Wortsman et al. 2022, arXiv:2203.05482): python training/real/soup.py --heads a-0.pt b-0.pt --out soup-0.pt"""

import argparse
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--heads", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    kept = [torch.load(path, weights_only=True) for path in arguments.heads]
    state = {name: torch.stack([each["state"][name] for each in kept]).mean(0) for name in kept[0]["state"]}
    torch.save(kept[0] | {"state": state}, arguments.out)


if __name__ == "__main__":
    main()
