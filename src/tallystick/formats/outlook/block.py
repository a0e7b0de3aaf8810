"""The blocks of a PST: found by their id, decoded, and put together; the subnodes that a node owns.

Source: MS-PST 2.2.2.7.7.3 (BBT), 2.2.2.8.3 (blocks), 5.1 and 5.2 (the two encodings).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.outlook.node_tree import ANSI, LARGE, StoreHeader

MOST_BYTES = 256 << 20
MOST_SUBNODES = 100_000
_A_LOOKUP = 1024  # what finding a block counts in bytes: empty blocks cost time too
_DEEPEST_TREE, _DEEPEST_BLOCK = 16, 3
_BLOCK_PAGE, _NODE_PAGE = 0x80, 0x81
_INTERNAL = 0x02
_DECODED = bytes.fromhex(
    "47f1b4e60b6a7248854e9eebe2f89453e0bba002e85a09abdbe3bac67cc310dd"
    "39059630f53760828cc9134a6b1df3fb8f2697ca911701c4322d6e3195ffd923"
    "d1005e79dc443b1a28c5615720903d83b943be67d2464276c06d5b7eb20f1629"
    "3ca903540dda5ddff6b7c762cd8d06d3695c86d614f7a56675acb1e94521700c"
    "879f74a4224c6fbf1f56aa2eb3783350b0a392bccf191ca763cb1e4d3e4b1b9b"
    "4fe7f0eead3ab55904ea40552551e57a893868527bfc27aed7bdfa07f4cc8e5f"
    "ef359c842b15d5773449b6120a7f7188fd9d18417d93d8582ccefe24afdeb836"
    "c8a180a69998a82f0e816573e4c2a28ad4e111d0088b2af2ed9a643fc16cf9ec"
)
_MIDDLE = bytes.fromhex(
    "14530f56b3c87a9ceb65481716159f02cc547c83000d0c0ba262a876dbd9edc7"
    "c5a4dcac8574d6d0a79bae9a967166c36399b8dd73928e847da55ed15d93b157"
    "5150808952944f4e0a6bbc8d7f6e47464140440111cb033ff7f4e1a98f3c3af9"
    "fbf0193082092ec99da08649ee6f4d6dc42d813425871b88aafc06a11238fd4c"
    "4272641337246a757743ffe6b44b365ce4d8353d45b92cecb7312b290768a30e"
    "697b189e2139be281a5b78f523ca2ab0af3efe048ce7e5983295d3f64ae8a6ea"
    "e9f3d52f7020f21f0567ad5510cecde3273bdabad7c226d4911dd21c2233f8fa"
    "f15aefcf90b68bb5bdc0bf08971e6ce261e0c6c159abbb58de5fdf60797eb28a"
)
ENCODED = bytes(_DECODED.index(byte) for byte in range(256))


@dataclass(frozen=True, slots=True)
class Subnode:
    """The ids of the blocks that hold a node's data and its subnodes; 0 for none."""

    data: int
    inner: int


