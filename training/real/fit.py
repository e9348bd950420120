"""Goes on with a trained head on real patches: python training/real/fit.py --table FILE --work WORK --from head.pt --out real.pt [--leave-out FOLD ...]

What comes after the inner layer learns to name real regions without forgetting what it knew: the classifier's own answers (remembering), its own vectors
(keep), and at the end the mean of old and new weights (mix). The inner layer learns at a fifth of the others' rate (`--inner`; 0 leaves it as it is).
"""

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, dropout, normalize

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.things import held_out  # noqa: E402
from learn import losses as learnt  # noqa: E402
from learn import tables  # noqa: E402
from learn.head import DROPOUT, Head, save  # noqa: E402
from learn.train import sampler, scheduled  # noqa: E402
from real import losses, table  # noqa: E402
from real.pictures import WEIGHS, Pictures  # noqa: E402

SEED, AT_ONCE = 20261128, 8192
COCO, BOXES, CLASS = (table.KINDS.index(kind) for kind in ("coco", "boxes", "class"))
THING, PART = (table.REGIONS.index(region) for region in ("thing", "part"))
# Rows of each kind in a batch, what the losses weigh, and the share of the new weights in the answer.
DEFAULTS = {"steps": 300, "rate": 5e-4, "inner": 1e-4, "coco": 249, "boxes": 192, "class": 135, "seed": SEED}
DEFAULTS |= {"naming": 1.0, "apart": 1.0, "object": 0.5, "remembering": 1.0, "keep": 1.0, "parts": 1.0, "mix": 0.6, "seeds": 1}
# Photographs of each source in a batch that are asked for names that are there and not there, and those that are named as a whole; patches of composed pictures.
DEFAULTS |= {"photos": 1, "presence": 1.0, "wholes": 16, "whole": 1.0, "composed": 192}
PATCHES = table.KINDS[:3]


@dataclass
class Frozen:
    """What the head that is gone on from says of every row, made once: with `inner` at 0 these layers stay as they are."""

    hidden: torch.Tensor
    z: torch.Tensor
    classes: torch.Tensor

    @classmethod
    def of(cls, head: Head, features: np.ndarray, kept: Path) -> "Frozen":
        """kept: where they are written, and read by the next run."""
        if kept.exists():
            return cls(**torch.load(kept, weights_only=True))
        parts = []
        with torch.no_grad():
            for first in range(0, len(features), AT_ONCE):
                x = torch.from_numpy(np.asarray(features[first : first + AT_ONCE], np.float32))
                classes = head.classes(x)
                parts.append((head.hidden(x).half(), head.concepts(classes).half(), classes.half()))
        found = cls(*(torch.cat(part) for part in zip(*parts)))
        torch.save(vars(found), kept)
        return found


def unnamed(real: table.Table, options: argparse.Namespace) -> np.ndarray:
    """[names]: which names are neither trained on nor rivals: with --without-test-names those that the composed yardstick holds out."""
    return np.array([bool(options.without_test_names) and held_out(name) for name in real.names])


