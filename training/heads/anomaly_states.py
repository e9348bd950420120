"""Vectors of the states of things as the product makes them: python training/heads/anomaly_states.py --pack models/pocket --out FILE

WinCLIP's texts (src/plugins/anomaly/state-prompts.ts, read from there) of "object" and of some words of things and surfaces; each state's mean, unit. [words, 2, D].
"""

import argparse
import re
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.prepare import product_texts  # noqa: E402
from pocket.study import unit  # noqa: E402

PROMPTS = Path(__file__).resolve().parents[2] / "src/plugins/anomaly/state-prompts.ts"
WORDS = (
    "object", "part", "surface", "tile", "metal part", "bottle", "screw", "wood", "carpet", "leather", "fruit", "toy", "tool", "wall", "car", "animal", "flower",
    "circuit board", "fabric", "road",
)  # fmt: skip


def listed(name: str) -> list[str]:
    block = re.search(rf"const {name} = \[(.*?)\];", PROMPTS.read_text("utf-8"), re.S).group(1)
    return re.findall(r"'([^']*)'", block)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pack", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    asked = parser.parse_args()
    templates = listed("TEMPLATES")
    kinds = [[template.replace("{}", state) for state in listed(name) for template in templates] for name in ("NORMAL", "ABNORMAL")]
    texts = [text.replace("{}", word) for word in WORDS for kind in kinds for text in kind]
    vectors = product_texts(asked.pack, texts).reshape(len(WORDS), -1, product_texts(asked.pack, ["object"]).shape[-1])
    normal = len(kinds[0])
    states = np.stack([unit(vectors[:, :normal].mean(1)), unit(vectors[:, normal:].mean(1))], 1)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(asked.out, words=np.array(WORDS), vectors=states.astype(np.float32))
    print(f"{len(WORDS)} words, {len(texts)} texts; cosine of both states {(states[:, 0] * states[:, 1]).sum(-1).mean():.3f}")


if __name__ == "__main__":
    main()
