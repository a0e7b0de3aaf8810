"""One message saved by Outlook: bodies, people, times, attachments, and files that are damaged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from compound_writer import Msg, compound
from outlook_fixtures import (
    BINARY,
    GOLDEN,
    MANY_TEXTS,
    NUMBER,
    TEXT,
    TEXT8,
    TIME,
    contract,
    fixtures,
    letter,
    mailbox,
    number,
    rtf,
    text,
    time,
)
from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.outlook import msg
from tallystick.model.message import Address, Message
from tallystick.model.reading import Reading


def golden(name: str) -> Reading:
    (reading,) = msg.read((GOLDEN / "msg" / name).read_bytes(), name)
    return reading


def message(made: Msg) -> Message:
    (reading,) = msg.read(made.written())
    return reading.mails[0].message


def codes(said: Message | Reading) -> list[str]:
    return [problem.code for problem in said.problems]


def all_messages(outer: Message) -> Iterator[Message]:
    yield outer
    for inner in outer.nested:
        yield from all_messages(inner)


def test_the_golden_files_are_those_that_the_builder_makes() -> None:
    """Each golden file is byte for byte what its builder describes."""
    for name, content in fixtures():
        assert (GOLDEN / name).read_bytes() == content, name


@pytest.mark.parametrize("path", sorted((GOLDEN / "msg").glob("*.msg")), ids=lambda path: path.name)
def test_every_stream_is_accounted_for(path: Path) -> None:
    """Each storage and stream of the file becomes exactly one thing."""
    for reading in msg.read(path.read_bytes()):
        assert [count.unbalanced for count in reading.counts] == [0]
        assert reading.counts[0].total > 8


def test_the_subject_and_texts_of_a_unicode_letter_are_read() -> None:
    """Plain text and HTML in GB 18030 come out as they were written."""
    read = golden("contract.msg").mails[0].message
    assert read.subject == "PI HY-2024-017 办公椅"
    assert read.text == "您好，附件是形式发票。\n单价 USD 38.50\n"
    assert read.html_text == "单价 USD 38.50\n谢谢"
    assert [part.charset for part in read.parts[:2]] == ["utf-16-le", "gb18030"]


def test_people_are_read_with_the_addresses_that_the_internet_knows() -> None:
    """A recipient of an organisation's directory stays as written, and that is said."""
    read = golden("contract.msg").mails[0].message
    assert read.from_ == (Address("陈晓明", "chen@huayue.example"),)
    assert read.to == (Address("Анна", "anna@baltimport.example"),)
    assert read.cc == (Address("Склад", "/O=BALT/CN=SKLAD"),)
    assert codes(read) == ["address-not-smtp"]


def test_times_are_those_of_the_header_the_client_and_the_store() -> None:
    """Date comes first with its zone, FILETIMEs are in UTC, hops follow."""
    moments = golden("contract.msg").mails[0].message.moments
    assert [(each.source, each.offset_minutes) for each in moments] == [
        ("date", 480),
        ("client-submit", 0),
        ("delivery", 0),
        ("received:0", 180),
    ]
    assert str(moments[2].utc) == "2024-01-17 21:20:09+00:00"


def test_marks_and_categories_become_labels() -> None:
    """Sensitivity and the categories of a named property are labels."""
    assert golden("contract.msg").mails[0].message.labels == ("confidential", "订单", "Срочно")


def test_the_kept_header_block_gives_its_ids_and_fields() -> None:
    """Message-ID, In-Reply-To and every field are read; the body's own fields are only listed."""
    read = golden("contract.msg").mails[0].message
    assert read.message_id == "pi017@huayue.example"
    assert read.in_reply_to == ("ask@baltimport.example",)
    assert [header.name for header in read.headers][-1] == "Content-Type"


def test_an_attachment_is_embedded_with_its_place() -> None:
    """A file by value has its name, type, size and bytes."""
    mail = golden("contract.msg").mails[0]
    assert [(file.name, file.media_type, len(file.content), file.place) for file in mail.embedded] == [
        ("形式发票.pdf", "application/pdf", 5700, "3")
    ]
    assert mail.message.parts[2].size_bytes == 5700


