"""A small PST of one's own: what libpff and readpst need to read mails from it, and no more (Outlook wants tables too).

Source: MS-PST 2.2 (nodes, blocks, pages), 2.3 (heaps, properties, tables), 2.4 (messages).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tallystick.formats.outlook.block import ENCODED, cyclic

__all__ = ["File", "Letter", "Properties", "write_store"]

Properties = dict[tuple[int, int], bytes]
"""(id, type) to the value's bytes."""

_TEXT, _NUMBER, _FLAG, _TIME, _BINARY, _OBJECT = 0x1F, 0x03, 0x0B, 0x40, 0x102, 0x0D
_INLINE = (_NUMBER, _FLAG)
_LARGEST_IN_HEAP = 512
_BLOCK = 8176
_STORE, _NAMES, _ROOT, _TOP = 0x21, 0x61, 0x122, 0x8022
# One named property, "Keywords" of the public strings, under the id 0x8000: the sets, the entries, the texts.
_KEYWORDS = "Keywords".encode("utf-16-le")
_NAMED = (bytes(16), struct.pack("<IHH", 0, 2 << 1 | 1, 0), struct.pack("<I", len(_KEYWORDS)) + _KEYWORDS)
_RECIPIENTS, _ATTACHMENTS = 0x692, 0x671
_PAGE_NODES, _PAGE_BLOCKS = 0x81, 0x80


@dataclass(frozen=True, slots=True)
class File:
    """An attachment: its properties and, where it is a message, that message."""

    properties: Properties
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it will stand in the store."""

    properties: Properties
    recipients: Sequence[Properties] = ()
    files: Sequence[File] = ()


@dataclass(frozen=True, slots=True)
class _Node:
    """A node, or a subnode: its id, its data's block, the block of its subnodes, its parent."""

    ident: int
    data: int
    inner: int = 0
    parent: int = 0


@dataclass(slots=True)
class _Blocks:
    """The blocks in order of their place, from the end of what the header takes."""

    content: bytearray = field(default_factory=lambda: bytearray(0x4600))
    places: list[tuple[int, int, int]] = field(default_factory=list)
    next: int = 4
    encoding: int = 0

    def add(self, data: bytes, *, is_internal: bool = False) -> int:
        """The block's id. Data larger than a block becomes several, under a list of them."""
        if len(data) > _BLOCK:
            parts = [self.add(data[at : at + _BLOCK]) for at in range(0, len(data), _BLOCK)]
            listed = struct.pack("<BBHI", 1, 1, len(parts), len(data)) + b"".join(
                struct.pack("<Q", each) for each in parts
            )
            return self.add(listed, is_internal=True)
        ident, self.next = self.next | (2 if is_internal else 0), self.next + 4
        place = len(self.content)
        if not is_internal:
            data = (
                data.translate(ENCODED) if self.encoding == 1 else cyclic(data, ident) if self.encoding == 2 else data
            )
        self.content += data + bytes(-(len(data) + 16) % 64)
        self.content += struct.pack("<HHIQ", len(data), _signature(place, ident), _checksum(data), ident)
        self.places.append((ident, place, len(data)))
        return ident

    def subnodes(self, nodes: Iterable[_Node]) -> int:
        """The block that lists the subnodes, 0 for none."""
        entries = [
            struct.pack("<QQQ", node.ident, node.data, node.inner) for node in sorted(nodes, key=lambda n: n.ident)
        ]
        return (
            self.add(struct.pack("<BBHI", 2, 0, len(entries), 0) + b"".join(entries), is_internal=True)
            if entries
            else 0
        )


class _Heap:
    """A heap on one block, and the values that were too large for it."""

    def __init__(self, blocks: _Blocks) -> None:
        self._blocks = blocks
        self._items: list[bytes] = []
        self.outside: list[_Node] = []

    def add(self, value: bytes) -> int:
        if not value:
            return 0
        if len(value) > _LARGEST_IN_HEAP:
            ident = (len(self.outside) + 0x100) << 5 | 0x1F
            self.outside.append(_Node(ident, self._blocks.add(value)))
            return ident
        return self.keep(value)

    def keep(self, value: bytes) -> int:
        self._items.append(value)
        return len(self._items) << 5

    def tree(self, key: int, size: int, records: Iterable[bytes]) -> int:
        """A B-tree of one level in the heap."""
        joined = b"".join(records)
        return self.keep(struct.pack("<BBBBI", 0xB5, key, size, 0, self.keep(joined) if joined else 0))

    def written(self, client: int, root: int) -> bytes:
        starts, at = [], 12
        for item in self._items:
            starts.append(at)
            at += len(item)
        body = b"".join(self._items)
        pad = len(body) & 1
        page_map = struct.pack(f"<HH{len(starts) + 1}H", len(starts), 0, *starts, at)
        header = struct.pack("<HBBII", at + pad, 0xEC, client, root, 0)
        return header + body + bytes(pad) + page_map


