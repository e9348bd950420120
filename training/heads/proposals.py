"""Trains the proposal head of a pack: python training/heads/proposals.py --prepared DIR --out FOLDER [--leave-out FOLD] [--steps N] [--from GRAPH --rate R]

--prepared is what proposals_prepare.py wrote. Writes FOLDER/proposals.pt, and FOLDER/proposals.onnx with FOLDER/ovdet.json for `denseql models add-head`.
"""

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.packages import FEW  # noqa: E402
from heads import export, fit  # noqa: E402
from heads.emit import rounded  # noqa: E402
from heads.parts import PIXELS  # noqa: E402
from heads.proposals_net import PROTOTYPES, SIDES, STRIDES, UP, ProposalNet, Shape, boxes_of, centres, graph  # noqa: E402
from heads.recovered import recovered  # noqa: E402
from learn.train import scheduled  # noqa: E402

ODDS = {"coco": 0.12, "coco-views": 0.18, "instances": 0.08, "instances-views": 0.08, "imagenet": 0.14, "scenes": 0.14, "voc": 0.26}
# How much cells count that hold nothing, where maybe not everything was drawn.
EMPTY = {"imagenet": 0.5, "voc": 0.5, "instances": 0.7, "instances-views": 0.7}
BATCH, NOISE, DROPPED, CROPPED, LEFT, RADIUS, MASKS = 8, 0.25, 0.15, 0.5, 0.35, 1.5, 48
OF_BOX, OF_MASK, FOCUS, WITHOUT, SEED = 2.0, 1.0, 2.0, 0.2, 20261203
RATE, DECAY, KEEP = 1.2e-3, 0.05, 0.998
LAYERS = ("structure", "layers.7")
# Constants of scores, chosen by detections_judge.py on the fifth that the head has not seen.
SCORING = {"presence": {"midpoint": 0.287, "slope": 16.7}, "qualityShare": 0.7, "minScore": 0.65}
# A grid whose longer side has fewer patches than this is of a small picture: it is not cut to one of a large one.
LARGE = 24


class Picture:
    def __init__(self, path: Path, source: str):
        with np.load(path) as kept:
            self.rows, self.columns = map(int, kept["grid"])
            self.structure, self.picture = kept["structure"], kept["picture"]
            self.middle = kept["middle"] if "middle" in kept else np.zeros_like(self.structure)
            self.boxes = kept["boxes"] * [self.columns, self.rows, self.columns, self.rows]  # in patches
            self.crowd, self.fold, self.names = kept["crowd"], int(kept["fold"]), [*map(str, kept["names"])]
            self.masks = kept["masks"] if "masks" in kept else None
            self.size = int(kept["width"]), int(kept["height"])
        self.source, self.stem = source, path.stem


def pictures(prepared: Path, sources: list[str]) -> list[Picture]:
    return [Picture(path, source) for source in sources for path in sorted((prepared / source).glob("*.npz"))]


def part_of(picture: Picture, rows: int, columns: int, top: int, left: int, mirrored: bool) -> tuple:
    """A part of the grid: features, pixels, boxes of what is left of its things, masks, which are crowds."""

    def cut(x: np.ndarray, up: int) -> np.ndarray:
        x = x[..., top * up : (top + rows) * up, left * up : (left + columns) * up, :]
        return x[..., ::-1, :] if mirrored else x

    grid = [cut(x.reshape(picture.rows, picture.columns, -1), 1).reshape(rows * columns, -1) for x in (picture.structure, picture.middle)]
    pixels = cut(picture.picture, PIXELS)
    whole, low = picture.boxes, np.array([left, top, left, top])
    boxes = (whole - low).clip(0, [columns, rows, columns, rows])
    area = lambda b: (b[:, 2] - b[:, 0]).clip(0) * (b[:, 3] - b[:, 1]).clip(0)  # noqa: E731
    kept = area(boxes) > LEFT * area(whole)
    masks = None if picture.masks is None else cut(picture.masks[kept][..., None], UP)[..., 0]
    boxes, crowd = boxes[kept], picture.crowd[kept]
    if mirrored:
        boxes = np.stack([columns - boxes[:, 2], boxes[:, 1], columns - boxes[:, 0], boxes[:, 3]], 1)
    return *grid, pixels, boxes.astype(np.float32), masks, crowd


