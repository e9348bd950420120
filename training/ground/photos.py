"""Real photographs that no package holds: repositories cloned at fixed commits, or a folder that has them already.

They are never part of the project. Each source becomes a folder under $POCKET_CACHE/photos, its files named as in training/eval/real.
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from .packages import CACHE, REPOSITORY

PHOTOS = CACHE / "photos"
COCO, IMAGENET, CALTECH, CELLS = "coco-train/images", "imagenet-sample", "caltech101", "blood-cells"
REPOSITORIES = {
    COCO: ("lightly-ai/coco128_yolo", "6d6f7a059ea63efffdbe48aca2d52c04d4c510e9"),
    IMAGENET: ("EliSchwartz/imagenet-sample-images", "bc69043e2862758a1906c6a24a792bb28c6bb2ff"),
    CALTECH: ("e-caste/Homework2-Caltech101", "ff72a664b84f1adc27ff2dadcd54b7a8c706e473"),
    CELLS: ("Shenggan/BCCD_Dataset", "d272fb14cdff6e473fafeeeba32aba5f560e9e43"),
}
TRUTH = {COCO: "coco.jsonl", IMAGENET: "imagenet.jsonl", CALTECH: "caltech.jsonl", CELLS: "cells.jsonl"}
LONGEST, QUALITY = 448, 92


def checkout(name: str, commit: str) -> Path:
    """The repository at the commit and nothing else of its history."""
    folder = CACHE / "archives" / name.replace("/", "+")
    if not (folder / ".git/done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for command in (["init", "-q"], ["fetch", "-q", "--depth", "1", f"https://github.com/{name}", commit], ["checkout", "-q", "FETCH_HEAD"]):
            subprocess.run(["git", *command], cwd=folder, check=True)
        (folder / ".git/done").touch()
    return folder


def shrunk(source: Path, target: Path) -> None:
    """At most 448 px, as the boxes were drawn on. Encoded anew, so that pixels differ a little from those that the shipped head saw."""
    image = Image.open(source).convert("RGB")
    image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    image.save(target, quality=QUALITY)


def places(source: str, repository: Path) -> Callable[[dict], Path]:
    """Where a row's picture is in the repository."""
    if source == COCO:
        return lambda row: repository / "images/train2017" / row["file"]
    if source == CALTECH:
        return lambda row: repository / "101_ObjectCategories" / row["from"]
    if source == CELLS:
        return lambda row: repository / "BCCD/JPEGImages" / row["file"]
    known = {path.name.split("_")[0]: path for path in repository.glob("n*_*.JPEG")}
    return lambda row: known[Path(row["file"]).stem]


def cloned() -> None:
    for source, (name, commit) in REPOSITORIES.items():
        target = PHOTOS / source
        place = places(source, checkout(name, commit))
        target.mkdir(parents=True, exist_ok=True)
        for line in (REPOSITORY / "training/eval/real" / TRUTH[source]).read_text("utf-8").splitlines():
            row = json.loads(line)
            (shrunk if source == IMAGENET else shutil.copy)(place(row), target / row["file"])
        print(f"{name} {commit}", flush=True)


def taken(folder: Path) -> None:
    """A folder with the same folders and names in it is used where it is."""
    missing = [source for source in REPOSITORIES if not (folder / source).is_dir()]
    if missing:
        raise SystemExit(f"{folder} has no {' and no '.join(missing)}")
    PHOTOS.parent.mkdir(parents=True, exist_ok=True)
    if PHOTOS.is_symlink():
        PHOTOS.unlink()
    PHOTOS.symlink_to(folder.resolve())
