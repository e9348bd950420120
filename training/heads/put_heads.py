"""Puts trained heads into a pack that is there already, in the place of those that it has: python training/heads/put_heads.py models/pocket HEADS

HEADS is a folder of count.py, denseclip.py or denseclip_real.py. Writes the graphs and pack.json anew, with another revision; nothing else of the pack changes.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from heads.pack import copied  # noqa: E402
from pocket.revision import revision_of  # noqa: E402


def put(pack: Path, heads: Path) -> str:
    listed = json.loads((pack / "pack.json").read_text("utf-8"))
    entries = copied(heads, pack)
    known = {entry["graph"] for entry in entries.values()}
    files = {file["path"]: file for file in listed["files"]}
    for graph in known:
        data = (pack / graph).read_bytes()
        files[graph] = {"path": graph, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    listed["files"], listed["heads"] = [*files.values()], listed["heads"] | entries
    listed["revision"] = revision_of(listed["revision"].rsplit("-", 1)[0], listed["files"])
    (pack / "pack.json").write_text(json.dumps(listed, indent=2) + "\n", "utf-8")
    return listed["revision"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("pack", "heads"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    print(f"{arguments.pack.name} {put(arguments.pack, arguments.heads)}")


if __name__ == "__main__":
    main()
