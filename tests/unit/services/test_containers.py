"""Containers taken apart: everything inside is kept, and what cannot be is refused with its reason."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile

import pytest

from tallystick.formats.mail import recipe
from tallystick.services.show import raw
from unit.services.workshop import Machine, mail, mbox, sha256

ONE, TWO, THREE = mail("one"), mail("two"), mail("three", "From here on\n>From there\n")
ZIP = "application/zip"
RECIPE = recipe.MEDIA_TYPE


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return out.getvalue()


def codes(machine: Machine, *names: str) -> list[tuple[str, str]]:
    ledger = machine.keep(*(machine.folder / "offered" / name for name in names)).ledger
    return [(refused.locator, refused.code) for refused in ledger.refused]


def rebuilt(machine: Machine) -> list[str]:
    """The hashes of the containers that the kept recipes give."""
    recipes = [event.members["sha256"] for _i, event in machine.events("kept") if event.members["type"] == RECIPE]
    return [sha256(b"".join(raw(machine.root, machine.edges(), each))) for each in recipes]


def test_an_mbox_is_kept_message_by_message_and_rebuilt(machine: Machine) -> None:
    """Each message is an original with its ordinal; the recipe gives the box byte for byte."""
    box = mbox(ONE, TWO, THREE).replace(b"\nFrom here", b"\n>From here")
    kept = machine.keep(machine.offer("sales.mbox", box))
    assert (kept.ledger.offered, kept.ledger.kept, kept.ledger.containers) == (3, 3, 1)
    mails = [event for _i, event in machine.events("kept") if event.members["type"] == "message/rfc822"]
    assert [(event.container.sha256, event.container.path) for event in mails] == [
        (sha256(box), "0"), (sha256(box), "1"), (sha256(box), "2")
    ]  # fmt: skip
    assert {(event.source.kind, event.source.locator) for event in mails} == {("mbox", "sales.mbox")}
    assert rebuilt(machine) == [sha256(box)]
    machine.assert_sound()


@pytest.mark.parametrize(
    "box",
    [
        mbox(ONE, ONE, TWO, ONE),
        b"\xef\xbb\xbf" + mbox(ONE, TWO),
        mbox(ONE, TWO) + b"trailing words without an end of line",
        mbox(ONE, TWO).replace(b"\n", b"\r\n"),
        mbox(ONE, TWO)[:-1],
        mbox(b"", ONE, b"\n"),
    ],
    ids=["the same mail thrice", "a byte order mark", "a tail", "CRLF", "no last line end", "empty mails"],
)
def test_odd_boxes_are_rebuilt_too(machine: Machine, box: bytes) -> None:
    """Whatever stands between the messages is in the recipe."""
    machine.keep(machine.offer("odd.mbox", box))
    assert rebuilt(machine) == [sha256(box)]
    machine.assert_sound()


def test_a_zip_is_kept_with_what_is_inside(machine: Machine) -> None:
    """The archive is an original, and each member too, with its path."""
    content = zipped(**{"post/a__eml": ONE, "b__eml": TWO, "note__txt": b"hello"})
    kept = machine.keep(machine.offer("mails.zip", content))
    assert (kept.ledger.offered, kept.ledger.kept, kept.ledger.containers) == (4, 4, 1)
    found = {event.members["sha256"]: event for _i, event in machine.events("kept")}
    assert found[sha256(content)].container is None
    assert found[sha256(content)].members["type"] == ZIP
    inside = found[sha256(ONE)]
    assert (inside.container.sha256, inside.container.path) == (sha256(content), "post/a.eml")
    assert (inside.source.kind, inside.source.locator) == ("zip", "mails.zip!/post/a.eml")
    machine.assert_sound()


def test_a_gzip_is_kept_with_what_is_inside(machine: Machine) -> None:
    """A compressed mail is found as a mail."""
    content = gzip.compress(ONE)
    machine.keep(machine.offer("a.eml.gz", content))
    found = {event.members["sha256"]: event for _i, event in machine.events("kept")}
    assert found[sha256(content)].members["type"] == "application/gzip"
    assert found[sha256(ONE)].members["type"] == "message/rfc822"
    assert found[sha256(ONE)].source.locator == "a.eml.gz!/a.eml"


def test_archives_inside_one_another_are_opened(machine: Machine) -> None:
    """A zip in a zip and a gzip in it: every layer is kept."""
    inner = zipped(c__eml=THREE)
    content = zipped(inner__zip=inner, b__eml__gz=gzip.compress(TWO), a__eml=ONE)
    kept = machine.keep(machine.offer("all.zip", content))
    assert kept.ledger.refused == []
    assert {sha256(each) for each in (content, inner, ONE, TWO, THREE)} <= {
        event.members["sha256"] for _i, event in machine.events("kept")
    }
    places = {event.source.locator for _i, event in machine.events("kept")}
    assert "all.zip!/inner.zip!/c.eml" in places
    machine.assert_sound()


@pytest.mark.parametrize("wrap", ["zip", "gzip"])
def test_an_mbox_inside_an_archive_has_a_recipe(machine: Machine, wrap: str) -> None:
    """Its messages are kept, and its recipe gives the member byte for byte."""
    box = mbox(ONE, TWO)
    content = zipped(sales__mbox=box) if wrap == "zip" else gzip.compress(box)
    kept = machine.keep(machine.offer(f"sales.mbox.{wrap}", content))
    assert kept.ledger.refused == []
    assert (kept.ledger.kept, kept.ledger.containers) == (3, 2)
    assert rebuilt(machine) == [sha256(box)]
    machine.assert_sound()


def test_archives_inside_one_another_without_end_are_refused(machine: Machine) -> None:
    """Beyond a few layers what is inside is not opened; the ledger says so and the layers above are kept."""
    content = zipped(a__eml=ONE)
    for _ in range(6):
        content = zipped(inner__zip=content)
    machine.offer("deep.zip", content)
    found = codes(machine, "deep.zip")
    assert [code for _place, code in found] == ["limit-exceeded"]
    assert found[0][0].startswith("deep.zip!/inner.zip")
    machine.assert_sound()


def test_hostile_names_stay_inside(machine: Machine) -> None:
    """Absolute paths, steps upwards, drives and control characters lead nowhere; what they name is kept."""
    out = io.BytesIO()
    hostile = [
        "../../../../tmp/evil.eml",
        "/etc/cron.d/evil",
        "C:\\windows\\evil.eml",
        "a\x1b[31m\u202ered.eml",
        "..",
        "",
    ]
    with zipfile.ZipFile(out, "w") as archive:
        for number, name in enumerate(hostile):
            archive.writestr(zipfile.ZipInfo(name or "x"), mail(f"hostile {number}"))
    outside = set(machine.folder.iterdir())
    kept = machine.keep(machine.offer("evil.zip", out.getvalue()))
    assert set(machine.folder.iterdir()) - outside <= {machine.folder / "offered"}
    places = [e.container.path for _i, e in machine.events("kept") if e.container]
    assert len(places) + len(kept.ledger.refused) >= len(hostile)
    for place in places:
        assert not place.startswith("/")
        assert ".." not in place.split("/")
        assert place.isprintable()
    assert not (machine.root / "record" / "spool").exists()
    machine.assert_sound()


@pytest.mark.parametrize("size", [0, 5, 1 << 30])
def test_lying_sizes_are_refused(machine: Machine, size: int) -> None:
    """A member that is shorter or longer than the archive says is not kept as if it were whole."""
    content = bytearray(zipped(a__eml=ONE, b__eml=TWO))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", content, content.index(signature) + at, size)
    machine.offer("lying.zip", bytes(content))
    found = codes(machine, "lying.zip")
    assert len(found) == 1
    assert "a.eml" in found[0][0]
    kept = {event.members["sha256"] for _i, event in machine.events("kept")}
    assert sha256(TWO) in kept
    assert sha256(ONE) not in kept
    machine.assert_sound()


@pytest.mark.parametrize("name", ["cut.zip", "cut.gz", "zeros.zip"])
def test_a_broken_archive_is_kept_and_its_inside_refused(machine: Machine, name: str) -> None:
    """The bytes are evidence whatever their state; what cannot be opened is one refusal."""
    whole = {"cut.zip": zipped(a__eml=ONE)[:-30], "cut.gz": gzip.compress(ONE)[:-20]}
    content = whole.get(name, b"PK\x03\x04" + bytes(400))
    machine.offer(name, content)
    found = codes(machine, name)
    assert [place.partition("!")[0] for place, _code in found] == [name]
    assert sha256(content) in {event.members["sha256"] for _i, event in machine.events("kept")}
    machine.assert_sound()


def test_an_archive_that_bursts_is_refused(machine: Machine) -> None:
    """A gzip of hundreds of megabytes of zeros is kept as it is, and its inside is not."""
    content = gzip.compress(bytes(96 << 20), 9)
    machine.offer("bomb.gz", content)
    assert [code for _place, code in codes(machine, "bomb.gz")] == ["limit-exceeded"]
    assert not list((machine.root / "record").glob("spool/*"))


def test_what_is_inside_is_met_when_it_is_kept_already(machine: Machine) -> None:
    """A mail that came alone and then in a zip and an mbox is kept once and met twice."""
    machine.keep(machine.offer("one.eml", ONE.replace(b"\r\n", b"\n")))
    content = zipped(one__eml=ONE.replace(b"\r\n", b"\n"))
    kept = machine.keep(machine.offer("a.zip", content), machine.offer("a.mbox", mbox(ONE, TWO)))
    assert (kept.ledger.kept, kept.ledger.already_kept) == (2, 2)
    assert sorted(event.source.kind for _i, event in machine.events("met")) == ["mbox", "zip"]
    machine.assert_sound()
