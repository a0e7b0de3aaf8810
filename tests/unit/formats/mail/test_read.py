"""One mail, read."""

from __future__ import annotations

import base64
import hashlib
import struct

import pytest

from tallystick.formats.mail.limits import Limits
from tallystick.formats.mail.read import read
from tallystick.model.message import Address, Message, Part, Signature

ORDINARY = (
    b"Received: from b by c; Tue, 3 Mar 2026 10:20:15 +0100\r\n"
    b"Received: from a by b; Tue, 3 Mar 2026 10:20:13 +0800\r\n"
    b"Received: from a by a\r\n"
    b"DKIM-Signature: v=1; d=example.com; s=sel; b=x\r\n"
    b"Message-ID: <one@example.com>\r\nIn-Reply-To: <zero@example.com>\r\n"
    b"References: <minus@example.com>\r\n <zero@example.com>\r\n"
    b"Date: Tue, 3 Mar 2026 10:20:11 +0800\r\nResent-Date: Wed, 4 Mar 2026 00:00:00 -0000\r\n"
    b"From: Ann <ann@example.com>\r\nSender: desk@example.com\r\nReply-To: reply@example.com\r\n"
    b"To: bob@example.org\r\nCc: cat@example.org\r\nBcc: dan@example.org\r\nSubject: Price\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=mm\r\n\r\n"
    b"--mm\r\nContent-Type: multipart/alternative; boundary=aa\r\n\r\n"
    b"--aa\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nprice \xe2\x82\xac 5\r\n"
    b"--aa\r\nContent-Type: text/html\r\n\r\n<p>price 5</p>\r\n--aa--\r\n"
    b"--mm\r\nContent-Type: image/png\r\nContent-ID: <logo>\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n"
    b'--mm\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="a.pdf"\r\n\r\n%PDF\r\n'
    b"--mm--\r\n"
)


def codes(message: Message) -> list[str]:
    return [problem.code for problem in message.problems]


def roles(message: Message) -> list[tuple[str, str]]:
    return [(part.path, part.role) for part in message.parts]


def leaf(header: bytes, body: bytes = b"content") -> Part:
    """The attachment-like part that a multipart with a text before it holds."""
    original = (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\n" + header + b"\r\n\r\n" + body
    )
    return read(original + b"\r\n--b--").parts[2]


def test_an_ordinary_message_is_read_whole() -> None:
    """Every field of the model that the header states is filled, and nothing is a problem."""
    message = read(ORDINARY)
    assert message.problems == ()
    assert (message.message_id, message.in_reply_to) == ("one@example.com", ("zero@example.com",))
    assert message.references == ("minus@example.com", "zero@example.com")
    assert message.from_ == (Address("Ann", "ann@example.com"),)
    lists = (message.sender, message.reply_to, message.to, message.cc, message.bcc)
    assert [found[0].address.partition("@")[0] for found in lists] == ["desk", "reply", "bob", "cat", "dan"]
    assert (message.subject, message.text, message.html_text) == ("Price", "price € 5", "price 5")
    assert message.signatures == (Signature("example.com", "sel"),)
    assert [header.name for header in message.headers[:4]] == ["Received"] * 3 + ["DKIM-Signature"]
    assert message.headers[6].raw == b" <minus@example.com>\r\n <zero@example.com>"
    assert message.headers[6].value == "<minus@example.com> <zero@example.com>"


def test_every_stated_time_has_its_source_and_zone() -> None:
    """Date first, then the hops from the topmost, then what was resent; the zone as stated."""
    assert [(moment.source, moment.offset_minutes) for moment in read(ORDINARY).moments] == [
        ("date", 480),
        ("received:0", 60),
        ("received:1", 480),
        ("resent-date", None),
    ]


