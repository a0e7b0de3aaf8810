"""What always holds of containers of mail, whatever their bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.formats.archive import list_zip, read_member
from tallystick.formats.mail import recipe
from tallystick.formats.mail.mbox import Dialect, detect, spans, split, unquote
from tallystick.formats.mail.recipe import Kept, Literal, Piece, Whole
from tallystick.model.check import Verdict

FRAGMENTS = st.sampled_from(
    [
        b"From alice@example.org Mon Jan  1 10:00:00 2024",
        b"From - ",
        b"From 12@xxx",
        b"From here",
        b">From x",
        b">>From x",
        b"Subject: x",
        b"Content-Length: 3",
        b"Content-Length: 60",
        b"\n",
        b"\n\n",
        b"\r\n",
        b"\r\n\r\n",
        b"text",
        b"\xef\xbb\xbf",
        b"\0",
    ]
)
MBOXES = st.lists(FRAGMENTS | st.binary(max_size=8), max_size=40).map(b"".join)


def pieces_of(content: bytes, originals: dict[str, bytes]) -> Iterator[Piece]:
    for span in spans(split(content), len(content)):
        run = content[span.start : span.end]
        if span.ordinal is None:
            yield Literal(run)
        else:
            name = hashlib.sha256(run).hexdigest()
            originals[name] = run
            yield Kept(name, len(run))
    yield Whole(hashlib.sha256(content).hexdigest(), len(content))


@given(content=MBOXES, dialect=st.none() | st.sampled_from(Dialect))
def test_every_byte_belongs_to_one_slice(content: bytes, dialect: Dialect | None) -> None:
    """The spans of any bytes, in any dialect, follow one another without gap or overlap, and messages are numbered."""
    messages = list(split(content, dialect))
    found = list(spans(messages, len(content)))
    assert b"".join(content[span.start : span.end] for span in found) == content
    at = 0
    for span in found:
        assert (span.start, at <= span.end) == (at, True)
        at = span.end
    assert [message.ordinal for message in messages] == list(range(len(messages)))
    assert all(one.from_start < one.message_start <= one.message_end for one in messages)


@given(content=MBOXES)
def test_any_bytes_are_rebuilt_from_their_recipe(content: bytes) -> None:
    """Split, kept and rebuilt, any file is the same file, and the check passes."""
    originals: dict[str, bytes] = {}
    lines = list(recipe.write(pieces_of(content, originals)))
    rebuilding = recipe.rebuild(lines, lambda name: [originals[name]])
    assert b"".join(rebuilding) == content
    assert rebuilding.check.verdict is Verdict.PASS


@given(content=MBOXES.filter(bool), place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_flipped_bit_of_a_recipe_is_found(content: bytes, place: int, bit: int) -> None:
    """No bit of a recipe can change without the check failing, but for the name of the kind of container."""
    originals: dict[str, bytes] = {}
    text = bytearray(b"".join(recipe.write(pieces_of(content, originals))))
    place %= len(text)
    text[place] ^= 1 << bit
    found = recipe.check([bytes(text)], lambda name: [originals.get(name, b"")])
    assert found.verdict is Verdict.FAIL or (text.startswith(b'{"container":"') and 14 <= place < 18)


@given(bodies=st.lists(MBOXES.filter(lambda body: b"\r" not in body), min_size=1, max_size=5))
def test_mboxrd_gives_back_what_was_put_in(bodies: list[bytes]) -> None:
    """Messages written as mboxrd says come out as they were, one for one."""
    messages = [b"Subject: x\n\n" + body.replace(b"\xef\xbb\xbf", b"") + b"\n" for body in bodies]
    content = b"".join(b"From - Mon Jan  1 10:00:00 2024\n" + _quoted(message) + b"\n" for message in messages)
    found = [content[one.message_start : one.message_end] for one in split(content, Dialect.MBOXRD)]
    assert [unquote(one, Dialect.MBOXRD) for one in found] == messages


def _quoted(message: bytes) -> bytes:
    return b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in message.split(b"\n"))


@given(content=MBOXES)
def test_detection_always_answers(content: bytes) -> None:
    """Any bytes get a dialect, a certainty and a ground."""
    guess = detect(content)
    assert guess.certainty in ("likely", "assumed")
    assert guess.ground


@settings(max_examples=50)
@given(members=st.dictionaries(st.text("abc/é合", min_size=1, max_size=8), st.binary(max_size=300), max_size=6))
def test_every_entry_of_a_zip_is_accounted_for(members: dict[str, bytes]) -> None:
    """Members, folders and refusals add up to the entries, and each member's content is what was put in."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    found = list_zip(file)
    assert found.entries == len(members) == len(found.members) + found.folders + len(found.refusals)
    assert len({one.path for one in found.members}) == len(found.members)
    for one in found.members:
        assert b"".join(read_member(file, one)) == members[one.raw_name.decode()]
