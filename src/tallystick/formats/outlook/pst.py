"""A store of Outlook, .pst or .ost: its messages by libpff, and its nodes counted a second time by itself.

Source: MS-PST; libpff's notes on the OST of Outlook 2013.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from mmap import mmap

from tallystick.formats.carrier.head import Head
from tallystick.formats.outlook.mail_of import mail_of
from tallystick.formats.outlook.node_tree import (
    ASSOCIATED,
    FOLDER,
    MAGIC,
    MESSAGE,
    SEARCH_FOLDER,
    Nodes,
    StoreHeader,
    header_of,
    walk,
)
from tallystick.formats.outlook.store import Kept, Store
from tallystick.formats.outlook.view import View
from tallystick.model.check import Check
from tallystick.model.message import Problem
from tallystick.model.reading import Count, DerivedMail, Reading

MESSAGES_A_READING = 200
BYTES_A_READING = 32 << 20
_MOST_UNREAD = 1_000
_KINDS = {FOLDER: "folders", SEARCH_FOLDER: "search-folders", ASSOCIATED: "associated"}


def recognises(head: Head) -> bool:
    """Whether it begins as a PST or OST does."""
    return head.block.startswith(MAGIC) and head.block[8:10] in (b"SM", b"SO")


def read(original: bytes | memoryview | mmap, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """The store's messages, some hundred at a time; the last reading has the count, the check and the problems.

    Raises NotThisFormat.
    """
    with memoryview(original) as whole:
        yield from _readings(original, whole)


def _readings(original: bytes | memoryview | mmap, whole: memoryview) -> Iterator[Reading]:
    header = header_of(whole)
    nodes = walk(whole, header)
    store = Store(whole, header, nodes)
    found, recovered = set[int](), set[int]()
    batch: list[DerivedMail] = []
    size = 0
    with View(original) as view, closing(store.messages(view)) as messages:
        for kept in chain(messages, store.left_over()):
            if kept.node in found:
                store.problems.append(Problem("message-twice", f"{kept.node:#x}", "the message is met a second time"))
                continue
            (recovered if kept.is_recovered else found).add(kept.node)
            store.problems += _about_message(kept)
            batch.append(mail_of(kept.stored, f"{kept.node:#x}", kept.folder))
            size += sum(len(file.content) for file in batch[-1].embedded)
            if len(batch) >= MESSAGES_A_READING or size >= BYTES_A_READING:
                yield Reading(format="pst", mails=tuple(batch))
                batch, size = [], 0
    problems = (*_about(header), *store.problems, *_about_nodes(nodes, found | recovered))
    counts, checks = (_count(nodes, found | recovered),), (_check(nodes, found, recovered),)
    yield Reading(format="pst", mails=tuple(batch), counts=counts, checks=checks, problems=problems)


def _about_message(kept: Kept) -> Iterator[Problem]:
    if kept.is_unlisted:
        detail = f"the table of its folder {kept.folder!r} does not list it" if kept.folder else "it has no folder"
        yield Problem("message-unlisted", f"{kept.node:#x}", f"the message was found, but {detail}")
    if kept.is_recovered:
        detail = "the message was read from its blocks: the store is too damaged for the first reader"
        yield Problem("message-recovered", f"{kept.node:#x}", detail)


def _about(header: StoreHeader) -> Iterator[Problem]:
    if header.method in ("compressible", "high"):
        detail = f"the store is written in Outlook's {header.method} encoding, which hides nothing: no key is needed"
        yield Problem("pst-encoded", "", detail)
    elif header.method != "none":
        yield Problem("pst-encrypted", "", f"the store is encrypted ({header.method}); its messages cannot be read")


def _about_nodes(nodes: Nodes, found: set[int]) -> Iterator[Problem]:
    for place, why in nodes.faults[:_MOST_UNREAD]:
        yield Problem("pst-tree-damaged", f"byte {place}", why)
    unread = sorted(nodes.of_type(MESSAGE) - found)
    for node in unread[:_MOST_UNREAD]:
        detail = f"the store lists the message under folder {nodes.parents[node]:#x}, but it could not be read"
        yield Problem("message-unread", f"{node:#x}", detail)
    if len(unread) > _MOST_UNREAD:
        yield Problem("message-unread", "", f"{len(unread) - _MOST_UNREAD} further messages could not be read")


def _count(nodes: Nodes, found: set[int]) -> Count:
    """What became of each node that the tree lists or libpff found."""
    became = Counter[str]({"messages": len(found), "problems": len(nodes.of_type(MESSAGE) - found)})
    became.update(
        _KINDS.get(node & 0x1F, "structure") for node in nodes.parents.keys() - found if node & 0x1F != MESSAGE
    )
    return Count("node", len(nodes.parents.keys() | found), tuple(became.items()))


def _check(nodes: Nodes, found: set[int], recovered: set[int]) -> Check:
    """Whether the messages that libpff gave are those that the tree of nodes lists."""
    listed = nodes.of_type(MESSAGE)
    associated = len(nodes.of_type(ASSOCIATED))
    numbers = {"tree": len(listed), "libpff": len(found), "recovered": len(recovered), "associated": associated}
    facts = {name: str(number) for name, number in numbers.items()}
    if listed != found:
        said = (
            f"the tree of nodes lists {len(listed)} messages, libpff gave {len(found)}, {len(listed & found)} in both"
        )
        return Check.failed("pst-counts", f"{said}; {len(recovered)} were read from their blocks", "", **facts)
    if nodes.faults:
        said = f"both counts are {len(found)}, but pages of the tree of nodes are damaged: messages may be missing"
        return Check.not_checked("pst-counts", said, "", **facts)
    return Check.passed("pst-counts", f"two independent counts agree: {len(found)} messages", "", **facts)
