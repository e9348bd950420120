"""The labelled pictures of the index: cut-outs with alpha and photographs to paste them on, each on its side of the split."""

import json
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import resvg_py
from PIL import Image, ImageOps

from .packages import CACHE, DATA, DEBIAN, NPM, PICTURES
from .things import held_out, is_thing, left_out, split_key

RENDERED, LONGEST, DPI = 512, 800, 96  # resvg cannot read sizes in points or centimetres at dpi 0
PACKAGES = {*DEBIAN, *NPM}
OPAQUE_LEAST, OPAQUE_MOST = 0.08, 0.995  # of the box of the alpha: line drawings, and pictures that are no cut-out


@dataclass(frozen=True)
class Picture:
    id: str
    label: str
    style: str
    row: dict

    def __hash__(self) -> int:
        return hash(self.id)


def rows(name: str) -> list[dict]:
    text = (DATA / name).read_text("utf-8")
    return json.loads(text) if name.endswith(".json") else [json.loads(line) for line in text.splitlines()]


def picture(row: dict) -> Picture:
    return Picture(f"{row['package']}:{split_key(row)}", row["label"], row["style"], row)


@lru_cache(maxsize=8)
def icon_set(package: str) -> dict:
    return json.loads((PICTURES / package / "package/icons.json").read_text("utf-8"))


def icon_svg(row: dict) -> str:
    icons = icon_set(row["package"])
    icon = icons["icons"][row["icon"]]
    left, top = icon.get("left", 0), icon.get("top", 0)
    width, height = icon.get("width", icons.get("width", 16)), icon.get("height", icons.get("height", 16))
    namespace = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {namespace} viewBox="{left} {top} {width} {height}">{icon["body"]}</svg>'


def svg_png(text: str) -> bytes:
    """512 px wide."""
    if "viewBox" in text:
        return resvg_py.svg_to_bytes(svg_string=text, width=RENDERED, dpi=DPI, skip_system_fonts=True)
    # Without a viewBox a given width would clip the drawing instead of scaling it: its own size is found first.
    natural = Image.open(BytesIO(resvg_py.svg_to_bytes(svg_string=text, dpi=DPI, skip_system_fonts=True)))
    return resvg_py.svg_to_bytes(svg_string=text, zoom=RENDERED / natural.width, dpi=DPI, skip_system_fonts=True)


def rendered(row: dict) -> Image.Image:
    """An SVG as a picture, kept in the cache once made."""
    path = CACHE / "rendered" / row["package"] / (split_key(row) + ".png")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        text = icon_svg(row) if "icon" in row else (PICTURES / row["package"] / row["svg"]).read_text("utf-8", "replace")
        temporary = path.with_suffix(".tmp")
        temporary.write_bytes(svg_png(text))
        temporary.replace(path)
    return Image.open(path)


def opened(row: dict) -> Image.Image:
    if "icon" in row or "svg" in row:
        return rendered(row)
    return ImageOps.exif_transpose(Image.open(PICTURES / row["package"] / split_key(row)))


def shrunk(image: Image.Image, longest: int) -> Image.Image:
    """No larger than `longest`: some originals are 30 megapixels, and no scene needs more."""
    scale = longest / max(image.size)
    if scale >= 1:
        return image
    return image.resize([max(1, round(side * scale)) for side in image.size], Image.Resampling.LANCZOS, reducing_gap=3)


@lru_cache(maxsize=400)
def cutout(item: Picture) -> Image.Image | None:
    """RGBA cropped to what is opaque; None where the picture turns out to be no cut-out."""
    image = opened(item.row).convert("RGBA")
    box = image.getchannel("A").point(lambda alpha: 255 * (alpha > 127)).getbbox()
    if box is None:
        return None
    image = shrunk(image.crop(box), LONGEST)
    opaque = sum(image.getchannel("A").histogram()[128:]) / (image.width * image.height)
    return image if OPAQUE_LEAST <= opaque <= OPAQUE_MOST else None


def things(test: bool) -> dict[str, list[Picture]]:
    """Usable cut-outs of one side by label, in the index's order. Opens every picture once; what it finds is kept in the cache."""
    memo = CACHE / "cutout-sizes.json"
    sizes: dict[str, list[int] | None] = json.loads(memo.read_text("utf-8")) if memo.exists() else {}
    known = len(sizes)
    found: dict[str, list[Picture]] = {}
    for row in rows("pictures.jsonl"):
        if row["kind"] != "cutout" or not row["alpha"] or row["package"] not in PACKAGES or not is_thing(row):
            continue
        item = picture(row)
        if held_out(row["label"]) != test or item.id in left_out():
            continue
        if item.id not in sizes:
            image = cutout(item)
            sizes[item.id] = image and list(image.size)
        if sizes[item.id]:
            found.setdefault(item.label, []).append(Picture(item.id, item.label, item.style, row | {"size": sizes[item.id]}))
    if len(sizes) > known:
        memo.parent.mkdir(parents=True, exist_ok=True)
        memo.write_text(json.dumps(sizes), "utf-8")
    return found