def drawn(known: list[Picture], random: np.random.Generator):
    """Batches of parts of one shape: pictures of one kind of shape, cut to what fits all of them."""
    groups: dict[tuple, list[Picture]] = {}
    for picture in known:
        groups.setdefault((picture.columns >= picture.rows, max(picture.columns, picture.rows) >= LARGE), []).append(picture)
    of_source = {source: sum(picture.source == source for picture in known) for source in ODDS}
    weights = {shape: np.array([ODDS[picture.source] / of_source[picture.source] for picture in own]) for shape, own in groups.items()}
    shares = np.array([weight.sum() for weight in weights.values()])
    while True:
        shape = [*groups][int(random.choice(len(groups), p=shares / shares.sum()))]
        own = [groups[shape][number] for number in random.choice(len(groups[shape]), BATCH, p=weights[shape] / weights[shape].sum())]
        rows, columns = min(picture.rows for picture in own), min(picture.columns for picture in own)
        if random.random() < CROPPED:
            share = random.uniform(0.6, 1)
            rows, columns = max(6, round(rows * share)), max(6, round(columns * share))
        rows, columns = min(rows, *(p.rows for p in own)), min(columns, *(p.columns for p in own))
        places = [(int(random.integers(p.rows - rows + 1)), int(random.integers(p.columns - columns + 1))) for p in own]
        yield own, [part_of(p, rows, columns, top, left, random.random() < 0.5) for p, (top, left) in zip(own, places)], rows, columns