def test_parts_have_paths_roles_spans_and_hashes() -> None:
    """Each entity's raw span, header included, and its decoded content's size and hash are given."""
    message = read(ORDINARY)
    assert roles(message) == [
        ("", "container"),
        ("1", "container"),
        ("1.1", "text"),
        ("1.2", "html"),
        ("2", "inline"),
        ("3", "attachment"),
    ]
    logo, pdf = message.parts[4:]
    assert ORDINARY[logo.start : logo.body_start].startswith(b"Content-Type: image/png")
    assert ORDINARY[logo.body_start : logo.end] == b"AAEC"
    assert (logo.size_bytes, logo.sha256) == (3, hashlib.sha256(b"\0\1\2").hexdigest())
    assert (logo.content_id, logo.encoding, pdf.name, pdf.disposition) == ("logo", "base64", "a.pdf", "attachment")
    assert [part.path for part in message.attachments()] == ["2", "3"]
    assert message.date is not None
    assert message.date.source == "date"


def test_reading_is_a_pure_function() -> None:
    """The same bytes give an equal reading, as bytes and as a view."""
    assert read(ORDINARY) == read(memoryview(ORDINARY))


def test_a_single_leaf_is_its_own_root() -> None:
    """A message without a multipart has one part, with the empty path."""
    assert roles(read(b"Subject: x\r\n\r\ny")) == [("", "text")]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        (b"Content-Type: text/plain", "text"),
        (b"Content-Type: text/plain; name=a.txt", "text"),
        (b"Content-Type: text/plain\r\nContent-Disposition: inline; filename=a.txt", "attachment"),
        (b"Content-Type: text/html\r\nContent-Disposition: attachment", "attachment"),
        (b"Content-Type: text/html", "html"),
        (b"Content-Type: text/calendar", "attachment"),
        (b"Content-Type: message/delivery-status", "text"),
        (b"Content-Type: message/external-body", "external"),
        (b"Content-Type: image/png\r\nContent-Disposition: inline", "inline"),
        (b"Content-Type: image/png\r\nContent-ID: <a>", "inline"),
        (b"Content-Type: image/png\r\nContent-ID: <a>\r\nContent-Disposition: attachment", "attachment"),
        (b"Content-Type: application/ms-tnef", "tnef"),
        (b"Content-Type: application/octet-stream; name=winmail.dat", "tnef"),
        (b"Content-Type: application/pgp-signature", "signature"),
        (b"Content-Type: application/pkcs7-signature", "signature"),
        (b"Content-Type: application/pkcs7-mime; smime-type=signed-data", "encrypted"),
        (b"Content-Type: application/pkcs7-mime; smime-type=certs-only", "signature"),
        (b"Content-Type: application/octet-stream; name=smime.p7m", "encrypted"),
        (b"Content-Type: multipart/mixed; boundary=none", "text"),
    ],
)
def test_roles(header: bytes, role: str) -> None:
    """What a leaf is to its reader follows from type, disposition and name."""
    assert leaf(header).role == role


@pytest.mark.parametrize(
    ("header", "protection"),
    [
        (b"Content-Type: multipart/signed; protocol=application/pgp-signature; boundary=b", ("pgp-signed",)),
        (b"Content-Type: multipart/signed; boundary=b", ("smime-signed",)),
        (b"Content-Type: multipart/encrypted; boundary=b", ("pgp-encrypted",)),
        (b"Content-Type: application/pkcs7-mime", ("smime-encrypted",)),
        (b"Content-Type: application/x-pkcs7-mime; smime-type=signed-data", ("smime-opaque-signed",)),
    ],
)
def test_protection_is_recognised(header: bytes, protection: tuple[str, ...]) -> None:
    """S/MIME and PGP are named by their marks."""
    assert read(header + b"\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n").protection == protection


def test_inline_pgp_is_recognised() -> None:
    """Armor in a plain text is named by its kind; a quoted line about it is not armor."""
    text = b"-----BEGIN PGP MESSAGE-----\n\nx\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n"
    assert read(b"S: x\n\n" + text).protection == ("pgp-inline-encrypted", "pgp-inline-key")
    assert read(b"S: x\n\n> -----BEGIN PGP MESSAGE-----\n").protection == ()


def test_opaque_protection_is_a_problem() -> None:
    """What is inside S/MIME is not read, and that is said."""
    assert codes(read(b"Content-Type: application/pkcs7-mime\r\n\r\nx")) == ["smime-opaque"]


NESTED = (
    b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n"
    b"--i\r\n\r\ninner text\r\n--i--\r\n"
)


