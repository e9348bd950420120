"""Figures of heads on real photographs, each picture answered by a head that has not seen its fold; to choose by: `npm run quality` measures the product.

python training/real/judge.py --work WORK --heads before.pt "real-{}.pt" [--sources coco imagenet] [--most N]
{} in a head's name stands for the picture's fold. The first head is what the others are compared with: differences over the same pictures, with the middle
95 % of a bootstrap over pictures.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import normalize

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.things import held_out  # noqa: E402
from learn import evaluate, judge, tables  # noqa: E402
from learn.head import Head  # noqa: E402
from learn.texts import SETTINGS  # noqa: E402
from pocket.study import presence, unit  # noqa: E402
from real import photos  # noqa: E402
from real.measures import Figures, table  # noqa: E402

LARGE, SMALL, MIDDLE = 0.05, 60, 130
# Presence gate, floor, rho, scale, pixel threshold, own share (answered).
MASKS = SETTINGS["masks"]
RULE = SETTINGS["presence"]["midpoint"], MASKS["floor"], MASKS["least"], SETTINGS["logitScale"], SETTINGS["pixelThreshold"], MASKS.get("own", 0.0)


def answered(cosines: np.ndarray, statistic: np.ndarray, gate: float, floor: float, rho: float, scale: float, threshold: float, own: float = 0.0) -> np.ndarray:
    """Number of the label that wins each patch, -1 for none. As src/plugins/maskclip: labels whose statistic is under the gate do not compete, a hidden channel lies at
    the floor, labels share among themselves what it leaves them by their cosine less `own` times their statistic, and a label has nothing of a patch whose cosine is under
    rho times its statistic (the floor, where that is higher)."""
    channels = np.where(statistic >= gate, cosines, -np.inf)
    channels = np.concatenate([channels, np.full((len(cosines), 1), floor)], axis=1)
    p = np.exp(scale * (channels - channels.max(1, keepdims=True)))
    p = (p / p.sum(1, keepdims=True))[:, :-1]
    anew = p * np.exp(-scale * own * statistic)
    p = anew * (p.sum(1, keepdims=True) / np.maximum(anew.sum(1, keepdims=True), 1e-12))
    p = np.where(cosines >= rho * np.maximum(statistic, floor), p, 0)
    return np.where(p.max(1) >= threshold, p.argmax(1), -1)


class Heads:
    """One head a fold, or one for all, and what it makes of texts. `names`: all that will be asked about."""

    def __init__(self, pattern: str, work: Path, names: list[str]):
        self.pattern, self.names, self.known = pattern, {name: number for number, name in enumerate(names)}, {}
        self.raw = torch.from_numpy(tables.label_texts(work, names))

    def __call__(self, fold: int) -> tuple[Head, Callable[[list[str]], np.ndarray]]:
        path = self.pattern.replace("{}", str(fold))
        if path not in self.known:
            head = Head.restored(torch.load(path, weights_only=True)).eval()
            with torch.no_grad():
                vectors = normalize(head.text(self.raw).mean(1), dim=-1).numpy()
            self.known[path] = head, lambda names: vectors[[self.names[name] for name in names]]
        return self.known[path]


def names_of(looked: list[photos.Photo]) -> list[str]:
    found = {name for photo in looked for name in (*photo.absent, *photo.others, *([photo.label] if photo.label else []))}
    for photo in looked:
        found |= {segment[1] for segment in photo.row.get("segments") or []}
        for name, also, _ in photos.boxes(photo) if photo.source != "coco" else []:
            found |= {name, *also}
    return sorted(found)


def size_of(side: float) -> str:
    return "small" if side < SMALL else "middle" if side <= MIDDLE else "large"


def name_regions(figures: Figures, photo: photos.Photo, regions: list, vectors: np.ndarray, text, absent: list[str], key: str) -> None:
    """Right is when no other name is nearer to the mean of a region's patches; names that hold as well are no others."""
    names = sorted({region.name for region in regions})
    for region in regions:
        if region.share.max() < 0.2:
            continue
        vector = unit(evaluate.shown(region.share) @ vectors)
        nested = {name for other in regions if (other.share * region.share).sum() > 0.5 * region.share.sum() for name in (other.name, *other.also)} if key != "coco" else set()
        others = [name for name in [*names, *absent] if name != region.name and name not in region.also and name not in nested]
        cosines = text([region.name, *others]) @ vector
        seen = "test-only name" if held_out(region.name) else "other name"
        for split in ("", f" {region.kind}", f" {size_of(region.side)}", f" {seen}"):
            figures.mean(f"{key} right{split}", photo.file, bool((cosines[1:] < cosines[0]).all()))


