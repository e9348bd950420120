"""Trained heads for a pack that is being built. One that is there already gets them by `denseql models add-head PACK PLUGIN FOLDER`."""

import json
import shutil
from pathlib import Path


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
