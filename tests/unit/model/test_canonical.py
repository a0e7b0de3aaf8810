"""Canonical JSON: one byte form for a value. Source: RFC 8785."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.model import canonical

_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
_KEYS = st.text(st.characters(max_codepoint=127), max_size=10)
_NUMBERS = st.integers(-canonical.LARGEST_INTEGER, canonical.LARGEST_INTEGER)
_VALUES = st.recursive(
    st.none() | st.booleans() | _NUMBERS | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(_VALUES)
def test_decoding_gives_the_value_back(value: object) -> None:
    """What was encoded decodes to the same value."""
    assert canonical.decode(canonical.encode(value)) == value


@given(_VALUES)
def test_every_reader_of_json_agrees(value: object) -> None:
    """The form is plain JSON in UTF-8, without white space between tokens."""
    encoded = canonical.encode(value)
    assert json.loads(encoded.decode("utf-8")) == value
    assert encoded == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@given(st.dictionaries(_KEYS, _NUMBERS, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_matter(members: dict[str, int], random: object) -> None:
    """An object has one form however it was put together."""
    shuffled = list(members.items())
    random.shuffle(shuffled)
    assert canonical.encode(dict(shuffled)) == canonical.encode(members)


@given(_VALUES, st.sampled_from([" ", "\n", "\t"]))
def test_white_space_is_not_canonical(value: object, space: str) -> None:
    """A form with white space before or behind is refused."""
    encoded = canonical.encode(value)
    for raw in (space.encode() + encoded, encoded + space.encode()):
        with pytest.raises(ValueError, match="canonical"):
            canonical.decode(raw)


@given(st.binary(max_size=60))
def test_any_bytes_decode_or_are_refused(raw: bytes) -> None:
    """Nothing but ValueError comes of bytes, and what decodes encodes to the same bytes."""
    try:
        value = canonical.decode(raw)
    except ValueError:
        return
    assert canonical.encode(value) == raw


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ({"b": 1, "a": [True, None, "x"]}, b'{"a":[true,null,"x"],"b":1}'),
        ('\u20ac$\x0f\nA\'B"\\\\"/', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()),
        ("\b\t\f\r\x7f", b'"\\b\\t\\f\\r\x7f"'),
        (-0, b"0"),
        ({}, b"{}"),
    ],
)
def test_forms_of_the_standard(value: object, form: bytes) -> None:
    """Strings are escaped as in RFC 8785 3.2.2.2, members sorted as in 3.2.3."""
    assert canonical.encode(value) == form


@pytest.mark.parametrize(
    "value",
    [1.5, 2**53, -(2**53), "\ud800", {"ü": 1}, {1: 2}, [1.0], {"a": {"b": "\udfff"}}, b"bytes", float("nan"), {"x"}],
)
def test_what_has_no_safe_form_is_refused(value: object) -> None:
    """Floats, large integers, keys outside ASCII and lone surrogates are not encoded."""
    with pytest.raises(ValueError, match=r".+"):
        canonical.encode(value)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'"\\u0041"', b'"\\/"', b"1.0", b"1e2", b"-0", b"01", b"NaN", b"Infinity",
        b'"\\ud800"', b"9007199254740992", b"\xff", b"", b"\xef\xbb\xbf1",
    ],
)  # fmt: skip
def test_another_spelling_is_refused(raw: bytes) -> None:
    """A second spelling of a value is no canonical form."""
    with pytest.raises(ValueError, match=r".+"):
        canonical.decode(raw)
