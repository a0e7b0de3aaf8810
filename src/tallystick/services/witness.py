"""Witnesses: somebody's mail that carries one of our checkpoints dates it by his provider's signature."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path

from tallystick.errors import MalformedCheckpoint, OutputExists, VaultNotWritable
from tallystick.model.check import Check, Verdict
from tallystick.model.custody import Event
from tallystick.seal import checkpoint as checkpoints
from tallystick.seal import dkim, merkle, note
from tallystick.seal.checkpoint import SignedCheckpoint
from tallystick.services.reading import carried_checkpoints, mail_span, message_of
from tallystick.vault.vault import Edges, Vault, open_for_reading

FOLDER = "seals"
_BODY = """\
This mail carries the head of a sealed log of correspondence, so that you can witness that it existed today.
You need to do nothing but keep this mail; a short reply with this text quoted helps even more.
It tells nothing of what the log contains, and by keeping it you vouch for nothing but its date.

Diese Nachricht bezeugt nur ein Datum. / 此邮件仅用于证明日期。 / Это письмо удостоверяет только дату.

{checkpoint}
"""


def draft(signed: SignedCheckpoint, recipient: str) -> bytes:
    """A mail draft (EML) that carries the checkpoint in its text and attached; nothing is sent.

    Raises ValueError where `recipient` is no single address.
    """
    if not recipient.isprintable() or recipient.count("@") != 1:
        raise ValueError(f"not a mail address: {recipient!r}")
    text = signed.encode().decode("utf-8")
    message = EmailMessage()
    message["To"] = recipient
    message["Subject"] = f"Checkpoint {signed.checkpoint.size} of {signed.checkpoint.origin}"
    message["X-Unsent"] = "1"
    message.set_content(_BODY.format(checkpoint=text), cte="quoted-printable")
    message.add_attachment(text, filename=f"{signed.checkpoint.size}.checkpoint.txt", cte="base64")
    return message.as_bytes()


def recognise(vault: Vault, carried: Iterable[tuple[str, str]]) -> list[Event]:
    """The mails just kept that carry a checkpoint of this very log are logged as witnesses; returns their events.

    `carried` are signed checkpoints found in mails, each with the mail's hash (hex).
    """
    known = {(e.members["sha256"], e.members["size"]) for e in _events(vault, "witnessed")}
    found: list[Event] = []
    for text, sha256 in carried:
        signed = _ours(vault, text)
        if signed is None or (sha256, signed.checkpoint.size) in known:
            continue
        known.add((sha256, signed.checkpoint.size))
        raw = signed.encode()
        vault.store.write({f"{FOLDER}/{signed.checkpoint.size}.checkpoint": raw})
        facts = {"size": signed.checkpoint.size, "sha256": sha256, "checkpoint": hashlib.sha256(raw).hexdigest()}
        found.append(vault.edges.event("witnessed", **facts))
    if found:
        vault.append(found)
    return found


def witness_check(vault: Vault, event: Event, events: Iterable[tuple[int, Event]]) -> Check:
    """Whether the kept mail carries that checkpoint and its sender's provider signed it. Duty 11."""
    size, sha256 = event.members["size"], event.members["sha256"]
    place = f"original {sha256[:16]}"
    _index, kept = vault.kept_event(sha256)
    block = vault.read(sha256)
    raw = vault.store.read(f"{FOLDER}/{size}.checkpoint").decode("utf-8")
    message = message_of(block, kept.members["type"])
    if message is None or raw not in carried_checkpoints(message.text):
        return Check.failed("witnesses", f"the mail does not carry the checkpoint of {size} entries", place)
    start, end = mail_span(block, kept.members["type"])
    verified = dkim.verify(block[start:end], key_records(events), place=place)
    good = [each for each in verified if each.check.verdict is Verdict.PASS and each.covers_body]
    if good:
        when = f" at {good[0].time:%Y-%m-%dT%H:%M:%SZ}" if good[0].time else ""
        reason = f"{good[0].signature.domain} signed a mail that carries the checkpoint of {size} entries{when}"
        return Check.passed("witnesses", reason, place)
    if verified:
        return Check("witnesses", verified[0].check.verdict, verified[0].check.reason, place)
    return Check.not_checked("witnesses", "the mail carries the checkpoint but no provider's signature", place)


def key_records(events: Iterable[tuple[int, Event]]) -> dict[tuple[str, str], str]:
    """The kept DNS key records, (selector, domain) -> text; of several the first that was found."""
    records: dict[tuple[str, str], str] = {}
    for _index, event in events:
        if event.kind == "dkim-key" and event.members["status"] == "found":
            records.setdefault((event.members["selector"], event.members["domain"]), event.members["answer"])
    return records


def _ours(vault: Vault, text: str) -> SignedCheckpoint | None:
    """The checkpoint in `text` if one of this vault's keys signed it and it is of this log as it stands."""
    try:
        signed = checkpoints.parse(text.encode("utf-8"), is_own=True)
    except MalformedCheckpoint:
        return None
    keys = [note.parse_vkey(key) for key in vault.sheet.keys]
    if checkpoints.verify(signed, vault.sheet.origin, keys).verdict is not Verdict.PASS:
        return None
    size = signed.checkpoint.size
    if size > vault.log.size or merkle.Frontier.read(size, vault.log.reader(size)).root() != signed.checkpoint.root:
        return None
    return signed


def _events(vault: Vault, kind: str) -> list[Event]:
    return [vault.log.event(index) for index in vault.catalog.events(kind)]


def draft_for(root: Path, edges: Edges, recipient: str, path: Path | None) -> Path:
    """A draft with the vault's newest checkpoint is at `path`; returns where. Raises OutputExists, ValueError."""
    with open_for_reading(root, edges) as vault:
        assert vault.log.signed is not None
        target = path or Path(f"witness-{vault.log.size}.eml")
        content = draft(vault.log.signed, recipient)
    try:
        with target.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise OutputExists(target) from error
    except OSError as error:
        raise VaultNotWritable(str(target), str(error.strerror)) from error
    return target
