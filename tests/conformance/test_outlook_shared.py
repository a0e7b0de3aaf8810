"""Messages and a store that others made: what is read of them beside what another program read."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from tallystick.formats.carrier.head import Head
from tallystick.formats.outlook import msg, pst
from tallystick.formats.outlook.block import Blocks
from tallystick.formats.outlook.inner import InnerMessages
from tallystick.formats.outlook.node_tree import header_of, walk
from tallystick.formats.outlook.store import Store
from tallystick.formats.outlook.view import View
from tallystick.model.check import Verdict
from tallystick.model.message import Message
from tallystick.model.reading import DerivedMail

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared"))
OUTLOOK = SHARED / "data" / "outlook"
MESSAGES = sorted((OUTLOOK / "msgreader").glob("*.msg"))
EXPECTED = [path for path in MESSAGES if path.with_suffix(".json").is_file()]
# The other program reads Japanese 8-bit text as Latin-1: its strings of this message are no measure.
NOT_DECODED = "contactAnsi.msg"

pytestmark = pytest.mark.skipif(not OUTLOOK.is_dir(), reason="the shared Outlook files are not on this machine")


def mail(path: Path) -> DerivedMail:
    (reading,) = msg.read(path.read_bytes(), path.name)
    assert [count.unbalanced for count in reading.counts] == [0]
    return reading.mails[0]


def facts(expected: dict[str, Any], read: Message, outer: DerivedMail) -> Iterator[tuple[str, object, object]]:
    """Each thing that the other program says: what it is, as expected, as read; messages inside too."""
    yield "subject", expected.get("subject", ""), read.subject
    yield "text", expected.get("body", "").replace("\r\n", "\n"), read.text
    if expected.get("senderEmail"):
        senders = [(each.name, each.address) for each in (*read.sender, *read.from_)]
        yield "sender", True, (expected["senderName"], expected["senderEmail"]) in senders
    for role, people in (("to", read.to), ("cc", read.cc), ("bcc", read.bcc)):
        listed = [each for each in expected["recipients"] if each.get("recipType") == role]
        emails = [(each["name"], each.get("smtpAddress") or each.get("email", each["name"])) for each in listed]
        yield "recipients", emails, [(each.name, each.address) for each in people]
    for source, key in (("client-submit", "clientSubmitTime"), ("delivery", "messageDeliveryTime")):
        if key in expected:
            moments = [each.utc.replace(microsecond=0) for each in read.moments if each.source == source and each.utc]
            yield "times", [parsedate_to_datetime(expected[key])], moments
    if "messageId" in expected:
        yield "ids", expected["messageId"].strip("<>"), read.message_id
    parts = [part for part in read.parts if part.role in ("attachment", "inline", "message")]
    yield "attachments", len(expected["attachments"]), len(parts)
    nested = iter(read.nested)
    for attachment, part in zip(expected["attachments"], parts, strict=False):
        if attachment.get("innerMsgContent"):
            yield "names", attachment["name"], part.name
            yield from facts(attachment["innerMsgContentFields"], next(nested), outer)
        else:
            yield "names", attachment["fileName"], part.name
            yield "sizes", attachment["contentLength"], part.size_bytes
            content = next(file.content for file in outer.embedded if file.place == part.path)
            assert hashlib.sha256(content).hexdigest() == part.sha256


def agreement() -> dict[str, list[int]]:
    """Of each kind of fact, how many were expected and how many were found so."""
    table: dict[str, list[int]] = {}
    for path in EXPECTED:
        if path.name == NOT_DECODED:
            continue
        outer = mail(path)
        for name, expected, found in facts(
            json.loads(path.with_suffix(".json").read_text("utf-8")), outer.message, outer
        ):
            row = table.setdefault(name, [0, 0])
            row[0] += 1
            row[1] += expected == found
    return table


def test_what_another_program_read_is_found() -> None:
    """Subjects, texts, people, times, ids, names and sizes agree in every message that has an expected parse."""
    table = agreement()
    assert {name: found for name, (_expected, found) in table.items()} == {
        name: expected for name, (expected, _found) in table.items()
    }
    assert len(EXPECTED) >= 15


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.name)
def test_every_message_is_recognised_and_accounted_for(path: Path) -> None:
    """Each message is recognised by content; every stream is accounted for and none left unread."""
    assert msg.recognises(Head.of(path.read_bytes()))
    (reading,) = msg.read(path.read_bytes())
    became = dict(reading.counts[0].became)
    assert (reading.counts[0].unbalanced, became["unread"], became["problems"], reading.problems) == (0, 0, 0, ())


def test_japanese_without_unicode_is_read_in_its_code_page() -> None:
    """Where the other program shows broken Latin-1, the strings are Japanese here."""
    read = mail(OUTLOOK / "msgreader" / NOT_DECODED).message
    assert "コム ドット イグザンプル" in read.subject
    assert [part.charset for part in read.parts[:1]] == ["cp932"]


def test_the_store_is_read_and_both_counts_agree() -> None:
    """Six messages by libpff, six in the tree of nodes, and no node unaccounted for."""
    (reading,) = pst.read((OUTLOOK / "testPST.pst").read_bytes())
    assert len(reading.mails) == 6
    assert (reading.counts[0].total, reading.counts[0].unbalanced) == (48, 0)
    assert reading.checks[0].verdict is Verdict.PASS
    assert "[jira] [Resolved] (TIKA-1249) Vcard files detection" in [each.message.subject for each in reading.mails]
    assert {problem.code for problem in reading.problems} == {"pst-encoded"}


def test_our_blocks_say_what_libpff_says() -> None:
    """Each property that libpff gives of a real store's messages and recipients is the same from the blocks."""
    whole = memoryview((OUTLOOK / "testPST.pst").read_bytes())
    header = header_of(whole)
    inner = InnerMessages(Blocks(whole, header), {})
    compared = 0
    for kept in Store(whole, header, walk(whole, header)).messages(View(whole)):
        ours = inner.message(kept.node)
        pairs = zip((ours.properties, *ours.recipients), (kept.stored.properties, *kept.stored.recipients), strict=True)
        for own, theirs in pairs:
            for ident, value in theirs.by_id.items():
                assert own.by_id[ident].contents == value.contents or len(value.content) < 4, hex(ident)
                compared += 1
    assert compared > 200
