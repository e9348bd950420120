"""Lists of the photographs for `denseql encode --list`: python training/real/lists.py --out DIR, after ground/fetch.py

The packages' photographs are written upright and at most 1800 px long first (eval/render.py does the same to those with hand boxes).
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.backdrops import LONGEST  # noqa: E402
from ground.packages import CACHE  # noqa: E402
from ground.pictures import opened, shrunk  # noqa: E402
from real import photos  # noqa: E402

SOURCES = ("coco", "imagenet", "caltech", "instances")


def seen(photo: photos.Photo) -> Image.Image:
    with Image.open(CACHE / "photos" / photos.FOLDERS["coco"] / photo.file) as image:
        return Image.fromarray(np.ascontiguousarray(photo.view.of(np.asarray(image.convert("RGB")))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=CACHE / "real")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for source in (*SOURCES, *photos.VIEWS):
        known = photos.of(source)
        for photo in known:
            path = photos.picture(photo)
            if (source == "instances" or photo.view) and not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                (seen(photo) if photo.view else shrunk(opened(photo.row).convert("RGB"), LONGEST)).save(path)
        names = [str(photos.picture(photo).resolve()) for photo in known]
        (out / f"{source}.txt").write_text("".join(f"{name}\n" for name in names), "utf-8")
        print(f"{source}: {len(names)}")


if __name__ == "__main__":
    main()
