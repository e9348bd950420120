"""Paints a scene from its recipe, and its exact truth.

A recipe holds whole numbers and short decimals only, no random state: its pixels are the same wherever Pillow and resvg have the versions
of requirements.txt.
"""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter

from .backdrops import backdrop
from .pictures import Picture, cutout

SOLID = 127  # alpha above which a pixel belongs to the object
FLIP = Image.Transpose.FLIP_LEFT_RIGHT


@dataclass
class Painted:
    pixels: np.ndarray  # [height, width, 3] uint8
    truth: np.ndarray  # [height, width] uint8: 0 background, i = visible pixels of the i-th object
    objects: list[dict]


def jittered(image: Image.Image, jitter: dict) -> Image.Image:
    for enhancer, name in ((ImageEnhance.Brightness, "brightness"), (ImageEnhance.Contrast, "contrast"), (ImageEnhance.Color, "colour")):
        if name in jitter:
            image = enhancer(image).enhance(jitter[name])
    return image


def canvas(recipe: dict, item: Picture) -> Image.Image:
    x, y, width, height = recipe["crop"]
    size = (recipe["width"], recipe["height"])
    image = backdrop(item).crop((x, y, x + width, y + height)).resize(size, Image.Resampling.BICUBIC)
    return jittered(image.transpose(FLIP) if recipe["flip"] else image, recipe["jitter"])


def shaped(thing: dict, item: Picture) -> Image.Image:
    """The cut-out as it will lie in the scene: RGBA, turned, scaled, with its own colours and sharpness."""
    image = cutout(item)
    image = image.transpose(FLIP) if thing["flip"] else image
    if thing["turn"]:
        image = image.rotate(thing["turn"], Image.Resampling.BICUBIC, expand=True)
        image = image.crop(image.getchannel("A").getbbox())
    image = image.resize(thing["size"], Image.Resampling.BICUBIC)
    alpha = image.getchannel("A")
    image = jittered(image.convert("RGB"), thing["jitter"])
    image.putalpha(alpha)
    if thing["blur"]:
        # Blurred with premultiplied colours, or the colour of transparent pixels would show at the edge.
        image = image.convert("RGBa").filter(ImageFilter.GaussianBlur(thing["blur"])).convert("RGBA")
    return image


def shade(scene: Image.Image, image: Image.Image, thing: dict) -> None:
    """A soft shadow of the object's own shape, a little aside."""
    across, down, blur, share = thing["shadow"]
    margin = 3 * blur
    mask = Image.new("L", (image.width + 2 * margin, image.height + 2 * margin))
    mask.paste(image.getchannel("A"), (margin, margin))
    mask = mask.filter(ImageFilter.GaussianBlur(blur)).point([value * share // 100 for value in range(256)])
    x, y = thing["at"]
    scene.paste((0, 0, 0), (x + across - margin, y + down - margin), mask)


def placed(mask: Image.Image, at: list[int], size: tuple[int, int]) -> np.ndarray:
    whole = Image.new("L", size)
    whole.paste(mask, tuple(at))
    return np.asarray(whole) > SOLID


def paint(recipe: dict, pictures: dict[str, Picture], behind: dict[str, Picture]) -> Painted:
    """`pictures` and `behind`: cut-outs and backdrops by id. Objects are painted in the recipe's order, the last one on top."""
    scene = canvas(recipe, behind[recipe["backdrop"]])
    truth = np.zeros((recipe["height"], recipe["width"]), np.uint8)
    objects, masks = [], []
    for number, thing in enumerate(recipe["objects"], 1):
        image = shaped(thing, pictures[thing["picture"]])
        if thing["shadow"]:
            shade(scene, image, thing)
        scene.paste(image, tuple(thing["at"]), image)
        inside = placed(image.getchannel("A"), thing["at"], scene.size)
        whole = int((np.asarray(image.getchannel("A")) > SOLID).sum())
        truth[inside] = number
        masks.append((inside, whole))
    for number, (thing, (inside, whole)) in enumerate(zip(recipe["objects"], masks, strict=True), 1):
        item = pictures[thing["picture"]]
        objects.append({"label": item.label, "style": item.style} | measured(inside, truth == number, whole))
    if recipe["blur"]:
        scene = scene.filter(ImageFilter.GaussianBlur(recipe["blur"]))
    if recipe["jpeg"]:
        kept = BytesIO()
        scene.save(kept, "JPEG", quality=recipe["jpeg"])
        scene = Image.open(kept).convert("RGB")
    return Painted(np.asarray(scene), truth, objects)


def box_of(mask: np.ndarray) -> list[int]:
    box = Image.fromarray(mask.astype(np.uint8)).getbbox()
    return [box[0], box[1], box[2] - box[0], box[3] - box[1]] if box else [0, 0, 0, 0]


def measured(inside: np.ndarray, visible: np.ndarray, whole: int) -> dict:
    """`box`: the object inside the frame, hidden parts included; `visibleBox`: what is seen of it. Both [x, y, width, height] in pixels."""
    shown, area = int(inside.sum()), int(visible.sum())
    return {
        "box": box_of(inside),
        "visibleBox": box_of(visible),
        "area": area,
        "visible": round(area / max(1, whole), 4),
        "truncated": shown < 0.98 * whole,
        "occluded": area < 0.95 * shown,
    }
