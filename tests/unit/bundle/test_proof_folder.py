"""The proof folder as it is written: its names, its limits, and what it must not give away."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from hashlib import sha256
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest

from tallystick.bundle import SinglePart, folder_files, safe_extension, verifier
from tallystick.errors import MalformedEvent


@pytest.mark.parametrize(
    ("media_type", "name", "expected"),
    [
        ("application/pdf", "", "pdf"),
        ("application/octet-stream", "Rechnung.PDF", "pdf"),
        ("text/html", "invoice.html", "bin"),
        ("image/svg+xml", "logo.svg", "bin"),
        ("application/octet-stream", "invoice.pdf.exe", "bin"),
        ("application/octet-stream", "../../etc/passwd", "bin"),
        ("application/vnd.ms-word", "terms.docm", "bin"),
        ("Text/Plain", ".txt", "txt"),
        ("message/rfc822", "", "eml"),
        ("", "", "bin"),
    ],
)
def test_extensions_are_only_those_that_no_system_runs(media_type: str, name: str, expected: str) -> None:
    """A harmless extension is kept; anything that could run, fetch or climb becomes .bin."""
    assert safe_extension(media_type, name) == expected


def test_the_manifest_names_every_file_and_comes_last(maker: ModuleType) -> None:
    """Each file is listed with its hash, the original too, which the writer copies itself."""
    log, mail = maker.Log(), maker.plain_mail()
    files = list(folder_files(maker.whole(log, log.keep(mail), mail)))
    listed = json.loads(files[-1][1])["files"]
    assert files[-1][0] == "manifest.json"
    assert listed.pop("original.eml") == {"sha256": sha256(mail).hexdigest(), "size": len(mail)}
    assert listed == {name: {"sha256": sha256(raw).hexdigest(), "size": len(raw)} for name, raw in files[:-1]}


def test_every_name_is_plain_and_relative(maker: ModuleType, authority: object, tmp_path: Path) -> None:
    """Names are ASCII, at most one folder deep, and differ even where case is ignored."""
    folder, _ = maker.full_folder(tmp_path / "full", authority)
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert all(name.isascii() and name.count("/") <= 1 and not name.startswith(".") for name in names)
    assert len({name.lower() for name in names}) == len(names)


def test_two_authorities_over_one_checkpoint_share_its_files(maker: ModuleType, authority: object) -> None:
    """The checkpoint and the proof to it are there once, the replies side by side."""
    log, mail = maker.Log(), maker.plain_mail()
    index = log.keep(mail)
    stamps = tuple(log.stamped(authority, index, name=name) for name in ("one", "two"))
    names = [name for name, _ in folder_files(maker.whole(log, index, mail, timestamps=stamps))]
    assert names.count("timestamps/2.checkpoint") == names.count("timestamps/2.tlog-proof") == 1
    assert {"timestamps/2.one.tsr", "timestamps/2.two.tsr"} <= set(names)


def test_one_name_never_stands_for_two_contents(maker: ModuleType) -> None:
    """Two roots of one name and different bytes are refused, not overwritten."""
    log, mail = maker.Log(), maker.plain_mail()
    material = maker.whole(log, log.keep(mail), mail, roots=(("a", b"1"), ("a", b"2")))
    with pytest.raises(ValueError, match=r"roots/a\.pem"):
        list(folder_files(material))


def test_a_part_is_never_shown_with_the_sender_s_key(maker: ModuleType) -> None:
    """Key records name the domain of the sender, which is no part of the part."""
    log, mail = maker.Log(), maker.plain_mail()
    index = log.keep_parts(mail, maker.part_spans(mail))
    entry = log.prove(log.dkim_key(maker.rsa_dkim_key()), log.checkpoint())
    with pytest.raises(ValueError, match="sender"):
        maker.single_part(log, index, mail, "2", dkim_keys=(entry,))


PLACES = (
    "subject",
    "sender",
    "receiver",
    "id",
    "dkim",
    "preamble",
    "text",
    "html",
    "filename",
    "sheet",
    "end",
    "locator",
)


def canary(place: str) -> bytes:
    """Letters and digits that stand nowhere else, one word for each place."""
    return b"Zq7Kanari" + place.encode().title() + b"9xW"


def canary_mail() -> tuple[bytes, list[tuple[str, int, int]]]:
    """A mail in which everything but part 2 holds a canary, encoded as mails encode it, and the spans of its parts."""
    words = {place: canary(place) for place in PLACES}
    parts = (
        b"Content-Type: text/plain\r\n\r\n%(text)s and =\r\n" % {b"text": words["text"]},
        b'Content-Type: application/pdf; name="invoice.pdf"\r\n\r\n%PDF-1.4 the invoice\r\n',
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n%s\r\n" % quoted(words["html"]),
        b'Content-Type: application/zip; name="%s.zip"\r\n' % words["filename"]
        + b"Content-Transfer-Encoding: base64\r\n\r\n%s\r\n" % base64.b64encode(b"sheet " + words["sheet"]),
    )
    head = (
        b"DKIM-Signature: v=1; a=rsa-sha256; d=" + words["dkim"] + b".example; s=k; h=From; bh=AA==; b=AA==\r\n"
        b"From: " + words["sender"] + b"@a.example\r\nTo: " + words["receiver"] + b"@b.example\r\n"
        b"Subject: =?utf-8?B?" + base64.b64encode(b"Re: " + words["subject"]) + b"?=\r\n"
        b"Message-ID: <" + words["id"] + b"@a.example>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + words["preamble"] + b"\r\n"
    )
    mail, spans = head, []
    for number, raw in enumerate(parts, 1):
        mail += b"--b\r\n"
        spans.append((str(number), len(mail), len(raw) - 2))
        mail += raw
    return mail + b"--b--\r\n" + words["end"], spans


def quoted(word: bytes) -> bytes:
    return b"".join(b"=%02X" % letter for letter in word)


def forms(secret: bytes) -> set[bytes]:
    """How a secret may be written: as it is, in hex, quoted-printable, UTF-16, base32, and base64 from any offset."""
    shifted = {base64.b64encode(b"\0" * shift + secret)[4 if shift else 0 :][: len(secret) - 4] for shift in range(3)}
    plain = {secret, secret[::-1], secret.hex().encode(), quoted(secret), secret.decode("latin-1").encode("utf-16-le")}
    return {form.lower() for form in shifted | plain | {base64.b32encode(secret).rstrip(b"=")[:-1]}}


def leaks(files: dict[str, bytes], secrets: dict[str, bytes]) -> set[tuple[str, str]]:
    """Each file in which a secret stands in any form, with the secret's name; names of files are searched, too."""
    texts = {name: f"{name}\n{raw.decode('latin-1')}" for name, raw in files.items()}
    searched = {name: unescape(text).encode("latin-1", "ignore").lower() for name, text in texts.items()}
    wanted = {of: forms(secret) for of, secret in secrets.items()}
    return {(name, of) for of, some in wanted.items() for name, raw in searched.items() for one in some if one in raw}


