"""The packages behind data/pictures.jsonl and data/rects.json, with the versions that the evaluation pictures were made from.

The Debian archive keeps only the newest version of a release (bookworm here); npm and PyPI keep all.
Not listed, although the index has rows of it: pysiogame, whose drawings are JPEGs on white without alpha.
"""

import os
from pathlib import Path

DEBIAN = {
    "darknet": "0.0.0+git20180914.61c9d02e-2+b4",
    "gcompris-qt-data": "3.1-2",
    "gimp-help-en": "2.10.34-2",
    "lomiri-wallpapers-16.04": "20.04.0-2",
    "lomiri-wallpapers-20.04": "20.04.0-2",
    "mate-backgrounds": "1.26.0-1",
    "openclipart-png": "1:0.18+dfsg-19",
    "opencv-doc": "4.6.0+dfsg-12",
    "plasma-workspace-wallpapers": "4:5.27.5-2",
    "stellarium-data": "0.22.2-1",
    "torcs-data": "1.3.7+dfsg-5",
    "tuxmath-data": "2.0.3-9",
    "tuxpaint-stamps-default": "2022.06.04-1",
}
NPM = {
    "@iconify-json/emojione": "1.2.3",
    "@iconify-json/fluent-emoji-flat": "1.2.6",
    "@iconify-json/fxemoji": "1.2.2",
    "@iconify-json/noto": "1.2.9",
    "@iconify-json/openmoji": "1.2.29",
    "@iconify-json/twemoji": "1.2.5",
}
# A wheel of a fixed Python version, so that its pictures are the same whichever Python runs this.
PYPI = {"gradio": "4.44.1", "scikit-learn": "1.5.2"}

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY / "training/data"
CACHE = Path(os.environ.get("POCKET_CACHE", REPOSITORY / ".cache/pocket"))
PICTURES = CACHE / "pictures"
# POCKET_FEW=N: N pictures of each kind and N steps of each training, to see that all of it runs. What comes out is of no use.
FEW = int(os.environ.get("POCKET_FEW", "0"))


def few(rows: list) -> list:
    """FEW of them at most, taken evenly; all where it is 0."""
    return rows[:: max(1, -(-len(rows) // FEW))] if FEW else rows
