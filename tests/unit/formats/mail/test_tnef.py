"""What Outlook puts into winmail.dat, from files made here byte by byte."""

from __future__ import annotations

import struct

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.mail import mapi, tnef
from tallystick.formats.mail.tnef import TnefContents, read_tnef

IS_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
# The first worked example of MS-OXRTFCP 4.1.
HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def attribute(level: int, ident: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, ident, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def tnef_of(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def variable(kind: int, ident: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, ident, 1, len(value)) + value + bytes(-len(value) % 4)


def text(ident: int, value: str) -> bytes:
    return variable(mapi.UNICODE, ident, (value + "\0").encode("utf-16-le"))


def properties(*props: bytes, count: int | None = None) -> bytes:
    return struct.pack("<I", len(props) if count is None else count) + b"".join(props)


def message_of(*props: bytes) -> TnefContents:
    return read_tnef(tnef_of(attribute(1, 0x9003, properties(*props))))


RENDER = attribute(2, 0x9002, bytes(14))


def test_message_properties_are_read() -> None:
    """Class, subject, id and body come from the properties."""
    found = message_of(text(0x001A, "IPM.Note"), text(0x0037, "合同"), text(0x1035, "<a@b>"), text(0x1000, "Привет"))
    assert (found.message_class, found.subject, found.message_id, found.text) == ("IPM.Note", "合同", "<a@b>", "Привет")
    assert found.problems == ()


def test_old_attributes_are_read_in_their_code_page() -> None:
    """Without properties the attributes of Microsoft Mail say the same, in the stated code page."""
    found = read_tnef(
        tnef_of(
            attribute(1, 0x9007, struct.pack("<II", 1251, 0)),
            attribute(1, 0x8008, b"IPM.Microsoft Mail.Note\0"),
            attribute(1, 0x8004, "Счёт\0".encode("cp1251")),
            attribute(1, 0x8009, b"0001\0"),
            attribute(1, 0x800C, "Тело\0".encode("cp1251")),
        )
    )
    assert (found.code_page, found.subject, found.text) == ("cp1251", "Счёт", "Тело")
    assert (found.message_class, found.message_id) == ("IPM.Microsoft Mail.Note", "0001")


@pytest.mark.parametrize(
    ("number", "charset"),
    [(65001, "utf-8"), (28595, "iso8859-5"), (20866, "koi8-r"), (936, "cp936"), (99999, "cp1252"), (0, "cp1252")],
)
def test_code_pages_have_names(number: int, charset: str) -> None:
    """A Windows code page becomes the charset of that text, an unknown one the Western one."""
    assert read_tnef(tnef_of(attribute(1, 0x9007, struct.pack("<I", number)))).code_page == charset


def test_html_body_has_its_charset() -> None:
    """HTML in bytes is in the message's internet code page, else its code page; HTML as text is UTF-16."""
    html = variable(mapi.BINARY, 0x1013, b"<p>x")
    cpid = struct.pack("<HHI", 3, 0x3FDE, 65001)
    assert (message_of(html).html, message_of(html).html_charset) == (b"<p>x", "cp1252")
    assert message_of(html, cpid).html_charset == "utf-8"
    assert message_of(text(0x1013, "<p>")).html_charset == "utf-16-le"


def test_rich_text_body_is_expanded_and_read() -> None:
    """A body that is only rich text gives its text; a plain one goes before it."""
    found = message_of(variable(mapi.BINARY, 0x1009, HELLO))
    assert found.rtf == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert found.text == "hello world"
    assert message_of(variable(mapi.BINARY, 0x1009, HELLO), text(0x1000, "plain")).text == "plain"


def test_damaged_rich_text_is_a_problem() -> None:
    """Rich text that cannot be expanded is named, and the rest is read."""
    found = message_of(variable(mapi.BINARY, 0x1009, HELLO[:-1] + b"\0"), text(0x0037, "s"))
    assert [problem.code for problem in found.problems] == ["tnef-bad-rtf"]
    assert (found.rtf, found.subject) == (b"", "s")


def test_attachments_have_names_types_and_bytes() -> None:
    """Long names go before short ones, and content comes from the attribute or from the property."""
    found = read_tnef(
        tnef_of(
            RENDER,
            attribute(2, 0x8010, b"LONGNA~1.PDF\0"),
            attribute(2, 0x800F, b"%PDF"),
            attribute(
                2,
                0x9005,
                properties(text(0x3707, "long name.pdf"), text(0x370E, "application/pdf"), text(0x3712, "c@id")),
            ),
            RENDER,
            attribute(2, 0x9005, properties(text(0x3704, "b.txt"), variable(mapi.BINARY, 0x3701, b"text"))),
            RENDER,
            attribute(2, 0x9001, b"transport.bin\0"),
        )
    )
    one, two, three = found.attachments
    assert (one.name, one.short_name, one.media_type, one.content_id, one.content) == (
        "long name.pdf",
        "LONGNA~1.PDF",
        "application/pdf",
        "c@id",
        b"%PDF",
    )
    assert (two.name, two.content, two.is_message) == ("b.txt", b"text", False)
    assert (three.name, three.content) == ("transport.bin", b"")


def test_message_inside_is_told_from_an_object_inside() -> None:
    """An embedded message is TNEF again, without its identifier; another object keeps all its bytes."""
    inner = tnef_of(attribute(1, 0x8004, b"inner\0"))
    embedded = variable(mapi.OBJECT, 0x3701, IS_MESSAGE + inner)
    other = variable(mapi.OBJECT, 0x3701, bytes(16) + b"ole")
    found = read_tnef(
        tnef_of(RENDER, attribute(2, 0x9005, properties(embedded)), RENDER, attribute(2, 0x9005, properties(other)))
    )
    assert read_tnef(found.attachments[0].content).subject == "inner"
    assert [one.is_message for one in found.attachments] == [True, False]
    assert found.attachments[1].content == bytes(16) + b"ole"


def test_attachment_may_begin_without_its_first_attribute() -> None:
    """Data that comes before any rendering attribute still makes an attachment."""
    assert read_tnef(tnef_of(attribute(2, 0x800F, b"x"))).attachments[0].content == b"x"


def test_named_and_multiple_properties_are_passed_over_rightly() -> None:
    """Names by number and by text, several values and every width do not shift what follows."""
    guid = bytes(16)
    named = struct.pack("<HH", 3, 0x8001) + guid + struct.pack("<II", 0, 7) + struct.pack("<I", 5)
    spelled = struct.pack("<HH", 0x001F, 0x8002) + guid + struct.pack("<II", 1, 6) + b"a\0b\0\0\0" + b"\0\0"
    spelled += struct.pack("<II", 1, 2) + b"\0\0" + b"\0\0"
    many = (
        struct.pack("<HHI", 0x101F, 0x0001, 2) + struct.pack("<I", 2) + b"a\0\0\0" + struct.pack("<I", 2) + b"b\0\0\0"
    )
    numbers = struct.pack("<HHI", 0x1003, 0x0002, 3) + bytes(12)
    none = struct.pack("<HHI", 0x001F, 0x0003, 0)
    found = message_of(named, spelled, many, numbers, none, struct.pack("<HH", 0x48, 4) + guid, text(0x0037, "after"))
    assert (found.subject, found.problems) == ("after", ())


def test_a_number_is_no_text() -> None:
    """A subject that is a number is no subject."""
    assert message_of(struct.pack("<HHI", 3, 0x0037, 65)).subject == ""
    assert message_of(variable(mapi.STRING8, 0x0037, b"A\0")).subject == "A"


@pytest.mark.parametrize(
    "broken",
    [
        properties(text(0x0037, "kept"), count=2),
        properties(text(0x0037, "kept"), struct.pack("<HH", 0x0077, 1)),
        properties(text(0x0037, "kept"), struct.pack("<HHI", 0x1003, 1, 10**6)),
        properties(text(0x0037, "kept"), struct.pack("<HHII", 0x001F, 1, 1, 10**6)),
    ],
)
def test_damaged_properties_keep_what_came_before(broken: bytes) -> None:
    """Properties read before the damage count, and the damage is named."""
    found = read_tnef(tnef_of(attribute(1, 0x9003, broken)))
    assert [problem.code for problem in found.problems] == ["tnef-bad-properties"]
    assert found.subject == "kept"


def test_too_many_properties_are_not_read() -> None:
    """A count beyond all reason is damage, not a task."""
    found = read_tnef(tnef_of(attribute(1, 0x9003, properties(count=10**6))))
    assert [problem.code for problem in found.problems] == ["tnef-bad-properties"]


def test_damage_keeps_what_came_before() -> None:
    """A file cut anywhere behind its signature is read as far as it goes, and says so."""
    whole = tnef_of(attribute(1, 0x8004, b"subject\0"), attribute(1, 0x800C, b"body\0"))
    assert read_tnef(whole[:-6]).subject == "subject"
    for end in range(7, len(whole)):
        assert end == 25 or read_tnef(whole[:end]).problems, end
    assert [problem.code for problem in read_tnef(whole + b"\7\0\0\0\0\0\0\0\0").problems] == ["tnef-damaged"]


def test_wrong_checksum_is_said() -> None:
    """A changed value is read and the checksum is named."""
    found = read_tnef(tnef_of(attribute(1, 0x8004, b"subject\0")).replace(b"subject", b"Subject"))
    assert (found.subject, [problem.code for problem in found.problems]) == ("Subject", ["tnef-checksum"])


@pytest.mark.parametrize("content", [b"", b"\x78\x9f\x3e\x22", b"no TNEF at all"])
def test_other_bytes_are_refused(content: bytes) -> None:
    """What has not the signature is no TNEF."""
    with pytest.raises(NotThisFormat):
        read_tnef(content)


def test_attributes_and_attachments_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limits nothing more is read, and that is a problem."""
    monkeypatch.setattr(tnef, "MOST_ATTACHMENTS", 2)
    found = read_tnef(tnef_of(RENDER, RENDER, RENDER))
    assert (len(found.attachments), [problem.code for problem in found.problems]) == (2, ["tnef-damaged"])
    monkeypatch.setattr(tnef, "MOST_ATTRIBUTES", 2)
    found = read_tnef(tnef_of(*[attribute(1, 0x8004, b"s\0")] * 3))
    assert (found.subject, [problem.code for problem in found.problems]) == ("s", ["tnef-damaged"])
