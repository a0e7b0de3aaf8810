"""One original read: its items with their rows and search documents, and for a mail the tree over its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap

from tallystick.formats import format_of
from tallystick.formats.carrier.head import HEAD_BYTES, Head
from tallystick.language.detect import languages
from tallystick.model.custody import Source
from tallystick.model.message import Message, Problem, Signature
from tallystick.model.reading import Reading
from tallystick.record.entry.mails import put_mail
from tallystick.record.entry.sheaf import ItemFacts, Sheaf
from tallystick.record.rows import Rows
from tallystick.record.search import IndexFields, SearchDocument
from tallystick.seal import part as part_tree
from tallystick.services.reading.derived import Derived, name_of
from tallystick.services.reading.eyes import Eyes
from tallystick.services.reading.mail import carried_checkpoints, html_of, mail_document, message_of
from tallystick.services.reading.overflow import Overflow
from tallystick.services.reading.wall import walled

# A log entry has no room for the tree of a message with more parts than this, nor is one ever asked for.
MOST_PARTS = 100_000
# What is larger is not held in memory: it is hashed, then compressed, in pieces, and its text is not read.
LARGEST_IN_MEMORY = 64 << 20
_OURS = "application/vnd.tallystick."


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a worker hands back: rows and search documents lacking only the log index, and the tree over the parts.

    `rest` is the file with what did not fit, see `overflow`.
    """

    rows: Rows
    documents: tuple[IndexFields, ...]
    parts_count: int = 0
    parts_root: str = ""
    problems: tuple[tuple[str, int], ...] = ()
    signatures: tuple[Signature, ...] = ()
    checkpoints: tuple[str, ...] = ()
    rest: str = ""


def read_original(
    block: bytes, sha256: str, media_type: str, seed: bytes, source: Source, overflow: Overflow, eyes: Eyes
) -> Indexed | None:
    """What an original gives to the record; None for what Tallystick itself states (recipes, ledgers, sheets)."""
    if media_type.startswith(_OURS):
        return None
    sheaf = Sheaf(sha256)
    with walled(sheaf, ""):
        message = message_of(block, media_type, source.kind)
        if message is not None:
            return _mail(sheaf, block, message, seed, eyes)
    if not sheaf.problem_codes:
        name = name_of(source.locator)
        _put_readings(sheaf, readings_of(block, name), name, overflow, Derived(sheaf, eyes), block)
    if not sheaf.items:
        _put_unread(sheaf, source, None)
    return _indexed(sheaf, overflow)


def readings_of(block: bytes, name: str) -> Iterator[Reading]:
    """What a file that is no mail says; nothing where no format knows it. Raises FormatError."""
    found = format_of(Head.of(block, name))
    if found is not None:
        yield from found.read(block, name)


def read_large(path: str, sha256: str, source: Source, overflow: Overflow, eyes: Eyes) -> Indexed:
    """What an original says that is too large to be held in memory: the file at `path` is mapped, and read where its
    format needs only a part at a time."""
    name = name_of(source.locator)
    with open(path, "rb") as file:
        whole = mmap(file.fileno(), 0, access=ACCESS_READ)
    sheaf = Sheaf(sha256)
    with walled(sheaf, ""):
        found = format_of(Head(whole[:HEAD_BYTES], len(whole), name))
        if found is None or not found.is_large:
            sheaf.problems([Problem("too-large-to-read", "", f"larger than {LARGEST_IN_MEMORY} bytes")])
        else:
            _put_readings(sheaf, found.read(whole, name), name, overflow, Derived(sheaf, eyes))
    if not sheaf.items:
        _put_unread(sheaf, source, None)
    return _indexed(sheaf, overflow)


def unread(sha256: str, source: Source, problem: Problem | None = None) -> Indexed:
    """The record of an original that is not read: it is found by its name."""
    sheaf = Sheaf(sha256)
    _put_unread(sheaf, source, problem)
    rows, documents = sheaf.take()
    return Indexed(rows, documents, problems=tuple(sheaf.problem_codes.items()))


def reader_died(how: str) -> Problem:
    """What is said of an original whose reader died twice of it: `how` says of what."""
    return Problem("reader-died", "", f"it is kept and not read: {how}")


def _mail(sheaf: Sheaf, block: bytes, message: Message, seed: bytes, eyes: Eyes) -> Indexed:
    spoken = languages(message.text or message.html_text or message.subject)
    covered = part_tree.spans(message.parts)[: MOST_PARTS + 1]
    has_tree = bool(covered) and len(covered) <= MOST_PARTS
    position = put_mail(sheaf, message, spoken, html=html_of(block, message))
    sheaf.document(mail_document(message, sheaf.sha256, position, spoken, ""))
    sheaf.problems(message.problems)
    with walled(sheaf, ""):
        Derived(sheaf, eyes).of_mail(block, message)
    rows, documents = sheaf.take()
    return Indexed(
        rows,
        documents,
        parts_count=len(covered) if has_tree else 0,
        parts_root=part_tree.parts_root(seed, block, covered).hex() if has_tree else "",
        problems=tuple(sheaf.problem_codes.items()),
        signatures=message.signatures,
        checkpoints=carried_checkpoints(message.text),
    )


def _indexed(sheaf: Sheaf, overflow: Overflow) -> Indexed:
    rows, documents = sheaf.take()
    return Indexed(rows, documents, problems=tuple(sheaf.problem_codes.items()), rest=overflow.path)


def _put_readings(
    sheaf: Sheaf, readings: Iterator[Reading], name: str, overflow: Overflow, derived: Derived, block: bytes = b""
) -> None:
    """The overflow, which is ours, raises through the wall."""
    sheaf.hand_on(overflow.add)
    try:
        with walled(sheaf, ""):
            for reading in readings:
                derived.put(reading, name, "", content=block)
    finally:
        overflow.close()


def _put_unread(sheaf: Sheaf, source: Source, problem: Problem | None) -> None:
    name = name_of(source.locator)
    position = sheaf.item(ItemFacts("document", "file", title=name, marks=("unread",)))
    if problem is not None:
        sheaf.problems([problem])
    sheaf.document(
        SearchDocument(sha256=sheaf.sha256, position=position, attachments=(name,), channel="file", flags=("unread",))
    )
