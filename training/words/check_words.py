"""Compares nouns.tsv with free dictionaries: python training/words/check_words.py FOLDER

FOLDER holds the files of Debian's dict-freedict-{deu,fra,spa}-eng, dict-freedict-eng-{deu,fra,spa,rus} and mueller7-dict (`apt-get download`, then
`dpkg -x PACKAGE FOLDER`). They are under the GPL or similar: nothing of them is in this project. A pair agrees when a dictionary gives the one for the other.
"""

import argparse
import gzip
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from words import build_words  # noqa: E402

# Into English, and out of it.
DICTIONARIES = {
    "de": ("freedict-deu-eng", "freedict-eng-deu"),
    "fr": ("freedict-fra-eng", "freedict-eng-fra"),
    "es": ("freedict-spa-eng", "freedict-eng-spa"),
    "ru": (None, "freedict-eng-rus", "mueller7"),
}
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def number(text: str) -> int:
    value = 0
    for digit in text:
        value = value * 64 + DIGITS.index(digit)
    return value


def dictionary(folder: Path, name: str | None) -> dict[str, str]:
    """Heads in small letters, and all that stands under them; empty where the package is not there."""
    index = next(folder.rglob(f"{name}.index"), None) if name else None
    if index is None:
        return {}
    data = gzip.decompress(index.with_suffix(".dict.dz").read_bytes())
    found: dict[str, str] = {}
    for line in index.read_text("utf-8").splitlines():
        head, start, length = line.split("\t")[:3]
        at = number(start)
        found[head.lower()] = found.get(head.lower(), "") + data[at : at + number(length)].decode("utf-8", "replace").lower()
    return found


def plain(text: str) -> str:
    return text.replace("ё", "е")


def says(entry: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", entry) is not None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="the pairs that do not agree, and the known words that mean something else first")
    arguments = parser.parse_args()
    table = build_words.rows(HERE / "nouns.tsv")
    for column, code in enumerate(build_words.CODES, 1):
        there, *backs = (dictionary(arguments.folder, name) for name in DICTIONARIES[code])
        agreed, other = 0, []
        unknown = 0
        for row in table:
            english = build_words.words(row[0], "en")[0]
            names = {english.form, english.plural, english.form.split(" ")[0], english.form.split(" ")[-1]}
            for word in build_words.words(row[column], code):
                form = word.form.lower()
                given = there.get(form, "")
                turned = plain("".join(back.get(name, "") for back in backs for name in (english.form, english.plural) if name))
                if any(says(given, name) for name in names if name) or says(turned, plain(form)):
                    agreed += 1
                elif given or turned and not there:
                    other.append(f"{word.form} = {english.form}")
                else:
                    unknown += 1
        total = agreed + len(other) + unknown
        print(f"{code}: {total} words, {agreed} agree, {len(other)} have another meaning there, {unknown} are not in it")
        if arguments.list:
            print("  " + "; ".join(other))


if __name__ == "__main__":
    main()
