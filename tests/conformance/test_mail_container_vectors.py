"""Containers of mail that others wrote, with what others found in them."""

from __future__ import annotations

import io
import json
import mailbox
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallystick.formats.archive import list_zip, read_member
from tallystick.formats.mail import sniff
from tallystick.formats.mail.mbox import split
from tallystick.formats.mail.tnef import TnefContents, read_tnef

_PROJECT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("TALLY_SHARED", _PROJECT.parent / "shared")) / "data"
# These two really carry bytes behind their last attribute that are none.
# What Outlook puts in the place of a message for programs that cannot read it; the message itself is what we give.
STAND_IN = b"This attachment is a MAPI 1.0 embedded message"
DAMAGED = {"garbage-at-end", "panic"}


def shared(path: str) -> Path:
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"the real inputs are not here: {found.name} is missing (set TALLY_SHARED)")
    return found


@pytest.mark.parametrize(("name", "ends"), [("content-length", 26), ("issue1189", 4)])
def test_mboxes_split_where_mimekit_splits_them(name: str, ends: int) -> None:
    """Separators and messages begin where MimeKit's own expectations say; ends agree where a blank line stands."""
    content = shared(f"mail/mimekit/mbox/{name}.mbox.txt").read_bytes()
    expected = json.loads(shared(f"mail/mimekit/mbox/{name}.unix-offsets.json").read_text("utf-8"))
    found = list(split(content))
    assert [(one.from_start, one.message_start) for one in found] == [
        (one["mboxMarkerOffset"], one["beginOffset"]) for one in expected
    ]
    assert sum(one.message_end == other["endOffset"] for one, other in zip(found, expected, strict=True)) >= ends


def test_unmunged_from_lines_separate_nothing() -> None:
    """MimeKit's file with unquoted From lines and a byte order mark holds two messages."""
    content = shared("mail/mimekit/mbox/unmunged.mbox.txt").read_bytes()
    assert [one.from_start for one in split(content)] == [3, 245]


def test_mailboxes_of_the_standard_library_split_back(tmp_path: Path) -> None:
    """What Python's mailbox writes is split into the messages that were put in."""
    box = mailbox.mbox(tmp_path / "box")
    letters = [
        b"Subject: %d\n\nFrom here\n\nFrom a@b Mon Jan  1 10:00:00 2024\nX: y\n" % number for number in range(20)
    ]
    for letter in letters:
        box.add(letter)
    box.close()
    content = (tmp_path / "box").read_bytes()
    assert [content[one.message_start : one.message_end] for one in split(content)] == [
        letter.replace(b"\nFrom ", b"\n>From ") for letter in letters
    ]


def test_tnef_files_give_mimekits_attachments() -> None:
    """Each attachment and each body that MimeKit extracted is found, line ends of its text files apart."""
    missing = []
    for path in sorted(shared("mail/mimekit/tnef").glob("*.tnef")):
        found = read_tnef(path.read_bytes())
        assert bool(found.problems) == (path.stem in DAMAGED), (path.name, found.problems)
        contents = {_plain(content) for content in _contents(found)}
        for expected in sorted(path.with_suffix("").glob("*")):
            content = _plain(expected.read_bytes())
            if content not in contents and not content.startswith(STAND_IN):
                missing.append(f"{path.stem}/{expected.name}")
    assert missing == []


def _contents(found: TnefContents) -> Iterator[bytes]:
    """The content of every attachment, at any depth, and of every body."""
    yield from (found.rtf, found.html, found.text.encode())
    for one in found.attachments:
        yield one.content
        if one.is_message:
            yield from _contents(read_tnef(one.content))


def _plain(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").rstrip(b"\0\n")


def test_zip_of_others_is_read() -> None:
    """A real zip is listed, and its members pass their CRC."""
    file = io.BytesIO(shared("mail/mikel-mail/attachments/test.zip").read_bytes())
    found = list_zip(file)
    assert found.members
    assert all(len(b"".join(read_member(file, one))) == one.size for one in found.members)


def test_real_mails_are_known_as_mail() -> None:
    """Of the corpus of 6,000 raw mails, each is known as a message, or as an mbox for its first line."""
    kinds: dict[str, int] = {}
    for path in shared("mail/spamassassin").rglob("*.txt"):
        with path.open("rb") as file:
            kind = sniff(file.read(1 << 16), path.stat().st_size, path.name).name
        kinds[kind] = kinds.get(kind, 0) + 1
    assert kinds.keys() == {"message", "mbox"}
    assert kinds["mbox"] < 20 < 6000 < kinds["message"]