def test_8_bit_text_without_a_code_page_is_read_by_evidence() -> None:
    """A letter of a Chinese Windows that names no code page is read as Chinese, with a problem."""
    read = golden("undeclared-gbk.msg").mails[0].message
    assert read.subject == "关于合同交货期的确认"
    assert read.from_ == (Address("李雷", "lilei@example.cn"),)
    assert "charset-undeclared" in codes(read)


def test_8_bit_text_is_read_in_the_code_page_stated() -> None:
    """A stated code page is used, and HTML hidden in rich text comes out line by line."""
    read = golden("cyrillic.msg").mails[0].message
    assert read.subject == "Счёт на оплату № 7"
    assert read.html_text == "Цена 38,50\nСрок"
    assert codes(read) == []


@pytest.mark.parametrize(("locale", "charset"), [(0x0411, "cp932"), (0x0404, "cp950"), (0x0419, "cp1251")])
def test_a_locale_stands_for_its_code_page(locale: int, charset: str) -> None:
    """Where only a locale is stated, its Windows code page is used."""
    words = {"cp932": "日本語の契約書です", "cp950": "合約價格確認函", "cp1251": "Договор поставки"}[charset]
    read = message(Msg({(0x0037, TEXT8): words.encode(charset), (0x3FF1, NUMBER): number(locale)}))
    assert read.subject == words


def test_messages_inside_messages_are_nested_with_their_files() -> None:
    """Three levels are read; parts are numbered below the part that holds them."""
    mail = golden("inside-inside.msg").mails[0]
    assert [each.subject for each in all_messages(mail.message)] == ["outer", "inner", "最里面"]
    assert mail.message.nested[0].nested[0].parts[1].path == "2.2.2"
    assert [file.name for file in mail.embedded] == ["装箱单.xlsx"]


def test_a_report_has_its_text_and_the_mail_it_is_about() -> None:
    """A report of non-delivery is a mail with its class as a label."""
    read = golden("report.msg").mails[0].message
    assert read.labels == ("REPORT.IPM.Note.NDR",)
    assert read.text == "The recipient's mailbox is full.\n"
    assert read.in_reply_to == ("pi017@huayue.example",)


def test_a_pointer_to_a_file_is_not_taken_for_the_file() -> None:
    """An attachment by reference is an external part with a problem; an OLE object gives its package."""
    mail = golden("report.msg").mails[0]
    assert [part.role for part in mail.message.parts] == ["text", "external", "attachment"]
    assert codes(mail.message) == ["attachment-by-reference", "attachment-ole"]
    assert mail.embedded[0].content == b"PK\x03\x04 sheet"


def test_a_file_cut_short_is_read_as_far_as_it_goes() -> None:
    """What stands before the cut is read, and the damage is said."""
    reading = golden("damaged-cut.msg")
    assert reading.mails[0].message.subject == "PI HY-2024-017 办公椅"
    assert "container-damaged" in codes(reading)


def test_a_stream_in_a_circle_is_said() -> None:
    """A chain of sectors that meets itself gives no endless stream, and is a problem."""
    assert codes(golden("hostile-circle.msg")) == ["stream-shared"]


@pytest.mark.parametrize("place", [0x28, 0x2C, 0x40, 0x48])
def test_a_table_larger_than_the_file_is_refused(place: int) -> None:
    """Sizes in the header are not believed."""
    whole = bytearray(contract().written())
    whole[place : place + 4] = b"\xff\xff\xff\x0f"
    with pytest.raises(NotThisFormat):
        list(msg.read(bytes(whole)))


def test_a_stream_that_belongs_to_nothing_is_said() -> None:
    """A stream of another name is counted as unread and is a problem."""
    (reading,) = msg.read(compound({**contract().tree(), "Surprise": b"!"}))
    assert codes(reading) == ["stream-unread"]
    assert dict(reading.counts[0].became)["unread"] == 1


def test_a_message_without_its_table_is_read_from_its_streams() -> None:
    """Streams tell their property themselves, so a lost table costs only the fixed values."""
    tree = dict(contract().tree())
    del tree["__properties_version1.0"]
    (reading,) = msg.read(compound(tree))
    read = reading.mails[0].message
    assert read.subject == "PI HY-2024-017 办公椅"
    assert "properties-missing" in codes(read)


