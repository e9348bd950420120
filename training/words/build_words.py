"""Makes a pack's words file of the tables in this folder: python training/words/build_words.py models/pocket/words.json

The format is that of src/core/packs/words.ts. Fails on what a table may not hold: a word in two rows of one language, a row of another length.
"""

import argparse
import json
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from words import plurals  # noqa: E402

FILE = "words.json"
LICENCE = {
    "part": "Words (words.json)",
    "licence": "Apache-2.0",
    "source": "written for this project, from no dictionary (training/words)",
}
CODES = ("de", "fr", "es", "ru")
SUBJECTS = ("photo", "photograph", "picture", "image")
BEFORE = [
    *(f"{article}{subject} of" for article in ("a ", "the ", "") for subject in SUBJECTS),
    "an image of",
    *(f"{article}{subject}s of" for article in ("", "some ") for subject in SUBJECTS),
]
ARTICLES = ["a", "an", "the", "some", "any", "my", "your", "his", "her", "our", "their", "this", "that", "these", "those"]

JOINTS = ["of", "with", "without", "and", "or", "in", "on", "for", "from"]


@dataclass(frozen=True)
class Word:
    form: str
    plural: str | None


def rows(path: Path) -> list[list[str]]:
    table = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    for row in table:
        if len(row) != 1 + len(CODES):
            raise SystemExit(f"{path.name}: {len(row)} columns, {1 + len(CODES)} expected: {row}")
    return table


def lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]


def words(cell: str, language: str) -> list[Word]:
    made = []
    for entry in cell.split(", "):
        form, _, given = entry.partition("/")
        plural = form + given[1:] if given.startswith("-") else given or plurals.PLURALS[language](form)
        made.append(Word(form, plural))
    return made


def folded(word: str) -> str:
    """As people write who have no such keys; the same as fold in src/core/text/reading/fold.ts."""
    if any("\u0400" <= letter <= "\u04ff" for letter in word):
        return word.replace("ё", "е")
    plain = word.replace("ß", "ss").replace("œ", "oe").replace("æ", "ae")
    return "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))


def english_words(nouns: list[list[str]]) -> dict[str, str]:
    """Plural to singular, for all nouns that are known; what has a plural only is its own."""
    singles, made = [row[0] for row in nouns], {}
    entries = {word.form for cell in singles for word in words(cell, "en")}
    for cell in [*singles, *lines("english.txt")]:
        for word in words(cell, "en"):
            if word.plural not in entries:
                made.setdefault(word.plural, word.form)
            else:
                made.setdefault(word.form, word.form)
            # "mangos", "scarfs", "persons": where two plurals are written.
            if word.form[-1] in "aefnot" and word.form + "s" not in entries:
                made.setdefault(word.form + "s", word.form)
    return made | {word: word for word in lines("kept.txt")}


def language_words(column: int, code: str, nouns: list[list[str]]) -> dict[str, list[str]]:
    taken: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    for row in nouns:
        english = words(row[0], "en")[0].form
        forms = []
        for word in words(row[column], code):
            first = word.form.lower()
            if first in taken and taken[first] != english:
                raise SystemExit(f"nouns.tsv, {code}: {word.form} stands for {taken[first]} and for {english}")
            taken[first] = english
            forms += [first, *([word.plural.lower()] if word.plural else [])]
        found[english] = list(dict.fromkeys(forms))
    # A word is rather a singular of its own than the plural of another.
    singular = {word.form.lower(): words(row[0], "en")[0].form for row in nouns for word in words(row[column], code)}
    owner: dict[str, str] = dict(singular)
    for english, forms in found.items():
        for form in forms:
            owner.setdefault(form, english)
    return {english: [form for form in forms if owner[form] == english] for english, forms in found.items()}


def language_adjectives(column: int, code: str, adjectives: list[list[str]]) -> dict[str, list[str]]:
    taken: set[str] = set()
    made = {}
    for row in adjectives:
        forms = list(dict.fromkeys(form for entry in row[column].split(", ") for form in plurals.adjective(code, entry)))
        made[row[0]] = [form for form in forms if form not in taken]
        taken |= set(forms)
    return made


def also_english(nouns: dict[str, list[str]], adjectives: dict[str, list[str]], spelled: set[str]) -> list[str]:
    """Forms that are spelled as an English word of another meaning."""
    found = set()
    for english, forms in [*nouns.items(), *adjectives.items()]:
        for form in forms:
            for spelling in {form, folded(form)}:
                if spelling in spelled and spelling != english:
                    found.add(spelling)
    return sorted(found)


def build() -> dict:
    nouns, adjectives = rows(HERE / "nouns.tsv"), rows(HERE / "adjectives.tsv")
    english, spelled = english_words(nouns), set(lines("also_english.txt"))
    spelled |= {part for pair in english.items() for word in pair for part in (word, *word.split(" "))}
    described = defaultdict(list)
    for line in lines("descriptions.tsv"):
        name, text = line.split("\t")
        described[name].append(text)
    languages = []
    for column, (code, language) in enumerate(json.loads((HERE / "languages.json").read_text("utf-8")).items(), 1):
        own, beside = language_words(column, code, nouns), language_adjectives(column, code, adjectives)
        languages.append(
            {"code": code, **language, "nouns": own, "adjectives": beside, "shared": also_english(own, beside, spelled)}
        )
    return {
        "format": 1,
        "language": "English",
        "before": BEFORE,
        "articles": ARTICLES,
        "singulars": english,
        "joints": JOINTS,
        "adjectives": [row[0] for row in adjectives],
        "descriptions": described,
        "languages": languages,
    }


def write(path: Path) -> None:
    path.write_text(json.dumps(build(), ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    write(parser.parse_args().out)


if __name__ == "__main__":
    main()
