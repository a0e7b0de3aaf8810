"""Header blocks and the parameters inside fields."""

from __future__ import annotations

import pytest

from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.mail.header import MOST_PARAMETERS, parameters, split


def test_folds_are_kept_in_the_raw_value() -> None:
    """A field's raw value is every byte behind its colon, folds included, its last line end left out."""
    fields, is_whole = split(b"Subject: one\r\n two\r\nTO : x\r\n", 100)
    assert fields.listed == [("Subject", "subject", b" one\r\n two"), ("TO", "to", b" x")]
    assert is_whole
    assert (fields.junk, fields.body_offset) == (b"", None)


def test_junk_between_fields_is_skipped() -> None:
    """A line that is no field is set aside when fields follow."""
    fields, _ = split(b"Subject: x\r\nthis is junk\r\nX-More: y\r\nwords: not a field\r\nTo: z", 100)
    assert [name for name, _, _ in fields.listed] == ["Subject", "X-More", "To"]
    assert fields.junk == b"this is junk\r"


def test_broken_lines_at_the_end_begin_the_body() -> None:
    """Lines that are no fields at the block's end are the body of a message without a blank line."""
    block = b"Subject: x\nHello there,\nthe goods: late\n"
    fields, _ = split(block, 100)
    assert fields.body_offset is not None
    assert block[fields.body_offset :] == b"Hello there,\nthe goods: late\n"


def test_too_many_fields_are_cut() -> None:
    """Fields beyond the bound are not read."""
    fields, is_whole = split(b"A: 1\nB: 2\nC: 3", 2)
    assert ([name for name, _, _ in fields.listed], is_whole) == (["A", "B"], False)


@pytest.mark.parametrize(
    ("raw", "value", "found"),
    [
        (b" text/plain; charset=utf-8", "text/plain", {"charset": "utf-8"}),
        (b' Text/Plain;\r\n Charset="utf-8"; x=a b ; y', "text/plain", {"charset": "utf-8", "x": "a b"}),
        (b' a; name="a\\"b;c"', "a", {"name": 'a"b;c'}),
        (b' a; name="unclosed', "a", {"name": "unclosed"}),
        (b" a; name=one; name=two", "a", {"name": "one"}),
        (b' a; name="=?utf-8?B?0YHRh9GR0YI=?="', "a", {"name": "счёт"}),
        (b" a; name*=utf-8''%D1%81%D1%87", "a", {"name": "сч"}),
        (b" a; name*=koi8-r'ru'%D3%DE", "a", {"name": "сч"}),
        (b" a; name*1=b; name*0=a; name*2*=%63", "a", {"name": "abc"}),
        (b" a; name=plain; name*=utf-8''better", "a", {"name": "better"}),
        (b" a; name*=no-quotes", "a", {"name": "no-quotes"}),
        ("; имя=x; name=счёт".encode(), "", {"имя": "x", "name": "счёт"}),
    ],
)
def test_parameters(raw: bytes, value: str, found: dict[str, str]) -> None:
    """Quoted, continued, encoded and raw parameters come out as text."""
    assert parameters(raw, Deviations(10), "1") == (value, found)


def test_parameters_are_bounded() -> None:
    """More parameters than the bound are not read."""
    raw = b" a" + b"".join(b"; p%d=1" % number for number in range(MOST_PARAMETERS + 50))
    assert len(parameters(raw, Deviations(10), "1")[1]) == MOST_PARAMETERS