def test_a_header_block_that_says_another_subject_is_noticed() -> None:
    """A subject changed in Outlook differs from the one that was sent."""
    changed = letter("Changed", "") | {(0x007D, TEXT): text("Subject: As sent\r\nDate: nonsense\r\n\r\n")}
    read = message(Msg(changed))
    assert read.subject == "Changed"
    assert {"subject-differs", "date-unreadable"} <= set(codes(read))


def test_the_header_block_spells_a_sender_of_a_directory() -> None:
    """Where the store has only a name of a directory, From of the header block is used."""
    known = {(0x0C1A, TEXT): text("Chen"), (0x0C1E, TEXT): text("EX"), (0x0C1F, TEXT): text("/O=X/CN=CHEN")}
    read = message(Msg(letter("s", "") | known | {(0x007D, TEXT): text("From: Chen <chen@x.example>\r\n\r\n")}))
    assert read.from_ == (Address("Chen", "chen@x.example"),)


def test_a_delegate_is_the_sender_of_another_ones_mail() -> None:
    """Sent in the name of another: both are read."""
    for_whom = {(0x0042, TEXT): text("Boss"), (0x0064, TEXT): text("SMTP"), (0x0065, TEXT): text("boss@x.example")}
    read = message(Msg(letter("s", "") | for_whom))
    assert read.from_ == (Address("Boss", "boss@x.example"),)
    assert read.sender == (Address("陈晓明", "chen@huayue.example"),)


def test_recipients_without_a_table_are_those_that_outlook_shows() -> None:
    """Without recipients and header block the shown names are read."""
    read = message(Msg(letter("s", "") | {(0x0E04, TEXT): text("Anna; bob@x.example")}))
    assert read.to == (Address("Anna", ""), Address("", "bob@x.example"))


def test_a_recipient_of_no_role_is_said() -> None:
    """A recipient that is none of to, cc, bcc is not dropped silently."""
    read = message(Msg(letter("s", ""), [mailbox("Room", "room@x.example", 0), {(0x0C15, NUMBER): number(1)}]))
    assert codes(read) == ["recipient-role", "recipient-unreadable"]


def test_an_entry_id_spells_an_address_that_stands_nowhere_else() -> None:
    """A one-off entry id gives name and address of a recipient, and of who is to be answered."""
    one_off = (
        bytes(4)
        + bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")
        + b"\0\0\1\x80"
        + text("Eva\0SMTP\0eva@x.example\0")
    )
    entries = number(1) + number(len(one_off) + 4) + number(len(one_off)) + one_off
    made = Msg(
        letter("s", "") | {(0x004F, BINARY): entries}, [{(0x0FFF, BINARY): one_off, (0x0C15, NUMBER): number(3)}]
    )
    read = message(made)
    assert read.bcc == read.reply_to == (Address("Eva", "eva@x.example"),)


def test_rich_text_alone_is_the_text() -> None:
    """A message with nothing but rich text says what that says; damage to it is a problem."""
    made = rtf(rb"{\rtf1\ansi Price \b 38\b0\par}")
    assert message(Msg({(0x1009, BINARY): made})).text == "Price 38"
    assert codes(message(Msg({(0x1009, BINARY): made[:-4]}))) == ["rtf-damaged"]


def test_an_appointment_states_when_it_takes_place() -> None:
    """The times of an appointment are moments, its class a label."""
    appointment = bytes.fromhex("0220060000000000c000000000000046")
    names = (appointment, number(0x820D) + number(3 << 1), b"")
    made = letter("Visit", "") | {
        (0x001A, TEXT): text("IPM.Appointment"),
        (0x8000, TIME): time(133_500_000_000_000_000),
    }
    read = message(Msg(made, names=names))
    assert "appointment-start" in [each.source for each in read.moments]
    assert read.labels == ("IPM.Appointment",)


def test_a_time_of_never_is_no_moment() -> None:
    """Zero and the end of time are how "never" is written."""
    read = message(Msg({(0x0037, TEXT): text("s"), (0x0039, TIME): bytes(8), (0x0E06, TIME): b"\xff" * 8}))
    assert read.moments == ()


