"""Photographs to paste things on, their side of the split, and what is known to be visible in them."""

from functools import cache, lru_cache

from PIL import Image

from .pictures import Picture, opened, picture, rows, shrunk
from .things import held_out, split_key

LONGEST, SHORTEST_SIDE = 1800, 400
# Photographs of places have things in them too, but seldom one of the labels; photographs of animals and objects are of the labels.
SUBJECTS = {"place", "landscape", "closeup", "space"}
TEXTURES = "torcs-data"


@lru_cache(maxsize=100)
def backdrop(item: Picture) -> Image.Image:
    return shrunk(opened(item.row).convert("RGB"), LONGEST)


@cache
def scene_groups() -> dict[str, str]:
    """Pictures of one scene or series share a side: each one's path and the path (first in sorted order) that decides for it."""
    members: dict[str, set[str]] = {}
    for row in rows("rects.json"):
        if row.get("same_scene"):
            members.setdefault(row["same_scene"], set()).add(split_key(row))
    return {path: min(group) for group in members.values() for path in group}


def picture_held_out(key: str) -> bool:
    return held_out(scene_groups().get(key, key))


@cache
def hand_boxes() -> dict[str, list[dict]]:
    """Rows of rects.json by picture id, in the file's order."""
    found: dict[str, list[dict]] = {}
    for row in rows("rects.json"):
        found.setdefault(f"{row['package']}:{split_key(row)}", []).append(row)
    return found


def visible_words(item: Picture) -> list[str]:
    """Everything the index and the hand boxes say is in a photograph."""
    boxed = [row["concept"] for row in hand_boxes().get(item.id, [])]
    return sorted({item.label, *item.row.get("stuff", []), *boxed})


def backdrops(test: bool) -> list[Picture]:
    found = []
    for row in rows("pictures.jsonl"):
        if row["kind"] == "scene" and row["style"] == "photo" and row.get("subject") in SUBJECTS and min(row["w"], row["h"]) >= SHORTEST_SIDE:
            found.append(picture(row))
    for boxes in hand_boxes().values():
        first = boxes[0]
        if first["package"] == TEXTURES and not first.get("alpha") and min(first["size"]) >= SHORTEST_SIDE:
            width, height = first["size"]
            found.append(picture(first | {"label": first["concept"], "style": "photo", "w": width, "h": height}))
    return [item for item in found if picture_held_out(split_key(item.row)) == test]
