"""Lists of the photographs for `denseql encode --list`: python training/real/lists.py --out DIR, after ground/fetch.py

The packages' photographs are written upright and at most 1800 px long first (eval/render.py does the same to those with hand boxes), COCO's mirrored, too.
"""

import argparse
import sys
from pathlib import Path

from PIL import Image, ImageOps

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground.backdrops import LONGEST  # noqa: E402
from ground.packages import CACHE  # noqa: E402
from ground.pictures import opened, shrunk  # noqa: E402
from real import photos  # noqa: E402

SOURCES = ("coco", "imagenet", "caltech", "instances")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=CACHE / "real")
    out = parser.parse_args().out
    (out / "instances").mkdir(parents=True, exist_ok=True)
    for source in SOURCES:
        for photo in photos.photos(source):
            if source == "instances" and not photos.picture(photo).exists():
                shrunk(opened(photo.row).convert("RGB"), LONGEST).save(photos.picture(photo))
        names = [str(photos.picture(photo).resolve()) for photo in photos.photos(source)]
        (out / f"{source}.txt").write_text("".join(f"{name}\n" for name in names), "utf-8")
        print(f"{source}: {len(names)}")
    (out / "mirrored").mkdir(exist_ok=True)
    turned = [out / "mirrored" / f"{photo.stem}.png" for photo in photos.photos("coco")]
    for photo, path in zip(photos.photos("coco"), turned):
        if not path.exists():
            ImageOps.mirror(Image.open(photos.picture(photo)).convert("RGB")).save(path)
    (out / "coco-mirrored.txt").write_text("".join(f"{path.resolve()}\n" for path in turned), "utf-8")
    # Those of COCO with boxes alone, which proposals are trained on, too.
    boxed = [row for row in photos.lines("coco.jsonl") if not row["segments"]]
    pictures = [photos.picture(photos.Photo("coco", row["file"], Path(row["file"]).stem, tuple(row["size"]), [])) for row in boxed]
    (out / "coco-boxes.txt").write_text("".join(f"{path.resolve()}\n" for path in pictures), "utf-8")


if __name__ == "__main__":
    main()
