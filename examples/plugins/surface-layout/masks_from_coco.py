"""Masks of the shipped head: COCO's panoptic segments as sky, ground and what stands upright.

    python masks_from_coco.py PHOTOGRAPHS

PHOTOGRAPHS holds pictures of COCO train2017 in images/, their panoptic maps in panoptic/ (a value a segment), and truth.json: {"pictures": [{"file",
"segments": [[value, name, is a thing, is a crowd]]}]}. Writes pictures/ (links) and masks/ into the working folder.
"""

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

SKY = {"sky"}
GROUND = {
    *("dirt", "floor", "grass", "gravel", "pavement", "platform", "playing field", "railroad", "river", "road", "rug", "sand", "sea", "snow"),
    *("water", "wooden floor"),
}
# What is neither, or may be either: seen through, hung up, or lying flat on something that stands.
UNSURE = {"banner", "ceiling", "food", "fruit", "light", "mirror", "net", "paper", "roof", "stairs", "table", "window"}


def class_of(name: str) -> int:
    if name in UNSURE:
        return 0
    return 1 if name in SKY else 2 if name in GROUND else 3


def main() -> None:
    source = Path(sys.argv[1]).resolve()
    for folder in ("pictures", "masks"):
        Path(folder).mkdir(exist_ok=True)
    for picture in json.loads((source / "truth.json").read_text("utf-8"))["pictures"]:
        stem = Path(picture["file"]).stem
        panoptic = source / "panoptic" / f"{stem}.png"
        if not panoptic.exists():
            continue
        segments = np.asarray(Image.open(panoptic))
        mask = np.zeros(segments.shape, np.uint8)
        for value, name, _thing, _crowd in picture["segments"]:
            mask[segments == value] = class_of(name)
        Image.fromarray(mask).save(Path("masks") / f"{stem}.png")
        link = Path("pictures") / picture["file"]
        if not link.exists():
            link.symlink_to(source / "images" / picture["file"])


main()
