"""Which words of the tables are spelled as English words: python training/words/english_check.py /usr/share/dict/american-english

Writes also_english.txt. The list is that of Debian's wamerican (SCOWL, free to use); words that begin with a capital letter are left out.
"""

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from words import build_words, plurals  # noqa: E402

HEAD = "# Spelled as words of other languages in the tables, and as English ones (english_check.py, with Debian's wamerican 2020.12.07)."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list", type=Path)
    english = {word for word in parser.parse_args().list.read_text("utf-8").splitlines() if word.islower()}
    nouns, adjectives = (build_words.rows(HERE / name) for name in ("nouns.tsv", "adjectives.tsv"))
    forms = set()
    for column, code in enumerate(build_words.CODES, 1):
        made = [build_words.language_words(column, code, nouns), build_words.language_adjectives(column, code, adjectives)]
        forms |= {spelling for words in made for all_forms in words.values() for form in all_forms for spelling in (form, build_words.folded(form))}
    (HERE / "also_english.txt").write_text("\n".join([HEAD, *sorted(forms & english)]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
