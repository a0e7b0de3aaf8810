"""Reading DER, the byte form of RFC 3161 and X.509: only what timestamps need. Source: ITU-T X.690 section 10.

Lengths are definite and minimal, tags have one byte, nothing is read beyond its end; anything else is MalformedToken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tallystick.errors import MalformedToken

INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x02, 0x03, 0x04, 0x05, 0x06
UTF8_STRING, SEQUENCE, SET = 0x0C, 0x30, 0x31
CONTEXT_0, CONTEXT_1 = 0xA0, 0xA1
_MOST_CHILDREN = 10_000


@dataclass(frozen=True, slots=True)
class Element:
    """One value: its tag, its content, and all its bytes, header included."""

    tag: int
    content: bytes
    whole: bytes


def read(raw: bytes, tag: int | None = None) -> Element:
    """The one element that `raw` is, with this tag where one is given."""
    element = _element(raw, 0)
    if len(element.whole) != len(raw):
        raise MalformedToken(f"{len(raw) - len(element.whole)} bytes too many behind an element")
    return element if tag is None else expect(element, tag)


def children(element: Element) -> list[Element]:
    """The elements that a constructed one holds, in order."""
    found: list[Element] = []
    at = 0
    while at < len(element.content):
        if len(found) == _MOST_CHILDREN:
            raise MalformedToken(f"an element with more than {_MOST_CHILDREN} members")
        found.append(_element(element.content, at))
        at += len(found[-1].whole)
    return found


def members(element: Element, tag: int, least: int) -> list[Element]:
    """The members of an element with this tag, of which there are at least so many."""
    found = children(expect(element, tag))
    if len(found) < least:
        raise MalformedToken(f"expected at least {least} members, got {len(found)}")
    return found


def expect(element: Element, tag: int) -> Element:
    """The element itself, which has this tag."""
    if element.tag != tag:
        raise MalformedToken(f"expected an element with tag {tag:#04x}, got {element.tag:#04x}")
    return element


def integer(element: Element) -> int:
    """The number that an INTEGER holds."""
    content = expect(element, INTEGER).content
    if not content or (len(content) > 1 and content[0] in (0, 0xFF) and (content[0] ^ content[1]) < 0x80):
        raise MalformedToken("an INTEGER is not in its shortest form")
    return int.from_bytes(content, "big", signed=True)


def oid(element: Element) -> str:
    """The dotted form of an OBJECT IDENTIFIER."""
    content = expect(element, OID).content
    if not content or content[-1] & 0x80 or len(content) > 64:
        raise MalformedToken("an OBJECT IDENTIFIER is cut off or too long")
    numbers, number = [], 0
    for byte in content:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))


def encode(tag: int, *contents: bytes) -> bytes:
    """The element with this tag and content."""
    content = b"".join(contents)
    if len(content) < 0x80:
        return bytes((tag, len(content))) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def encode_integer(number: int) -> bytes:
    """The INTEGER of a number that is not negative."""
    return encode(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def sort_set(elements: Iterable[Element]) -> bytes:
    """The contents of a SET OF in the one order that DER allows. Source: X.690 11.6."""
    return b"".join(sorted(element.whole for element in elements))


def _element(raw: bytes, start: int) -> Element:
    if start + 2 > len(raw):
        raise MalformedToken("an element is cut off")
    tag, length, at = raw[start], raw[start + 1], start + 2
    if tag & 0x1F == 0x1F:
        raise MalformedToken("a tag of more than one byte")
    if length >= 0x80:
        digits = raw[at : at + (length & 0x7F)]
        at += length & 0x7F
        length = int.from_bytes(digits, "big")
        if not 1 <= len(digits) <= 4 or digits[0] == 0 or length < 0x80:
            raise MalformedToken("a length is indefinite or not in its shortest form")
    if at + length > len(raw):
        raise MalformedToken(f"an element of {length} bytes is cut off")
    return Element(tag, raw[at : at + length], raw[start : at + length])
