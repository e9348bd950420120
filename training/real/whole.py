"""Gives the vector of a whole picture a layer of its own: python training/real/whole.py --work WORK --heads "WORK/real-{}.pt" --out "WORK/whole-{}.pt" [--leave-out 0 1 2 3 4]

What ImageNet's and Caltech's pictures are of is learned by that layer alone (Head.together): patches, texts and what presence is told by stay as they were, so do the heads for
counting and segmentation that read them. {} stands for the fifth that a head has not seen. Prints how many held back pictures are named right, before and after.
"""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy, dropout, normalize

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.packages import FEW  # noqa: E402
from ground.things import held_out  # noqa: E402
from learn import losses as learnt  # noqa: E402
from learn import tables  # noqa: E402
from learn.head import TOKENS, Head, save  # noqa: E402
from learn.train import scheduled  # noqa: E402
from real import photos  # noqa: E402
from real.measures import Figures, table  # noqa: E402

SOURCES, ALSO_KEPT = ("imagenet", "caltech"), ("coco", "instances")
# What the losses weigh, how steep names are told apart, how much of what the layer reads is left out at random, the share of its answer that is kept at the end.
DEFAULTS = {"steps": FEW or 400, "batch": 192, "rate": 1e-3, "decay": 0.1, "temperature": 0.05, "keep": 1.0, "classes": 0.0, "remembering": 3.0, "drop": 0.3, "share": 1.0, "seed": 20261129}


class Wholes:
    """Every photograph's `mean`, `hidden` [P, heads, ..] and `tokens` [P, ..], as Head.whole makes them, read once for all heads and kept in a file."""

    def __init__(self, heads: list[Head], kept: Path):
        self.photos, parts = [], []
        for source in (*SOURCES, *ALSO_KEPT):
            own, path = photos.photos(source), kept.with_suffix(f".{source}.pt")
            if not path.exists():
                rows = [self.of(heads, photo) for photo in own]
                torch.save(tuple(map(torch.stack, zip(*rows))), path)
            parts.append(torch.load(path, weights_only=True))
            self.photos += own
        self.mean, self.hidden, self.tokens = (torch.cat(part).float() for part in zip(*parts))
        self.sources = np.array([photo.source for photo in self.photos])
        self.folds = np.array([photo.fold for photo in self.photos])
        self.labels = [photo.label for photo in self.photos]

    @torch.no_grad()
    def of(self, heads: list[Head], photo: photos.Photo) -> tuple[torch.Tensor, ...]:
        """The heads differ in what they learned from photographs alone: classes and concepts are the first one's."""
        features = torch.from_numpy(photos.encoded(photo).features.astype(np.float32))
        classes = heads[0].classes(features)
        z, weight = heads[0].concepts(classes), classes.amax(-1)
        weight = weight / weight.sum()
        # Products in half precision take half of the time, and what is kept is a mean of hundreds.
        with torch.autocast("cpu", torch.bfloat16):
            hidden = [head.hidden(features).float() for head in heads]
        mean = [normalize(weight @ head.answer(own, z)[0], dim=-1) for head, own in zip(heads, hidden)]
        return torch.stack(mean), torch.stack([weight @ own for own in hidden]).half(), weight @ features[:, : 2 * TOKENS]


class Names:
    """What pictures may be of. `groups`: of each source, which names it is told apart from."""

    def __init__(self, wholes: Wholes, work: Path):
        self.names = sorted({label for label in wholes.labels if label})
        index = {name: number for number, name in enumerate(self.names)}
        self.labels = torch.tensor([index.get(label, -1) for label in wholes.labels])
        self.raw = torch.from_numpy(tables.label_texts(work, self.names))
        self.exclusive = learnt.rivals(normalize(self.raw.mean(1), dim=-1))
        self.groups = torch.zeros(len(SOURCES), len(self.names), dtype=torch.bool)
        for number, source in enumerate(SOURCES):
            self.groups[number, self.labels[torch.from_numpy(wholes.sources == source)]] = True

    def texts(self, head: Head) -> torch.Tensor:
        with torch.no_grad():
            return normalize(head.text(self.raw).mean(1), dim=-1)


