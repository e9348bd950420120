"""What the segmentation head learns from photographs: maps of the encoder head that has not seen the photograph, and vectors of all names by each.

python training/heads/prepare_real.py --work WORK --heads "real-{}.pt" --out DIR [--pictures DIR --features DIR]
{} in the heads' name stands for the photograph's fifth. Writes DIR/coco/NAME.npz and DIR/imagenet/NAME.npz (`structure`, `denseRaw`) and DIR/texts.npz as
prepare.py does. With --pictures (train_pictures.py) and their features composed scenes, too: each by the head of the fifth that its number falls in; all of
them have seen it. What is there already is left.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.folds import fold_of  # noqa: E402
from heads.prepare import TOKENS, labels_of  # noqa: E402
from learn import judge, samples  # noqa: E402
from learn.head import Head  # noqa: E402
from real import photos  # noqa: E402

SOURCES, SCENES = ("coco", "imagenet"), "scenes"


def kept(path: Path, head: Head, encoded: samples.Encoded) -> None:
    with torch.no_grad():
        raw = head(torch.from_numpy(encoded.features.astype(np.float32)))
    np.savez(path, structure=encoded.features[:, :TOKENS], denseRaw=raw.numpy().astype(np.float16))


def names() -> set[str]:
    found = set()
    for source in SOURCES:
        for photo in photos.photos(source):
            segments, boxes = photo.row.get("segments") or [], photo.row.get("boxes") if source != "coco" else []
            found |= {*photo.absent, *photo.others, *(segment[1] for segment in segments), *(box["name"] for box in boxes)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("work", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--heads", required=True)
    for name in ("pictures", "features"):
        parser.add_argument("--" + name, type=Path)
    arguments = parser.parse_args()
    heads = [Head.restored(torch.load(arguments.heads.replace("{}", str(fold)), weights_only=True)).eval() for fold in range(photos.FOLDS)]
    for source in SOURCES:
        (arguments.out / source).mkdir(parents=True, exist_ok=True)
        for photo in photos.photos(source):
            path = arguments.out / source / f"{photo.stem}.npz"
            if photo.features.exists() and not path.exists():
                kept(path, heads[photo.fold], photos.encoded(photo))
    labels = names()
    if arguments.pictures:
        (arguments.out / SCENES).mkdir(exist_ok=True)
        labels |= {*labels_of(arguments.pictures)}
        for row, encoded, _ in samples.listed(arguments.pictures, arguments.features, SCENES):
            path = arguments.out / SCENES / f"{row['id']}.npz"
            if not path.exists():
                kept(path, heads[fold_of(row, len(heads))], encoded)
    labels = sorted(labels)
    vectors = np.stack([judge.Texts(arguments.work, head)(labels) for head in heads])
    np.savez(arguments.out / "texts.npz", labels=np.array(labels), vectors=vectors.astype(np.float32), bins=np.zeros((0, vectors.shape[-1]), np.float32))
    print(f"{len(labels)} labels;", ", ".join(f"{kind}: {len(list((arguments.out / kind).glob('*.npz')))}" for kind in (*SOURCES, SCENES)))


if __name__ == "__main__":
    main()
