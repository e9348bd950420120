"""Makes bases.json: the small pictures that the corpus is grown from, and what each must look like.

    python3 -m venv .venv && .venv/bin/pip install pillow==13.0.0 numpy==2.4.6 tifffile==2026.3.3 imagecodecs==2026.3.6
    .venv/bin/python test/corpus/make_bases.py

Every picture is of 24 x 16 pixels (turned: 16 x 24) without symmetry. `grid` holds the means of its cells of 4 x 4 pixels, RGB bytes, as Pillow,
littleCMS, numpy or the arithmetic of a specification have them, never the code under test; `refused` the error code instead. Committed, so that
tests need no Python.
"""
import base64
import io
import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image, ImageCms

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "fixtures" / "pictures"))
from make import COPYRIGHT, H, ORIENTATION, W, WHITE, base, chunk, description, odd_cmyk, png, profile, saved, upright, wide_rgb  # noqa: E402

RGB = base()
GREY = RGB[..., 1]
WIDE = wide_rgb()
ALPHA = np.tile(np.linspace(0, 255, W).astype(np.uint8), (H, 1))
RGBA = np.dstack([RGB, ALPHA])
SRGB = ImageCms.createProfile("sRGB")
UNSUPPORTED = "UNSUPPORTED_FORMAT"
bases = []


def add(name, data, want, tolerance=2, **more):
    """`want`: pixels (grey or RGB, any number type), an error code, or None where nothing but an answer is asked."""
    entry = {"name": name, "data": base64.b64encode(data).decode()}
    if isinstance(want, str):
        entry["refused"] = want
    elif want is not None:
        pixels = np.asarray(want, np.float64)
        pixels = np.stack([pixels] * 3, -1) if pixels.ndim == 2 else pixels
        height, width = pixels.shape[:2]
        grid = pixels.reshape(height // 4, 4, width // 4, 4, 3).mean((1, 3))
        entry |= {"width": width, "height": height, "grid": base64.b64encode(np.clip(np.rint(grid), 0, 255).astype(np.uint8).tobytes()).decode()}
        entry["tolerance"] = tolerance
    bases.append(entry | more)


def on_white(rgb, alpha):
    share = np.asarray(alpha, np.float64)[..., None] / 255
    rgb = np.asarray(rgb, np.float64)
    rgb = np.stack([rgb] * 3, -1) if rgb.ndim == 2 else rgb
    return rgb * share + 255 * (1 - share)


def convert(image, icc):
    """To sRGB by littleCMS."""
    image = image if isinstance(image, Image.Image) else Image.fromarray(image)
    source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    return np.asarray(ImageCms.profileToProfile(image, source, SRGB, ImageCms.Intent.RELATIVE_COLORIMETRIC, "RGB"))


def linear_grey():
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, 256)
    return profile(b"mntr", b"GRAY", b"XYZ ", [(b"desc", description(b"grey")), COPYRIGHT, WHITE, (b"kTRC", curve)])


def encode(linear):
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055) * 255


def from_lab(lightness, a, b):
    """CIE's formula, and the matrix of ICC's sRGB profile. littleCMS is up to 15 beside it where sRGB ends: it interpolates in a table."""
    fy = (lightness + 16) / 116
    f = np.stack([fy + a / 500, fy, fy - b / 200], -1)
    xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * [0.9642, 1, 0.8249]
    primaries = np.array([[0.4360747, 0.3850649, 0.1430804], [0.2225045, 0.7168786, 0.0606169], [0.0139322, 0.0971045, 0.7141733]])
    return encode(np.clip(xyz @ np.linalg.inv(primaries).T, 0, 1))


# --- JPEG, WebP, AVIF, GIF -------------------------------------------------------------------------------------------------

def turned(fmt, name, tolerance, **options):
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        data = saved(Image.fromarray(RGB), fmt, exif=exif, **options)
        # Orientation 1 is grown into every value; AVIF turns by a property of its own.
        grow = {"orients": True} if orientation == 1 and fmt != "AVIF" else {}
        add(f"{name} orientation {orientation}", data, upright(data), tolerance, **grow)


