"""What stands inside originals: read, found, and said where it comes from; and hostile insides do no harm."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from tallystick.services.find import Findings, find
from tallystick.services.rebuild import rebuild, record_digest
from tallystick.services.show import show

if TYPE_CHECKING:
    from tallystick.record.contents import Contents
from unit.services.workshop import Machine, mail, sha256

CHAT = (
    "23/03/2026, 13:31 - Messages and calls are end-to-end encrypted.\n"
    "23/03/2026, 13:32 - Lin Guodong: The mould is broken, we ship on 5 May\n"
    "23/03/2026, 13:33 - Anna Berg: That is too late for us\n"
)


def found(machine: Machine, query: str) -> Findings:
    return find(machine.root, machine.edges(), query, limit=10)


def contents(machine: Machine, content: bytes) -> Contents:
    shown = show(machine.root, machine.edges(), sha256(content)).contents
    assert shown is not None
    return shown


def with_file(name: str, content: bytes, subtype: str = "octet-stream") -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Wei <wei@factory.example>", "Anna <anna@importer.example>"
    message["Date"], message["Subject"] = "Tue, 03 Mar 2026 09:00:00 +0800", "the chat"
    message.set_content("See the file.\n")
    message.add_attachment(content, maintype="application", subtype=subtype, filename=name)
    return message.as_bytes()


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_a_chat_is_found_message_by_message(machine: Machine) -> None:
    """Each message is a hit of its own, with its place, its sender and its words; all lines are accounted for."""
    machine.keep(machine.offer("WhatsApp Chat with Lin Guodong.txt", CHAT.encode()))
    (hit,) = found(machine, "mould channel:whatsapp").found
    assert (hit.hit.from_, hit.hit.date[:16]) == ("Lin Guodong", "2026-03-23T13:32")
    assert "mould" in hit.snippet.text
    shown = contents(machine, CHAT.encode())
    assert shown.items[hit.hit.position].text.startswith("The mould")
    assert [count.unbalanced for _format, count in shown.counts] == [0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("WhatsApp Chat with Lin.txt", CHAT.encode()),
        ("chat.zip", zipped(**{"_chat.txt": CHAT.encode(), "photo.jpg": b"\xff\xd8\xff\xe0"})),
        ("inner.eml", with_file("WhatsApp Chat with Lin.txt", CHAT.encode())),
    ],
)
def test_a_chat_inside_a_mail_is_read(machine: Machine, name: str, content: bytes) -> None:
    """Attached as it is, in a zip, and attached to a mail that is attached itself: found, with the way to it."""
    whole = with_file(name, content)
    machine.keep(machine.offer("mail.eml", whole))
    (hit,) = found(machine, "mould channel:whatsapp").found
    assert hit.hit.sha256 == sha256(whole)
    (item,) = [item for item in contents(machine, whole).items if "mould" in item.text]
    assert name in item.origin


def test_a_zip_of_a_chat_is_kept_in_pieces(machine: Machine) -> None:
    """Offered as a file, the zip and each member are originals; the chat is read once."""
    kept = machine.keep(machine.offer("chat.zip", zipped(**{"_chat.txt": CHAT.encode(), "photo.jpg": b"\xff\xd8\xff"})))
    assert kept.ledger.kept == 3
    assert found(machine, "mould").total == 1


def test_a_chat_in_a_zip_is_called_as_the_zip(machine: Machine) -> None:
    """An iPhone calls every chat _chat.txt; whose it is stands in the name of the archive."""
    packed = zipped(**{"_chat.txt": CHAT.encode()})
    machine.keep(machine.offer("WhatsApp Chat - Lin Guodong.zip", packed))
    machine.keep(machine.offer("mail.eml", with_file("WhatsApp Chat - Mia Chen.zip", packed)))
    assert {hit.hit.subject for hit in found(machine, "mould").found} == {"Lin Guodong", "Mia Chen"}


def test_what_no_format_knows_is_found_by_its_name(machine: Machine) -> None:
    """Bytes that mean nothing are kept, and say that they were not read."""
    content = bytes(range(256)) * 4
    machine.keep(machine.offer("unknown-thing.bin", content))
    assert found(machine, "has:unread").total == 1
    assert contents(machine, content).items[0].marks == ("unread",)


def test_insides_without_end_are_bounded(machine: Machine) -> None:
    """Zips in zips in mails are read to a depth, and what lies deeper is a problem, not a hang."""
    content = CHAT.encode()
    for _ in range(8):
        content = zipped(**{"chat.zip": content})
    whole = with_file("deep.zip", content)
    kept = machine.keep(machine.offer("mail.eml", whole))
    assert kept.ledger.problems["limit-inside"] == 1
    assert found(machine, "mould").total == 0


def test_members_with_evil_names_are_refused_and_named(machine: Machine) -> None:
    """A path that leaves the archive is not opened, and the mail's problems say so."""
    whole = with_file("evil.zip", zipped(**{"../../evil.txt": CHAT.encode(), "good.txt": b"plain words here\n"}))
    machine.keep(machine.offer("mail.eml", whole))
    problems = contents(machine, whole).problems
    assert any("evil" in place or "evil" in detail for _code, place, detail in problems)
    assert not (machine.folder.parent / "evil.txt").exists()


def test_a_large_chat_goes_through_the_overflow(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """More items than travel at once all arrive, and a rebuild gives the same record."""
    lines = "".join(f"23/03/2026, 13:32 - Lin: message number {n}\n" for n in range(11_000))
    machine.keep(machine.offer("WhatsApp Chat with Lin.txt", lines.encode()))
    assert found(machine, "message channel:whatsapp").total == 11_000
    record = machine.root / "record" / "record.sqlite3"
    before = record_digest(record)
    assert rebuild(machine.root, machine.edges(), jobs=1).tables == before
    assert list((machine.root / "record").glob("overflow/*")) == []
    assert found(machine, "message channel:whatsapp").total == 11_000


def test_items_go_by_their_position(machine: Machine) -> None:
    """A position after the id shows the original from that item on; one that is no number names nothing."""
    machine.keep(machine.offer("WhatsApp Chat with Lin.txt", CHAT.encode()))
    shown = show(machine.root, machine.edges(), f"{sha256(CHAT.encode())}:2").contents
    assert shown is not None
    assert shown.items[0].position == 2


def test_a_mail_is_still_a_mail(machine: Machine) -> None:
    """A mail without anything inside is one item."""
    machine.keep(machine.offer("mail.eml", mail()))
    assert contents(machine, mail()).total == 1


def test_a_mail_of_html_alone_keeps_its_own_words_apart(machine: Machine) -> None:
    """What its structure marks as quoted is no word of the sender, though no line says so."""
    html = '<p>We agree.</p><div class="gmail_quote"><blockquote>The price is USD 9.95.</blockquote></div>'
    whole = mail("Offer").replace(b"text/plain", b"text/html").replace(b"We agree.", html.encode())
    machine.keep(machine.offer("mail.eml", whole))
    (item,) = contents(machine, whole).items
    assert item.text == "We agree."
    assert found(machine, '"USD 9.95"').total == 1