def test_a_message_inside_keeps_its_places_in_the_original() -> None:
    """A nested message's spans count in the same original; its parts' paths continue those of its holder."""
    original = b"Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n" + NESTED + b"--o--"
    message = read(original)
    inner = message.nested[0]
    assert roles(message) == [("", "container"), ("1", "message")]
    assert [part.path for part in inner.parts] == ["1.0", "1.1"]
    assert original[inner.parts[1].body_start : inner.parts[1].end] == b"inner text"
    assert (inner.subject, inner.text, message.text, inner.problems) == ("inner", "inner text", "", ())


def test_a_message_in_base64_is_opened() -> None:
    """A message that stands encoded is read from its decoded bytes, and its places count there."""
    content = b"Subject: inner\r\n\r\ninner text"
    header = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    message = read(header + base64.encodebytes(content))
    inner = message.nested[0]
    assert (inner.subject, codes(inner), inner.parts[0].path) == ("inner", ["nested-decoded"], "1.0")
    assert content[inner.parts[0].body_start :] == b"inner text"


def test_fields_that_occur_again_are_named() -> None:
    """The first Subject counts, every Date is stated, and the repetition is a problem."""
    message = read(b"Subject: a\r\nsubject: b\r\nDate: 3 Mar 2026 10:00:00 +0000\r\nDate: nonsense\r\n\r\n")
    assert message.subject == "a"
    assert [moment.source for moment in message.moments] == ["date", "date"]
    assert codes(message) == ["repeated-field", "repeated-field", "date-unreadable"]


def test_raw_headers_follow_the_charset_of_the_body() -> None:
    """A short raw word is read in the charset that the text declares."""
    word = "да".encode("koi8-r")
    message = read(b"Subject: " + word + b"\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n" + word)
    assert (message.subject, message.text) == ("да", "да")


@pytest.mark.parametrize(
    ("raw", "labels"),
    [
        (b'Inbox,"A, B", =?UTF-8?Q?=D0=90?=', ("Inbox", "A, B", "А")),
        (b"", ()),
        (b"a\0b,c", ("a\0b", "c")),
        (b"a," + b"b" * 140_000, ("a", "b" * 140_000)),
    ],
)
def test_labels(raw: bytes, labels: tuple[str, ...]) -> None:
    """Gmail's labels are split at commas outside quotes and decoded, however long."""
    limits = Limits(field_bytes=200_000)
    assert read(b"X-Gmail-Labels: " + raw + b"\r\n\r\n", limits=limits).labels == labels


@pytest.mark.parametrize(
    ("raw", "ident"),
    [(b"<a@b>", "a@b"), (b"a@b", "a@b"), (b"<a@b", "a@b"), (b"<a\r\n @b>", "a@b"), (b"odd", "odd"), (b"", "")],
)
def test_message_ids(raw: bytes, ident: str) -> None:
    """An id is given without its brackets, folds and spaces."""
    assert read(b"Message-ID: " + raw + b"\r\n\r\n").message_id == ident


def test_mbox_quoting_is_taken_back_in_text_only() -> None:
    """In a message with a From line, '>From ' is read as 'From '; the hash is of the bytes as they stand."""
    body = b"Hello\n>From now on\n>>From then\n"
    message = read(b"From ann Tue Mar  3 10:20:11 2026\nSubject: x\n\n" + body)
    assert message.text == "Hello\nFrom now on\n>From then\n"
    assert message.parts[0].sha256 == hashlib.sha256(body).hexdigest()
    assert (codes(message), message.moments[0].source) == (["mbox-quoting"], "from-line")
    assert read(b"From nobody\nSubject: x\n\ny").moments == ()


def test_a_second_parser_is_asked() -> None:
    """Where another parser finds another number of parts, or refuses, that is a problem."""
    parts = b"--b\r\n\r\nx\r\n--b\r\n\r\ny\r\n--b--"
    assert codes(read(b"Content-Type: multipart/mixed\r\n\r\n" + parts)) == [
        "boundary-guessed",
        "parser-disagrees",
    ]
    assert codes(read(b" Subject: x\r\nTo: y\r\n\r\n")) == ["junk-header-line", "parser-disagrees"]


def test_a_second_parser_is_not_asked_for_a_giant() -> None:
    """Above a size, the second opinion costs too much; the first is made all the same."""
    message = read(b"Subject: x\r\n\r\n" + b"y" * (33 * 1024 * 1024))
    assert (message.subject, message.parts[0].size_bytes) == ("x", 33 * 1024 * 1024)


