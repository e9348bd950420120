"""Puts the words of this folder into a pack that is there already: python training/words/put_words.py models/pocket

Writes words.json and pack.json anew, with another revision; nothing else of the pack changes.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from pocket.revision import revision_of  # noqa: E402
from words import build_words  # noqa: E402


def put(pack: Path) -> str:
    path = pack / build_words.FILE
    build_words.write(path)
    listed = json.loads((pack / "pack.json").read_text("utf-8"))
    data = path.read_bytes()
    entry = {"path": build_words.FILE, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    files = [file for file in listed["files"] if file["path"] != build_words.FILE]
    # As manifest.write lists them: by name, the heads last.
    at = next((index for index, file in enumerate(files) if "/" in file["path"] or file["path"] > build_words.FILE), len(files))
    listed["files"] = [*files[:at], entry, *files[at:]]
    listed["licences"] = [*(part for part in listed["licences"] if part["part"] != build_words.LICENCE["part"]), build_words.LICENCE]
    templates = listed["text"].pop("templates")
    listed["text"] |= {"words": build_words.FILE, "templates": templates}
    listed["revision"] = revision_of(listed["revision"].rsplit("-", 1)[0], listed["files"])
    (pack / "pack.json").write_text(json.dumps(listed, indent=2) + "\n", "utf-8")
    return listed["revision"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pack", type=Path)
    pack = parser.parse_args().pack
    print(f"{pack.name} {put(pack)}")


if __name__ == "__main__":
    main()
