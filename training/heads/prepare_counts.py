"""What the counting head is trained on: outputs of the pack for every picture to count in, and vectors of all labels.

python training/heads/prepare_counts.py --features DIR --work WORK --heads "WORK/real-{}.pt" --out DIR [--pictures DIR]
--features holds KIND/ID.npz with structure, layers.7, layers.9 and classifier, by `denseql encode` with the features pack. Each picture's map is made by the head
that has not seen its fifth, so heads of all fifths are behind the maps. Writes DIR/KIND/ID.npz (structure, layers.7, denseRaw, dense, picture) and DIR/rows.json, DIR/texts.npz:
`labels` [L], `vectors` [folds, L, D], unit, `bins` [5, D]. A picture that is there already is left.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch.nn.functional import normalize

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads import counted  # noqa: E402
from heads.parts import PIXELS  # noqa: E402
from heads.prepare import bins  # noqa: E402
from learn import samples  # noqa: E402
from learn.head import Head  # noqa: E402
from learn.texts import SETTINGS, LabelTexts  # noqa: E402
from pocket import concepts  # noqa: E402
from pocket.study import smooth  # noqa: E402
from real.photos import FOLDS  # noqa: E402

INNER = "layers.7"


def prepared(row: dict, npz: Path, head: Head) -> tuple[dict, dict[str, np.ndarray]]:
    """The row with its grid, and the arrays."""
    with Image.open(row["file"]) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    encoded = samples.read(npz, *upright.size)
    tokens = encoded.features[:, : concepts.DIMS]
    with torch.no_grad():
        raw = head(torch.from_numpy(encoded.features.astype(np.float32))).numpy()
    dense = smooth(raw, tokens.astype(np.float32), encoded.columns, SETTINGS["smoothing"])
    # The same kernel as `image.kernel` of pocket; sharp and pillow compute it alike.
    small = upright.resize((PIXELS * encoded.columns, PIXELS * encoded.rows), Image.Resampling.BICUBIC)
    with np.load(npz) as kept:
        layer = kept[INNER]
    arrays = {"structure": tokens, INNER: layer, "denseRaw": raw.astype(np.float16), "dense": dense.astype(np.float16), "picture": np.asarray(small)}
    return row | {"rows": encoded.rows, "columns": encoded.columns}, arrays


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("features", "work", "out"):
        parser.add_argument("--" + name, type=Path, required=True)
    parser.add_argument("--pictures", type=Path, help="composed pictures; default: CACHE/train")
    parser.add_argument("--heads", required=True, help="{}: which fifth it has not seen")
    arguments = parser.parse_args()
    heads = [Head.restored(torch.load(arguments.heads.replace("{}", str(fold)), weights_only=True)).eval() for fold in range(FOLDS)]
    kept = []
    for kind in counted.KINDS:
        (arguments.out / kind).mkdir(parents=True, exist_ok=True)
        for row in counted.rows(kind, arguments.pictures):
            npz, path = arguments.features / kind / f"{row['id']}.npz", arguments.out / kind / f"{row['id']}.npz"
            if not npz.exists():
                continue
            if path.exists():
                with np.load(path) as known:
                    high, wide = known["picture"].shape[:2]
                kept.append(row | {"rows": high // PIXELS, "columns": wide // PIXELS})
                continue
            row, arrays = prepared(row, npz, heads[row["fold"]])
            np.savez(path, **arrays)
            kept.append(row)
        print(f"{kind}: {sum(row['kind'] == kind for row in kept)}", flush=True)
    labels = sorted({name for row in kept for name in (*row["things"], *row["absent"])})
    texts = torch.from_numpy(LabelTexts(arguments.work / "first", arguments.out / "label-texts.npz")(labels))
    encoder = concepts.TextEncoder(arguments.work / "first")
    with torch.no_grad():
        vectors = np.stack([normalize(head.text(texts).mean(1), dim=-1).numpy() for head in heads])
        said = bins(lambda sentences: heads[0].text(torch.from_numpy(encoder(sentences))).numpy())
    np.savez(arguments.out / "texts.npz", labels=np.array(labels), vectors=vectors.astype(np.float32), bins=said.astype(np.float32))
    (arguments.out / "rows.json").write_text(json.dumps(kept), "utf-8")
    print(f"{len(labels)} labels, {len(heads)} folds")


if __name__ == "__main__":
    main()
