"""Plain text, subtitles, tables as text, and rich text."""

from __future__ import annotations

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.document import csv, plain, rtf
from tallystick.model.reading import Reading

RTF = (
    b"{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\fcharset204 Arial;}{\\f1\\fcharset134 SimSun;}}"
    b"{\\info{\\title Offer}{\\author Li Wei}{\\creatim\\yr2024\\mo3\\dy5\\hr9\\min30}}"
    b"{\\header Ningbo}\\f0 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2\\par\\f1 \\'c4\\'e3\\'ba\\'c3\\par\\u8364?13}"
)


def checked(reading: Reading) -> Reading:
    assert all(count.unbalanced == 0 for count in reading.counts)
    return reading


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def test_text_in_any_charset() -> None:
    """A text in GB 18030 is read, and each line is counted as text or blank."""
    reading = checked(next(plain.read("电话记录\n\n李伟说星期五发货。\n".encode("gb18030"))))
    assert reading.documents[0].text == "电话记录\n\n李伟说星期五发货。"
    assert dict(reading.counts[0].became) == {"text": 2, "blank": 1}


def test_damaged_bytes_are_said() -> None:
    """Bytes that fit no charset are shown as such and said."""
    assert codes(next(plain.read(("€ " * 60).encode() + b"\xff\xff"))) == ["damaged-text"]


@pytest.mark.parametrize(
    "original",
    [
        "1\n00:00:01,000 --> 00:00:03,500\nGood morning.\n\n2\n00:00:04,000 --> 00:00:06,000\nHello.\n",
        "WEBVTT - call\n\nNOTE x\n\na\n00:01.000 --> 00:03.500\nGood morning.\n\n00:04.000 --> 00:06.000\nHello.\n",
    ],
)
def test_subtitles_are_the_transcript_of_their_name(original: str) -> None:
    """SRT and WebVTT give their words with times, and name the recording that they may belong to."""
    document = checked(next(plain.read(original.encode(), "folder/call 1.srt"))).documents[0]
    assert [line.partition("] ")[2] for line in document.text.split("\n")] == ["Good morning.", "Hello."]
    assert ("transcript-of", "call 1") in document.properties
    assert document.passages[0].origin == "transcript"


def test_binary_is_not_text() -> None:
    """What has control characters throughout is not claimed, and is refused."""
    binary = bytes(range(1, 32)) * 20
    assert not plain.recognises(Head.of(binary))
    assert not plain.recognises(Head.of(b"\0\1\2\3" * 50))
    with pytest.raises(NotThisFormat):
        next(plain.read(binary))


def test_table_is_read_with_its_delimiter() -> None:
    """A table of semicolons keeps the commas of its numbers."""
    reading = checked(next(csv.read(b"Order;Price\n4711;13,90\n4712;99,00\n")))
    assert reading.documents[0].text == "Order\tPrice\n4711\t13,90\n4712\t99,00"
    assert ("columns", "2") in reading.documents[0].properties


def test_uneven_rows_are_said() -> None:
    """A row of another width stays in the text and is a problem with its line."""
    reading = checked(next(csv.read(b'a,b,c\n1,2,3\n4,5\n"x\ny",6,7\n')))
    assert [problem.place for problem in reading.problems] == ["line 3"]
    assert dict(reading.counts[0].became) == {"rows": 3, "uneven": 1}


@pytest.mark.parametrize(
    ("original", "name", "is_table"),
    [
        (b"a,b\n1,2\n", "x.csv", True),
        (b"a\tb\n1\t2\n", "x.TSV", True),
        (b"one line\n", "x.csv", False),
        (b"a;b;c\n" * 6, "", True),
        (b"Dear Anna, the goods, as agreed, are ready.\n" * 6, "letter.txt", False),
        (b'{"a": 1,\n"b": 2,\n"c": 3}\n' * 3, "", False),
        (b"\0\1\2", "x.csv", False),
    ],
)
def test_only_a_convincing_table_is_one(original: bytes, name: str, is_table: bool) -> None:
    """The name helps; without it every row must agree and none may read like a sentence."""
    assert csv.recognises(Head.of(original, name)) is is_table


def test_rich_text_in_several_charsets() -> None:
    """Each font's charset counts, and characters written as Unicode."""
    document = checked(next(rtf.read(RTF))).documents[0]
    assert document.passages[0].text == "Привет\n你好\n€13"
    assert (document.title, document.author) == ("Offer", "Li Wei")
    assert [(moment.source, str(moment.utc), moment.offset_minutes) for moment in document.moments] == [
        ("created", "2024-03-05 09:30:00+00:00", None)
    ]
    assert document.passages[1].label == "header"


def test_rich_text_names_what_it_does_not_take_out() -> None:
    """Objects, fields that fetch, templates and deleted text are problems, and so is a cut-off end."""
    original = (
        b"{\\rtf1{\\object\\objemb{\\*\\objdata 01}}{\\field{\\*\\fldinst INCLUDEPICTURE http://x.example/a}}"
        b"{\\*\\template http://x.example/t}\\deleted gone {\\bin3 }}}x"
    )
    found = codes(checked(next(rtf.read(original))))
    assert found == ["embedded-not-read", "external-reference", "external-reference", "tracked-changes", "truncated"]


def test_comments_of_rich_text_have_authors() -> None:
    """A comment stands apart from the text, with its author."""
    original = b"{\\rtf1 Text{\\*\\atnauthor Anna}{\\*\\annotation too high}}"
    shown = {one.label: one.text for one in next(rtf.read(original)).documents[0].passages}
    assert shown == {"text": "Text", "comments": "Anna: too high"}


def test_what_is_no_rich_text_is_refused() -> None:
    """The first bytes decide."""
    assert not rtf.recognises(Head.of(b"rtf"))
    with pytest.raises(NotThisFormat):
        next(rtf.read(b"plain"))
