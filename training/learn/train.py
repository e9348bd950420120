"""Trains the head on a table of patches (table.py).

python training/learn/train.py --table FILE --work WORK --out head.pt [--all] ...
Labels whose hash is 1 mod 5 are kept for validation, those of 0 mod 5 are the yardstick's and never in the table; --all trains on the
validation labels too, once everything is chosen.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import normalize

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.things import validates  # noqa: E402
from learn import losses, tables  # noqa: E402
from learn.head import Head, Shape, save  # noqa: E402

SEED = 20261124


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


def fit(head: Head, table: tables.Table, texts: np.ndarray, allowed: np.ndarray, steps: int, batch: int, rate: float, away: float) -> None:
    random = np.random.default_rng(SEED)
    torch.manual_seed(SEED)
    raw = torch.from_numpy(texts)
    exclusive = losses.rivals(normalize(raw.mean(1), dim=-1))
    exclusive &= ~torch.from_numpy(table.also)
    nameable = torch.from_numpy(table.nameable)
    scale, midpoint = torch.nn.Parameter(torch.tensor(15.0)), torch.nn.Parameter(torch.tensor(0.35))
    groups = [
        {"params": [p for n, p in head.named_parameters() if "adapter" not in n], "weight_decay": 0.02},
        {"params": [p for n, p in head.named_parameters() if "adapter" in n], "weight_decay": 0.3},
        {"params": [scale, midpoint], "lr": rate / 3},
    ]
    optimizer = torch.optim.AdamW(groups, lr=rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: scheduled(step, steps))
    batches = sampler(table, allowed, batch, random)
    with torch.no_grad():
        chunks = np.array_split(np.arange(len(table.labels)), 50)
        classes = torch.cat([head.classes(torch.from_numpy(table.features[chunk].astype(np.float32))) for chunk in chunks])
    head.train()
    for step in range(steps):
        rows = next(batches)
        features = torch.from_numpy(table.features[rows].astype(np.float32))
        labels = torch.from_numpy(table.labels[rows].astype(np.int64))
        cosines = head(features, classes[rows]) @ normalize(head.text(raw).mean(1), dim=-1).T
        thing = labels >= 0
        name = losses.naming(cosines[thing], labels[thing], exclusive).mean()
        apart = losses.keeping_away(cosines, labels, exclusive, nameable, scale, midpoint).mean()
        optimizer.zero_grad()
        (name + away * apart).backward()
        optimizer.step()
        schedule.step()
        if step % 50 == 0 or step == steps - 1:
            print(f"{step:5} naming {name.item():.3f} away {apart.item():.3f} scale {scale.item():.1f} midpoint {midpoint.item():.3f}", flush=True)
    head.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("table", "work", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--hidden", type=int, default=768)
    parser.add_argument("--adapter", action="store_true")
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--away", type=float, default=0.5)
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    table = tables.load(arguments.table)
    texts = tables.label_texts(arguments.work, table.names)
    allowed = np.ones(len(table.labels), bool)
    if not arguments.all:
        held = np.array([kind == "thing" and validates(name) for name, kind in zip(table.names, table.name_kinds)] + [False])
        allowed = ~held[table.labels]
    shape = Shape(arguments.rows, arguments.hidden, arguments.adapter)
    head = tables.new_head(arguments.work, table, texts, shape)
    fit(head, table, texts, allowed, arguments.steps, arguments.batch, arguments.rate, arguments.away)
    save(head, arguments.out, settings=json.dumps(vars(arguments), default=str))


if __name__ == "__main__":
    main()
