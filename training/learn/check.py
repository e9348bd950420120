"""Whether a built pack gives what the head gave in torch: python learn/check.py --pack FOLDER --features-pack FOLDER --head FILE --picture FILE

Both graphs get the same pixels, at 896x672; ends with 1 when a patch's vector, or the whole picture's, has a cosine below .9999 with torch's.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from learn.head import Head  # noqa: E402
from learn.samples import NAMES  # noqa: E402
from pocket import reference  # noqa: E402
from pocket.study import unit  # noqa: E402

LEAST = 0.9999


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pack", "features-pack", "head", "picture"):
        parser.add_argument("--" + name, type=Path, required=True)
    arguments = parser.parse_args()
    pixels = {"pixels": np.asarray(Image.open(arguments.picture).convert("RGB").resize((896, 672), Image.Resampling.BICUBIC))[None]}
    features = reference.session(str(arguments.features_pack / "image.onnx")).run(list(NAMES), pixels)
    answer, whole = reference.session(str(arguments.pack / "image.onnx")).run(["denseRaw", "global"], pixels)
    head = Head.restored(torch.load(arguments.head, weights_only=True)).eval()
    with torch.no_grad():
        x = torch.from_numpy(np.concatenate(features, axis=-1))
        expected = head(x)
        together = head.whole(expected, head.classes(x)).numpy()
    cosines = (unit(answer) * unit(expected.numpy())).sum(-1)
    of_all = float((whole * together).sum())
    print(f"cosine with torch: least {cosines.min():.7f}, mean {cosines.mean():.7f}, {cosines.size} patches; the whole picture's vector {of_all:.7f}")
    raise SystemExit(bool(min(cosines.min(), of_all) < LEAST))


if __name__ == "__main__":
    main()
