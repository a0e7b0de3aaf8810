"""Reading DER: strict in every length, and exact both ways."""

from __future__ import annotations

import pytest

from tallystick.errors import MalformedToken
from tallystick.seal import der


@pytest.mark.parametrize("length", [0, 1, 127, 128, 255, 256, 65_536])
def test_elements_round_trip(length):
    """An element of any length reads back, header and all."""
    raw = der.encode(der.OCTET_STRING, b"x" * length)
    element = der.read(raw, der.OCTET_STRING)
    assert (element.content, element.whole) == (b"x" * length, raw)


@pytest.mark.parametrize("number", [0, 1, 127, 128, 255, 256, 2**64 - 1])
def test_integers_round_trip(number):
    """A number that is not negative has one form, and it reads back."""
    assert der.integer(der.read(der.encode_integer(number))) == number


def test_negative_integers_are_read():
    """A negative INTEGER is read as such."""
    assert der.integer(der.read(b"\x02\x01\xff")) == -1


@pytest.mark.parametrize(
    ("raw", "dotted"),
    [
        (b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", "1.2.840.113549.1.7.2"),
        (b"\x06\x01\x00", "0.0"),
        (b"\x06\x02\x88\x37", "2.999"),
    ],
)
def test_object_identifiers(raw, dotted):
    """An OBJECT IDENTIFIER is read in its dotted form."""
    assert der.oid(der.read(raw)) == dotted


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x30",
        b"\x30\x01",
        b"\x30\x00\x00",
        b"\x30\x80\x00\x00",
        b"\x30\x81\x05hello",
        b"\x30\x82\x00\x80" + bytes(128),
        b"\x30\x85\x01\x00\x00\x00\x00",
        b"\x3f\x81\x00\x00",
        b"\x30\x82",
    ],
)
def test_what_is_not_der_is_refused(raw):
    """Cut off, longer than said, of indefinite or wasteful length, or with a long tag: refused."""
    with pytest.raises(MalformedToken):
        der.read(raw)


@pytest.mark.parametrize("raw", [b"\x02\x00", b"\x02\x02\x00\x01", b"\x02\x02\xff\xff", b"\x04\x01\x00"])
def test_other_integers_are_refused(raw):
    """An INTEGER that is empty, wasteful or not one is refused."""
    with pytest.raises(MalformedToken):
        der.integer(der.read(raw))


@pytest.mark.parametrize("raw", [b"\x06\x00", b"\x06\x01\x80", b"\x06\x41" + b"\x01" * 65, b"\x05\x00"])
def test_other_identifiers_are_refused(raw):
    """An OBJECT IDENTIFIER that is empty, cut off, too long or not one is refused."""
    with pytest.raises(MalformedToken):
        der.oid(der.read(raw))


def test_members_are_bounded():
    """Too few members are refused, and so are absurdly many."""
    with pytest.raises(MalformedToken, match="at least 2"):
        der.members(der.read(b"\x30\x02\x05\x00"), der.SEQUENCE, 2)
    with pytest.raises(MalformedToken, match="more than"):
        der.children(der.read(der.encode(der.SEQUENCE, b"\x05\x00" * 10_001)))


def test_sets_are_sorted_by_their_bytes():
    """A SET OF comes out in the order of its elements' bytes."""
    elements = [der.read(raw) for raw in (b"\x04\x01b", b"\x04\x01a", b"\x02\x01\x05")]
    assert der.sort_set(elements) == b"\x02\x01\x05\x04\x01a\x04\x01b"
