"""Thousands of real messages that others collected: what must hold for each, and what the standard library says."""

from __future__ import annotations

import email
import email.message
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallystick.formats.mail.deviation import CODES
from tallystick.formats.mail.read import read
from tallystick.model.message import Message, Part

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared"))
MAIL = SHARED / "data" / "mail"
CORPORA = ("cpython", "dkimpy", "flanker", "mikel-mail", "mimekit", "spamassassin", "talon")
SECONDS_A_MESSAGE = 2.0

pytestmark = pytest.mark.skipif(not MAIL.is_dir(), reason="the shared corpora of real mail are not on this machine")


def files(corpus: str) -> list[Path]:
    return [path for path in sorted((MAIL / corpus).rglob("*")) if path.is_file()]


def all_messages(message: Message, size: int) -> Iterator[tuple[Message, int]]:
    """The message and those inside, each with the size of the bytes that its places count in."""
    yield message, size
    sizes = {part.path or "1": part.size_bytes for part in message.parts}
    for inner in message.nested:
        holder = inner.parts[0].path.removesuffix(".0")
        is_decoded = any(problem.code == "nested-decoded" for problem in inner.problems)
        yield from all_messages(inner, sizes[holder] if is_decoded else size)


def assert_spans_nest(message: Message, size: int) -> None:
    root = message.parts[0]
    by_path = {part.path: part for part in message.parts}
    previous: Part | None = None
    for part in message.parts:
        assert 0 <= part.start <= part.body_start <= part.end <= size, part
        assert root.start <= part.start <= part.end <= root.end, part
        holder = by_path.get(part.path.rpartition(".")[0])
        if holder is not None:
            assert holder.start <= part.start <= part.end <= holder.end, (holder, part)
        is_sibling = previous is not None and previous.path.rpartition(".")[0] == part.path.rpartition(".")[0]
        if previous is not None and is_sibling and previous is not root and not is_derived(part):
            assert previous.end <= part.start, (previous, part)
        previous = part


def is_derived(part: Part) -> bool:
    return ".tnef." in f".{part.path}" or ".uu." in f".{part.path}"


@pytest.mark.parametrize("corpus", CORPORA)
def test_every_file_reads_within_bounds(corpus: str) -> None:
    """Whatever the file, a reading comes back in time, its spans nest, and its problems are of the table."""
    for path in files(corpus):
        original = path.read_bytes()
        began = time.process_time()
        message = read(original)
        assert time.process_time() - began < SECONDS_A_MESSAGE, path
        for inner, size in all_messages(message, len(original)):
            assert_spans_nest(inner, size)
            assert {problem.code for problem in inner.problems} <= set(CODES), path


def own_leaves(message: Message) -> list[Part]:
    """The leaves of a message and of those inside, as the standard library's walk meets them."""
    inside = {inner.parts[0].path.removesuffix(".0"): inner for inner in message.nested}
    found: list[Part] = []
    for part in message.parts:
        if part.role == "message" and (part.path or "1") in inside:
            found += own_leaves(inside[part.path or "1"])
        elif part.role != "container" and not is_derived(part):
            found.append(part)
    return found


def test_well_formed_messages_decode_as_in_the_standard_library() -> None:
    """Where no problem was met, every leaf's decoded SHA-256 is that of the standard library's payload."""
    compared = 0
    for path in files("spamassassin")[::5]:
        original = path.read_bytes()
        message = read(original)
        reference = [part for part in email.message_from_bytes(original).walk() if not part.is_multipart()]
        ours = own_leaves(message)
        is_report = any(part.media_type == "message/delivery-status" for part in ours)
        if is_report or any(inner.problems for inner, _ in all_messages(message, len(original))):
            continue
        assert len(ours) == len(reference), path
        for part, other in zip(ours, reference, strict=True):
            content = other.get_payload(decode=True)
            assert isinstance(content, bytes)
            assert hashlib.sha256(content).hexdigest() == part.sha256, (path, part)
            compared += 1
    assert compared > 1_000


def test_subjects_agree_with_the_standard_library() -> None:
    """Where a subject is ASCII on the wire, both readers read the same words."""
    differing = [
        path.name
        for path in files("spamassassin")[::5]
        for original in [path.read_bytes()]
        for raw in [email.message_from_bytes(original).get("Subject", "")]
        if str(raw).isascii() and "=?" not in str(raw) and " ".join(str(raw).split()) != words(read(original).subject)
    ]
    assert differing == []


def words(text: str) -> str:
    return " ".join(text.split())


SPOT_CHECKS = {
    "mikel-mail/emails/multi_charset/japanese.eml": ("まみむめも", []),
    "mikel-mail/emails/attachment_emails/attachment_content_disposition.eml": ("testing", ["api.rb"]),
    "mikel-mail/emails/error_emails/trademark_character_in_subject.eml": ("GA.comô has a lead for you", []),
    "talon/reply-quotations-share-block.eml": ("Re: You've got a new booking inquiry!", []),
    "flanker/messages/enclosed.eml": ("Wow", ["thanks.eml"]),
}


@pytest.mark.parametrize("name", sorted(SPOT_CHECKS))
def test_known_messages(name: str) -> None:
    """Subjects and names of attachments are those that a person reads in these messages."""
    message = read((MAIL / name).read_bytes())
    assert (message.subject, [part.name for part in message.attachments()]) == SPOT_CHECKS[name]


def test_a_long_russian_file_name_in_raw_utf8_is_read() -> None:
    """A name in raw UTF-8 that was cut in the middle of a letter is still Russian."""
    message = read((MAIL / "flanker/messages/russian-attachment-yahoo.eml").read_bytes())
    assert next(message.attachments()).name.startswith("Картинка с очень, очень длинным")
