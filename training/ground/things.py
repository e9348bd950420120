"""Which labels of the index stand for a plain thing that can be pasted anywhere, and the split of labels and pictures."""

import hashlib
import re
from functools import cache

from .packages import DATA

# Faces, gestures and people of the emoji sets: mostly the same figure with another expression.
PEOPLE = {"Smileys & Emotion", "Smileys Emotion", "People & Body", "People Body", "People"}

# Icons (not photographs or drawings) whose label is a scene, a state, a weather sign, a phase or a sign for something else.
ICON_NOT_THINGS = re.compile(
    r"\b(arrival|departure|slash|chart|card index dividers|rosette|ribbon|at night|construction|cricket game|dna|globe|meridians|done|hourglass not|"
    r"voltage|fluttering|link|tilted|magnifying glass|park|mail box|with curl|performing|person|ping pong|railway track|reminder|evil monkey|"
    r"sunrise|sunset|unlocked|locked|moon|wedding|sun|x ray|lacrosse|bowling|bath|beach|cityscape|foggy|fog|milky way|night|map|motorway|"
    r"medal|low|high volume|muted|speaker|musical|note|e mail|elevator|barber pole|with key|control knobs|level slider|cyclone|hot springs|"
    r"japan|ceremony|mahjong|playing cards|horse racing|swimming|snowboarder|hole|label|direct hit|back of|with lightning|with rain|with snow|"
    r"rain|wind face|bubbles|sparkles|sparkler|badminton|field hockey|ice hockey|tennis|martial|station|metro|camping|desert|national|landslide|"
    r"love hotel|memo|page|empty|money with wings|drop of blood|inbox|outbox|incoming|symbol|sign|bell with|star|cooking|bolt|black waving|"
    r"fish cake|root vegetable|net with handle|sled|japanese dolls|microbe|paw prints|heart)\b"
)
# Of any style: parts, scenes, groups and names that a viewer would not say.
NOT_THINGS = {
    "brown hair", "city skyline", "fishery", "mine", "drake", "palm island", "fire", "rainbow", "groom", "scuba diver", "soccer ball on fire",
    "explosion cloud", "lightning bolt", "confetti", "hair wig", "moustache", "people", "knitting", "paper", "patchwork", "school hallway",
    "sailing sunset", "water fight", "family at the beach", "family in a car", "kid", "magic stones", "top and skirt", "mouth", "eyes", "fist",
    "sun", "wall", "farm", "graveyard", "medieval city", "city houses", "fruit", "tools", "coil", "grain elevator", "boy playing soccer",
    "reed", "happy monkey", "bored dog", "angry monkey", "crazy monkey", "groups", "thanksgiving meal", "spider playing football",
    "evergreen wreath with large holly", "piano keys",
}  # fmt: skip


def is_thing(row: dict) -> bool:
    label = row["label"]
    if row.get("category") in PEOPLE or row.get("lineart") or label in NOT_THINGS:
        return False
    return row["style"] != "icon" or not ICON_NOT_THINGS.search(label)


def fifth(text: str) -> int:
    """Which fifth of all labels (or, by their paths, pictures) a text is in, 0 to 4: the one rule that every split follows."""
    return int(hashlib.sha1(text.encode("utf-8")).hexdigest(), 16) % 5


def held_out(text: str) -> bool:
    """A fifth of the labels (and, by their paths, of the pictures) is for evaluation only."""
    return fifth(text) == 0


def validates(label: str) -> bool:
    """Another fifth is trained on last of all: until then it tells what helps with labels that were never seen."""
    return fifth(label) == 1


def split_key(row: dict) -> str:
    """The string that decides a picture's side: its path inside the package, for gcompris the path inside the .rcc (after ".rcc:")."""
    path = row.get("rcc") or row.get("file") or row.get("svg") or row.get("icon")
    return path.split(".rcc:")[-1]


@cache
def left_out() -> frozenset[str]:
    """Cut-outs that are not what their label says, found by looking at them."""
    return frozenset(line for line in (DATA / "left_out.txt").read_text("utf-8").splitlines() if line and not line.startswith("#"))
