"""The messages of a PST or OST, folder by folder, as libpff finds them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypff

from tallystick.errors import FormatError
from tallystick.formats.outlook.block import Blocks
from tallystick.formats.outlook.inner import InnerMessages
from tallystick.formats.outlook.node_tree import FOLDER, LARGE, MESSAGE, SEARCH_FOLDER, Nodes, StoreHeader
from tallystick.formats.outlook.properties import (
    Properties,
    Stored,
    StoredFile,
    named,
    property_names,
    value_of,
)
from tallystick.formats.outlook.view import View
from tallystick.model.message import Problem

DEEPEST_FOLDER = 200
MOST_RECIPIENTS = 20_000
MOST_ATTACHMENTS = 10_000
MOST_ENTRIES = 20_000
LARGEST_FILE = 256 << 20
# What libpff raises where a store is damaged; MemoryError is its word for an object that it cannot make.
DAMAGE = (OSError, MemoryError, ValueError, TypeError, OverflowError, RuntimeError, SystemError)

_CONTENT_COUNT, _PASSWORD, _METHOD, _IS_MESSAGE = 0x3602, 0x67FF, 0x3705, 5
_IDS = (
    "0017 001A 0036 0037 0039 003D 0041 0042 004F 0050 0064 0065 007D 0C15 0C19 0C1A 0C1E 0C1F 0E02 0E03 0E04 0E06 "
    "0E07 0E1D 0FFF 1000 1001 1009 1013 1035 1039 1042 1046 3001 3002 3003 3007 3008 3704 3705 3707 3708 370D 370E "
    "3712 39FE 3FDE 3FF1 3FFD 5D01 5D02 5FF6"
)
_WANTED = frozenset(int(ident, 16) for ident in _IDS.split())
_WANTED_NAMES = frozenset(("Keywords", "appointment:820d", "appointment:820e"))


@dataclass(frozen=True, slots=True)
class Kept:
    """A message, its node, the path of its folder ("" for none), whether no folder's table lists it,
    and whether libpff did not give it."""

    stored: Stored
    node: int
    folder: str
    is_unlisted: bool = False
    is_recovered: bool = False


@dataclass(slots=True)
class Store:
    """One reading of a store. What goes wrong is added to `problems`; the rest is read."""

    whole: memoryview
    header: StoreHeader
    nodes: Nodes
    problems: list[Problem] = field(default_factory=list)
    met: set[int] = field(default_factory=set)
    _children: dict[int, set[int]] = field(default_factory=dict)
    _folders_met: set[int] = field(default_factory=set)
    _names: dict[int, str] = field(default_factory=dict)

    def messages(self, view: View) -> Generator[Kept, None, None]:
        """Every message of every folder, then those that stand in none."""
        file = pypff.file()
        try:
            file.open_file_object(view)
        except DAMAGE as error:
            self.problems.append(Problem("pst-unreadable", "", f"the store cannot be opened: {_said(error)}"))
            return
        try:
            yield from self._opened(file)
        finally:
            file.close()

    def _opened(self, file: Any) -> Iterator[Kept]:
        self._check_password(file)
        self._learn_names(file)
        root = self._tried("", file.get_root_folder)
        if root is not None:
            yield from self._folders(root)
        for number in range(self._tried("", file.get_number_of_orphan_items) or 0):
            item = self._tried(f"orphan {number}", file.get_orphan_item, number)
            if isinstance(item, pypff.folder):
                yield from self._folders(item)
            elif item is not None and item.identifier & 0x1F == MESSAGE and item.identifier not in self.met:
                yield self._kept(item, "", is_unlisted=True)

    def left_over(self) -> Iterator[Kept]:
        """The messages that the tree lists and libpff did not give, as far as their blocks can be read here."""
        missing = sorted(self.nodes.of_type(MESSAGE) - self.met)
        if not missing or self.header.layout is LARGE:
            return
        inner = InnerMessages(Blocks(self.whole, self.header), self._names)
        for node in missing:
            try:
                stored = inner.message(node)
            except FormatError as error:
                self._say(f"{node:#x}", error)
                continue
            yield Kept(stored, node, _path(self.nodes, self.nodes.parents[node], inner), is_recovered=True)

    def _check_password(self, file: Any) -> None:
        store = self._tried("", file.get_message_store)
        if store is not None and self._properties(store, "", frozenset((_PASSWORD,))).number(_PASSWORD):
            detail = "a password is set; programs ask for it, but the store can be read and changed without it"
            self.problems.append(Problem("pst-password", "", detail))

    def _learn_names(self, file: Any) -> None:
        """What the named properties of this store are called; only those that are read are remembered."""
        node = self._tried("0x61", file.get_name_to_id_map)
        if node is None:
            return
        streams = self._properties(node, "0x61", frozenset((2, 3, 4)))
        names = property_names(streams.content(2), streams.content(3), streams.content(4))
        self._names = {ident: name for ident, name in names.items() if name in _WANTED_NAMES}

    def _folders(self, root: Any) -> Iterator[Kept]:
        pending: list[tuple[Any, str, int]] = [(root, "", 0)]
        while pending:
            folder, path, depth = pending.pop()
            node = int(folder.identifier)
            if node in self._folders_met or depth > DEEPEST_FOLDER:
                self.problems.append(Problem("folder-unread", f"{node:#x}", "folders stand in a circle or too deep"))
                continue
            self._folders_met.add(node)
            name = self._tried(f"{node:#x}", folder.get_name) or ""
            path = f"{path}/{name}" if path and name else path or name
            yield from self._listed(folder, node, path)
            inner = list(self._inner_folders(folder, node))
            if self.nodes.faults or not self._is_listed(node, {int(each.identifier) for each in inner}):
                inner = []
                for number in range(self._tried(f"{node:#x}", folder.get_number_of_sub_items) or 0):
                    item = self._tried(f"{node:#x} item {number}", folder.get_sub_item, number)
                    if isinstance(item, pypff.folder):
                        inner.append(item)
                    elif item is not None and item.identifier & 0x1F == MESSAGE and item.identifier not in self.met:
                        yield self._kept(item, path, is_unlisted=True)
            pending += [(each, path, depth + 1) for each in reversed(inner)]

    def _inner_folders(self, folder: Any, node: int) -> Iterator[Any]:
        """The folders that the folder's own table lists."""
        for number in range(self._tried(f"{node:#x}", folder.get_number_of_sub_folders) or 0):
            inner = self._tried(f"{node:#x} folder {number}", folder.get_sub_folder, number)
            if inner is not None:
                yield inner

    def _is_listed(self, node: int, folders: set[int]) -> bool:
        """Whether the folder's tables list all that the tree of nodes has below it."""
        if not self._children:
            for child, parent in self.nodes.parents.items():
                self._children.setdefault(parent, set()).add(child)
        below = {child for child in self._children.get(node, ()) if child & 0x1F in (MESSAGE, FOLDER, SEARCH_FOLDER)}
        return all(child in self.met or child in folders or child == node for child in below)

    def _listed(self, folder: Any, node: int, path: str) -> Iterator[Kept]:
        """The messages that the folder's own table lists."""
        count = self._tried(f"{node:#x}", folder.get_number_of_sub_messages) or 0
        for number in range(count):
            message = self._tried(f"{node:#x} message {number}", folder.get_sub_message, number)
            if message is not None:
                yield self._kept(message, path)
        stated = self._properties(folder, f"{node:#x}", frozenset((_CONTENT_COUNT,)))
        if _CONTENT_COUNT in stated.by_id and stated.number(_CONTENT_COUNT) != count:
            detail = (
                f"the folder {path!r} says that it holds {stated.number(_CONTENT_COUNT)} messages, {count} are listed"
            )
            self.problems.append(Problem("folder-count-differs", f"{node:#x}", detail))

    def _kept(self, message: Any, folder: str, *, is_unlisted: bool = False) -> Kept:
        node = int(message.identifier)
        self.met.add(node)
        return Kept(self._message(message), node, folder, is_unlisted)

    def _message(self, message: Any) -> Stored:
        node = f"{message.identifier:#x}"
        stored = Stored(self._properties(message, node))
        recipients = self._tried(node, lambda: getattr(message, "recipients", None))
        if recipients is not None:
            sets = self._sets(recipients, node)
            stored.recipients = [self._of_set(each, node, _WANTED) for each in sets[:MOST_RECIPIENTS]]
            if len(sets) > MOST_RECIPIENTS:
                stored.problems.append(("limit-recipients", f"{len(sets)} are listed, {MOST_RECIPIENTS} are read"))
        count = self._tried(node, lambda: getattr(message, "number_of_attachments", 0)) or 0
        if count > MOST_ATTACHMENTS:
            stored.problems.append(("limit-files", f"{count} are listed, {MOST_ATTACHMENTS} are read"))
        for number in range(min(count, MOST_ATTACHMENTS)):
            stored.files.append(self._file(message, number, node))
        return stored

    def _file(self, message: Any, number: int, node: str) -> StoredFile:
        place = f"{node} attachment {number + 1}"
        attachment = self._tried(place, message.get_attachment, number)
        if attachment is None:
            return StoredFile(Properties())
        file = StoredFile(self._properties(attachment, place))
        if file.properties.number(_METHOD) == _IS_MESSAGE:
            file.message = self._inner(message, attachment, place)
            return file
        size = self._tried(place, attachment.get_size)
        if size is not None and size > LARGEST_FILE:
            file.problems.append(("limit-file-bytes", f"an attachment of {size} bytes; {LARGEST_FILE} are read"))
            size = LARGEST_FILE
        if size is not None:
            file.content = self._tried(place, attachment.read_buffer, size) if size else b""
        return file

    def _inner(self, message: Any, attachment: Any, place: str) -> Stored | None:
        try:
            inner = InnerMessages(Blocks(self.whole, self.header), self._names)
            return inner.attached(int(message.identifier), int(attachment.identifier))
        except FormatError as error:
            self._say(place, error)
            return None

    def _properties(self, owner: Any, place: str, wanted: frozenset[int] = _WANTED) -> Properties:
        found = Properties()
        for each in self._sets(owner, place):
            of_set = self._of_set(each, place, wanted)
            found.by_id = of_set.by_id | found.by_id
        found.by_name = named(found.by_id, self._names)
        return found

    def _sets(self, owner: Any, place: str) -> list[Any]:
        count = self._tried(place, owner.get_number_of_record_sets) or 0
        sets = (self._tried(place, owner.get_record_set, number) for number in range(min(count, MOST_RECIPIENTS + 1)))
        return [each for each in sets if each is not None]

    def _of_set(self, record_set: Any, place: str, wanted: frozenset[int]) -> Properties:
        found = Properties()
        count = self._tried(place, record_set.get_number_of_entries) or 0
        for number in range(min(count, MOST_ENTRIES)):
            try:
                entry = record_set.get_entry(number)
                ident, kind = entry.entry_type, entry.value_type
                if ident is None or kind is None or not (ident in wanted or ident in self._names):
                    continue
                content = entry.data
            except DAMAGE as error:
                self._say(place, error)
                continue
            if content is None:
                continue
            found.by_id.setdefault(ident, value_of(kind, content))
        found.by_name = named(found.by_id, self._names)
        return found

    def _tried(self, place: str, what: Callable[..., Any], *arguments: int) -> Any:
        """What libpff gives, None where it cannot: that is a problem."""
        try:
            return what(*arguments)
        except DAMAGE as error:
            self._say(place, error)
            return None

    def _say(self, place: str, error: BaseException) -> None:
        if len(self.problems) < 10_000:
            self.problems.append(Problem("pst-damaged", place, f"a piece of the store cannot be read: {_said(error)}"))


def _path(nodes: Nodes, folder: int, inner: InnerMessages) -> str:
    names: list[str] = []
    while folder in nodes.parents and len(names) < DEEPEST_FOLDER and nodes.parents[folder] != folder:
        names.append(inner.folder_name(folder))
        folder = nodes.parents[folder]
    return "/".join(name for name in reversed(names) if name)


def _said(error: BaseException) -> str:
    """The first words of libpff, which gives a whole chain of calls."""
    return str(error).split("\n", 1)[0][:200]
