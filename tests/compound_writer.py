"""A .msg of one's own: compound files (MS-CFB, version 3) with the storages and streams of MS-OXMSG."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Tree = Mapping[str, "bytes | Tree"]
Properties = Mapping[tuple[int, int], "bytes | list[bytes]"]
"""(id, type) to the value's bytes, or to those of each value."""

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_VARIABLE = (0x1E, 0x1F, 0x102, 0x0D)


@dataclass
class Msg:
    """A message: its properties, its recipients' and its attachments', each with the message or storage inside it."""

    properties: Properties
    recipients: Sequence[Properties] = ()
    attachments: Sequence[tuple[Properties, Msg | Tree | None]] = ()
    names: tuple[bytes, bytes, bytes] = (b"", b"", b"")

    def tree(self, header: int = 32) -> dict[str, bytes | Tree]:
        tree = _object(self.properties, header)
        for number, properties in enumerate(self.recipients):
            tree[f"__recip_version1.0_#{number:08X}"] = _object(properties, 8)
        for number, (properties, inside) in enumerate(self.attachments):
            attachment = _object(properties, 8)
            if inside is not None:
                attachment["__substg1.0_3701000D"] = inside.tree(24) if isinstance(inside, Msg) else inside
            tree[f"__attach_version1.0_#{number:08X}"] = attachment
        if header == 32:
            streams = zip(("00020102", "00030102", "00040102"), self.names, strict=True)
            tree["__nameid_version1.0"] = {f"__substg1.0_{name}": content for name, content in streams}
        return tree

    def written(self) -> bytes:
        return compound(self.tree())


def _object(properties: Properties, header: int) -> dict[str, bytes | Tree]:
    tree: dict[str, bytes | Tree] = {}
    table = bytes(header)
    for (ident, kind), value in properties.items():
        name = f"__substg1.0_{ident:04X}{kind:04X}"
        if isinstance(value, list):
            table += struct.pack("<HHIII", kind, ident, 6, 4 * len(value), 0)
            tree[name] = b"".join(struct.pack("<I", len(each)) for each in value)
            tree |= {f"{name}-{number:08X}": each for number, each in enumerate(value)}
        elif kind in _VARIABLE:
            table += struct.pack("<HHIII", kind, ident, 6, len(value), 0)
            tree[name] = value
        else:
            table += struct.pack("<HHI", kind, ident, 6) + value.ljust(8, b"\0")
    tree["__properties_version1.0"] = table
    return tree


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    children: list[int] = field(default_factory=list)
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = _END
    size: int = 0


@dataclass
class _Writer:
    sectors: list[bytes] = field(default_factory=list)
    fat: list[int] = field(default_factory=list)
    mini: bytearray = field(default_factory=bytearray)
    mini_fat: list[int] = field(default_factory=list)
    entries: list[_Entry] = field(default_factory=list)

    def add(self, name: str, value: bytes | Tree, kind: int = _STORAGE) -> int:
        place = len(self.entries)
        if isinstance(value, bytes):
            self.entries.append(_Entry(name, _STREAM, value))
            return place
        entry = _Entry(name, kind)
        self.entries.append(entry)
        entry.children = [self.add(inner, content) for inner, content in value.items()]
        ordered = sorted(
            entry.children, key=lambda each: (len(self.entries[each].name), self.entries[each].name.upper())
        )
        entry.child = self._balanced(ordered)
        return place

    def _balanced(self, places: list[int]) -> int:
        if not places:
            return _FREE
        middle = len(places) // 2
        entry = self.entries[places[middle]]
        entry.left, entry.right = self._balanced(places[:middle]), self._balanced(places[middle + 1 :])
        return places[middle]

    def chain(self, content: bytes) -> int:
        """The first sector of the content."""
        if not content:
            return _END
        start = len(self.sectors)
        for at in range(0, len(content), _SECTOR):
            self.sectors.append(content[at : at + _SECTOR].ljust(_SECTOR, b"\0"))
            self.fat.append(len(self.sectors))
        self.fat[-1] = _END
        return start

    def place_streams(self) -> None:
        for entry in self.entries:
            entry.size = len(entry.content)
            if entry.size >= _CUTOFF:
                entry.start = self.chain(entry.content)
            elif entry.content:
                entry.start = len(self.mini_fat)
                count = -(-entry.size // _MINI)
                self.mini_fat += [*range(entry.start + 1, entry.start + count), _END]
                self.mini += entry.content.ljust(count * _MINI, b"\0")


def compound(tree: Tree) -> bytes:
    """The compound file that holds the tree; its sector table stands first, so that a file cut short still has it."""
    for count in range(1, 109):
        written = _compound(tree, count)
        if written is not None:
            return written
    raise ValueError("larger than a table of 108 sectors")


def _compound(tree: Tree, count: int) -> bytes | None:
    writer = _Writer([b""] * count, [_FAT] * count)
    writer.add("Root Entry", tree, _ROOT)
    writer.place_streams()
    root = writer.entries[0]
    root.size, root.start = len(writer.mini), writer.chain(bytes(writer.mini))
    mini_start = writer.chain(_numbers(writer.mini_fat))
    directory = writer.chain(b"".join(_entry(each) for each in writer.entries))
    table = _numbers(writer.fat)
    if len(table) > count * _SECTOR:
        return None
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    mini_count = -(-len(writer.mini_fat) // 128)
    header += struct.pack("<IIIIIIIIII", 0, count, directory, 0, _CUTOFF, mini_start, mini_count, _END, 0, 0)
    header += b"".join(struct.pack("<I", number if number < count else _FREE) for number in range(1, 109))
    return header + table.ljust(count * _SECTOR, b"\xff") + b"".join(writer.sectors)


def _numbers(numbers: list[int]) -> bytes:
    content = b"".join(struct.pack("<I", number) for number in numbers)
    return content + b"\xff" * (-len(content) % _SECTOR)


def _entry(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    content = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), entry.kind, 1)
    content += struct.pack("<III", entry.left, entry.right, entry.child) + bytes(36)
    return content + struct.pack("<IQ", entry.start, entry.size)
