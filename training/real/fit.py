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
from torch.nn.functional import binary_cross_entropy_with_logits, dropout, normalize

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.packages import FEW  # noqa: E402
from ground.things import held_out  # noqa: E402
from learn import losses as learnt  # noqa: E402
from learn import tables  # noqa: E402
from learn.head import DROPOUT, Head, save  # noqa: E402
from learn.train import scheduled  # noqa: E402
from real import losses, table  # noqa: E402
from real.composed_rows import ComposedRows  # noqa: E402
from real.photos import FOLDS  # noqa: E402
from real.pictures import SOURCES, Presence, Wholes, hidden_of  # noqa: E402

SEED, AT_ONCE = 20261128, 8192
COCO, BOXES, CLASS = (table.KINDS.index(kind) for kind in ("coco", "boxes", "class"))
THING, PART = (table.REGIONS.index(region) for region in ("thing", "part"))
# Rows of each kind in a batch, what the losses weigh, and the share of the new weights in the answer.
DEFAULTS = {"steps": FEW or 300, "rate": 5e-4, "inner": 1e-4, "coco": 249, "boxes": 192, "class": 135, "seed": SEED}
DEFAULTS |= {"naming": 1.0, "apart": 1.0, "object": 0.5, "remembering": 1.0, "keep": 1.0, "parts": 1.0, "under": 0.0, "mix": 0.9}
# Photographs in a batch beside their patches (pictures.py): of each source so many that are asked for names, and so many that are named as a whole.
DEFAULTS |= {"photos": 1, "wholes": 16}
# Patches of composed scenes, single things and hand boxes beside them (composed_rows.py).
DEFAULTS |= {"scenes": 192}
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
        self.imagenet = normalize(before.texts - before.centre, dim=-1)
        # Of each kind: the names it is told apart from, where they are in the table's, and which of them exclude each other.
        self.names = [torch.from_numpy(np.flatnonzero(group & ~unnamed(real, options))) for group in real.groups[: len(PATCHES)]]
        self.exclusive = [learnt.rivals(self.raw[names]) for names in self.names]
        self.places = []
        for names in self.names:
            place = torch.full((len(real.names) + 1,), -1)  # the last one stands for "no name"
            place[names] = torch.arange(len(names))
            self.places.append(place)
        # Names that some row has as a whole thing: what a part can be a part of.
        self.whole = torch.zeros(len(real.names) + 1, dtype=torch.bool)
        self.whole[np.unique(real.labels[real.regions == THING])] = True

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
        if options.under > 0:
            named = torch.from_numpy(real.covers[rows].astype(np.int64))
            part_of = self.whole[named] & (regions == PART)[:, None] & (covers != labels[:, None])
            wanted = losses.shared(wanted, torch.where(part_of, covers, -1), options.under)
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


def mixed(before: Head, after: Head, share: float) -> Head:
    """share * after + (1 - share) * before, weight by weight."""
    kept, state = before.state_dict(), after.state_dict()
    after.load_state_dict({name: torch.lerp(kept[name], value, share) for name, value in state.items()})
    return after


def fit(material: Material, allowed: np.ndarray, fold: int, options: argparse.Namespace) -> Head:
    torch.manual_seed(options.seed)
    random, before = np.random.default_rng(options.seed), material.before
    head = Head.restored({"shape": vars(before.shape), "state": before.state_dict()})
    scale, midpoint = torch.nn.Parameter(torch.tensor(15.0)), torch.nn.Parameter(torch.tensor(0.35))
    texts = [*head.adapter.parameters(), *head.thing.parameters()]
    rest = [*head.outer.parameters(), *head.object.parameters(), head.strength]
    steep, even = torch.nn.Parameter(torch.tensor(16.7)), torch.nn.Parameter(torch.tensor(0.3))  # of presence
    groups = [{"params": rest, "weight_decay": 0.02}, {"params": texts, "weight_decay": 0.3}, {"params": [scale, midpoint, steep, even], "lr": options.rate / 3}]
    if options.inner > 0:
        groups.append({"params": [*head.inner.parameters()], "weight_decay": 0.02, "lr": options.inner})
    optimizer = torch.optim.AdamW(groups, lr=options.rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: scheduled(step, options.steps))
    head.train(options.inner > 0)
    drawn_from, exclusive = pools(material.real, allowed), learnt.rivals(material.raw)
    asked = Presence(material.real, exclusive, options.photos, fold, options.asked) if options.photos else None
    composed = ComposedRows(before, options.composed, options.work, options.scenes, random) if options.scenes else None
    named = Wholes(material.real, material.frozen, exclusive, options.wholes, allowed) if options.wholes else None
    for step in range(options.steps):
        texts, remembered = head.text(material.raw), head.text(material.imagenet)
        rows = [material.draw(drawn_from, kind, random) for kind in range(len(PATCHES))]
        parts = [material.loss(head, kind, own, texts, remembered, scale, midpoint) for kind, own in enumerate(rows)]
        if asked:
            parts.append(asked.loss(head, before, texts, steep, even, random))
        if named:
            parts.append(named.loss(head, texts, random))
        if composed:
            parts.append(composed.loss(head, remembered, scale, midpoint, options))
        loss = sum(parts) / (sum(map(len, rows)) + sum(further.weighs for further in (asked, named, composed) if further))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 100 == 0 or step == options.steps - 1:
            print(f"{step:5} {loss.item():.3f} " + " ".join(f"{kind} {part.item() / len(own):.3f}" for kind, part, own in zip(PATCHES, parts, rows)), flush=True)
    return mixed(before, head.eval(), options.mix)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("table", "work", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--from", type=Path, required=True, dest="before", help="a head of learn/train.py")
    parser.add_argument("--leave-out", type=int, nargs="*", default=[], help="folds, a head each: its number takes the place of {} in --out; none: one head of all")
    parser.add_argument("--of", type=int, nargs="+", default=[*range(FOLDS)], help="fifths that may be trained on: what more photographs bring")
    parser.add_argument("--composed", type=Path, help="the table of learn/tables.py, for --scenes")
    parser.add_argument("--asked", nargs="+", default=[*SOURCES], help="sources whose photographs are asked for names (--photos of each)")
    parser.add_argument("--without-test-names", action="store_true", help="to tell memory from generalisation; such a head does not ship")
    for name, value in DEFAULTS.items():
        parser.add_argument("--" + name, type=type(value), default=value)
    options = parser.parse_args()
    if options.scenes and options.composed is None:
        parser.error("--composed is needed: the table of learn/tables.py (or --scenes 0)")
    real = table.load(options.table)
    material = Material(Head.restored(torch.load(options.before, weights_only=True)).eval(), real, options.work, options)
    for fold in options.leave_out or [-1]:
        head = fit(material, (real.folds != fold) & np.isin(real.folds, options.of) & ~unnamed(real, options)[real.labels], fold, options)
        save(head, str(options.out).replace("{}", str(fold)), settings=json.dumps(vars(options), default=str))


if __name__ == "__main__":
    main()