def test_a_part_proof_tells_nothing_of_the_rest(maker: ModuleType, authority: object) -> None:
    """No canary of the rest, no hash, seed or salt of it is in any file of the folder, in any encoding."""
    mail, spans = canary_mail()
    log = maker.Log()
    index = log.keep_parts(mail, spans, locator=f"inbox/{canary('locator').decode()}.eml")
    stamp = log.stamped(authority, index)
    rotated = log.rotate(maker.note.SignerKey(maker.ORIGIN, bytes(32)))
    rotation = log.prove(rotated, log.checkpoint())
    material = maker.single_part(log, index, mail, "2", spans, timestamps=(stamp,), rotations=(rotation,))
    secrets = {place: canary(place) for place in PLACES} | {"mail": sha256(mail).digest(), "seed": maker.SEED}
    for path, start, length in spans:
        if path != "2":
            raw = mail[start : start + length]
            secrets |= {f"part {path}": sha256(raw).digest(), f"leaf {path}": sha256(b"\0" + raw).digest()}
            secrets |= {f"salt {path}": maker.part.part_salt(maker.SEED, path)}
    kept = json.loads(log.entries[index - 1])
    secrets |= {"nonce of the mail": kept["nonce"].encode(), "seed's hash": bytes.fromhex(kept["seed"])}
    assert leaks(dict(folder_files(material)), secrets) == set()


