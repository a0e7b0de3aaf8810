"""The recipe of a container, written, read and followed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

import pytest

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.mail import recipe
from tallystick.formats.mail.recipe import Kept, Literal, Piece, Whole
from tallystick.model.check import Verdict


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


LETTER = b"Subject: x\n\nhello\n"
CONTAINER = b"From -\n" + LETTER + b"\n"
PIECES: list[Piece] = [
    Literal(b"From -\n"),
    Kept(sha256(LETTER), len(LETTER)),
    Literal(b"\n"),
    Whole(sha256(CONTAINER), len(CONTAINER)),
]
FIRST = b'{"container":"mbox","recipe":1}\n'


def kept(name: str) -> Iterable[bytes]:
    assert name == sha256(LETTER)
    return [LETTER[:5], LETTER[5:]]


def last(size: int) -> bytes:
    return b'{"sha256":"%s","size":%d,"whole":true}\n' % (b"0" * 64, size)


def test_recipe_is_the_documented_lines() -> None:
    """A recipe is exactly the lines of section 6 of the format."""
    lines = b"".join(recipe.write(PIECES)).decode().splitlines()
    assert lines[0] == '{"container":"mbox","recipe":1}'
    assert [json.loads(line) for line in lines[1:]] == [
        {"bytes": "RnJvbSAtCg=="},
        {"sha256": sha256(LETTER), "size": len(LETTER)},
        {"bytes": "Cg=="},
        {"sha256": sha256(CONTAINER), "size": len(CONTAINER), "whole": True},
    ]


def test_recipe_read_back_is_what_was_written() -> None:
    """Pieces survive being written and read, however the bytes are cut."""
    text = b"".join(recipe.write(PIECES))
    assert list(recipe.read([text])) == PIECES
    assert list(recipe.read(text[at : at + 1] for at in range(len(text)))) == PIECES


def test_long_literals_are_cut_into_lines() -> None:
    """A literal run longer than a line may be is written as several, and an empty one as none."""
    content = bytes(recipe.LITERAL_BYTES + 1)
    whole = Whole(sha256(content), len(content))
    found = list(recipe.read(recipe.write([Literal(content), Literal(b""), whole])))
    assert [len(piece.content) for piece in found if isinstance(piece, Literal)] == [recipe.LITERAL_BYTES, 1]


@pytest.mark.parametrize("pieces", [[], PIECES[:3], [Whole("0" * 64, 1)], [*PIECES, PIECES[0]]])
def test_writer_refuses_pieces_that_make_no_container(pieces: list[Piece]) -> None:
    """Misuse is a ValueError: no whole, a whole of another size, or something behind it."""
    with pytest.raises(ValueError, match="recipe"):
        list(recipe.write(pieces))


def test_rebuilding_gives_the_container_and_passes() -> None:
    """Following the recipe gives every byte back, and the check says PASS only after the last one."""
    rebuilding = recipe.rebuild(recipe.write(PIECES), kept)
    before = rebuilding.check
    assert b"".join(rebuilding) == CONTAINER
    assert (before.verdict, rebuilding.check.verdict) == (Verdict.NOT_CHECKED, Verdict.PASS)
    assert recipe.check(recipe.write(PIECES), kept).verdict is Verdict.PASS


def test_changed_original_is_named() -> None:
    """An original with another byte fails the check, which names it."""
    found = recipe.check(recipe.write(PIECES), lambda _: [LETTER.replace(b"h", b"H")])
    assert (found.verdict, found.place) == (Verdict.FAIL, sha256(LETTER))


def test_pieces_in_another_order_fail() -> None:
    """The same pieces put together otherwise are not the container."""
    pieces = [PIECES[2], PIECES[1], PIECES[0], PIECES[3]]
    found = recipe.check(recipe.write(pieces), kept)
    assert (found.verdict, found.facts["expected"]) == (Verdict.FAIL, sha256(CONTAINER))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"[]\n",
        b"{\n",
        b"\xff\n",
        b'{"recipe":1,"container":"mbox"}\n',
        b'{"container":"mbox","recipe":2}\n',
        b'{"container":"mbox","recipe":true}\n',
        b'{"container":"M BOX","recipe":1}\n',
        b'{"container":1,"recipe":1}\n',
        FIRST,
        FIRST + last(0)[:-1],
        FIRST + last(1),
        FIRST + last(0) + last(0),
        FIRST + b'{"sha256":"%s","size":0,"whole":false}\n' % (b"0" * 64),
        FIRST + b'{"sha256":"%s","size":-1,"whole":true}\n' % (b"0" * 64),
        FIRST + b'{"sha256":"%s","size":true}\n' % (b"0" * 64),
        FIRST + b'{"sha256":"%s","size":0}\n' % (b"A" * 64),
        FIRST + b'{"sha256":7,"size":0}\n',
        FIRST + b'{"bytes":""}\n',
        FIRST + b'{"bytes":7}\n',
        FIRST + b'{"bytes":"A"}\n',
        FIRST + b'{"bytes":"\xc3\xa4"}\n',
        FIRST + b'{"bytes":"Ch=="}\n' + last(1),
        FIRST + b'{"other":1}\n',
        FIRST + b"[" * 100_000 + b"\n",
    ],
)
def test_reader_refuses_every_other_form(text: bytes) -> None:
    """Whatever is not exactly a recipe is refused, and the check says FAIL."""
    with pytest.raises(NotThisFormat, match="recipe"):
        list(recipe.read([text]))
    assert recipe.check([text], kept).verdict is Verdict.FAIL


def test_lines_are_bounded() -> None:
    """A line without end is given up before it fills the memory, and so is one that has an end."""
    with pytest.raises(LimitExceeded):
        list(recipe.read(iter(lambda: b"x" * 65_536, None)))
    with pytest.raises(LimitExceeded):
        list(recipe.read([b"x" * (recipe.LONGEST_LINE + 1) + b"\n"]))
