"""What a way of writing labels costs on real pictures, and what descriptions bring (docs/words.md has the figures).

    denseql encode --pack models/pocket --detail LOW --half --outputs denseRaw --list pictures.txt --out-dir FEATURES
    python training/words/measure_words.py --pack models/pocket --boxes boxes.jsonl --pictures FOLDER --features FEATURES

boxes.jsonl: a picture a line, {"file", "boxes": [{"name", "box": [x0, y0, x1, y1] as shares, "also": [names]}]}. A region is the mean vector of a box's patches. It is right
when its own name is nearer than ten names that are not in the picture, all written in the same way. Intervals: bootstrap over pictures.
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from pocket import concepts  # noqa: E402
from words import build_words, plurals  # noqa: E402

ABSENT, ALIKE, DRAWS = 10, 0.7, 1000


@dataclass(frozen=True)
class Region:
    file: str
    name: str
    here: frozenset[str]
    vector: np.ndarray


class Labels:
    """Vectors of labels as the runtime makes them."""

    def __init__(self, pack: Path):
        self.encoder = concepts.TextEncoder(pack)
        self.templates = json.loads((pack / "pack.json").read_text("utf-8"))["text"]["templates"]
        self.known: dict[str, np.ndarray] = {}

    def text(self, text: str) -> np.ndarray:
        if text not in self.known:
            self.known[text] = self.encoder.one(text)[0]
        return self.known[text]

    def __call__(self, label: str, described: list[str] = []) -> np.ndarray:
        return unit(sum(self.text(text) for text in [*(t.replace("{}", label) for t in self.templates), *described]))


def unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


def regions(boxes: Path, pictures: Path, features: Path) -> list[Region]:
    found = []
    for row in map(json.loads, boxes.read_text("utf-8").splitlines()):
        path = features / f"{Path(row['file']).stem}.npz"
        if not path.exists():
            continue
        patches = np.load(path)["denseRaw"].astype(np.float32)
        width, height = Image.open(pictures / row["file"]).size
        count = len(patches)
        columns = min((n for n in range(1, count + 1) if count % n == 0), key=lambda n: abs(n * n / count - width / height))
        y, x = np.divmod(np.arange(count), columns)
        x, y = (x + 0.5) / columns, (y + 0.5) * columns / count
        here = frozenset(name for box in row["boxes"] for name in [box["name"], *box.get("also", [])])
        for box in row["boxes"]:
            x0, y0, x1, y1 = box["box"]
            inside = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
            if not inside.any():
                inside[np.argmin((x - (x0 + x1) / 2) ** 2 + (y - (y0 + y1) / 2) ** 2)] = True
            found.append(Region(row["file"], box["name"], here, unit(patches[inside].mean(axis=0))))
    return found


class Judge:
    def __init__(self, found: list[Region], labels: Labels):
        self.regions, self.labels = found, labels
        self.names = sorted({region.name for region in found})
        at = {name: index for index, name in enumerate(self.names)}
        plain = np.stack([labels(name) for name in self.names])
        alike = plain @ plain.T
        order = np.random.default_rng(0)
        self.own = np.array([at[region.name] for region in found])
        self.absent = [
            [j for j in order.permutation(len(self.names)) if self.names[j] not in region.here and alike[own, j] < ALIKE][:ABSENT]
            for region, own in zip(found, self.own)
        ]
        self.files = np.unique([region.file for region in found], return_inverse=True)[1]

    def right(self, written: dict[str, str], only: np.ndarray, rivals: dict[str, str] | None = None) -> tuple[np.ndarray, float]:
        """Which of the regions are right, and their mean cosine with their names. @param rivals how the others are written; absent: in the same way"""
        own = np.stack([self.labels(written[name]) if name in written else np.zeros(concepts.DIMS) for name in self.names])
        others = own if rivals is None else np.stack([self.labels(rivals[name]) for name in self.names])
        marks, cosines = [], []
        for index in np.flatnonzero(only):
            value = own[self.own[index]] @ self.regions[index].vector
            usable = [j for j in self.absent[index] if rivals is not None or self.names[j] in written]
            marks.append(value > max(others[usable] @ self.regions[index].vector, default=-1))
            cosines.append(value)
        return np.array(marks, float), float(np.mean(cosines))

    def interval(self, difference: np.ndarray, only: np.ndarray) -> np.ndarray:
        files = np.unique(self.files[only], return_inverse=True)[1]
        sums, counts = np.bincount(files, difference), np.bincount(files)
        draw = np.random.default_rng(1)
        drawn = (draw.integers(0, len(sums), len(sums)) for _ in range(DRAWS))
        return np.percentile([sums[d].sum() / counts[d].sum() for d in drawn], [2.5, 97.5])


WAYS = {
    "cats": plurals.english,
    "the cat": lambda name: f"the {name}",
    "a cat": lambda name: f"{'an' if name[0] in 'aeiou' else 'a'} {name}",
    "my cat": lambda name: f"my {name}",
    "a photo of a cat": lambda name: f"a photo of a {name}",
    "photo of the cat": lambda name: f"photo of the {name}",
    "cat.": lambda name: f"{name}.",
}


def ways(judge: Judge, table: list[list[str]]) -> None:
    every = np.ones(len(judge.regions), bool)
    plain = {name: name for name in judge.names}
    base, cosine = judge.right(plain, every)
    print(f"{len(base)} regions of {judge.files.max() + 1} pictures, {len(judge.names)} names\n\nwritten | right | difference | only this label so | cosine")
    print(f"cat | {base.mean():.3f} | | | {cosine:.3f}")
    for way, write in WAYS.items():
        written = {name: write(name) for name in judge.names}
        marks, cosine = judge.right(written, every)
        alone, _ = judge.right(written, every, plain)
        low, high = judge.interval(marks - base, every)
        print(f"{way} | {marks.mean():.3f} | {marks.mean() - base.mean():+.3f} ({low:+.3f} to {high:+.3f}) | {alone.mean() - base.mean():+.3f} | {cosine:.3f}")
    names = {row[0].split("/")[0]: row for row in table}
    only = np.array([region.name in names for region in judge.regions])
    print("\nlanguage | regions | as written | as read | difference")
    read, _ = judge.right({name: name for name in judge.names if name in names}, only)
    for column, code in enumerate(build_words.CODES, 1):
        marks, _ = judge.right({name: build_words.words(row[column], code)[0].form for name, row in names.items()}, only)
        low, high = judge.interval(read - marks, only)
        print(f"{code} | {only.sum()} | {marks.mean():.3f} | {read.mean():.3f} | {read.mean() - marks.mean():+.3f} ({low:+.3f} to {high:+.3f})")


def plural_names(judge: Judge) -> None:
    """Of names that are in the plural themselves: whether the singular is as good."""
    singulars = build_words.build()["singulars"]
    changed = {name: singulars[name] for name in judge.names if singulars.get(name, name) != name}
    only = np.array([region.name in changed for region in judge.regions])
    plain = {name: name for name in judge.names}
    base, _ = judge.right(plain, only, plain)
    marks, _ = judge.right(plain | changed, only, plain)
    low, high = judge.interval(marks - base, only)
    print(f"\nnames in the plural: {only.sum()} regions of {len(changed)} names; right {base.mean():.3f}, in the singular {marks.mean():.3f} ({low:+.3f} to {high:+.3f})")


def area(positive: np.ndarray, negative: np.ndarray) -> float:
    both = np.sort(negative)
    return float(((np.searchsorted(both, positive) + np.searchsorted(both, positive, "right")) / 2).mean() / len(both))


def descriptions(judge: Judge, tried: Path) -> None:
    """How well a name's cosine tells its own regions from those of pictures without it, and from the other regions of the same pictures."""
    vectors = np.stack([region.vector for region in judge.regions])
    files = np.array([region.file for region in judge.regions])
    print("\nname | description | regions | against other pictures: without, with | within the picture: without, with | right: without, with")
    for line in tried.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, text = line.split("\t")
        own = np.array([region.name == name for region in judge.regions])
        if not own.any():
            print(f"{name} | {text} | 0")
            continue
        others = np.array([name not in region.here for region in judge.regions])
        said = []
        for described in ([], [text]):
            scores = vectors @ judge.labels(name, described)
            inside = [area(scores[own & (files == file)], rest) for file in np.unique(files[own]) if (rest := scores[~own & (files == file)]).size]
            rivals = [max(judge.labels(judge.names[j]) @ vectors[index] for j in judge.absent[index]) for index in np.flatnonzero(own)]
            said.append((area(scores[own], scores[others]), np.mean(inside) if inside else np.nan, (scores[own] > rivals).mean()))
        print(f"{name} | {text} | {own.sum()} | " + " | ".join(f"{before:.3f}, {after:.3f}" for before, after in zip(*said)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("pack", "boxes", "pictures", "features"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--tried", type=Path, help="descriptions to try, e.g. descriptions_tried.tsv, instead of all else")
    arguments = parser.parse_args()
    judge = Judge(regions(arguments.boxes, arguments.pictures, arguments.features), Labels(arguments.pack))
    if arguments.tried:
        return descriptions(judge, arguments.tried)
    ways(judge, build_words.rows(HERE / "nouns.tsv"))
    plural_names(judge)
    descriptions(judge, HERE / "descriptions.tsv")


if __name__ == "__main__":
    main()