def _properties(
    blocks: _Blocks, ident: int, properties: Properties, inner: Iterable[_Node] = (), parent: int = 0
) -> _Node:
    """The node of an object: its properties, and its subnodes."""
    heap = _Heap(blocks)
    records = []
    for (number, kind), value in sorted(properties.items()):
        reference = int.from_bytes(value[:4], "little") if kind in _INLINE else heap.add(value)
        records.append(struct.pack("<HHI", number, kind, reference))
    content = heap.written(0xBC, heap.tree(2, 6, records))
    return _Node(ident, blocks.add(content), blocks.subnodes([*inner, *heap.outside]), parent)


def _table(blocks: _Blocks, ident: int, rows: Sequence[tuple[int, Properties]]) -> _Node:
    """The node of a table; each row has its id and its values."""
    heap = _Heap(blocks)
    columns = sorted({(0x67F2, _NUMBER), (0x67F3, _NUMBER)} | {key for _ident, row in rows for key in row})
    descriptions, matrix = b"", b""
    # The row's own id and version stand first in it, whatever their number.
    others = [key for key in columns if key[0] not in (0x67F2, 0x67F3)]
    order = [(0x67F2, _NUMBER), (0x67F3, _NUMBER), *others]
    for key in columns:
        place = order.index(key)
        descriptions += struct.pack("<HHHBB", key[1], key[0], 4 * place, 4, place)
    width = 4 * len(order)
    mask = (len(order) + 7) // 8
    for number, row in rows:
        cells = [struct.pack("<I", number), struct.pack("<I", 1)]
        cells += [
            row[key][:4] if key[1] in _INLINE else struct.pack("<I", heap.add(row[key])) if key in row else bytes(4)
            for key in others
        ]
        present = [True, True, *(key in row for key in others)]
        bits = bytearray(mask)
        for place, is_present in enumerate(present):
            bits[place // 8] |= is_present << (7 - place % 8)
        matrix += b"".join(cells) + bits
    index = heap.tree(4, 4, (struct.pack("<II", number, at) for at, (number, _row) in enumerate(rows)))
    ends = struct.pack("<HHHH", width, width, width, width + mask)
    info = (
        struct.pack("<BB", 0x7C, len(columns)) + ends + struct.pack("<III", index, heap.add(matrix), 0) + descriptions
    )
    content = heap.written(0x7C, heap.keep(info))
    return _Node(ident, blocks.add(content), blocks.subnodes(heap.outside))


def _letter(blocks: _Blocks, ident: int, letter: Letter, parent: int) -> _Node:
    inner = [_table(blocks, _RECIPIENTS, [(number, row) for number, row in enumerate(letter.recipients, 1)])]
    rows: list[tuple[int, Properties]] = []
    for number, file in enumerate(letter.files, 1):
        attachment, subnodes, properties = number << 5 | 5, [], dict(file.properties)
        if file.letter is not None:
            subnodes.append(_letter(blocks, 0x4000 << 5 | 4, file.letter, 0))
            properties[0x3701, _OBJECT] = struct.pack("<II", 0x4000 << 5 | 4, 1)
        inner.append(_properties(blocks, attachment, properties, subnodes))
        rows.append((attachment, {(0x3705, _NUMBER): properties[0x3705, _NUMBER]}))
    if rows:
        inner.append(_table(blocks, _ATTACHMENTS, rows))
    return _properties(blocks, ident, letter.properties, inner, parent)


def write_store(
    folders: dict[str, Sequence[Letter]], *, password: int = 0, unlisted: Iterable[int] = (), encoding: int = 0
) -> bytes:
    """A PST with these folders and their messages. The property 0x8000 is called "Keywords".

    Nodes in `unlisted` (the first message is 0x200024) stand in the tree, but not in their folder's table.
    `encoding` is 0 for none, 1 for compressible, 2 for high.
    """
    blocks = _Blocks(encoding=encoding)
    top = bytes(4) + bytes(16) + struct.pack("<I", _TOP)
    store = {(0x3001, _TEXT): _text("Store"), (0x0FF9, _BINARY): bytes(16), (0x35E0, _BINARY): top}
    if password:
        store[0x67FF, _NUMBER] = struct.pack("<I", password)
    named: Properties = {(1, _NUMBER): struct.pack("<I", 251)}
    named |= {(number, _BINARY): stream for number, stream in enumerate(_NAMED, 2)}
    nodes = [_properties(blocks, _STORE, store), _properties(blocks, _NAMES, named)]
    inside: dict[int, list[int]] = {_ROOT: [_TOP], _TOP: []}
    nodes += [_folder(blocks, _ROOT, "", 0, _ROOT), _folder(blocks, _TOP, "Top of Outlook data file", 0, _ROOT)]
    count = 0
    for number, (name, letters) in enumerate(folders.items(), 1):
        folder = _TOP + (number << 5)
        inside[_TOP].append(folder)
        nodes.append(_folder(blocks, folder, name, len(letters), _TOP))
        held = [(0x10000 + count + place) << 5 | 4 for place in range(1, len(letters) + 1)]
        count += len(letters)
        nodes += [_letter(blocks, ident, letter, folder) for ident, letter in zip(held, letters, strict=True)]
        nodes += _tables(blocks, folder, [], [ident for ident in held if ident not in unlisted])
    nodes += [node for folder, inner in inside.items() for node in _tables(blocks, folder, inner, [])]
    return _file(blocks, sorted(nodes, key=lambda node: node.ident))


def _tables(blocks: _Blocks, folder: int, folders: Sequence[int], letters: Sequence[int]) -> list[_Node]:
    """The tables of the folders and of the messages in a folder, which has room for about 400 of each."""
    base = folder & ~0x1F
    return [
        _table(blocks, base | kind, [(ident, {}) for ident in held])
        for kind, held in ((0x0D, folders), (0x0E, letters))
    ]


def _folder(blocks: _Blocks, ident: int, name: str, count: int, parent: int) -> _Node:
    properties = {
        (0x3001, _TEXT): _text(name),
        (0x3602, _NUMBER): struct.pack("<I", count),
        (0x3603, _NUMBER): bytes(4),
        (0x360A, _FLAG): b"\x01\0\0\0",
    }
    return _properties(blocks, ident, properties, (), parent)


def _file(blocks: _Blocks, nodes: list[_Node]) -> bytes:
    content = blocks.content
    content += bytes(-len(content) % 512)
    leaves = [(node.ident, struct.pack("<QQQII", node.ident, node.data, node.inner, node.parent, 0)) for node in nodes]
    node_root = _tree(content, _PAGE_NODES, 32, leaves)
    held = [(ident, struct.pack("<QQHHI", ident, place, size, 2, 0)) for ident, place, size in sorted(blocks.places)]
    block_root = _tree(content, _PAGE_BLOCKS, 24, held)
    content[:564] = _header(len(content), node_root, block_root, blocks)
    return bytes(content)


def _tree(content: bytearray, kind: int, size: int, entries: list[tuple[int, bytes]]) -> tuple[int, int]:
    """The id and place of the root page."""
    level = 0
    while True:
        room = 488 // size
        above: list[tuple[int, bytes]] = []
        for at in range(0, len(entries), room):
            page = entries[at : at + room]
            place = len(content)
            ident = 0x1000000 + place // 512 * 4
            body = b"".join(entry for _key, entry in page).ljust(488, b"\0") + struct.pack(
                "<BBBBI", len(page), room, size, level, 0
            )
            content += body + struct.pack("<BBHIQ", kind, kind, _signature(place, ident), _checksum(body), ident)
            above.append((page[0][0], struct.pack("<QQQ", page[0][0], ident, place)))
        if len(above) == 1:
            _key, ident, place = struct.unpack("<QQQ", above[0][1])
            return ident, place
        entries, size, level = above, 24, level + 1


def _header(size: int, nodes: tuple[int, int], roots: tuple[int, int], blocks: _Blocks) -> bytes:
    root = struct.pack("<IQQQQQQQQBBH", 0, size, 0x4400, 0, 0, *nodes, *roots, 0, 0, 0)
    rest = b"SM" + struct.pack("<HHBBII", 23, 19, 1, 1, 0, 0) + struct.pack("<QQI", 0, 0x2000000, 1)
    rest += struct.pack("<32I", *[0x400] * 32) + bytes(8) + root + bytes(4)
    rest += b"\xff" * 256 + struct.pack("<BBHQ", 0x80, blocks.encoding, 0, blocks.next)
    header = b"!BDN" + struct.pack("<I", _checksum(rest[:471])) + rest + struct.pack("<I", _checksum(rest[:516]))
    return header.ljust(564, b"\0")


def _text(text: str) -> bytes:
    return text.encode("utf-16-le")


def _checksum(content: bytes) -> int:
    # MS-PST 5.3: the polynomial of CRC-32 with neither of its two complements.
    return zlib.crc32(content, 0xFFFFFFFF) ^ 0xFFFFFFFF


def _signature(place: int, ident: int) -> int:
    mixed = (place ^ ident) & 0xFFFFFFFF
    return (mixed >> 16) ^ (mixed & 0xFFFF)