def fit(head: Head, wholes: Wholes, place: int, names: Names, allowed: np.ndarray, options: argparse.Namespace) -> Head:
    """`place`: the head's in `wholes`."""
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    made = Head.restored({"shape": vars(replace(head.shape, whole=False)), "state": head.state_dict()})
    after = Head(replace(made.shape, whole=True), (made.fc, made.fc_bias), made.texts, made.centre, made.mean, made.std)
    after.load_state_dict(made.state_dict(), strict=False)
    after.eval()
    optimizer = torch.optim.AdamW(after.together.parameters(), lr=options.rate, weight_decay=options.decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: scheduled(step, options.steps))
    # Names of which there is no picture to learn from are no rivals: they would only be pushed away.
    taught = torch.zeros(len(names.names), dtype=torch.bool)
    taught[names.labels[torch.from_numpy(allowed)].clamp(min=0)] = True
    texts, pools = names.texts(made), [np.flatnonzero((wholes.sources == source) & allowed) for source in (*SOURCES, *ALSO_KEPT)]
    for _ in range(options.steps):
        rows = np.concatenate([random.choice(pool, options.batch // len(pools)) for pool in pools if len(pool)])
        mean, hidden, tokens = wholes.mean[rows, place], wholes.hidden[rows, place], wholes.tokens[rows]
        vectors = after.moved(mean, *(dropout(part, options.drop) for part in (hidden, tokens)))
        loss = options.keep * (1 - (vectors * mean).sum(-1)).mean()
        labels, old = names.labels[rows], torch.from_numpy(wholes.sources[rows] != "caltech")
        # Which names of all are near, and how near, is told apart by small angles: a vector that hardly moved may have forgotten them.
        was, now = (part[old] @ texts.T / options.temperature for part in (mean, vectors))
        loss = loss - options.remembering * (was.softmax(-1) * now.log_softmax(-1)).sum(-1).mean()
        for number, source in enumerate(SOURCES):
            own = torch.from_numpy(wholes.sources[rows] == source)
            asked = names.exclusive[labels[own]] & taught
            asked.scatter_(1, labels[own][:, None], True)
            cosines = (vectors[own] @ texts.T / options.temperature).masked_fill(~asked, -1e4)
            loss = loss + (options.classes if source == "imagenet" else 1.0) * cross_entropy(cosines, labels[own]) / len(SOURCES)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    with torch.no_grad():
        for parameter in after.together.parameters():
            parameter.mul_(options.share)
    return after


@torch.no_grad()
def judged(figures: Figures, vectors: torch.Tensor, texts: torch.Tensor, wholes: Wholes, names: Names, rows: np.ndarray) -> None:
    for number, source in enumerate(SOURCES):
        own = rows[wholes.sources[rows] == source]
        near = (vectors[own] @ texts.T).masked_fill(~names.groups[number], -2).topk(5, dim=1).indices
        for row, found in zip(own, near):
            right = [names.names[place] == wholes.labels[row] for place in found]
            seen = "test-only names" if held_out(wholes.labels[row]) else "other names"
            for split in ("", f", {seen}"):
                figures.mean(f"{source} right{split}", wholes.photos[row].file, right[0])
            figures.mean(f"{source} among the first five", wholes.photos[row].file, any(right))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("work", "heads", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--leave-out", type=int, nargs="*", default=[*range(photos.FOLDS)])
    parser.add_argument("--without-test-names", action="store_true", help="to tell memory from generalisation; such a head does not ship")
    for name, value in DEFAULTS.items():
        parser.add_argument("--" + name, type=type(value), default=value)
    options = parser.parse_args()
    path = lambda pattern, fold: str(pattern).replace("{}", str(fold))  # noqa: E731
    heads = [Head.restored(torch.load(path(options.heads, fold), weights_only=True)).eval() for fold in range(photos.FOLDS)]
    wholes = Wholes(heads, options.work / f"{options.heads.stem.replace('{}', '')}wholes.pt")
    names, results = Names(wholes, options.work), {"before": Figures(), "after": Figures()}
    free = np.array([not (options.without_test_names and label and held_out(label)) for label in wholes.labels])
    for fold in options.leave_out:
        head, texts = heads[fold], names.texts(heads[fold])
        after = fit(head, wholes, fold, names, (wholes.folds != fold) & free, options)
        save(after, path(options.out, fold), settings=json.dumps(vars(options), default=str))
        rows = np.flatnonzero(wholes.folds == fold)
        with torch.no_grad():
            moved = after.moved(wholes.mean[:, fold], wholes.hidden[:, fold], wholes.tokens)
        judged(results["before"], wholes.mean[:, fold], texts, wholes, names, rows)
        judged(results["after"], moved, texts, wholes, names, rows)
    print(table(results))


if __name__ == "__main__":
    main()