def jpegs():
    image = Image.fromarray(RGB)
    for name, options in [("baseline", {}), ("444", {"subsampling": 0}), ("progressive", {"progressive": True}), ("restarts", {"restart_marker_blocks": 1, "subsampling": 0}),
                          ("optimized", {"optimize": True}), ("bad quality", {"quality": 5})]:
        data = saved(image, "JPEG", **{"quality": 90, **options})
        add(f"JPEG {name}", data, Image.open(io.BytesIO(data)).convert("RGB"), 3)
    data = saved(Image.fromarray(GREY), "JPEG", quality=95)
    add("JPEG grey", data, Image.open(io.BytesIO(data)).convert("RGB"))
    data = saved(image, "JPEG", quality=95, subsampling=0, icc_profile=WIDE)
    add("JPEG wide gamut", data, convert(Image.open(io.BytesIO(data)), WIDE), 4)
    grey = saved(Image.fromarray(GREY), "JPEG", quality=95, icc_profile=linear_grey())
    add("JPEG grey profile", grey, convert(Image.open(io.BytesIO(grey)), linear_grey()), 3)
    inks = np.zeros((H, W, 4), np.uint8)
    inks[:, 8:16, 0], inks[8:, :8, 1], inks[:8, 16:, 2], inks[8:, 16:, 3] = 180, 160, 200, 150
    press = Image.fromarray(inks, "CMYK")
    data = saved(press, "JPEG", quality=95, subsampling=0, icc_profile=odd_cmyk())
    add("JPEG CMYK", data, convert(Image.open(io.BytesIO(data)), odd_cmyk()), 3)
    at = data.find(b"Adobe") - 4
    plain = data[:at] + data[at + 16:]
    add("JPEG CMYK without Adobe's marker", plain, convert(Image.open(io.BytesIO(plain)), odd_cmyk()), 3)
    exif = Image.Exif()
    thumbnail = saved(Image.new("RGB", (160, 120), (0, 0, 255)), "JPEG")
    data = saved(image, "JPEG", quality=95, subsampling=0)
    app1 = b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0" + thumbnail
    add("JPEG with a thumbnail", data[:2] + b"\xff\xe1" + struct.pack(">H", len(app1) + 2) + app1 + data[2:], upright(data), 3)
    frame = data.find(b"\xff\xc0")
    again = data[frame:frame + 2 + struct.unpack(">H", data[frame + 2:frame + 4])[0]]
    add("JPEG with two frames", data[:frame] + again + data[frame:], "BAD_IMAGE")
    lossless = bytearray(data)
    lossless[frame + 1] = 0xC3
    add("JPEG lossless", bytes(lossless), UNSUPPORTED)
    deep = bytearray(data)
    deep[frame + 4] = 12
    add("JPEG of 12 bits", bytes(deep), UNSUPPORTED)


