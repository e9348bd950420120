"""Reads Qt binary resource files (.rcc), in which gcompris keeps its pictures."""

import struct
import zlib
from collections.abc import Iterator

import zstandard

ZLIB, DIRECTORY, ZSTD = 1, 2, 4


def entries(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file of one .rcc.

    The layout is that of Qt's qresource.cpp: a header, a tree of fixed-size nodes (breadth first), a table of names and a heap of contents,
    all numbers big-endian.
    """
    magic, version, tree, heap, names = struct.unpack_from(">4sIIII", data)
    if magic != b"qres":
        raise ValueError("not a Qt resource file")
    node_size = 14 if version == 1 else 22  # later versions add a modification time

    def name(offset: int) -> str:
        length = struct.unpack_from(">H", data, names + offset)[0]
        return data[names + offset + 6 : names + offset + 6 + 2 * length].decode("utf-16-be")

    def content(offset: int, flags: int) -> bytes:
        length = struct.unpack_from(">I", data, heap + offset)[0]
        payload = data[heap + offset + 4 : heap + offset + 4 + length]
        if flags & ZLIB:
            return zlib.decompress(payload[4:])  # Qt puts the unpacked size first
        return zstandard.ZstdDecompressor().decompress(payload, 1 << 28) if flags & ZSTD else payload

    def walk(node: int, folder: str) -> Iterator[tuple[str, bytes]]:
        at = tree + node * node_size
        name_offset, flags = struct.unpack_from(">IH", data, at)
        path = folder + name(name_offset) if node else ""
        if flags & DIRECTORY:
            count, first = struct.unpack_from(">II", data, at + 6)
            for child in range(first, first + count):
                yield from walk(child, path + "/" if path else "")
        else:
            yield path, content(struct.unpack_from(">I", data, at + 10)[0], flags)

    return walk(0, "")
