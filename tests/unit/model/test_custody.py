"""Custody events: every kind with the members that docs/format.md section 3 gives it, and no others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.errors import MalformedEvent
from tallystick.model import canonical
from tallystick.model.custody import (
    KINDS,
    LARGEST_ENTRY_BYTES,
    ContainerPlace,
    Event,
    Location,
    Source,
    format_time,
    parse,
    parse_time,
)

HASH = "0123456789abcdef" * 4
NONCE = "ab" * 16
HEAD = {"time": "2026-03-02T10:00:00.000001Z", "actor": "anna@desk", "nonce": NONCE}
PLACE = {"pack": "2026/20260302T100000Z-0.warc.gz", "offset": 0, "length": 9, "crc32": "0badcafe", "seed": HASH}
SOURCE = {"kind": "mbox", "locator": "mail/sales.mbox", "modified": "2026-03-01T00:00:00.000000Z"}
CONTAINER = {"sha256": HASH, "path": "17"}

REQUIRED: dict[str, dict[str, Any]] = {
    "vault": {"format": 1, "origin": "tallystick/x", "key": "x+00+AA", "sheet": HASH},
    "pack": {"pack": PLACE["pack"], "length": 9, "crc32": "0badcafe", "software": "tallystick 0.1"},
    "kept": {"sha256": HASH, "size": 3, "type": "message/rfc822", "source": SOURCE, **PLACE},
    "parts": {"count": 2, "root": HASH},
    "met": {"sha256": HASH, "source": SOURCE},
    "sealed": {"size": 4, "authority": "demo", "files": {"4.checkpoint": HASH}},
    "witnessed": {"size": 4, "sha256": HASH, "checkpoint": HASH},
    "dkim-key": {"domain": "a.example", "selector": "s", "answer": "v=DKIM1", "status": "found", "resolver": "::1",
                 "authentic": False},
    "rotated": {"old": "x+00+AA", "new": "x+01+AB", "signature": "note", "sheet": HASH},
    "exported": {"items": 3, "digest": HASH, "query": ""},
}  # fmt: skip
OPTIONAL: dict[str, dict[str, Any]] = {
    "kept": {"container": CONTAINER, "run": NONCE},
    "met": {"container": CONTAINER, "run": NONCE, "size": 3, "type": "message/rfc822", **PLACE},
}
BAD: dict[str, list[Any]] = {
    "time": ["2026-03-02T10:00:00Z", "2026-03-02 10:00:00.000001Z", "2026-03-02T10:00:00.000001+00:00", 5, ""],
    "actor": [None, 7],
    "nonce": [NONCE[:-1], NONCE.upper(), NONCE + "00", 1],
    "sha256": [HASH[:-1], HASH.upper(), "", None, HASH + "\n"],
    "size": [-1, "3", True, None],
    "offset": [-1, True],
    "length": [-5, "9"],
    "crc32": ["badcafe", "0BADCAFE", 7],
    "seed": [HASH[:10]],
    "pack": ["../2026/20260302T100000Z-0.warc.gz", "2026/x.warc.gz", "/etc/passwd", "2026/20260302T100000Z-0.warc.gz/"],
    "source": [{}, {"kind": "file"}, {"kind": "file", "locator": 1}, {**SOURCE, "more": "x"}, "file", []],
    "container": [{"sha256": HASH}, {"sha256": "x", "path": "1"}, {"sha256": HASH, "path": 1}, {**CONTAINER, "a": "b"}],
    "files": [{"4.checkpoint": "x"}, [], "x"],
    "status": ["lost", None],
    "authentic": [0, "no"],
    "format": [2, "1", True],
    "type": [1],
    "count": [-1],
    "root": ["x"],
}


def entry(kind: str, **changed: Any) -> bytes:
    return canonical.encode({"kind": kind, **HEAD, **REQUIRED[kind], **changed})


def test_the_table_here_knows_every_kind() -> None:
    """A new kind needs a case here."""
    assert set(REQUIRED) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_read_as_it_was_written(kind: str) -> None:
    """With and without its optional members, an event encodes to the entry that it was parsed from."""
    for raw in (entry(kind), entry(kind, **OPTIONAL.get(kind, {}))):
        event = parse(3, raw)
        assert event.kind == kind
        assert event.encode() == raw
        assert event.moment == datetime(2026, 3, 2, 10, 0, 0, 1, UTC)


@pytest.mark.parametrize("kind", KINDS)
def test_no_required_member_may_be_missing(kind: str) -> None:
    """An entry without one of its members is malformed, and the error names index and member."""
    whole = canonical.decode(entry(kind))
    for name in {*HEAD, *REQUIRED[kind]}:
        with pytest.raises(MalformedEvent, match=rf"log entry 41: no member {name}|half a location"):
            parse(41, canonical.encode({key: value for key, value in whole.items() if key != name}))


@pytest.mark.parametrize("kind", KINDS)
def test_no_unknown_member_is_taken(kind: str) -> None:
    """A member that its kind does not have is malformed, even one that another kind has."""
    for name, value in (("surprise", 1), ("query" if kind != "exported" else "root", HASH)):
        with pytest.raises(MalformedEvent, match=f"unknown member {name}"):
            parse(0, entry(kind, **{name: value}))


@pytest.mark.parametrize("kind", KINDS)
def test_impossible_values_are_refused(kind: str) -> None:
    """Each member is checked for its own form."""
    members = {**HEAD, **REQUIRED[kind], **OPTIONAL.get(kind, {})}
    for name in members.keys() & BAD.keys():
        for value in BAD[name]:
            with pytest.raises(MalformedEvent, match=f"member {name} has an impossible value"):
                parse(0, entry(kind, **{**OPTIONAL.get(kind, {}), name: value}))


def test_half_a_location_is_none() -> None:
    """A meeting has a whole location or none."""
    for name in PLACE:
        with pytest.raises(MalformedEvent, match="half a location"):
            parse(0, entry("met", **{name: PLACE[name]}))
    assert parse(0, entry("met")).location is None


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"null", b'{"kind":5}', b'{"kind":["kept"]}', b'{"kind":"lost"}'])
def test_what_is_no_event_is_malformed(raw: bytes) -> None:
    """JSON that is no object of a known kind is refused."""
    with pytest.raises(MalformedEvent):
        parse(0, raw)


@given(st.binary(max_size=80))
def test_any_bytes_are_an_event_or_malformed(raw: bytes) -> None:
    """Nothing else comes of bytes."""
    with pytest.raises(MalformedEvent):
        parse(0, raw)


def test_deep_nesting_is_malformed() -> None:
    """An entry of nothing but brackets does not exhaust the stack."""
    with pytest.raises(MalformedEvent):
        parse(0, b"[" * 60_000)


def test_an_event_knows_its_place_source_and_container() -> None:
    """The members come out as values."""
    event = parse(0, entry("kept", container=CONTAINER))
    assert event.location == Location(**PLACE)
    assert event.location.end == 9
    assert event.source == Source("mbox", "mail/sales.mbox", "2026-03-01T00:00:00.000000Z")
    assert event.container == ContainerPlace(HASH, "17")
    assert parse(0, entry("met")).container is None


def test_a_pack_event_is_no_location() -> None:
    """The first record of a pack has no seed, so it locates no original."""
    assert parse(0, entry("pack")).location is None


def test_an_entry_is_bounded() -> None:
    """What does not fit into a log entry is not encoded."""
    small = Event("exported", HEAD["time"], "a", NONCE, {"items": 1, "digest": HASH, "query": ""})
    room = LARGEST_ENTRY_BYTES - len(small.encode())
    assert len(Event(small.kind, small.time, "a", NONCE, {**small.members, "query": "x" * room}).encode()) == 65_535
    with pytest.raises(ValueError, match="at most 65535"):
        Event(small.kind, small.time, "a", NONCE, {**small.members, "query": "x" * (room + 1)}).encode()


@given(st.datetimes(timezones=st.just(UTC)))
def test_times_survive(moment: datetime) -> None:
    """A time is the same after it was written and read, to the microsecond, for every year."""
    assert parse_time(format_time(moment)) == moment


def test_times_are_in_utc() -> None:
    """Another zone is converted, a time without one refused."""
    berlin = timezone(timedelta(hours=1))
    assert format_time(datetime(2026, 3, 2, 10, tzinfo=berlin)) == "2026-03-02T09:00:00.000000Z"
    with pytest.raises(ValueError, match="zone"):
        format_time(datetime(2026, 3, 2))  # noqa: DTZ001 - the very mistake
    with pytest.raises(ValueError, match="not a log time"):
        parse_time("yesterday")


@pytest.mark.parametrize(
    "time", ["2026-13-01T00:00:00.000000Z", "2026-02-30T00:00:00.000000Z", "0000-01-01T00:00:00.000000Z"]
)
def test_a_day_that_no_calendar_has_is_malformed(time: str) -> None:
    """A time of the right shape that is none is found when the entry is read, not when somebody asks for it."""
    with pytest.raises(MalformedEvent):
        parse(0, entry("parts", time=time))
