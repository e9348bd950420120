"""Forms of words by the regular rules of their languages; what does not follow them is written in the tables."""

import re

VOWELS = "aeiou"
ACCENTS = str.maketrans("áéíóú", "aeiou")


def english(word: str) -> str:
    # "trousers" has no other plural, "fish" seldom.
    if word.endswith("fish") or re.search(r"[^aiosu]s$", word) and not word.endswith("lens") or word.endswith(("glasses", "dishes")):
        return word
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(tomato|potato|mango|mosquito|hero|volcano|buffalo)$", word) else "s")


def german(word: str) -> str | None:
    """None: no rule tells. Nouns alone; of several words the last is one."""
    if word.endswith(("chen", "lein", "er", "el", "en")):
        return word
    if word.endswith("in"):
        return word + "nen"
    if word.endswith("e"):
        return word + "n"
    if word.endswith(("ung", "heit", "keit", "schaft", "ion", "tät", "enz", "anz", "ur")):
        return word + "en"
    return word + "s" if word.endswith(("a", "i", "o", "u", "y")) else None


def french(word: str) -> str:
    first, *rest = word.split(" ")
    if rest and rest[0] in {"de", "du", "à", "en", "d'eau", "au", "aux", "des"} or rest and rest[0].startswith("d'"):
        return " ".join([_french(first), *rest])
    return " ".join(_french(part) for part in [first, *rest])


def _french(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith(("au", "eu")) and word not in {"bleu", "pneu"}:
        return word + "x"
    return word[:-2] + "aux" if word.endswith("al") else word + "s"


def spanish(word: str) -> str:
    first, *rest = word.split(" ")
    if rest and rest[0] in {"de", "del", "en", "a", "al", "para", "con"}:
        return " ".join([_spanish(first), *rest])
    return " ".join(_spanish(part) for part in [first, *rest])


def _spanish(word: str) -> str:
    if word.endswith("z"):
        return word[:-1] + "ces"
    if re.search(r"[aeiouáéó]$", word):
        return word + "s"
    if re.search(r"[áéíóú][ns]$", word):
        return word[:-2] + word[-2:].translate(ACCENTS) + "es"
    # "paraguas": unstressed, and the same in the plural; "mes" is one syllable.
    if word.endswith("s") and len(re.findall(r"[aeiouáéíóú]+", word)) > 1:
        return word
    return word + "es"


def russian(word: str) -> str:
    parts = word.split(" ")
    nouns = next((index for index, part in enumerate(parts) if not _is_adjective(part)), len(parts) - 1)
    # What follows the noun is in another case and stays.
    return " ".join([*(_russian_adjective(part) for part in parts[:nouns]), _russian(parts[nouns]), *parts[nouns + 1 :]])


def _is_adjective(word: str) -> bool:
    return len(word) > 4 and word.endswith(("ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие"))


def _russian_adjective(word: str) -> str:
    stem, ending = word[:-2], word[-2:]
    if ending in ("ые", "ие"):
        return word
    soft = ending in ("яя", "ее") or ending == "ий" and stem[-1] not in "кгх"
    return stem + ("ие" if soft or stem[-1] in "кгхжчшщ" else "ые")


def _russian(word: str) -> str:
    if _is_adjective(word) and word.endswith(("ая", "ый")):
        return _russian_adjective(word)
    # Nouns that have a plural only, and those that never change.
    if re.search(r"[ыиуюё]$", word):
        return word
    if word.endswith("ие"):
        return word[:-1] + "я"
    for ending, plural in (("а", "ы"), ("я", "и"), ("ь", "и"), ("й", "и"), ("о", "а"), ("е", "я")):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            return stem + ("и" if plural == "ы" and stem[-1] in "кгхжчшщ" else "а" if plural == "я" and stem[-1] in "цжчшщ" else plural)
    if re.search(r"..ок$", word):
        return word[:-2] + "ки"
    if word.endswith("ец"):
        return word[:-2] + ("ьцы" if word.endswith("лец") else "цы")
    return word + ("и" if word[-1] in "кгхжчшщ" else "ы")


PLURALS = {"en": english, "de": german, "fr": french, "es": spanish, "ru": russian}


def adjective(language: str, entry: str) -> list[str]:
    """All forms of an adjective of adjectives.tsv."""
    forms = entry.split("/")
    if language == "de":
        stem = forms[0]
        if stem[-1] in "ai":
            return [stem]
        return [stem, *(stem.removesuffix("e") + ending for ending in ("e", "er", "es", "en", "em"))]
    if language == "fr":
        return [form for word in forms for form in (word, french(word))]
    if language == "es":
        return [form for word in forms for form in (word, spanish(word))]
    if language == "ru":
        stem, ending = forms[0][:-2], forms[0][-2:]
        if ending == "ий" and stem[-1] not in "кгх":
            return [stem + end for end in ("ий", "яя", "ее", "ие")]
        return [stem + end for end in (ending, "ая", "ое", "ие" if stem[-1] in "кгхжчшщ" else "ые")]
    return forms
