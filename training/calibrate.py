"""Measures the choices of settings.json on composed scenes; changes nothing. README.md says what was chosen from it.

python training/calibrate.py --pictures DIR --index pictures.jsonl --work WORK --cache CACHE
DIR holds the Debian packages that pocket/scenes.py names, each unpacked (dpkg -x) into a folder of its name.
Everything is chosen on train labels; the same line for the test labels is printed beside it.
"""

import argparse
from itertools import product
from pathlib import Path

import numpy as np

from pocket import concepts, image_graph, minilm, reference, scenes, sources, study

HERE = Path(__file__).resolve().parent
SEED = 20260101
COLUMNS = scenes.WIDTH // image_graph.PATCH
SMOOTHINGS = {"raw": None}
for threshold, temperature in ((0.5, 0.1), (0.7, 0.05), (0.8, 0.05)):
    SMOOTHINGS[f"plain {threshold}/{temperature}"] = {"threshold": threshold, "temperature": temperature}
for threshold, temperature, window in ((0.4, 0.1, 0), (0.6, 0.05, 0), (0.4, 0.1, 4), (0.4, 0.1, 8)):
    name = f"centred {threshold}/{temperature}" + (f" window {window}" if window else "")
    SMOOTHINGS[name] = {"centred": True, "threshold": threshold, "temperature": temperature, "window": window}
TEMPLATES = {"{}": ["{}"], "both": ["{}", "a photo of a {}."]}
BACKGROUNDS = {
    "none": [],
    "word": ["background"],
    "generic": ["background", "blurry background", "wall", "floor", "ground", "sky"],
    "places": ["background", "landscape", "lakeshore", "seashore", "mountain", "valley", "sky", "grass", "trees", "water", "rock", "wall", "floor"],
}  # fmt: skip
CENTRINGS = (0, 1)
SCALES, THRESHOLDS = (5, 10, 15, 20, 30, 40), (0.0, 0.2, 0.3, 0.4, 0.5)


def encoded(arguments, test: bool, count: int) -> list[tuple]:
    """(scene, class probabilities, structure) for each scene; encoded once, kept in the cache."""
    session, found = None, []
    for number, scene in enumerate(scenes.compose(arguments.index, arguments.pictures, count, test, SEED)):
        path = arguments.cache / f"{'test' if test else 'train'}-{number}.npz"
        if not path.exists():
            session = session or probe(arguments)
            logits, tokens = session.run(["patchLogits", "structure"], {"pixels": scene.pixels[None]})
            np.savez(path, logits=logits[0].astype(np.float16), tokens=tokens[0].astype(np.float16))
        kept = np.load(path)
        p = np.exp(kept["logits"].astype(np.float32))
        found.append((scene, p / p.sum(1, keepdims=True), study.unit(kept["tokens"].astype(np.float32))))
    return found


def probe(arguments):
    """The picture graph with the classifier's answers as an output."""
    packages = arguments.work / "packages"
    weights = {"dinov2": sources.dinov2_weights(packages), "lite2": sources.lite2_weights(packages)}
    folder = arguments.work / "calibration"
    folder.mkdir(exist_ok=True)
    image_graph.build(weights, np.eye(1000, 384), np.zeros(384), None, logits=True).write(folder / "image.onnx")
    return reference.session(str(folder / "image.onnx"))


class Texts:
    """Label vectors as the runtime makes them: the mean over templates of centred unit vectors, made unit."""

    def __init__(self, encoder: concepts.TextEncoder):
        self.encoder, self.known, self.centre = encoder, {}, 0

    def __call__(self, labels: list[str], templates: list[str]) -> np.ndarray:
        if not labels:
            return np.zeros((0, concepts.DIMS), np.float32)
        texts = [template.replace("{}", label) for label in labels for template in templates]
        for text in set(texts) - self.known.keys():
            self.known[text] = self.encoder.one(text)[0]
        rows = study.unit(np.stack([self.known[text] for text in texts]) - self.centre)
        return study.unit(rows.reshape(len(labels), len(templates), -1).mean(1))


def measure(split: list, dense: list, texts: Texts, templates, background) -> dict:
    """Argmax inside the true masks, the presence statistic, and the cosines for `answers`."""
    inside, statistic, present, cells = [], [], [], []
    back = texts(background, templates)
    for (scene, _, _), vectors in zip(split, dense):
        cosines = vectors @ texts(scene.present + scene.absent, templates).T
        true, count = study.truth(scene.covers), len(scene.present)
        inside += study.intersection_over_union(cosines[true >= 0].argmax(1), true[true >= 0], count)
        statistic.append(study.presence(cosines))
        present.append(np.arange(cosines.shape[1]) < count)
        cells.append((cosines, vectors @ back.T, true, count))
    values, flags = np.concatenate(statistic), np.concatenate(present)
    curve = study.curve(values, flags)
    return {"inside": np.mean(inside), "auroc": study.auroc(values, flags), "curve": curve,
            "statistic": values, "present": flags, "cells": cells}  # fmt: skip


