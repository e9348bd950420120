"""Trained heads for a pack that is being built, or into pocket: python training/heads/pack.py --pack models/pocket --heads FOLDER

A pack of somebody else's gets them by `denseql models add-head PACK PLUGIN FOLDER`.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pocket import manifest  # noqa: E402


def copied(heads: Path, pack: Path) -> dict:
    """`heads` is what count.py and denseclip.py wrote: graphs, and PLUGIN.json for each. Copies the graphs into PACK/heads; returns the entries for
    `heads` in pack.json."""
    (pack / "heads").mkdir(exist_ok=True)
    entries = {}
    for path in sorted(heads.glob("*.json")):
        entry = json.loads(path.read_text("utf-8"))
        shutil.copy(heads / entry["graph"], pack / "heads" / entry["graph"])
        entries[path.stem] = entry | {"graph": f"heads/{entry['graph']}"}
    if not entries:
        raise SystemExit(f"{heads} has no PLUGIN.json: heads/count.py and heads/denseclip.py write them")
    return entries


def main() -> None:
    """Heads into a pack of ours that is there, in the place of those of the same plugins; the others stay."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    for name in ("pack", "heads"):
        parser.add_argument("--" + name, type=Path, required=True)
    arguments = parser.parse_args()
    pack = arguments.pack
    before = json.loads((pack / "pack.json").read_text("utf-8"))["heads"]
    settings = json.loads((Path(__file__).resolve().parents[1] / "learn/settings.json").read_text("utf-8"))
    print(manifest.write(pack, settings, heads=before | copied(arguments.heads, pack)))


if __name__ == "__main__":
    main()