def attribute(level: int, ident: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, ident, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def winmail(*attributes: bytes) -> bytes:
    content = struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)
    header = b"Subject: x\r\nContent-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return header + base64.encodebytes(content)


def file_in_tnef(name: bytes, content: bytes) -> bytes:
    return attribute(2, 0x9002, bytes(14)) + attribute(2, 0x8010, name + b"\0") + attribute(2, 0x800F, content)


def test_what_outlook_packed_is_unpacked() -> None:
    """The text of a winmail.dat is text, its files are parts with the span of their holder, named as derived."""
    message = read(winmail(attribute(1, 0x800C, b"packed words\0"), file_in_tnef(b"a.pdf", b"%PDF")))
    holder, file = message.parts
    assert (message.text, codes(message)) == ("packed words", ["derived-part"])
    assert (holder.role, file.path, file.name, file.size_bytes) == ("tnef", "1.tnef.1", "a.pdf", 4)
    assert (file.start, file.end) == (holder.start, holder.end)


def test_damaged_winmail_is_said() -> None:
    """A winmail.dat that is none, or ends early, is a problem; what can be read of it is read."""
    assert codes(read(b"Content-Type: application/ms-tnef\r\n\r\nno tnef")) == ["tnef-unreadable"]
    assert "tnef-unreadable" in codes(read(winmail(file_in_tnef(b"a", b"b"), b"\1\2")))


def prop(kind: int, ident: int, value: bytes) -> bytes:
    return struct.pack("<IHHII", 1, kind, ident, 1, len(value)) + value + bytes(-len(value) % 4)


def test_html_and_messages_in_winmail_are_opened() -> None:
    """The HTML body of a winmail.dat is visible text; a message packed inside one is unpacked too."""
    html = attribute(1, 0x9003, prop(0x0102, 0x1013, b"<p>packed html</p>"))
    assert read(winmail(html)).html_text == "packed html"
    inner = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x800C, b"inner words\0")
    is_message = bytes.fromhex("0703020000000000c000000000000046")
    packed = attribute(2, 0x9002, bytes(14)) + attribute(2, 0x9005, prop(0x000D, 0x3701, is_message + inner))
    message = read(winmail(packed))
    assert message.text == "inner words"
    assert roles(message) == [("", "tnef"), ("1.tnef.1", "attachment")]


def test_derived_parts_are_bounded() -> None:
    """Files inside a text are parts of their own, named as derived, and no more than the bound."""
    text = b"".join(b"begin 644 f%d\n#86)C\n`\nend\n" % number for number in range(3))
    message = read(b"Subject: x\n\n" + text, limits=Limits(parts=2))
    assert roles(message) == [("", "text"), ("1.uu.1", "attachment"), ("1.uu.2", "attachment")]
    assert codes(message) == ["derived-part", "derived-part", "limit-parts"]
    assert message.parts[1].sha256 == hashlib.sha256(b"abc").hexdigest()


def test_damaged_uuencoding_in_a_text_is_said() -> None:
    """A file in a text that does not decode whole is a problem."""
    assert "uuencode-damaged" in codes(read(b"Subject: x\n\nbegin 644 f\n#86)C\n"))


def test_eight_bits_in_seven_are_said() -> None:
    """A text that claims 7 bits and holds 8-bit bytes is a problem."""
    header = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
    assert codes(read(header + "счёт".encode())) == ["transfer-8bit"]


def test_zero_bytes_are_said() -> None:
    """A zero byte in a text stays there and is a problem."""
    assert codes(read(b"Subject: x\r\n\r\na\0b")) == ["nul-bytes"]


def test_a_piece_of_a_message_is_said() -> None:
    """A message that was sent in pieces is not whole, and that is a problem."""
    assert codes(read(b"Content-Type: message/partial; id=a; number=1; total=2\r\n\r\nx")) == ["partial-message"]


def test_html_cut_short_is_said() -> None:
    """HTML that ends inside a comment is a problem."""
    assert codes(read(b"Content-Type: text/html\r\n\r\nseen<!--")) == ["html-cut"]