def test_the_search_for_leaks_finds_them(maker: ModuleType) -> None:
    """The mail and its `kept` entry hold every canary and the hash, so the test above can fail."""
    mail, spans = canary_mail()
    log = maker.Log()
    index = log.keep_parts(mail, spans, locator=canary("locator").decode())
    secrets = {place: canary(place) for place in PLACES} | {"mail": sha256(mail).digest()}
    found = leaks({"mail": mail, "kept": log.entries[index - 1]}, secrets)
    assert {of for _, of in found} == set(secrets)
    for encoded in (base64.b64encode, base64.b32encode, quoted, bytes.hex):
        for shift in range(3) if encoded is base64.b64encode else (0,):
            text = encoded(b"x" * shift + secrets["mail"])
            assert leaks({"a": text.encode() if isinstance(text, str) else text}, secrets) == {("a", "mail")}


def test_a_part_is_proved_by_an_entry_that_tells_nothing_else(maker: ModuleType) -> None:
    """A `kept` entry, or a `parts` entry that says more, is never put beside a part."""
    mail, spans = canary_mail()
    log = maker.Log()
    index = log.keep_parts(mail, spans)
    more = log.add("parts", count=4, root=json.loads(log.entries[index])["root"], sha256=sha256(mail).hexdigest())
    for wrong in (index - 1, more):
        with pytest.raises(ValueError, match="`parts` entry"):
            maker.single_part(log, wrong, mail, "2", spans)
    for wrong in (index, 0):
        with pytest.raises(ValueError, match="`kept` entry"):
            maker.whole(log, wrong, mail)


def test_a_mail_that_is_its_own_only_part_is_not_shown_as_a_part(maker: ModuleType) -> None:
    """Its headers are in that part, so it can only be proved whole."""
    log, mail = maker.Log(), b"From: a@b.example\r\nSubject: secret\r\n\r\nbody\r\n"
    spans = [("", 0, len(mail))]
    index = log.keep_parts(mail, spans)
    with pytest.raises(ValueError, match="prove it whole"):
        maker.single_part(log, index, mail, "", spans)


@pytest.mark.parametrize("page", ["README.html", "README.zh.html", "README.ru.html"])
def test_the_page_of_a_part_says_what_it_discloses(maker: ModuleType, page: str) -> None:
    """Number of parts, place and length, time and user name are named; no hash of the whole is spoken of."""
    log, mail = maker.Log(), maker.plain_mail()
    index = log.keep_parts(mail, maker.part_spans(mail))
    material = maker.single_part(log, index, mail, "2")
    text = dict(folder_files(material))[page].decode()
    assert isinstance(material.shown, SinglePart)
    _, start, length = material.shown.proof.line.split()
    answer = text[text.index("<dl>") :]
    assert all(f"<td><bdi>{value}</bdi></td>" in text for value in ("2", start, length, "anna@laptop"))
    assert "<bdi>2026-03-05 09:15:27 UTC</bdi>" in answer
    assert "<bdi>anna@laptop</bdi>" in answer
    assert '<th scope="row">SHA-256</th>' not in text


def test_an_event_that_is_no_entry_is_refused(maker: ModuleType) -> None:
    """Bytes that are not one canonical object raise MalformedEvent with the place in the log."""
    log, mail = maker.Log(), maker.plain_mail()
    material = maker.whole(log, log.keep(mail), mail)
    for raw in (b"[]", b'{"a": 1}', b"\xff"):
        with pytest.raises(MalformedEvent, match="log entry 1"):
            list(folder_files(replace(material, event=replace(material.event, entry=raw))))


def test_the_verifier_in_the_folder_is_the_one_in_the_package(maker: ModuleType) -> None:
    """verify.py is shipped byte for byte."""
    log, mail = maker.Log(), maker.plain_mail()
    files = dict(folder_files(maker.whole(log, log.keep(mail), mail)))
    assert files["verify.py"] == verifier()