def answers(cells: list, midpoint: float, scale: float, threshold: float) -> tuple[float, float]:
    """maskclip's rule: labels under the midpoint do not compete; a softmax over the rest and the backgrounds, or one
    channel at the midpoint where there are none; a patch needs `threshold`. Returns the mean negative log-likelihood
    (things and background weighing the same) and the mIoU of whole pictures over the present labels."""
    losses, scores = [], []
    for cosines, back, true, count in cells:
        competes = study.presence(cosines) >= midpoint
        rest = back if back.shape[1] else np.full((len(cosines), 1), midpoint)
        channels = np.concatenate([np.where(competes, cosines, -np.inf), rest], axis=1)
        p = np.exp(scale * (channels - channels.max(1, keepdims=True)))
        p /= p.sum(1, keepdims=True)
        labels, thing = p[:, : cosines.shape[1]], true >= 0
        right = np.where(thing, p[np.arange(len(p)), np.maximum(true, 0)], 1 - labels.sum(1))
        weight = np.where(thing, 0.5 / max(thing.sum(), 1), 0.5 / max((~thing).sum(), 1))
        losses.append(-(weight * np.log(right + 1e-3)).sum())
        best = np.where(labels.max(1) >= np.maximum(threshold, p[:, cosines.shape[1] :].max(1)), labels.argmax(1), -1)
        scores += study.intersection_over_union(best, true, count)
    return float(np.mean(losses)), float(np.mean(scores))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pictures", "index", "cache", "work"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--pack", type=Path, required=True, help="the first version, of build.sh")
    parser.add_argument("--scenes", type=int, default=40, help="train scenes; half as many for the test")
    parser.add_argument("--closer", help="look closer at the line of this title instead of the best")
    arguments = parser.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    plain, texts = uncentred(arguments)
    splits = [encoded(arguments, False, arguments.scenes), encoded(arguments, True, arguments.scenes // 2)]

    def results(title: str, dense: list, templates, background) -> list[dict]:
        found = [measure(split, d, texts, templates, background) for split, d in zip(splits, dense)]
        midpoint = found[0]["curve"][0]  # fitted on train labels for both
        for r in found:
            r["whole"] = answers(r["cells"], midpoint, 20, 0)[1]
        print(f"{title:46}" + "   ".join(f"{r['inside']:.3f} {r['whole']:.3f} {r['auroc']:.3f}" for r in found), flush=True)
        return found

    print("mIoU inside true masks, mIoU of whole pictures by maskclip's rule, presence AUROC; train, then test")
    smoothed, ranked = {}, {}
    for centring, name in product(CENTRINGS, SMOOTHINGS):
        title = f"centring {centring}, {name}"
        texts.centre = centring * plain.mean(0)
        smoothed[title] = texts.centre, [
            [study.unit(study.smooth(study.unit(p @ plain), tokens, COLUMNS, SMOOTHINGS[name]) - texts.centre) for _, p, tokens in split]
            for split in splits
        ]
        found = results(title, smoothed[title][1], TEMPLATES["both"], [])
        ranked[title] = found[0]["inside"] + found[0]["whole"]
    best = arguments.closer or max(ranked, key=ranked.get)
    print("closer:", best)
    texts.centre, dense = smoothed[best]
    for title, templates in TEMPLATES.items():
        results(f"templates {title}", dense, templates, [])
    for title, background in BACKGROUNDS.items():
        found = results(f"background {title}", dense, TEMPLATES["both"], background)
        midpoint, slope = found[0]["curve"]
        for scale in SCALES:
            loss = " ".join(f"{answers(r['cells'], midpoint, scale, 0)[0]:.3f}" for r in found)
            rows = [" ".join(f"{answers(r['cells'], midpoint, scale, t)[1]:.3f}" for t in THRESHOLDS) for r in found]
            print(f"  scale {scale:3}: loss {loss}; mIoU at {THRESHOLDS}: " + "; ".join(rows), flush=True)
    print(f"presence: midpoint {midpoint:.3f} slope {slope:.1f}")
    for name, r in zip(("train", "test"), found):
        sure = r["statistic"] >= midpoint
        print(f"  {name}: AUROC {r['auroc']:.3f}, present found {sure[r['present']].mean():.2f}, absent refused {1 - sure[~r['present']].mean():.2f}")


def uncentred(arguments) -> tuple[np.ndarray, Texts]:
    """The concepts and the sentence encoder before centring, whatever settings.json says."""
    packages, folder = arguments.work / "packages", arguments.work / "calibration"
    folder.mkdir(exist_ok=True)
    minilm.build(sources.minilm_weights(packages)).write(folder / "text.onnx")
    (folder / "tokenizer.json").write_bytes((arguments.pack / "tokenizer.json").read_bytes())
    encoder, kept = concepts.TextEncoder(folder), arguments.cache / "concepts.npy"
    if not kept.exists():
        np.save(kept, concepts.matrix(encoder, sources.class_texts(packages)))
    return np.load(kept).astype(np.float32), Texts(encoder)


if __name__ == "__main__":
    main()