def test_attachments_deeper_than_the_bound_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in messages end at a bound, and what is beyond is a problem."""
    monkeypatch.setattr(msg, "DEEPEST", 1)
    mail = golden("inside-inside.msg").mails[0]
    assert [problem.code for each in all_messages(mail.message) for problem in each.problems] == [
        "limit-depth",
        "attachment-unread",
    ]


def test_a_compound_file_of_another_kind_is_not_claimed() -> None:
    """A workbook is neither recognised nor read."""
    workbook = compound({"Workbook": b"\x09\x08" * 3000, "\x05SummaryInformation": b"x"})
    assert not msg.recognises(Head.of(workbook, "letter.msg"))
    with pytest.raises(NotThisFormat):
        list(msg.read(workbook))


@pytest.mark.parametrize("path", sorted((GOLDEN / "msg").glob("*.msg")), ids=lambda path: path.name)
def test_a_message_is_recognised_by_content(path: Path) -> None:
    """Every golden file is recognised without its name."""
    assert msg.recognises(Head.of(path.read_bytes()))


def test_a_directory_beyond_the_head_is_believed_by_name() -> None:
    """Where only the head is at hand and the directory is not in it, the name decides."""
    whole = contract().written()
    assert msg.recognises(Head(whole[:512], len(whole), "a.msg"))
    assert not msg.recognises(Head(whole[:512], len(whole), "a.doc"))


@pytest.mark.parametrize("cut", [0, 8, 511, 1535, 1537])
def test_a_stump_raises_nothing_but_our_errors(cut: int) -> None:
    """A beginning of a file is refused as not this format."""
    with pytest.raises(FormatError):
        list(msg.read(contract().written()[:cut]))


def test_many_values_of_a_category_are_all_read() -> None:
    """Each value of a property with many stands in a stream of its own."""
    keywords = text("Keywords")
    names = (b"", number(0) + number(2 << 1 | 1), number(len(keywords)) + keywords)
    read = message(
        Msg({(0x0037, TEXT): text("s"), (0x8000, MANY_TEXTS): [text("a"), text("b"), text("c")]}, names=names)
    )
    assert read.labels == ("a", "b", "c")


@pytest.mark.parametrize("place", [0x3C, 0x40])
def test_without_the_table_of_small_streams_they_are_unreadable(place: int) -> None:
    """A lost table costs the small streams, each said; the file is accounted for all the same."""
    whole = bytearray(contract().written())
    whole[place : place + 4] = b"\xfe\xff\xff\xff" if place == 0x3C else bytes(4)
    (reading,) = msg.read(bytes(whole))
    assert "stream-unreadable" in codes(reading)
    assert reading.counts[0].unbalanced == 0


def test_what_is_beyond_a_bound_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """More recipients, attachments or text than are read are problems with their numbers."""
    monkeypatch.setattr(msg, "MOST_RECIPIENTS", 1)
    monkeypatch.setattr(msg, "MOST_ATTACHMENTS", 0)
    read = message(contract())
    assert codes(read) == ["limit-recipients", "limit-files"]
    assert (len(read.to), read.cc) == (1, ())


def test_many_stray_streams_are_summed_up() -> None:
    """The first fifty streams that belong to nothing are named, the others counted."""
    (reading,) = msg.read(compound({**contract().tree(), **{f"Stray {at}": b"!" for at in range(60)}}))
    assert len(reading.problems) == 51
    assert reading.problems[-1].detail.startswith("10 further")


def test_more_problems_than_are_listed_are_said() -> None:
    """The list of a message's problems ends with a word of its end."""
    strange = [mailbox("Room", f"room{at}@x.example", 0) for at in range(600)]
    read = message(Msg(letter("s", ""), strange))
    assert (len(read.problems), codes(read)[-1]) == (501, "limit-problems")


def test_an_html_text_in_unicode_is_read() -> None:
    """HTML kept as a Unicode string needs no charset; a meta tag tells that of bytes without a code page."""
    assert message(Msg({(0x1013, TEXT): text("<p>价格</p>")})).html_text == "价格"
    tagged = b'<meta charset="koi8-r"><p>' + "Цена договора поставки".encode("koi8-r") + b"</p>"
    assert message(Msg({(0x1013, BINARY): tagged})).html_text == "Цена договора поставки"


def test_a_signed_mail_is_marked() -> None:
    """The class of a message says how it is protected."""
    kinds = {"IPM.Note.SMIME.MultipartSigned": "smime-signed", "IPM.Note.SMIME": "smime-encrypted"}
    for name, kind in kinds.items():
        assert message(Msg({(0x001A, TEXT): text(name)})).protection == (kind,)


