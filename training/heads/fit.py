"""What training a head takes, whichever it is: arguments, scenes of one shape, the loop."""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from learn.train import scheduled
from .material import Scene

DECAY, LARGEST_GRADIENT, TOLD, LIGHT = 0.01, 1.0, 50, 0.06


def arguments(description: str, settings: dict) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    for name in ("pictures", "prepared", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    for name, value in settings.items():
        parser.add_argument("--" + name, type=type(value), default=value)
    parser.add_argument("--structure", default="structure", help="the pack's output of appearance")
    parser.add_argument("--joint", default="denseRaw", help="the pack's output that compares with texts")
    parser.add_argument("--most", type=int, default=10**9, help="pictures of each kind")
    parser.add_argument("--all", action="store_true", help="validation labels, too")
    return parser.parse_args()


def shapes(scenes: list[Scene], odds: dict[str, float], random: np.random.Generator):
    """A function that draws n scenes of one grid; kinds by their odds, as far as there are any."""
    by_shape: dict[tuple[int, int], list[Scene]] = {}
    for scene in scenes:
        by_shape.setdefault((scene.rows, scene.columns), []).append(scene)
    of_kind = {kind: sum(scene.kind == kind for scene in scenes) for kind in odds}
    weights = {shape: np.array([odds[scene.kind] / of_kind[scene.kind] for scene in own]) for shape, own in by_shape.items()}
    names, shares = list(weights), np.array([weight.sum() for weight in weights.values()])

    def draw(count: int) -> list[Scene]:
        shape = names[int(random.choice(len(names), p=shares / shares.sum()))]
        return [by_shape[shape][number] for number in random.choice(len(weights[shape]), count, p=weights[shape] / weights[shape].sum())]

    return draw


def varied(inputs: tuple[torch.Tensor, torch.Tensor, torch.Tensor], rows: int, columns: int, axes: list[int], noise: float) -> list[torch.Tensor]:
    """structure, joint and pictures of one shape, mirrored over `axes`, with noise on appearance and other light on pictures."""
    structure, joint, picture = inputs
    structure, joint = (mirrored(x, rows, columns, axes) for x in (structure, joint))
    structure = structure + noise * structure.std() * torch.randn_like(structure)
    gain, lift = 1 + LIGHT * torch.randn(len(picture), 1, 1, 3), 255 * LIGHT * torch.randn(len(picture), 1, 1, 1)
    return [structure, joint, (picture.flip(axes).float() * gain + lift).clamp(0, 255)]


def mirrored(x: torch.Tensor, rows: int, columns: int, axes: list[int]) -> torch.Tensor:
    """[B, N, C] with the grid's axes (1: up-down, 2: left-right) turned round."""
    return x.unflatten(1, (rows, columns)).flip(axes).flatten(1, 2) if axes else x


def one_of_each_shape(scenes: list[Scene]) -> list[Scene]:
    return list({(scene.rows, scene.columns): scene for scene in scenes}.values())


def fit(net: nn.Module, step, steps: int, rate: float) -> None:
    """`step()` gives the loss of the next batch."""
    flat = [p for p in net.parameters() if p.dim() < 2]
    groups = [{"params": [p for p in net.parameters() if p.dim() > 1], "weight_decay": DECAY}, {"params": flat, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda number: scheduled(number, steps))
    net.train()
    started, losses = time.monotonic(), []
    for number in range(steps):
        value = step()
        optimizer.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_(net.parameters(), LARGEST_GRADIENT)
        optimizer.step()
        schedule.step()
        losses.append(value.item())
        if number % TOLD == TOLD - 1 or number == steps - 1:
            print(f"{number + 1:5} loss {np.mean(losses[-TOLD:]):.3f} ({time.monotonic() - started:.0f} s)", flush=True)
    net.eval()