def matched(boxes: torch.Tensor, crowd: torch.Tensor, masks, places: torch.Tensor, levels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Of each cell: the number of its thing, -1 for none; and whether it is left out, inside a crowd. A thing is learned by the cells around its middle, of the
    levels for its size; of two, a cell has the smaller one."""
    owner, smallest = torch.full((len(places),), -1), torch.full((len(places),), float("inf"))
    out = torch.zeros(len(places), dtype=torch.bool)
    for number, box in enumerate(boxes):
        inside = ((places > box[:2]) & (places < box[2:])).all(1)
        if crowd[number]:
            out |= inside
            continue
        side, middle, area = (box[2:] - box[:2]).max(), (box[:2] + box[2:]) / 2, (box[2:] - box[:2]).prod()
        for level, (low, high) in enumerate(SIDES):
            if not low <= side <= high:
                continue
            own = levels == level
            far = (places - middle).abs().amax(1)
            taken = own & inside & (far < RADIUS * STRIDES[level])
            if masks is not None:
                cell = (places * UP).long().clamp(min=0)
                seen = masks[number][cell[:, 1].clamp(max=masks.shape[1] - 1), cell[:, 0].clamp(max=masks.shape[2] - 1)] > 0
                # A thing whose middle is another's is learned by the cells that show it.
                shown = own & inside & seen & ((places - middle).abs() < 0.3 * (box[2:] - box[:2])).all(1)
                taken = (taken & seen) | shown if (taken & seen).any() or shown.any() else taken
            if not taken.any():
                taken = own & (far == far[own].min())
            better = taken & (area < smallest)
            owner[better], smallest[better] = number, area
    return owner, out


def overlap(a: torch.Tensor, b: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """IoU and generalised IoU of boxes, pair by pair."""
    inside = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    union = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - inside
    around = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1)
    iou = inside / union.clamp(min=1e-6)
    return iou, iou - (around - union) / around.clamp(min=1e-6)


def mask_loss(prototypes: torch.Tensor, weights: torch.Tensor, truth: torch.Tensor, boxes: torch.Tensor) -> torch.Tensor:
    """[M, K, h, w], [M, K + 1], [M, h, w], boxes in cells: cross-entropy and Dice within each box and a cell around it."""
    logits = (prototypes * weights[:, :-1, None, None]).sum(1) + weights[:, -1, None, None]
    y, x = torch.arange(truth.shape[1]) + 0.5, torch.arange(truth.shape[2]) + 0.5
    inside = ((x > boxes[:, None, 0] - 1) & (x < boxes[:, None, 2] + 1))[:, None, :] & ((y > boxes[:, None, 1] - 1) & (y < boxes[:, None, 3] + 1))[:, :, None]
    inside = inside.float()
    entropy = (binary_cross_entropy_with_logits(logits, truth, reduction="none") * inside).sum((1, 2)) / inside.sum((1, 2)).clamp(min=1)
    p = logits.sigmoid() * inside
    dice = 1 - (2 * (p * truth).sum((1, 2)) + 1) / (p.sum((1, 2)) + (truth * inside).sum((1, 2)) + 1)
    return (entropy + dice).mean()


def loss(net: ProposalNet, own: list[Picture], parts: list[tuple], rows: int, columns: int) -> tuple[torch.Tensor, dict]:
    inputs = [torch.from_numpy(np.stack([np.ascontiguousarray(part[place]) for part in parts])) for place in range(3)]
    structure, middle, picture = fit.varied((inputs[0].float(), inputs[1].float(), inputs[2]), rows, columns, [], NOISE)
    # Not all pictures have it, so that none may depend on it.
    middle = (middle + NOISE * middle.std() * torch.randn_like(middle)) * ((torch.rand(len(middle), 1, 1) >= WITHOUT) & (middle != 0).any(2, keepdim=True).any(1, keepdim=True))
    # A few hundred photographs teach what single channels mean by chance.
    structure, middle = (x * (torch.rand(len(x), 1, x.shape[2]) >= DROPPED) for x in (structure, middle))
    # Half the time on processors that have it in hardware.
    with torch.autocast("cpu", torch.bfloat16):
        answer = {name: value.float() for name, value in net(structure, middle, picture, rows, columns).items()}
    places, levels = centres(rows, columns)
    predicted = boxes_of(answer["reach"], places)
    wanted, weight, pairs, seen = torch.zeros_like(answer["quality"]), torch.ones_like(answer["quality"]), [], []
    for number, (picture_of, part) in enumerate(zip(own, parts)):
        boxes, masks = torch.from_numpy(part[3]), None if part[4] is None else torch.from_numpy(np.ascontiguousarray(part[4])).float() / 255
        owner, out = matched(boxes, torch.from_numpy(part[5]), masks, places, levels)
        weight[number] = EMPTY.get(picture_of.source, 1.0)
        weight[number, out & (owner < 0)] = 0
        cells = torch.nonzero(owner >= 0)[:, 0]
        weight[number, cells] = 1
        if len(cells):
            pairs.append((predicted[number, cells], boxes[owner[cells]], torch.full((len(cells),), number), cells))
            if masks is not None and masks.shape[0]:
                few = cells[torch.randperm(len(cells))[: MASKS // BATCH * 2]]
                seen.append((answer["prototypes"][number].expand(len(few), -1, -1, -1), answer["weights"][number, few], masks[owner[few]], UP * boxes[owner[few]]))
    told = {}
    total = torch.zeros(())
    positives = 1
    if pairs:
        found, true, numbers, cells = (torch.cat(part) for part in zip(*pairs))
        iou, generalised = overlap(found, true)
        wanted[numbers, cells] = iou.detach()
        positives = len(cells)
        box = (1 - generalised).mean()
        total, told["iou"] = total + OF_BOX * box, float(iou.detach().mean())
    logits = answer["quality"]
    focus = (wanted - logits.sigmoid()).abs().pow(FOCUS)
    quality = (focus * weight * binary_cross_entropy_with_logits(logits, wanted, reduction="none")).sum() / positives
    total, told["quality"] = total + quality, float(quality.detach())
    if seen:
        mask = mask_loss(*(torch.cat(part) for part in zip(*seen)))
        total, told["mask"] = total + OF_MASK * mask, float(mask.detach())
    return total, told


def emit(net: ProposalNet, out: Path, known: list[Picture]) -> None:
    rounded(net)
    names, cases = LAYERS, []
    for picture in list({(p.rows, p.columns): p for p in known}.values())[:4]:
        feeds = [picture.structure[None].astype(np.float32), picture.middle[None].astype(np.float32), picture.picture[None]]
        with torch.no_grad():
            answer = net(*map(torch.from_numpy, feeds), picture.rows, picture.columns)
        grid = np.array([picture.rows, picture.columns], np.float32)
        cases.append(({names[0]: feeds[0], names[1]: feeds[1], "picture": feeds[2], "grid": grid}, {name: value.numpy() for name, value in answer.items()}))
    entry = {
        "inputs": list(names),
        "feeds": ["grid", "picture"],
        "pixels": PIXELS,
        "strides": list(STRIDES),
        "prototypes": PROTOTYPES,
        "fine": UP,
        "scoring": SCORING,
        "detail": "trained at MEDIUM on photographs and composed pictures (training/heads/proposals.py)",
    }
    export.check(export.write(out, "proposals.onnx", "ovdet", graph(net, names), entry), cases)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("prepared", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--leave-out", type=int, default=0)
    parser.add_argument("--steps", type=int, default=FEW or 4400)
    parser.add_argument("--from", type=Path, dest="before", metavar="GRAPH", help="goes on from a head that is in a pack (heads/proposals.onnx)")
    parser.add_argument("--mix", type=Path, metavar="FOLDER", help="another run's: the answer is SHARE of its weights, and of its own the rest")
    parser.add_argument("--share", type=float, default=0.4)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--seconds", type=float, default=1e9, help="ends this run after so long; the next one goes on from FOLDER/state.pt")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(arguments.seed)
    known = [p for p in pictures(arguments.prepared, [*ODDS]) if p.fold != arguments.leave_out and len(p.boxes)]
    for source in [source for source in ODDS if not any(p.source == source for p in known)]:
        ODDS.pop(source)
    net, mean = (ProposalNet(Shape()).to(memory_format=torch.channels_last) for _ in range(2))
    if arguments.before:
        recovered(net, arguments.before, lambda net: graph(net, LAYERS))
    mean.load_state_dict(net.state_dict())
    print(sum(p.numel() for p in net.parameters()), "parameters")
    groups = [{"params": [p for p in net.parameters() if p.dim() > 1], "weight_decay": DECAY}, {"params": [p for p in net.parameters() if p.dim() < 2], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=arguments.rate)
    state, first = arguments.out / "state.pt", 0
    if state.exists():
        kept = torch.load(state, weights_only=True)
        first = kept["step"]
        net.load_state_dict(kept["net"])
        mean.load_state_dict(kept["mean"])
        optimizer.load_state_dict(kept["optimizer"])
    print(len(known), "pictures, from step", first, flush=True)
    torch.manual_seed(arguments.seed + first)
    batches = drawn(known, np.random.default_rng(arguments.seed + first))
    began, told, number = time.monotonic(), [], first
    net.train()
    while number < arguments.steps and time.monotonic() - began < arguments.seconds:
        for group in optimizer.param_groups:
            group["lr"] = arguments.rate * float(scheduled(number, arguments.steps))
        value, parts = loss(net, *next(batches))
        optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        with torch.no_grad():  # what is kept is a running mean of the weights
            for kept, new in zip(mean.parameters(), net.parameters()):
                kept.lerp_(new, 1 - min(KEEP, (number + 1) / (number + 10)))
        told.append(parts)
        number += 1
        if number % 50 == 0:
            means = {name: np.mean([row[name] for row in told if name in row]) for name in ("iou", "quality", "mask") if any(name in row for row in told)}
            print(f"{number:5} " + " ".join(f"{name} {mean:.3f}" for name, mean in means.items()) + f" ({time.monotonic() - began:.0f} s)", flush=True)
            told = []
    torch.save({"step": number, "net": net.state_dict(), "mean": mean.state_dict(), "optimizer": optimizer.state_dict()}, state)
    if arguments.mix:
        other = torch.load(arguments.mix / "proposals.pt", weights_only=True)["state"]
        mean.load_state_dict({name: value.lerp(other[name], arguments.share) for name, value in mean.state_dict().items()})
    settings = json.dumps({"steps": number, "leave_out": arguments.leave_out})
    torch.save({"shape": asdict(net.shape), "state": mean.state_dict(), "settings": settings}, arguments.out / "proposals.pt")
    if number == arguments.steps:
        emit(mean.eval().to(memory_format=torch.contiguous_format), arguments.out, known)


if __name__ == "__main__":
    main()
