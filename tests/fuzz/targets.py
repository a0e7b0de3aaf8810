"""Every parser of bytes that others wrote, by name. A target ends quietly or the parser has a fault.

A parser may raise what `tallystick.errors` holds and nothing else. What is checked beside that is said with `assert`.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable

from tallystick.errors import TallyError
from tallystick.formats import FORMATS

MOST_EXPANDED = 4 << 20
# Read by a native library that may end its process: given changed input in a process of their own alone.
NATIVE = frozenset(("format-pst",))


def sniff(content: bytes) -> None:
    from tallystick.formats.mail import KINDS, sniff

    name = content[:20].decode("latin-1")
    assert sniff(content, len(content), name).name in KINDS


def mbox(content: bytes) -> None:
    from tallystick.formats.mail.mbox import Dialect, detect, spans, split, unquote

    detect(content)
    for dialect in (None, Dialect.MBOXCL2):
        runs = [content[span.start : span.end] for span in spans(split(content, dialect), len(content))]
        assert b"".join(runs) == content
    for dialect in Dialect:
        unquote(content, dialect)


def emlx(content: bytes) -> None:
    from tallystick.formats.mail.emlx import read_emlx

    found = read_emlx(content)
    assert 0 <= found.start <= found.end <= len(content)


def recipe(content: bytes) -> None:
    from tallystick.formats.mail import recipe

    recipe.check([content], lambda _: [])
    assert b"".join(recipe.write(recipe.read([content]))).count(b"\n") == content.count(b"\n")


def zip_(content: bytes) -> None:
    from tallystick.formats.archive import Budget, Limits, list_zip, read_member

    file = io.BytesIO(content)
    budget = Budget(Limits(total_bytes=MOST_EXPANDED))
    found = list_zip(file, budget)
    assert found.entries == len(found.members) + found.folders + len(found.refusals)
    for member in found.members[:100]:
        assert ".." not in member.path.split("/")
        _drain(read_member(file, member, budget))


def gzip(content: bytes) -> None:
    from tallystick.formats.archive import Budget, Limits, read_gzip

    _drain(read_gzip(io.BytesIO(content), Budget(Limits(total_bytes=MOST_EXPANDED))))


def tnef(content: bytes) -> None:
    from tallystick.formats.mail.tnef import read_tnef

    read_tnef(content)


def rtf(content: bytes) -> None:
    from tallystick.formats.mail import rtf

    rtf.text(b"{\\rtf1" + content)
    rtf.text(rtf.decompress(content))


def mail(content: bytes) -> None:
    from tallystick.formats.mail.limits import Limits
    from tallystick.formats.mail.read import read

    message = read(content, limits=Limits())
    for part in message.parts:
        assert 0 <= part.start <= part.body_start <= part.end <= len(content)


def note(content: bytes) -> None:
    from tallystick.seal import note

    assert note.parse(content).encode() == content


def vkey(content: bytes) -> None:
    from tallystick.seal import note

    text = content.decode("utf-8", "replace")
    assert str(note.parse_vkey(text)) == text


def checkpoint(content: bytes) -> None:
    from tallystick.seal import checkpoint

    assert checkpoint.parse(content).encode() == content


def tile(content: bytes) -> None:
    from tallystick.seal import tile

    path, _, rest = content.partition(b"\n")
    tile.decode_tile(rest, tile.parse_path(path.decode("utf-8", "replace")).width, "place")


def bundle(content: bytes) -> None:
    from tallystick.seal import tile

    assert tile.encode_bundle(tile.decode_bundle(content)) == content


def proof(content: bytes) -> None:
    from tallystick.seal import proof

    found = proof.parse(content)
    assert found.encode() == content
    proof.verify(b"entry", found, "tally.example/log", [])


def timestamp_request(content: bytes) -> None:
    from tallystick.seal import timestamp

    timestamp.parse_request(content)


def timestamp(content: bytes) -> None:
    from tallystick.seal import timestamp

    timestamp.verify(content, b"stamped")


def token(content: bytes) -> None:
    from tallystick.seal import token

    token.parse(content)


def dkim(content: bytes) -> None:
    from tallystick.seal import dkim

    published = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    dkim.signatures(content)
    dkim.verify(content, {("brisbane", "football.example.com"): published})


def key_record(content: bytes) -> None:
    from tallystick.seal import key_record

    key_record.parse(content.decode("latin-1"))


def format_target(name: str) -> Callable[[bytes], None]:
    """A format is asked about any bytes, reads them all the same, and accounts for every unit that it counted."""

    def read(content: bytes) -> None:
        from tallystick.formats import FORMATS
        from tallystick.formats.carrier import Head

        FORMATS[name].recognises(Head.of(content, "file"))
        for reading in FORMATS[name].read(content, "file"):
            assert all(count.unbalanced == 0 for count in reading.counts), reading.counts

    return read


TARGETS: dict[str, Callable[[bytes], None]] = {
    **{f"format-{name}": format_target(name) for name in FORMATS},
    "sniff": sniff,
    "mbox": mbox,
    "emlx": emlx,
    "recipe": recipe,
    "zip": zip_,
    "gzip": gzip,
    "tnef": tnef,
    "rtf": rtf,
    "mail": mail,
    "note": note,
    "vkey": vkey,
    "checkpoint": checkpoint,
    "tile": tile,
    "bundle": bundle,
    "proof": proof,
    "timestamp-request": timestamp_request,
    "timestamp": timestamp,
    "token": token,
    "dkim": dkim,
    "key-record": key_record,
}


def run(name: str, content: bytes) -> None:
    """Gives `content` to a target and lets through only what no parser may raise."""
    with contextlib.suppress(TallyError):
        TARGETS[name](content)


def _drain(chunks: Iterable[bytes]) -> None:
    for _ in chunks:
        pass
