"""Messages read from a PST's own blocks: those attached to others, which libpff's bindings do not open, and those of a
store so damaged that libpff gives it up."""

from __future__ import annotations

from tallystick.errors import FormatError
from tallystick.formats.outlook.block import Blocks, Subnode
from tallystick.formats.outlook.heap import Cell, Heap
from tallystick.formats.outlook.properties import OBJECT, Properties, Stored, StoredFile, Value, named, value_of

DEEPEST = 30
MOST_FILES = 10_000
_RECIPIENTS, _FILE, _DATA, _NAME = 0x692, 0x05, 0x3701, 0x3001


class InnerMessages:
    """The messages inside messages of one store. `names` are the named properties that are read."""

    def __init__(self, blocks: Blocks, names: dict[int, str]) -> None:
        self._blocks = blocks
        self._names = names

    def attached(self, node: int, attachment: int) -> Stored | None:
        """The message that an attachment of the message `node` is. Raises FormatError where it cannot be read."""
        self._blocks.begin()
        outer = self._blocks.subnodes(self._blocks.node(node).inner)
        return self._file(outer[attachment], 0).message if attachment in outer else None

    def message(self, node: int) -> Stored:
        """The message that is the node. Raises FormatError where it cannot be read."""
        self._blocks.begin()
        return self._message(self._blocks.node(node), 0)

    def folder_name(self, node: int) -> str:
        """What the folder is called; "" where that cannot be read."""
        try:
            cells = [cell for cell in Heap(self._blocks, self._blocks.node(node)).properties() if cell[0] == _NAME]
        except FormatError:
            return ""
        return self._properties(cells).text(_NAME)

    def _message(self, node: Subnode, depth: int) -> Stored:
        heap = Heap(self._blocks, node)
        stored = Stored(self._properties(list(heap.properties())))
        if _RECIPIENTS in heap.subnodes:
            try:
                rows = list(Heap(self._blocks, heap.subnodes[_RECIPIENTS]).rows())
                stored.recipients = [self._properties(row) for row in rows]
            except FormatError as error:
                stored.problems.append(("recipients-unread", str(error)))
        files = [inner for ident, inner in sorted(heap.subnodes.items()) if ident & 0x1F == _FILE]
        for inner in files[:MOST_FILES]:
            try:
                stored.files.append(self._file(inner, depth))
            except FormatError as error:
                stored.files.append(StoredFile(Properties(), problems=[("attachment-damaged", str(error))]))
        return stored

    def _file(self, node: Subnode, depth: int) -> StoredFile:
        heap = Heap(self._blocks, node)
        cells = list(heap.properties())
        data = next(((kind, content) for ident, kind, content in cells if ident == _DATA), None)
        file = StoredFile(self._properties([cell for cell in cells if cell[0] != _DATA]))
        if data is None:
            return file
        kind, content = data
        if kind != OBJECT:
            file.content = content
            return file
        inner = heap.subnodes.get(int.from_bytes(content[:4], "little"))
        if inner is not None and depth < DEEPEST:
            file.message = self._message(inner, depth + 1)
        elif inner is not None:
            file.problems.append(("limit-depth", f"messages inside messages are read {DEEPEST} deep"))
        return file

    def _properties(self, cells: list[Cell]) -> Properties:
        values: dict[int, Value] = {ident: value_of(kind, content) for ident, kind, content in cells}
        return Properties(values, named(values, self._names))