class Blocks:
    """The blocks of one store. Everything raises NotThisFormat where it is not what the format says."""

    def __init__(self, view: memoryview, header: StoreHeader) -> None:
        if header.layout is LARGE:
            raise NotThisFormat("pst", "the blocks of an OST of Outlook 2013 are compressed, and not opened here")
        self._view = view
        self._header = header
        self._word = "<I" if header.layout is ANSI else "<Q"
        self._size = struct.calcsize(self._word)
        self._left = MOST_BYTES

    def begin(self) -> None:
        """What is read from here on is one message, which has a bound of its own."""
        self._left = MOST_BYTES

    def node(self, ident: int) -> Subnode:
        """Where a node of the store keeps its data and its subnodes."""
        entry = self._found(self._header.root, _NODE_PAGE, ident)
        return Subnode(self._number(entry, 1), self._number(entry, 2))

    def subnodes(self, block: int) -> dict[int, Subnode]:
        """The nodes below a node, by id."""
        found: dict[int, Subnode] = {}
        pending = [(block, _DEEPEST_BLOCK)] if block else []
        while pending:
            ident, levels = pending.pop()
            content = self._block(ident)
            level, count, entries = self._listed(content, 2)
            if levels == 0 or len(found) + count > MOST_SUBNODES:
                raise LimitExceeded("subnodes of a node", MOST_SUBNODES, "more")
            width = self._size * (2 if level else 3)
            for at in range(0, min(count * width, len(entries) - width + 1), width):
                entry = entries[at : at + width]
                if level:
                    pending.append((self._number(entry, 1), levels - 1))
                else:
                    found[self._number(entry, 0) & 0xFFFFFFFF] = Subnode(self._number(entry, 1), self._number(entry, 2))
        return found

    def pieces(self, block: int) -> list[bytes]:
        """The data that begins at `block`, in the pieces that it was written in."""
        return list(self._pieces(block, _DEEPEST_BLOCK)) if block else []

    def _pieces(self, block: int, levels: int) -> Iterator[bytes]:
        content = self._block(block)
        if not block & _INTERNAL:
            yield self._decoded(content, block)
            return
        _level, count, entries = self._listed(content, 1)
        if levels == 0:
            raise NotThisFormat("pst", "lists of blocks stand in one another deeper than they may")
        for at in range(0, min(count * self._size, len(entries) - self._size + 1), self._size):
            yield from self._pieces(self._number(entries[at : at + self._size], 0), levels - 1)

    def _listed(self, content: bytes, kind: int) -> tuple[int, int, bytes]:
        """The level and number of a list's entries, and the entries."""
        start = 8 if kind == 1 or self._size == 8 else 4
        if len(content) < start or content[0] != kind:
            raise NotThisFormat("pst", f"a block is no list of kind {kind}")
        return content[1], int.from_bytes(content[2:4], "little"), content[start:]

    def _block(self, ident: int) -> bytes:
        entry = self._found(self._header.block_root, _BLOCK_PAGE, ident & ~1)
        place = self._number(entry, 1)
        size = int.from_bytes(entry[2 * self._size : 2 * self._size + 2], "little")
        content = bytes(self._view[place : place + size])
        self._left -= size + _A_LOOKUP
        if len(content) < size or self._left < 0:
            raise NotThisFormat("pst", f"block {ident:#x} does not fit into the file, or more is read than there is")
        return content

    def _decoded(self, content: bytes, ident: int) -> bytes:
        if self._header.method == "compressible":
            return content.translate(_DECODED)
        return cyclic(content, ident) if self._header.method == "high" else content

    def _found(self, root: int, kind: int, wanted: int) -> bytes:
        """The entry of a B-tree whose key is `wanted`."""
        layout, place = self._header.layout, root
        for _level in range(_DEEPEST_TREE):
            page = bytes(self._view[place : place + layout.page])
            if len(page) < layout.page or page[layout.trailer] != kind:
                break
            count, _most, size, level = struct.unpack_from(layout.count, page, layout.counts)
            if size < 2 * self._size or count * size > layout.counts:
                break
            entries = [page[at : at + size] for at in range(0, count * size, size)]
            if level == 0:
                exact = (entry for entry in entries if self._number(entry, 0) & ~1 == wanted & ~1)
                match = next(
                    (entry for entry in exact if kind == _BLOCK_PAGE or self._number(entry, 0) == wanted), None
                )
                if match is None:
                    break
                return match.ljust(3 * self._size, b"\0")
            below = [entry for entry in entries if self._number(entry, 0) <= wanted]
            if not below:
                break
            place = self._number(below[-1], 2)
        raise NotThisFormat("pst", f"{wanted:#x} is not in the tree")

    def _number(self, entry: bytes, index: int) -> int:
        return int(struct.unpack_from(self._word, entry, index * self._size)[0])


def cyclic(content: bytes, ident: int) -> bytes:
    """The same forth and back. Source: MS-PST 5.2."""
    key = (ident ^ ident >> 16) & 0xFFFF
    decoded = bytearray(content)
    for at, byte in enumerate(content):
        low, high = key & 0xFF, key >> 8
        byte = _MIDDLE[ENCODED[byte + low & 0xFF] + high & 0xFF] - high & 0xFF
        decoded[at] = _DECODED[byte] - low & 0xFF
        key = key + 1 & 0xFFFF
    return bytes(decoded)
