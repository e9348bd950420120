"""Seven defects, painted on a picture of a part. Each says which pixels are its own.

A defect lies on the part (a foreign body may lie beside it), is 3 to 16 % of the part's size, and is seen: a mark that changes its pixels by less than
`SEEN` grey levels is no truth that anybody could find.
"""

from collections.abc import Callable

import numpy as np
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SEEN = 14.0
OWN = 0.3  # of the mark's opacity above which a pixel belongs to it

Mark = tuple[np.ndarray, np.ndarray]  # colours [h, w, 3] and opacity [h, w] of what is painted


def spot(random: Generator, part: np.ndarray) -> tuple[int, int]:
    """A pixel of the part, away from its outline where there is room."""
    inner = np.asarray(Image.fromarray(part.astype(np.uint8) * 255).filter(ImageFilter.MinFilter(17))) > 0
    rows, columns = np.nonzero(inner if inner.sum() > 200 else part)
    at = random.integers(len(rows))
    return int(columns[at]), int(rows[at])


def plain(colour: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    return np.broadcast_to(colour.astype(np.float32), (*shape, 3))


def against(random: Generator, picture: np.ndarray, at: tuple[int, int]) -> np.ndarray:
    """A colour well lighter or darker than what is there."""
    here = picture[max(0, at[1] - 4) : at[1] + 5, max(0, at[0] - 4) : at[0] + 5].reshape(-1, 3).mean(0)
    light = here.mean()
    up = light < 90 or (light < 165 and random.random() < 0.5)
    return np.clip(here + (1 if up else -1) * random.uniform(55, 110) + random.uniform(-12, 12, 3), 0, 255)


def drawn(shape: tuple[int, int], paint: Callable[[ImageDraw.ImageDraw, int], None], soft: float) -> np.ndarray:
    """Opacity of a drawing, four times finer than the picture, so that thin lines have even edges."""
    fine = 4
    image = Image.new("L", (shape[1] * fine, shape[0] * fine))
    paint(ImageDraw.Draw(image), fine)
    image = image.resize((shape[1], shape[0]), Image.Resampling.BOX)
    return np.asarray(image.filter(ImageFilter.GaussianBlur(soft)) if soft else image, np.float32) / 255


def scratch(random: Generator, picture: np.ndarray, part: np.ndarray, size: float) -> Mark:
    x, y = spot(random, part)
    length, angle, bend = size * random.uniform(0.18, 0.45), random.uniform(0, np.pi), random.uniform(-0.5, 0.5)
    steps = np.linspace(-0.5, 0.5, 24)
    points = [(x + length * t * np.cos(angle + bend * t), y + length * t * np.sin(angle + bend * t)) for t in steps]
    wide = random.uniform(1.6, 3.6)
    alpha = drawn(part.shape, lambda draw, fine: draw.line([(px * fine, py * fine) for px, py in points], fill=255, width=round(wide * fine)), 0.4)
    return plain(against(random, picture, (x, y)), part.shape), alpha * random.uniform(0.8, 1)


def blob_alpha(random: Generator, shape: tuple[int, int], at: tuple[int, int], radius: float, soft: float, rough: float) -> np.ndarray:
    turns = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    waves = sum(random.uniform(-rough, rough) / k * np.cos(k * turns + random.uniform(0, 2 * np.pi)) for k in range(2, 6))
    far = radius * (1 + waves)
    flat, tilt = random.uniform(0.6, 1), random.uniform(0, np.pi)
    across, down = far * np.cos(turns), far * np.sin(turns) * flat
    points = [(at[0] + a * np.cos(tilt) - d * np.sin(tilt), at[1] + a * np.sin(tilt) + d * np.cos(tilt)) for a, d in zip(across, down, strict=True)]
    return drawn(shape, lambda draw, fine: draw.polygon([(px * fine, py * fine) for px, py in points], fill=255), soft)


def blob(random: Generator, picture: np.ndarray, part: np.ndarray, size: float) -> Mark:
    at = spot(random, part)
    alpha = blob_alpha(random, part.shape, at, size * random.uniform(0.025, 0.07), 0.8, 0.3)
    return plain(against(random, picture, at), part.shape), alpha


def stain(random: Generator, picture: np.ndarray, part: np.ndarray, size: float) -> Mark:
    at = spot(random, part)
    alpha = blob_alpha(random, part.shape, at, size * random.uniform(0.06, 0.13), size * 0.012, 0.5) * random.uniform(0.45, 0.7)
    return plain(against(random, picture, at), part.shape), alpha * part


def crack(random: Generator, picture: np.ndarray, part: np.ndarray, size: float) -> Mark:
    x, y = spot(random, part)
    angle = random.uniform(0, 2 * np.pi)

    def walk(at: tuple[float, float], toward: float, length: float) -> list[tuple[float, float]]:
        points, (px, py) = [at], at
        for _ in range(max(3, round(length / 6))):
            toward += random.uniform(-0.7, 0.7)
            px, py = px + 6 * np.cos(toward), py + 6 * np.sin(toward)
            points.append((px, py))
        return points

    first = walk((x, y), angle, size * random.uniform(0.15, 0.35))
    second = walk(first[len(first) // 2], angle + random.choice([-1, 1]) * random.uniform(0.6, 1.1), size * random.uniform(0.05, 0.15))

    def paint(draw: ImageDraw.ImageDraw, fine: int) -> None:
        for points, wide in ((first, random.uniform(1.8, 3.2)), (second, 1.5)):
            draw.line([(px * fine, py * fine) for px, py in points], fill=255, width=round(wide * fine))

    here = picture[y, x]
    dark = here * 0.2 if here.mean() > 70 else np.minimum(255, here + 90)
    return plain(dark, part.shape), drawn(part.shape, paint, 0.4) * part


def missing(random: Generator, picture: np.ndarray, part: np.ndarray, size: float, ground: np.ndarray | None) -> Mark:
    """A piece of the part's edge is gone: the ground shows. A surface without an edge has a pit."""
    radius = size * random.uniform(0.06, 0.12)
    if ground is None:
        at = spot(random, part)
        alpha = blob_alpha(random, part.shape, at, radius * 0.8, 0.6, 0.25)
        return plain(picture.reshape(-1, 3).mean(0) * 0.25, part.shape), alpha
    edge = part & ~(np.asarray(Image.fromarray(part.astype(np.uint8) * 255).filter(ImageFilter.MinFilter(5))) > 0)
    rows, columns = np.nonzero(edge)
    at = random.integers(len(rows))
    return ground, blob_alpha(random, part.shape, (int(columns[at]), int(rows[at])), radius, 0.5, 0.3) * part


def foreign(random: Generator, picture: np.ndarray, part: np.ndarray, size: float, bodies: list[Image.Image]) -> Mark:
    """A small thing of another kind lies on the part, or just beside it."""
    body = bodies[random.integers(len(bodies))].rotate(random.uniform(0, 360), Image.Resampling.BICUBIC, expand=True)
    body = body.crop(body.getchannel("A").getbbox())
    scale = size * random.uniform(0.09, 0.17) / max(body.size)
    body = body.resize([max(4, round(side * scale)) for side in body.size], Image.Resampling.LANCZOS)
    near = np.asarray(Image.fromarray(part.astype(np.uint8) * 255).filter(ImageFilter.MaxFilter(25))) > 0
    x, y = spot(random, near)
    whole = Image.new("RGBA", (part.shape[1], part.shape[0]))
    whole.paste(body, (x - body.width // 2, y - body.height // 2))
    pixels = np.asarray(whole, np.float32)
    return pixels[..., :3], pixels[..., 3] / 255


def misprint(random: Generator, picture: np.ndarray, part: np.ndarray, size: float) -> Mark:
    """Letters where none belong, or a patch of the surface in another hue."""
    x, y = spot(random, part)
    if random.random() < 0.5:
        font = ImageFont.load_default(size=float(size * random.uniform(0.1, 0.16)))
        text = "".join(random.choice(list("ABEHKMNRSXZ358"), 2))
        image = Image.new("L", (part.shape[1], part.shape[0]))
        ImageDraw.Draw(image).text((x, y), text, fill=255, font=font, anchor="mm")
        turned = image.rotate(random.uniform(-25, 25), Image.Resampling.BICUBIC, center=(x, y))
        return plain(against(random, picture, (x, y)), part.shape), np.asarray(turned, np.float32) / 255 * part
    alpha = blob_alpha(random, part.shape, (x, y), size * random.uniform(0.06, 0.11), 0.8, 0.15) * part
    turned = np.roll(picture, random.choice([1, 2]), axis=2) * random.uniform(0.75, 1.25) + random.uniform(-45, 45, 3)
    return np.clip(turned, 0, 255), alpha


KINDS = ("scratch", "blob", "missing part", "crack", "stain", "foreign body", "misprint")


def painted(kind: str, random: Generator, picture: np.ndarray, part: np.ndarray, ground: np.ndarray | None, bodies: list[Image.Image]) -> tuple[np.ndarray, np.ndarray]:
    """The picture with one defect, and its mask. Tried again until it is seen."""
    rows, columns = np.nonzero(part)
    size = float(max(np.ptp(rows), np.ptp(columns)))
    for _ in range(40):
        match kind:
            case "scratch":
                colours, alpha = scratch(random, picture, part, size)
            case "blob":
                colours, alpha = blob(random, picture, part, size)
            case "missing part":
                colours, alpha = missing(random, picture, part, size, ground)
            case "crack":
                colours, alpha = crack(random, picture, part, size)
            case "stain":
                colours, alpha = stain(random, picture, part, size)
            case "foreign body":
                colours, alpha = foreign(random, picture, part, size, bodies)
            case _:
                colours, alpha = misprint(random, picture, part, size)
        done = picture * (1 - alpha[..., None]) + colours * alpha[..., None]
        own = alpha > OWN
        if own.sum() >= 40 and np.abs(done - picture)[own].mean() >= SEEN:
            return done.astype(np.float32), own
    raise ValueError(f"no {kind} was seen in 40 tries")