def test_importance_and_a_draft_are_labels() -> None:
    """What the sender marked, and that a message was never sent, are labels."""
    read = message(Msg({(0x0017, NUMBER): number(2), (0x0E07, NUMBER): number(8)}))
    assert read.labels == ("unsent", "high-importance")


def test_a_message_with_a_torn_table_says_so() -> None:
    """A table of properties that ends within an entry is read up to there."""
    tree = dict(contract().tree())
    table = tree["__properties_version1.0"]
    assert isinstance(table, bytes)
    (reading,) = msg.read(compound({**tree, "__properties_version1.0": table[:-5]}))
    assert "properties-damaged" in codes(reading.mails[0].message)


def test_two_streams_of_one_name_are_said() -> None:
    """The directory may list a name twice: the second is not read, and counted."""
    whole = contract().written()
    for name in ("__substg1.0_0C1E001F", "__substg1.0_0C1F001F"):
        assert whole.count(name.encode("utf-16-le")) == 1
    doubled = whole.replace("__substg1.0_0C1E001F".encode("utf-16-le"), "__substg1.0_0C1F001F".encode("utf-16-le"))
    (reading,) = msg.read(doubled)
    assert "stream-duplicate" in codes(reading)
    assert reading.counts[0].unbalanced == 0


def test_only_a_name_of_a_recipient_is_kept() -> None:
    """A recipient of whom the name alone is known is a name without an address."""
    read = message(Msg(letter("s", ""), [{(0x5FF6, TEXT): text("Anna"), (0x0C15, NUMBER): number(1)}]))
    assert read.to == (Address("Anna", ""),)
    shown = message(Msg(letter("s", "") | {(0x0050, TEXT): text("Sales; info@x.example")}))
    assert shown.reply_to == (Address("Sales", ""), Address("", "info@x.example"))


def test_the_topic_stands_in_for_a_missing_subject() -> None:
    """Where the subject is not stored, its prefix and topic are joined."""
    assert message(Msg({(0x003D, TEXT): text("RE: "), (0x0E1D, TEXT): text("Price")})).subject == "RE: Price"
    assert message(Msg({(0x007D, TEXT): text("Subject: From the header\r\n\r\n")})).subject == "From the header"


def test_an_entry_id_in_8_bit_text_is_read() -> None:
    """A one-off entry id of a program without Unicode gives its address too; one of a directory gives none."""
    one_off = bytes(4) + bytes.fromhex("812b1fa4bea310199d6e00dd010f5402") + b"\0\0\0\0Eva\0SMTP\0eva@x.example\0"
    known = [{(0x0FFF, BINARY): one_off, (0x0C15, NUMBER): number(1)}]
    read = message(Msg(letter("s", ""), [*known, {(0x0FFF, BINARY): bytes(40), (0x0C15, NUMBER): number(1)}]))
    assert read.to == (Address("Eva", "eva@x.example"),)
    assert codes(read) == ["recipient-unreadable"]


@pytest.mark.parametrize(
    "block", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]
)
def test_a_stump_of_a_compound_file_is_not_claimed(block: bytes) -> None:
    """Neither a magic alone nor sectors of no size are a message."""
    assert not msg.recognises(Head.of(block, "a.msg"))


def test_the_class_of_the_root_tells_a_message() -> None:
    """A root entry with the class of a message is one whatever its first streams are called."""
    whole = bytearray(compound({"A": b"x" * 10, "B": b"y", "C": b"z"}))
    root = whole.index("Root Entry".encode("utf-16-le"))
    whole[root + 0x50 : root + 0x60] = bytes.fromhex("0b0d020000000000c000000000000046")
    assert msg.recognises(Head.of(bytes(whole)))


@pytest.mark.parametrize(("place", "value"), [(0x1E, b"\x0b\0"), (0x1E, b"\x0c\0"), (0x30, b"\xf0\xff\xff\x00")])
def test_a_header_that_fits_no_file_is_refused(place: int, value: bytes) -> None:
    """Other sector sizes and a directory beyond the file are refused."""
    whole = bytearray(contract().written())
    whole[place : place + len(value)] = value
    with pytest.raises(FormatError):
        list(msg.read(bytes(whole)))