def pools(real: table.Table, allowed: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Of every kind the allowed rows, and their odds summed up: a name's share grows with the root of how many rows it has."""
    found = []
    for kind in range(len(PATCHES)):
        rows = np.flatnonzero((real.kinds == kind) & allowed)
        weight = 1 / np.sqrt(np.bincount(real.labels[rows])[real.labels[rows]])
        found.append((rows, np.cumsum(weight / weight.sum())))
    return found


class Material:
    """The table with its texts, and the loss of a batch of each kind."""

    def __init__(self, before: Head, real: table.Table, work: Path, options: argparse.Namespace):
        self.before, self.real, self.options = before, real, options
        self.frozen = Frozen.of(before, real.features, options.table.with_suffix(f".{options.before.stem}.pt"))
        # The mean of the templates before the adapter, not after it: nearly the same, at half the price.
        self.raw = normalize(torch.from_numpy(tables.label_texts(work, real.names)).mean(1), dim=-1)
        self.apart = learnt.rivals(self.raw)  # [names, names]: which exclude each other
        self.imagenet = normalize(before.texts - before.centre, dim=-1)
        # Of each kind: the names it is told apart from, where they are in the table's, and which of them exclude each other.
        self.names = [torch.from_numpy(np.flatnonzero(group & ~unnamed(real, options))) for group in real.groups]
        self.exclusive = [learnt.rivals(self.raw[names]) for names in self.names]
        self.places = []
        for names in self.names:
            place = torch.full((len(real.names) + 1,), -1)  # the last one stands for "no name"
            place[names] = torch.arange(len(names))
            self.places.append(place)

    def draw(self, drawn_from: list, kind: int, random: np.random.Generator) -> np.ndarray:
        rows, odds = drawn_from[kind]
        return rows[np.searchsorted(odds, random.random(getattr(self.options, table.KINDS[kind]))).clip(max=len(rows) - 1)]

    def loss(self, head: Head, kind: int, rows: np.ndarray, texts: torch.Tensor, remembered: torch.Tensor, scale, midpoint) -> torch.Tensor:
        """`texts`: of all names; `remembered`: of ImageNet's classes."""
        real, options, place = self.real, self.options, self.places[kind]
        hidden, z, classes = (part[rows].float() for part in (self.frozen.hidden, self.frozen.z, self.frozen.classes))
        moved = hidden_of(head, real.features[rows]) if options.inner > 0 else dropout(hidden, DROPOUT)
        vectors, logit = head.answer(moved, z)
        cosines = vectors @ texts[self.names[kind]].T
        labels, covers, also = (place[torch.from_numpy(part[rows].astype(np.int64))] for part in (real.labels, real.covers, real.also))
        wanted = losses.target(labels, also, cosines.shape[1])
        wrong = losses.rivals(labels, covers, self.exclusive[kind])
        regions = torch.from_numpy(real.regions[rows])
        weight = torch.where(regions == PART, options.parts, 1.0)
        total = options.naming * (weight * losses.naming(cosines, wanted, wrong)).sum()
        if kind == CLASS:
            classes = 0.5 * classes
            classes[torch.arange(len(rows)), torch.from_numpy(real.classes[rows].astype(np.int64))] += 0.5
        else:
            total = total + options.apart * (weight * losses.keeping_away(cosines, wanted, wrong, scale, midpoint)).sum()
        if kind == COCO:
            total = total + options.object * binary_cross_entropy_with_logits(logit, (regions == THING).float(), reduction="sum")
        total = total + options.remembering * len(rows) * learnt.remembering(vectors @ remembered.T, classes)
        with torch.no_grad():
            held = self.before.answer(hidden, z)[0]
        return total + options.keep * (1 - (vectors * held).sum(-1)).sum()


def hidden_of(head: Head, features: np.ndarray) -> torch.Tensor:
    """Half of the time of a step is here: in half precision it is half of that."""
    with torch.autocast("cpu", torch.bfloat16):
        return head.hidden(torch.from_numpy(features.astype(np.float32))).float()


class Composed:
    """What the head before learned from: patches of composed pictures and of hand-drawn boxes, and the losses they had (learn/train.py)."""

    def __init__(self, before: Head, path: Path, work: Path, options: argparse.Namespace):
        self.before, self.options, self.table = before, options, tables.load(path)
        texts, also = tables.label_texts(work, self.table.names), torch.from_numpy(self.table.also)
        self.raw = normalize(torch.from_numpy(texts).mean(1), dim=-1)
        self.exclusive, self.nameable = learnt.rivals(self.raw) & ~also, torch.from_numpy(self.table.nameable)

    def batches(self, random: np.random.Generator):
        return sampler(self.table, np.ones(len(self.table.labels), bool), self.options.composed, random)

    def loss(self, head: Head, rows: np.ndarray, remembered: torch.Tensor, scale, midpoint) -> torch.Tensor:
        features, options = self.table.features[rows], self.options
        labels = torch.from_numpy(self.table.labels[rows].astype(np.int64))
        thing, composed = labels >= 0, torch.from_numpy(self.table.kinds[rows] != tables.KINDS.index("box"))
        with torch.no_grad():
            x = torch.from_numpy(features.astype(np.float32))
            classes = self.before.classes(x)
            held, _ = self.before.parts(x, classes)
        vectors, logits = head.answer(hidden_of(head, features), head.concepts(classes))
        cosines = vectors @ head.text(self.raw).T
        total = options.naming * learnt.naming(cosines[thing], labels[thing], self.exclusive).sum()
        total = total + options.apart * learnt.keeping_away(cosines, labels, self.exclusive, self.nameable, scale, midpoint).sum()
        total = total + options.object * len(rows) * learnt.being_an_object(logits[composed], thing[composed])
        total = total + options.remembering * len(rows) * learnt.remembering(vectors @ remembered.T, classes)
        return total + options.keep * (1 - (vectors * held).sum(-1)).sum()


class Wholes:
    """Photographs that are of one thing: its name is told apart from those of its source by the vector of the whole picture."""

    def __init__(self, material: Material, allowed: np.ndarray):
        real, self.material = material.real, material
        rows = np.flatnonzero(real.kinds == table.KINDS.index("whole")).reshape(-1, table.SUREST)
        self.rows = rows[allowed[rows[:, 0]]]
        self.of_imagenet = real.classes[self.rows[:, 0]] >= 0
        self.names = {source: np.unique(self.labels(rows[(real.classes[rows[:, 0]] >= 0) == source])) for source in (True, False)}

    def labels(self, rows: np.ndarray) -> np.ndarray:
        return self.material.real.labels[rows[:, 0]]

    def loss(self, head: Head, texts: torch.Tensor, random: np.random.Generator) -> torch.Tensor:
        count, total = self.material.options.wholes, 0.0
        for imagenet, names in self.names.items():
            drawn = random.choice(self.rows[self.of_imagenet == imagenet], count // 2, replace=False)
            flat, labels = drawn.ravel(), self.labels(drawn)
            classes, z = (part[flat].float() for part in (self.material.frozen.classes, self.material.frozen.z))
            vectors, _ = head.answer(hidden_of(head, self.material.real.features[flat]), z)
            wholes = head.whole(vectors.view(*drawn.shape, -1), classes.view(*drawn.shape, -1))
            rival = self.material.apart[labels][:, names] | torch.from_numpy(names[None] == labels[:, None])
            cosines = (wholes @ texts[names].T / learnt.REMEMBERED).masked_fill(~rival, -1e4)
            total = total + cross_entropy(cosines, torch.from_numpy(np.searchsorted(names, labels)), reduction="sum")
        return total


def mixed(before: Head, after: Head, share: float) -> Head:
    """share * after + (1 - share) * before, weight by weight."""
    kept, state = before.state_dict(), after.state_dict()
    after.load_state_dict({name: torch.lerp(kept[name], value, share) for name, value in state.items()})
    return after


def fit(material: Material, composed: Composed | None, photographs: Pictures | None, fold: int, allowed: np.ndarray, seed: int, options: argparse.Namespace) -> Head:
    torch.manual_seed(seed)
    random, before = np.random.default_rng(seed), material.before
    head = Head.restored({"shape": vars(before.shape), "state": before.state_dict()})
    scale, midpoint = torch.nn.Parameter(torch.tensor(15.0)), torch.nn.Parameter(torch.tensor(0.35))
    texts = [*head.adapter.parameters(), *head.thing.parameters()]
    rest = [*head.outer.parameters(), *head.object.parameters(), head.strength]
    wide, high = torch.nn.Parameter(torch.tensor(16.7)), torch.nn.Parameter(torch.tensor(0.3))  # of presence
    groups = [{"params": rest, "weight_decay": 0.02}, {"params": texts, "weight_decay": 0.3}, {"params": [scale, midpoint, wide, high], "lr": options.rate / 3}]
    if options.inner > 0:
        groups.append({"params": [*head.inner.parameters()], "weight_decay": 0.02, "lr": options.inner})
    optimizer = torch.optim.AdamW(groups, lr=options.rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: scheduled(step, options.steps))
    head.train(options.inner > 0)
    drawn_from = pools(material.real, allowed)
    old, wholes = composed.batches(random) if composed else None, Wholes(material, allowed) if options.wholes else None
    for step in range(options.steps):
        texts, remembered = head.text(material.raw), head.text(material.imagenet)
        rows = [material.draw(drawn_from, kind, random) for kind in range(len(PATCHES))]
        parts = [material.loss(head, kind, own, texts, remembered, scale, midpoint) for kind, own in enumerate(rows)]
        size, asked, named = sum(map(len, rows)), [], None
        if composed:
            parts.append(composed.loss(head, next(old), remembered, scale, midpoint))
            size += options.composed
        if wholes:
            named = wholes.loss(head, texts, random)
            parts.append(WEIGHS * options.whole * named / 4)
            size += WEIGHS * options.wholes // 4
        if photographs:
            asked = [photographs.loss(head, before, picture, texts, wide, high, random) for picture in photographs.draw(fold, random)]
            parts += [WEIGHS * options.presence * there for there in asked]
            size += WEIGHS * len(asked)
        loss = sum(parts) / size
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 100 == 0 or step == options.steps - 1:
            said = {kind: part.item() / len(own) for kind, part, own in zip(PATCHES, parts, rows)}
            said |= {"composed": parts[len(rows)].item() / options.composed} if composed else {}
            said |= {"whole": named.item() / options.wholes} if wholes else {}
            said |= {"presence": float(np.mean([there.item() for there in asked]))} if asked else {}
            print(f"{step:5} {loss.item():.3f} " + " ".join(f"{name} {value:.3f}" for name, value in said.items()), flush=True)
    return head.eval()


def soup(heads: list[Head]) -> Head:
    """The mean of their weights: they started from the same ones."""
    states = [head.state_dict() for head in heads]
    heads[0].load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return heads[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("table", "work", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--from", type=Path, required=True, dest="before", help="a head of learn/train.py")
    parser.add_argument("--composed-table", type=Path, help="what the head before learned from, of learn/tables.py; none: nothing of it")
    parser.add_argument("--leave-out", type=int, nargs="*", default=[], help="folds, a head each: its number takes the place of {} in --out; none: one head of all")
    parser.add_argument("--without-test-names", action="store_true", help="to tell memory from generalisation; such a head does not ship")
    for name, value in DEFAULTS.items():
        parser.add_argument("--" + name, type=type(value), default=value)
    options = parser.parse_args()
    real = table.load(options.table)
    material = Material(Head.restored(torch.load(options.before, weights_only=True)).eval(), real, options.work, options)
    composed = Composed(material.before, options.composed_table, options.work, options) if options.composed_table and options.composed else None
    counts = {"coco": options.photos, "imagenet": options.photos, "caltech": options.photos}
    photographs = Pictures(real, material.apart, counts) if options.photos and not options.without_test_names else None
    for fold in options.leave_out or [-1]:
        allowed = (real.folds != fold) & ~unnamed(real, options)[real.labels]
        head = soup([fit(material, composed, photographs, fold, allowed, options.seed + number, options) for number in range(options.seeds)])
        save(mixed(material.before, head, options.mix), str(options.out).replace("{}", str(fold)), settings=json.dumps(vars(options), default=str))


if __name__ == "__main__":
    main()