def masks(figures: Figures, of: str, photo: photos.Photo, joined: dict, cosines: np.ndarray, statistic: np.ndarray, rule: tuple) -> None:
    """By maskclip's rule on patches: the present names, then the absent ones. `of`: what the figures' names begin with."""
    best = answered(cosines, statistic, *rule)
    truth = np.stack([region.share for region in joined.values()])
    true = np.where(truth.max(0) >= 0.5, truth.argmax(0), -1)
    for number, (name, region) in enumerate(joined.items()):
        a, b = best == number, true == number
        if not b.any():
            b = np.arange(len(true)) == region.share.argmax()
        value = (a & b).sum() / (a | b).sum()
        splits = ["", f" {region.kind}", *([" large"] if region.share.mean() > LARGE else [])]
        for split in splits:
            figures.mean(f"{of}mIoU{split}", photo.file, value)
        figures.mean(f"{of}found", photo.file, bool(a.any()))
    for number in range(len(joined), cosines.shape[1]):
        figures.mean(f"{of}absent masked", photo.file, bool((best == number).any()))
    known = best >= 0
    figures.mean(f"{of}foreground", photo.file, (known & (true >= 0)).sum() / (known | (true >= 0)).sum())
    figures.mean(f"{of}pixels", photo.file, (best == true)[true >= 0].mean())


def of_photo(figures: Figures, photo: photos.Photo, head: Head, text, classes: dict, rule: tuple) -> None:
    encoded = photos.encoded(photo)
    found = judge.maps(head, encoded)
    vectors, key = found["smooth"], photo.source
    regions = photos.regions(photo, encoded.rows, encoded.columns)
    joined = photos.together([region for region in regions if region.share.max() > 0])
    name_regions(figures, photo, regions, vectors, text, [*photo.absent, *photo.others], key)
    asked = [*joined, *photo.absent]
    cosines = vectors @ text(asked).T
    statistic = presence(cosines)
    for number, value in enumerate(statistic):
        figures.score(f"{key} presence", photo.file, float(value), number < len(joined))
    if key in ("coco", "voc"):
        masks(figures, "" if key == "coco" else f"{key} ", photo, joined, cosines, statistic, rule)
    if photo.label and classes.get(key):
        with torch.no_grad():
            likely = head.classes(torch.from_numpy(encoded.features.astype(np.float32)))
            whole = head.whole(torch.from_numpy(found["raw"]), likely).numpy()
        # The plain mean is what `global` was up to 0.3.0.
        for of, vector in (("whole", whole), ("plain mean of the patches", unit(found["raw"].mean(0)))):
            near = text(classes[key]) @ vector
            figures.mean(f"{key} class, {of}", photo.file, classes[key][near.argmax()] == photo.label)
        if key == "imagenet":
            grid = vectors.reshape(encoded.rows, encoded.columns, -1)
            r, c = encoded.rows // 4, encoded.columns // 4
            near = text(classes[key]) @ unit(grid[r : encoded.rows - r, c : encoded.columns - c].reshape(-1, vectors.shape[1]).mean(0))
            figures.mean(f"{key} class, centre", photo.file, classes[key][near.argmax()] == photo.label)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--heads", nargs="+", required=True)
    parser.add_argument("--sources", nargs="+", default=["coco"])
    parser.add_argument("--most", type=int, default=10**6, help="pictures of a source, taken evenly")
    parser.add_argument("--folds", type=int, nargs="+", default=[*range(photos.FOLDS)])
    parser.add_argument("--rules", nargs="*", default=[], help="of each head: gate,floor,rho,scale,pixel threshold,own share; else the shipped ones")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    classes = {source: sorted({photo.label for photo in photos.photos(source)}) for source in ("imagenet", "caltech")}
    looked = []
    for source in arguments.sources:
        all_of = [photo for photo in photos.photos(source) if photo.fold in arguments.folds and photo.features.exists()]
        looked += all_of[:: max(1, -(-len(all_of) // arguments.most))]
    results, names = {}, sorted({*names_of(looked), *(name for source in arguments.sources for name in classes.get(source, []))})
    for number, pattern in enumerate(arguments.heads):
        heads, figures = Heads(pattern, arguments.work, names), Figures()
        rule = tuple(map(float, arguments.rules[number].split(","))) if arguments.rules else RULE
        for photo in looked:
            head, text = heads(photo.fold)
            of_photo(figures, photo, head, text, classes, rule)
        results[pattern] = figures
        print(table(results), flush=True) if number == len(arguments.heads) - 1 else None
    if arguments.json:
        arguments.json.write_text(json.dumps({name: figures.values() for name, figures in results.items()}, indent=1), "utf-8")


if __name__ == "__main__":
    main()