def others():
    image = Image.fromarray(RGB)
    transparent = Image.fromarray(RGBA)
    moved = Image.fromarray(np.roll(RGB, 7, 1))
    for name, options in [("lossless", {"lossless": True}), ("lossy", {"quality": 90})]:
        data = saved(image, "WEBP", **options)
        add(f"WebP {name}", data, Image.open(io.BytesIO(data)).convert("RGB"))
    add("WebP alpha", saved(transparent, "WEBP", lossless=True), on_white(RGB, ALPHA))
    add("WebP wide gamut", saved(image, "WEBP", lossless=True, icc_profile=WIDE), convert(RGB, WIDE))
    add("WebP animated", saved(image, "WEBP", lossless=True, save_all=True, append_images=[moved], duration=50), RGB)
    # How halved colours are enlarged is the reader's choice, and shows at the red corner.
    for name, picture, options, tolerance in [("444", image, {}, 4), ("420", image, {"subsampling": "4:2:0"}, 12), ("grey", Image.fromarray(GREY), {}, 4)]:
        data = saved(picture, "AVIF", **{"quality": 95, "subsampling": "4:4:4", **options})
        add(f"AVIF {name}", data, Image.open(io.BytesIO(data)).convert("RGB"), tolerance)
    data = saved(transparent, "AVIF", quality=95, subsampling="4:4:4")
    decoded = np.asarray(Image.open(io.BytesIO(data)))
    add("AVIF alpha", data, on_white(decoded[..., :3], decoded[..., 3]), 4)
    data = saved(image, "AVIF", quality=95, subsampling="4:4:4", save_all=True, append_images=[moved] * 2, duration=50)
    add("AVIF animated", data, Image.open(io.BytesIO(data)).convert("RGB"), 4)
    data = saved(image, "AVIF", quality=95, subsampling="4:4:4", icc_profile=WIDE)
    add("AVIF wide gamut", data, convert(Image.open(io.BytesIO(data)).convert("RGB"), WIDE), 5)
    plain = b"colrnclx" + struct.pack(">HH", 1, 13)
    assert plain in saved(image, "AVIF")
    add("AVIF HDR", saved(image, "AVIF").replace(plain, b"colrnclx" + struct.pack(">HH", 9, 16)), UNSUPPORTED)
    palette = image.quantize(64)
    add("GIF", saved(palette, "GIF"), palette.convert("RGB"))
    add("GIF interlaced", saved(palette, "GIF", interlace=1), palette.convert("RGB"))
    add("GIF animated", saved(palette, "GIF", save_all=True, append_images=[moved.quantize(64)], duration=50), palette.convert("RGB"))
    few = Image.fromarray((np.indices((H, W)).sum(0) % 3).astype(np.uint8), "P")
    few.putpalette([255, 0, 0, 0, 90, 200, 0, 0, 0])
    shown = np.where((np.asarray(few) == 2)[..., None], 255, np.asarray(few.convert("RGB")))
    add("GIF transparent", saved(few, "GIF", transparency=2), shown)


# --- PNG ---------------------------------------------------------------------------------------------------------------------

def with_chunks(data, *chunks):
    return data[:33] + b"".join(chunk(kind, body) for kind, body in chunks) + data[33:]


def iccp(icc):
    return b"iCCP", b"x\0\0" + zlib.compress(icc)


