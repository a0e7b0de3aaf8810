"""The node B-tree of a PST or OST, walked page by page by itself: a second count of what the store holds.

Source: MS-PST 2.2.2.6 (header), 2.2.2.7.1 (page trailer), 2.2.2.7.7 (BTPAGE); the pages of 4,096 bytes of an OST of
Outlook 2013 are as libpff documents them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from tallystick.errors import NotThisFormat

MAGIC = b"!BDN"
MESSAGE, FOLDER, SEARCH_FOLDER, ASSOCIATED = 0x04, 0x02, 0x03, 0x08
_DEEPEST = 16
_NODE_PAGE = 0x81
_KINDS = {b"SM": "PST", b"SO": "OST"}
_METHODS = {0: "none", 1: "compressible", 2: "high", 0x10: "edpcrypt"}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a page of one generation of the format: formats of fields are those of `struct`."""

    name: str
    page: int
    root: int
    reference: str
    method: int
    counts: int
    count: str
    trailer: int
    key: str
    branch: int
    leaf: int
    parent: int


ANSI = Layout("ANSI", 512, 184, "<II", 461, 496, "<BBBB", 500, "<I", 12, 16, 12)
UNICODE = Layout("Unicode", 512, 216, "<QQ", 513, 488, "<BBBB", 496, "<Q", 24, 32, 24)
LARGE = Layout("Unicode, pages of 4 KiB", 4096, 216, "<QQ", 513, 4056, "<HHBB", 4072, "<Q", 24, 32, 24)


@dataclass(frozen=True, slots=True)
class StoreHeader:
    """What the first bytes say: PST or OST, generation, how blocks are encoded, where both trees begin."""

    kind: str
    version: int
    layout: Layout
    method: str
    root: int
    block_root: int


@dataclass(slots=True)
class Nodes:
    """The nodes found: id to the parent's id; pages that could not be used, as places and reasons."""

    parents: dict[int, int] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def of_type(self, kind: int) -> set[int]:
        return {node for node in self.parents if node & 0x1F == kind}


def header_of(view: memoryview) -> StoreHeader:
    """The header of a PST or OST. Raises NotThisFormat."""
    start = bytes(view[:564])
    kind = _KINDS.get(start[8:10])
    if start[:4] != MAGIC or kind is None or len(start) < 564:
        raise NotThisFormat("pst", "it does not begin as a PST or OST does")
    version = int.from_bytes(start[10:12], "little")
    if version in (14, 15):
        layout = ANSI
    elif version >= 36:
        layout = LARGE
    elif version >= 20:
        layout = UNICODE
    else:
        raise NotThisFormat("pst", f"version {version} is not known")
    _bid, root = struct.unpack_from(layout.reference, start, layout.root)
    method = _METHODS.get(start[layout.method], str(start[layout.method]))
    _bid, block_root = struct.unpack_from(layout.reference, start, layout.root + struct.calcsize(layout.reference))
    return StoreHeader(kind, version, layout, method, root, block_root)


def walk(view: memoryview, header: StoreHeader) -> Nodes:
    """Every node that the tree lists; a page that is damaged is a fault, and the others are read all the same."""
    nodes = Nodes()
    seen: set[int] = set()
    most = len(view) // header.layout.page
    pending = [(header.root, _DEEPEST)]
    while pending:
        place, levels = pending.pop()
        if place in seen:
            nodes.faults.append((place, "a page that the tree lists twice"))
            continue
        if len(seen) > most:
            nodes.faults.append((place, f"more than the {most} pages that have room in the file"))
            break
        seen.add(place)
        pending += reversed([(branch, levels - 1) for branch in _page(view, place, levels, header.layout, nodes)])
    return nodes


def _page(view: memoryview, place: int, levels: int, layout: Layout, nodes: Nodes) -> Iterator[int]:
    """The places of the pages below; the nodes of a leaf are added to `nodes`."""
    page = bytes(view[place : place + layout.page])
    if len(page) < layout.page or page[layout.trailer] != _NODE_PAGE or page[layout.trailer + 1] != _NODE_PAGE:
        nodes.faults.append((place, "no page of the tree of nodes is there"))
        return
    if layout is not LARGE and not _is_sound(page, layout):
        nodes.faults.append((place, "the page's checksum is wrong"))
    count, _most, size, level = struct.unpack_from(layout.count, page, layout.counts)
    if level >= levels or size < (layout.branch if level else layout.leaf) or count * size > layout.counts:
        nodes.faults.append((place, f"{count} entries of {size} bytes at level {level} do not fit"))
        return
    for at in range(0, count * size, size):
        if level:
            yield struct.unpack_from(layout.reference, page, at + struct.calcsize(layout.key))[1]
        else:
            node = struct.unpack_from(layout.key, page, at)[0] & 0xFFFFFFFF
            (parent,) = struct.unpack_from("<I", page, at + layout.parent)
            if node in nodes.parents:
                nodes.faults.append((place, f"node {node:#x} is listed twice"))
            nodes.parents[node] = parent


def _is_sound(page: bytes, layout: Layout) -> bool:
    # MS-PST 5.3: the polynomial of CRC-32 with neither of its two complements.
    stated = int.from_bytes(page[layout.trailer + (8 if layout is ANSI else 4) :][:4], "little")
    return zlib.crc32(page[: layout.trailer], 0xFFFFFFFF) ^ 0xFFFFFFFF == stated
