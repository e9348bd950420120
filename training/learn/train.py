"""Trains the head on a table of patches (table.py).

python training/learn/train.py --table FILE --work WORK --out head.pt [--all] ...
Labels whose hash is 1 mod 5 are kept for validation, those of 0 mod 5 are the yardstick's and never in the table; --all trains on the
validation labels too, once everything is chosen. --leave-out k/n: a head for heads/prepare.py, which has not seen a n-th of scenes and labels.
"""

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import normalize

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.packages import FEW  # noqa: E402
from ground.things import validates  # noqa: E402
from learn import losses, tables  # noqa: E402
from learn.head import Head, Shape, save  # noqa: E402

SEED = 20261124


@dataclass(frozen=True)
class Weights:
    """What the losses weigh."""

    naming: float
    apart: float
    object: float
    remembering: float


def scheduled(step: int, steps: int) -> float:
    """Warm-up over the first twentieth, then a cosine to zero."""
    warm = steps // 20
    return (step + 1) / warm if step < warm else 0.5 * (1 + np.cos(np.pi * (step - warm) / (steps - warm)))


def sampler(table: tables.Table, allowed: np.ndarray, batch: int, random: np.random.Generator):
    """Rows with every label of a kind as likely as another, kinds in the proportions of KIND_SHARES."""
    pools = []
    for kind, share in tables.KIND_SHARES.items():
        rows = np.flatnonzero((table.kinds == tables.KINDS.index(kind)) & allowed)
        if len(rows) == 0:
            continue
        counts = np.bincount(table.labels[rows] + 1, minlength=len(table.names) + 1)
        weight = 1 / np.sqrt(counts[table.labels[rows] + 1])
        pools.append((rows, np.cumsum(weight / weight.sum()), share))
    total = sum(share for *_, share in pools)
    while True:
        parts = [rows[np.searchsorted(odds, random.random(round(batch * share / total))).clip(max=len(rows) - 1)] for rows, odds, share in pools]
        yield np.concatenate(parts)


def fit(head: Head, table: tables.Table, texts: np.ndarray, allowed: np.ndarray, known: torch.Tensor, weights: Weights, steps: int, batch: int, rate: float) -> None:
    """`known` [labels]: which labels may be named at all; those kept for validation are no rivals either."""
    random = np.random.default_rng(SEED)
    torch.manual_seed(SEED)
    raw, imagenet = torch.from_numpy(texts), normalize(head.texts - head.centre, dim=-1)
    exclusive = losses.rivals(normalize(raw.mean(1), dim=-1)) & ~torch.from_numpy(table.also) & known[None]
    nameable = torch.from_numpy(table.nameable) & known
    scale, midpoint = torch.nn.Parameter(torch.tensor(15.0)), torch.nn.Parameter(torch.tensor(0.35))
    of_texts = {*head.adapter.parameters(), *head.thing.parameters()}
    groups = [
        {"params": [p for p in head.parameters() if p not in of_texts], "weight_decay": 0.02},
        {"params": [*of_texts], "weight_decay": 0.3},
        {"params": [scale, midpoint], "lr": rate / 3},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: scheduled(step, steps))
    batches = sampler(table, allowed, batch, random)
    head.train()
    for step in range(steps):
        rows = next(batches)
        features = torch.from_numpy(table.features[rows].astype(np.float32))
        labels = torch.from_numpy(table.labels[rows].astype(np.int64))
        # Stuff is named, too, but whether a box of it shows an object nobody said.
        composed = torch.from_numpy(table.kinds[rows] != tables.KINDS.index("box"))
        with torch.no_grad():
            classes = head.classes(features)
        vectors, logits = head.parts(features, classes)
        cosines = vectors @ normalize(head.text(raw).mean(1), dim=-1).T
        thing = labels >= 0
        parts = {
            "naming": losses.naming(cosines[thing], labels[thing], exclusive).mean(),
            "apart": losses.keeping_away(cosines, labels, exclusive, nameable, scale, midpoint).mean(),
            "object": losses.being_an_object(logits[composed], thing[composed]),
            "remembering": losses.remembering(vectors @ head.text(imagenet).T, classes),
        }
        optimizer.zero_grad()
        sum(getattr(weights, name) * value for name, value in parts.items()).backward()
        optimizer.step()
        schedule.step()
        if step % 50 == 0 or step == steps - 1:
            print(f"{step:5} " + " ".join(f"{name} {value.item():.3f}" for name, value in parts.items()) + f" midpoint {midpoint.item():.3f}", flush=True)
    head.eval()


def fold(text: str) -> tuple[int, int]:
    """k/n: scenes (and crowds) whose number is k mod n, and things whose label's hash is."""
    part, of = (int(number) for number in text.split("/"))
    if not 0 <= part < of:
        raise argparse.ArgumentTypeError(f"{text}: k/n with 0 <= k < n is needed")
    return part, of


def label_fold(label: str, of: int) -> int:
    """Of another hash than the split of labels into fifths, so that folds and fifths are independent."""
    return int(hashlib.md5(label.encode("utf-8")).hexdigest(), 16) % of


def left_out(table: tables.Table, part: int, of: int) -> tuple[np.ndarray, np.ndarray]:
    """[names], [M]: which labels, and which patches, a fold leaves out."""
    if table.scenes is None:
        raise SystemExit("this table does not say which scene a patch is of: make it again (learn/tables.py)")
    names = [kind == "thing" and label_fold(name, of) == part for name, kind in zip(table.names, table.name_kinds)]
    return np.array(names), (table.scenes > 0) & (table.scenes % of == part)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("table", "work", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    defaults = {"hidden": 768, "steps": FEW or 300, "batch": 1024, "rate": 5e-4, "away": 0.8, "naming": 1.0, "apart": 1.0, "object": 0.5, "remembering": 1.0}
    for name, value in defaults.items():
        parser.add_argument("--" + name, type=type(value), default=value)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--leave-out", type=fold, metavar="k/n")
    arguments = parser.parse_args()
    table = tables.load(arguments.table)
    texts = tables.label_texts(arguments.work, table.names)
    held = np.array([not arguments.all and kind == "thing" and validates(name) for name, kind in zip(table.names, table.name_kinds)])
    unseen = np.zeros(len(table.labels), bool)
    if arguments.leave_out:
        names, unseen = left_out(table, *arguments.leave_out)
        held |= names
    allowed = ~np.append(held, False)[table.labels] & ~unseen
    head = tables.new_head(arguments.work, table, Shape(arguments.hidden, arguments.away))
    weights = Weights(arguments.naming, arguments.apart, arguments.object, arguments.remembering)
    fit(head, table, texts, allowed, torch.from_numpy(~held), weights, arguments.steps, arguments.batch, arguments.rate)
    save(head, arguments.out, settings=json.dumps(vars(arguments), default=str))


if __name__ == "__main__":
    main()