def raw_png(rows, depth, colour_type, interlaced=0):
    header = struct.pack(">IIBBBBB", W, H, depth, colour_type, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def adam7(pixels):
    rows = b""
    for x, y, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        rows += b"".join(b"\0" + row.tobytes() for row in pixels[y::dy, x::dx])
    return raw_png(rows, 8, 2, 1)


def pngs():
    rgb, rgb16 = png(RGB, 2, 8), png(RGB.astype(np.uint32) * 257, 2, 16)
    grey, grey16 = png(GREY, 0, 8), png(GREY.astype(np.uint32) * 257, 0, 16)
    both = np.dstack([GREY, ALPHA])
    deep = lambda pixels: pixels.astype(np.uint32) * 257
    light = RGB / 255
    add("PNG RGB", rgb, RGB)
    add("PNG RGB 16", rgb16, RGB)
    add("PNG grey", grey, GREY)
    add("PNG grey 16", grey16, GREY)
    add("PNG alpha", png(RGBA, 6, 8), on_white(RGB, ALPHA))
    add("PNG alpha 16", png(deep(RGBA), 6, 16), on_white(RGB, ALPHA))
    add("PNG grey alpha", png(both, 4, 8), on_white(GREY, ALPHA))
    add("PNG grey alpha 16", png(deep(both), 4, 16), on_white(GREY, ALPHA))
    for depth in (1, 2, 4):
        levels = GREY >> (8 - depth)
        bits = (levels[..., None] >> np.arange(depth - 1, -1, -1)) & 1
        rows = b"".join(b"\0" + np.packbits(row.reshape(-1)).tobytes() for row in bits.astype(np.uint8))
        add(f"PNG grey of {depth} bits", raw_png(rows, depth, 0), levels.astype(float) * 255 / ((1 << depth) - 1))
    palette = Image.fromarray(RGB).quantize(16)
    shown = np.asarray(palette.convert("RGB"))
    add("PNG palette", saved(palette, "PNG"), shown)
    add("PNG palette transparent", saved(palette, "PNG", transparency=0), np.where((np.asarray(palette) == 0)[..., None], 255, shown))
    add("PNG interlaced", adam7(RGB), RGB)
    red = struct.pack(">3H", 250, 20, 30)
    add("PNG transparent colour", with_chunks(rgb, (b"tRNS", red)), np.where((RGB == [250, 20, 30]).all(-1)[..., None], 255, RGB))
    add("PNG transparent grey", with_chunks(grey, (b"tRNS", struct.pack(">H", int(GREY[0, 0])))), np.where(GREY == GREY[0, 0], 255, GREY))
    for gamma in (1.0, 1 / 1.8):
        want = encode(light ** (1 / gamma))
        body = struct.pack(">I", round(gamma * 100000))
        add(f"PNG gamma {gamma:.2f}", with_chunks(rgb, (b"gAMA", body)), want, 3)
        add(f"PNG grey gamma {gamma:.2f}", with_chunks(grey, (b"gAMA", body)), want[..., 1], 3)
        add(f"PNG 16 gamma {gamma:.2f}", with_chunks(rgb16, (b"gAMA", body)), want, 3)
    add("PNG gamma of sRGB", with_chunks(rgb, (b"gAMA", struct.pack(">I", 45455))), RGB)
    add("PNG sRGB before gamma", with_chunks(rgb, (b"sRGB", b"\0"), (b"gAMA", struct.pack(">I", 100000))), RGB)
    add("PNG profile before gamma", with_chunks(rgb, iccp(WIDE), (b"gAMA", struct.pack(">I", 100000))), convert(RGB, WIDE))
    add("PNG nonsense gamma", with_chunks(rgb, (b"gAMA", b"\0\0\0\0")), RGB)
    add("PNG HDR", with_chunks(rgb, (b"cICP", bytes([9, 16, 0, 1]))), UNSUPPORTED)
    add("PNG cICP of sRGB", with_chunks(rgb, (b"cICP", bytes([1, 13, 0, 1]))), RGB)
    p3 = np.array([[1.2249, -0.2247, 0], [-0.0420, 1.0419, 0], [-0.0197, -0.0786, 1.0979]])
    linear = np.where(light <= 0.04045, light / 12.92, ((light + 0.055) / 1.055) ** 2.4) @ p3.T
    add("PNG cICP of Display P3", with_chunks(rgb, (b"cICP", bytes([12, 13, 0, 1]))), encode(np.clip(linear, 0, 1)), 3)
    add("PNG wide gamut", with_chunks(rgb, iccp(WIDE)), convert(RGB, WIDE))
    add("PNG wide gamut 16", with_chunks(rgb16, iccp(WIDE)), convert(RGB, WIDE), 4)
    add("PNG wide gamut alpha", with_chunks(png(RGBA, 6, 8), iccp(WIDE)), on_white(convert(RGB, WIDE), ALPHA))
    add("PNG wide gamut alpha 16", with_chunks(png(deep(RGBA), 6, 16), iccp(WIDE)), on_white(convert(RGB, WIDE), ALPHA), 3)
    add("PNG grey profile", with_chunks(grey, iccp(linear_grey())), convert(GREY, linear_grey()))
    add("PNG grey profile 16", with_chunks(grey16, iccp(linear_grey())), convert(GREY, linear_grey()))
    add("PNG grey alpha profile 16", with_chunks(png(deep(both), 4, 16), iccp(linear_grey())), on_white(convert(GREY, linear_grey()), ALPHA))
    add("PNG profile of no use", with_chunks(rgb, iccp(b"garbage" * 40)), RGB)
    add("PNG grey with a profile of RGB", with_chunks(grey, iccp(WIDE)), GREY)
    add("PNG RGB with a profile of grey", with_chunks(rgb, iccp(linear_grey())), RGB)


# --- TIFF --------------------------------------------------------------------------------------------------------------------

def tiff(name, pixels, want, tolerance=2, **options):
    out = io.BytesIO()
    tifffile.imwrite(out, pixels, metadata=None, software=False, **{"photometric": "rgb" if pixels.ndim > 2 else "minisblack", **options})
    add(f"TIFF {name}", out.getvalue(), want, tolerance)
    return out.getvalue()


def retagged(data, tag, value):
    """Another value for a SHORT of a little-endian classic TIFF."""
    out = bytearray(data)
    (at,) = struct.unpack_from("<I", out, 4)
    (count,) = struct.unpack_from("<H", out, at)
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        if struct.unpack_from("<H", out, entry)[0] == tag:
            struct.pack_into("<H", out, entry + 8, value)
    return bytes(out)


def tiffs():
    f32 = np.float32
    unit = (RGB / 255).astype(f32)
    for name, options in [("none", {}), ("LZW", {"compression": "lzw"}), ("Deflate", {"compression": "deflate"}), ("PackBits", {"compression": "packbits"}),
                          ("WebP", {"compression": "webp"}), ("predicted", {"compression": "deflate", "predictor": 2}), ("tiled", {"tile": (16, 16)}),
                          ("BigTIFF", {"bigtiff": True}), ("big-endian BigTIFF", {"bigtiff": True, "byteorder": ">"}), ("big-endian", {"byteorder": ">"})]:
        tiff(name, RGB, RGB, **options)
    tiff("planar", np.moveaxis(RGB, -1, 0), RGB, planarconfig="separate")
    tiff("of two pages", np.stack([RGB, 255 - RGB]), RGB)
    for name in ["jpegxl", "jpeg2000", "lerc", "lzma", "zstd", "png"]:
        tiff(name, RGB, UNSUPPORTED, compression=name)
    for name, options in [("JPEG", {"photometric": "rgb"}), ("JPEG YCbCr", {"photometric": "ycbcr"})]:
        out = io.BytesIO()
        tifffile.imwrite(out, RGB, compression="jpeg", metadata=None, compressionargs={"level": 95}, **options)
        add(f"TIFF {name}", out.getvalue(), Image.open(io.BytesIO(out.getvalue())).convert("RGB"), 3)
    add("TIFF YCbCr without JPEG", saved(Image.fromarray(RGB).convert("YCbCr"), "TIFF"), UNSUPPORTED)
    palette = Image.fromarray(RGB).quantize(32)
    add("TIFF palette", saved(palette, "TIFF"), palette.convert("RGB"))
    # Whole numbers.
    tiff("white is zero", 255 - GREY, GREY, photometric="miniswhite")
    tiff("16 bits", RGB.astype(np.uint16) * 257, RGB)
    tiff("16 bits big-endian", RGB.astype(np.uint16) * 257, RGB, byteorder=">")
    tiff("grey of 16 bits, white is zero", 65535 - GREY.astype(np.uint16) * 257, GREY, photometric="miniswhite")
    tiff("32 bits", RGB.astype(np.uint32) * 16843009, RGB)
    tiff("grey of 32 bits", GREY.astype(np.uint32) * 16843009, GREY)
    tiff("grey of 32 bits, white is zero", 0xFFFFFFFF - GREY.astype(np.uint32) * 16843009, GREY, photometric="miniswhite")
    tiff("small numbers of 32 bits", GREY.astype(np.uint32), UNSUPPORTED)
    tiff("one bit", GREY > 128, (GREY > 128) * 255)
    tiff("one bit, white is zero", ~(GREY > 128), (GREY > 128) * 255, photometric="miniswhite")
    for bits in (2, 4):
        tiff(f"grey of {bits} bits", GREY >> (8 - bits), (GREY >> (8 - bits)).astype(float) * 255 / ((1 << bits) - 1), bitspersample=bits)
    tiff("12 bits", GREY.astype(np.uint16) << 4, UNSUPPORTED, bitspersample=12)
    for kind in (np.int8, np.int16, np.int32):
        tiff(f"signed {np.dtype(kind).name}", (GREY // 2).astype(kind), UNSUPPORTED)
    tiff("complex", (GREY / 255).astype(np.complex64), UNSUPPORTED)
    # Floating point.
    tiff("float", unit, RGB)
    tiff("grey float", (GREY / 255).astype(f32), GREY)
    tiff("grey float, white is zero", (1 - GREY / 255).astype(f32), GREY, photometric="miniswhite")
    tiff("half float", unit.astype(np.float16), RGB)
    tiff("float to 255", RGB.astype(f32), RGB)
    tiff("grey float to 65535", GREY.astype(f32) * 257, GREY)
    tiff("float tiled", unit, RGB, tile=(16, 16))
    tiff("float planar", np.moveaxis(unit, -1, 0), RGB, planarconfig="separate")
    tiff("float predicted", unit, RGB, compression="deflate", predictor=3)
    tiff("float big-endian", unit, RGB, byteorder=">")
    tiff("float with overshoot", (unit * 1.2 - 0.08).astype(f32), np.clip(RGB * 1.2 - 20.4, 0, 255))
    tiff("float HDR", unit * f32(4.7), UNSUPPORTED)
    tiff("float below zero", unit - f32(0.5), UNSUPPORTED)
    tiff("float of few whole numbers over 255", GREY.astype(f32) * 3, UNSUPPORTED)
    for name, value in [("NaN", np.nan), ("infinity", np.inf)]:
        pixels = (GREY / 255).astype(f32)
        pixels[3, 3] = value
        tiff(f"float with {name}", pixels, UNSUPPORTED)
    tiff("double", unit.astype(np.float64), UNSUPPORTED)
    # Alpha and further channels.
    multiplied = np.dstack([np.rint(on_white(RGB, ALPHA) - 255 + ALPHA[..., None]), ALPHA]).astype(np.uint8)
    white = on_white(RGB, ALPHA)
    tiff("alpha", RGBA, white, extrasamples=["unassalpha"])
    tiff("alpha multiplied", multiplied, white, 3, extrasamples=["assocalpha"])
    tiff("alpha of 16 bits", RGBA.astype(np.uint16) * 257, white, extrasamples=["unassalpha"])
    tiff("alpha multiplied of 16 bits", multiplied.astype(np.uint16) * 257, white, 3, extrasamples=["assocalpha"])
    tiff("float alpha", (RGBA / 255).astype(f32), white, extrasamples=["unassalpha"])
    share = ALPHA[..., None] / 255
    tiff("float alpha multiplied", np.dstack([RGB / 255 * share, share]).astype(f32), white, extrasamples=["assocalpha"])
    tiff("alpha of 32 bits", RGBA.astype(np.uint32) * 16843009, white, extrasamples=["unassalpha"])
    both = np.dstack([GREY, ALPHA])
    tiff("grey alpha", both, on_white(GREY, ALPHA), photometric="minisblack", extrasamples=["unassalpha"], planarconfig="contig")
    tiff("grey float alpha", (both / 255).astype(f32), on_white(GREY, ALPHA), photometric="minisblack", extrasamples=["unassalpha"], planarconfig="contig")
    tiff("a fourth channel that is no alpha", RGBA, RGB, extrasamples=["unspecified"])
    tiff("a second channel that is no alpha", both, GREY, photometric="minisblack", extrasamples=["unspecified"], planarconfig="contig")
    tiff("alpha and a fifth channel", np.dstack([RGBA, GREY]), white, extrasamples=["unassalpha", "unspecified"])
    tiff("a fourth channel, then alpha", np.dstack([RGB, GREY, ALPHA]), white, extrasamples=["unspecified", "unassalpha"])
    tiff("eight channels", np.dstack([RGBA, RGBA]), UNSUPPORTED, extrasamples=["unspecified"] * 5)
    # Colours.
    tiff("wide gamut", RGB, convert(RGB, WIDE), iccprofile=WIDE)
    tiff("wide gamut of 16 bits", RGB.astype(np.uint16) * 257, convert(RGB, WIDE), 4, iccprofile=WIDE)
    tiff("wide gamut, float", unit, convert(RGB, WIDE), 4, iccprofile=WIDE)
    tiff("wide gamut with a fourth channel", RGBA, convert(RGB, WIDE), iccprofile=WIDE, extrasamples=["unspecified"])
    tiff("grey profile, float", (GREY / 255).astype(f32), convert(GREY, linear_grey()), iccprofile=linear_grey())
    inks = np.zeros((H, W, 4), np.uint8)
    inks[:, 8:16, 0], inks[8:, :8, 1], inks[:8, 16:, 2], inks[8:, 16:, 3] = 180, 160, 200, 150
    press = convert(Image.fromarray(inks, "CMYK"), odd_cmyk())
    tiff("CMYK", inks, press, photometric="separated", iccprofile=odd_cmyk())
    tiff("CMYK of 16 bits", inks.astype(np.uint16) * 257, press, photometric="separated", iccprofile=odd_cmyk())
    tiff("six inks", np.dstack([inks, inks[..., :2]]), UNSUPPORTED, photometric="separated")
    to_lab = ImageCms.buildTransform(SRGB, ImageCms.createProfile("LAB"), "RGB", "LAB")
    lab_image = ImageCms.applyTransform(Image.fromarray(RGB), to_lab)
    lab = np.asarray(lab_image).astype(int)
    signed = np.dstack([lab[..., :1], np.where(lab[..., 1:] > 127, lab[..., 1:] - 256, lab[..., 1:])])
    want = from_lab(signed[..., 0] / 2.55, signed[..., 1], signed[..., 2])
    add("TIFF Lab of Pillow", saved(lab_image, "TIFF"), want, 3)
    for bits, kind, scale in [(8, np.uint8, (1, 1)), (16, np.uint16, (257, 256))]:
        for code, name, offset in [(8, "CIELab", 0), (9, "ICCLab", 128)]:
            pixels = np.dstack([signed[..., :1] * scale[0], (signed[..., 1:] + offset) * scale[1]]) & (255 if bits == 8 else 65535)
            plain = io.BytesIO()
            tifffile.imwrite(plain, pixels.astype(kind), photometric="rgb", metadata=None, software=False)
            add(f"TIFF {name} of {bits} bits", retagged(plain.getvalue(), 262, code), want, 3)
    rgb = saved(Image.fromarray(RGB), "TIFF")
    for code, name in [(10, "ITU Lab"), (32803, "sensor values"), (32845, "LogLuv")]:
        add(f"TIFF {name}", retagged(rgb, 262, code), UNSUPPORTED)
    out = io.BytesIO()
    tifffile.imwrite(out, RGB, photometric="rgb", metadata=None, subfiletype=1)
    add("TIFF preview of a raw picture", out.getvalue(), UNSUPPORTED)


def foreign():
    for name, brands in [("HEIC", [b"heic", b"mif1", b"heic"]), ("HEIC of an iPhone", [b"heic", b"mif1", b"MiHE", b"MiPr", b"miaf", b"MiHB", b"heic"]),
                         ("HEIX", [b"heix", b"mif1"]), ("HEIC sequence", [b"msf1", b"hevc"]), ("HEIF of JPEG", [b"mif1", b"jpeg"]),
                         ("HEIF of nothing known", [b"mif1", b"mif1"]), ("MP4", [b"isom", b"avc1"]), ("CR3", [b"crx ", b"isom"])]:
        body = brands[0] + b"\0\0\0\0" + b"".join(brands[1:])
        add(name, struct.pack(">I", len(body) + 8) + b"ftyp" + body + bytes(200), UNSUPPORTED)
    for name, data in [("BMP", b"BM" + bytes(60)), ("PSD", b"8BPS\0\1" + bytes(60)), ("JPEG XL", b"\xff\x0a" + bytes(60)), ("ICO", b"\0\0\1\0\1\0" + bytes(60)),
                       ("PDF", b"%PDF-1.7\n" + bytes(60)), ("SVG", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")]:
        add(name, data, UNSUPPORTED)


if __name__ == "__main__":
    turned("JPEG", "JPEG", 3, quality=95, subsampling=0)
    turned("PNG", "PNG", 1)
    turned("WEBP", "WebP", 1, lossless=True)
    turned("TIFF", "TIFF", 1)
    turned("AVIF", "AVIF", 4, quality=95, subsampling="4:4:4")
    jpegs()
    others()
    pngs()
    tiffs()
    foreign()
    (HERE / "bases.json").write_text("[\n" + ",\n".join(json.dumps(one) for one in bases) + "\n]\n")
    print(len(bases), "pictures")
