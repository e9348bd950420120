"""Writes a head's graph with its entry for pack.json, and compares the graph with torch."""

import json
import sys
from pathlib import Path

import numpy as np

from pocket import reference
from .emit import Nodes

LARGEST_DIFFERENCE = 1e-4


def write(folder: Path, file: str, plugin: str, graph: Nodes, entry: dict) -> Path:
    """FOLDER/FILE and FOLDER/PLUGIN.json, as `denseql models add-head` and build_pocket.py --heads read them."""
    folder.mkdir(parents=True, exist_ok=True)
    graph.write(folder / file)
    (folder / f"{plugin}.json").write_text(json.dumps({"graph": file, **entry}, indent=2) + "\n", "utf-8")
    return folder / file


def check(path: Path, cases: list[tuple[dict[str, np.ndarray], dict[str, np.ndarray]]]) -> None:
    """cases: what the graph is fed, and what torch says. Ends the program where they differ."""
    session, worst = reference.session(str(path)), 0.0
    for feeds, expected in cases:
        for name, value in zip(expected, session.run(list(expected), feeds)):
            if value.shape != expected[name].shape:
                sys.exit(f"{path.name}: {name} has shape {value.shape}, {expected[name].shape} in torch")
            worst = max(worst, float(np.abs(value - expected[name]).max()))
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, largest difference from torch {worst:.1e} in {len(cases)} cases")
    if not worst <= LARGEST_DIFFERENCE:
        sys.exit(f"{path.name}: more than {LARGEST_DIFFERENCE}")
