"""tally show"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from tallystick.cli.contents import contents_lines, contents_members
from tallystick.cli.options import common
from tallystick.cli.output import Output, check_members, conflict_members, line_of, safe, size

if TYPE_CHECKING:
    from tallystick.model.message import Address, Message, Moment
    from tallystick.services.show import Shown

_LONGEST_TEXT = 20_000


@click.command()
@click.argument("ident", metavar="ID")
@click.option("--raw", "is_raw", is_flag=True, help="Write the bytes as they were received, and nothing else.")
@common
def show(output: Output, ident: str, is_raw: bool) -> None:
    """Show the kept item ID: its hash, the beginning of it (6 digits or more), or its log index.

    A chat, statement or other original of many items is shown from ID:POSITION on, as 'tally find' names them.
    """
    from tallystick.services.show import raw
    from tallystick.services.show import show as show_item
    from tallystick.wiring import edges

    if is_raw:
        for piece in raw(output.root(), edges(), ident):
            sys.stdout.buffer.write(piece)
        return
    shown = show_item(output.root(), edges(), ident)
    output.tell(_members(shown), _lines(shown))


def _members(shown: Shown) -> dict[str, Any]:
    found = shown.event.members
    members: dict[str, Any] = {
        "id": found["sha256"],
        "log_index": shown.log_index,
        "kept_at": shown.event.time,
        "size": found["size"],
        "type": found["type"],
        "source": found["source"],
        "container": found.get("container"),
        "strength": {"name": shown.strength.name, "reason": shown.strength.reason},
        "does_not_prove": shown.strength.does_not_prove,
        "signatures": [
            {"domain": v.signature.domain, "selector": v.signature.selector, **check_members(v.check)}
            for v in shown.signatures
        ],
        "conflicts": [*map(conflict_members, shown.others)],
    }
    if shown.contents is not None:
        members["contents"] = contents_members(shown.contents)
    return members if shown.message is None else {**members, "message": _message(shown.message)}


def _message(message: Message) -> dict[str, Any]:
    return {
        "message_id": message.message_id,
        "subject": message.subject,
        **{
            role: [{"name": box.name, "address": box.address} for box in boxes]
            for role, boxes in (
                ("from", message.from_), ("sender", message.sender), ("reply_to", message.reply_to),
                ("to", message.to), ("cc", message.cc), ("bcc", message.bcc),
            )
        },
        "in_reply_to": list(message.in_reply_to),
        "references": list(message.references),
        "moments": [_moment(moment) for moment in message.moments],
        "text": message.text,
        "html_text": message.html_text,
        "parts": [
            {
                "path": part.path, "type": part.media_type, "role": part.role, "name": part.name,
                "size": part.size_bytes, "sha256": part.sha256, "start": part.start, "end": part.end,
            }
            for part in message.parts
        ],
        "nested": [_message(nested) for nested in message.nested],
        "protection": list(message.protection),
        "labels": list(message.labels),
        "problems": [{"code": p.code, "place": p.place, "detail": p.detail} for p in message.problems],
    }  # fmt: skip


def _moment(moment: Moment) -> dict[str, Any]:
    return {
        "source": moment.source,
        "utc": moment.utc.isoformat().replace("+00:00", "Z") if moment.utc else None,
        "zone_minutes": moment.offset_minutes,
        "raw": moment.raw,
    }


def _lines(shown: Shown) -> Iterator[str]:
    found = shown.event.members
    yield f"Id         {found['sha256']}"
    yield f"Kept       {shown.event.time} as log entry {shown.log_index} by {line_of(shown.event.actor)}"
    yield f"Source     {line_of(found['source']['locator'])} ({found['source']['kind']})"
    yield f"Type       {found['type']}, {size(found['size'])}"
    yield f"Strength   {shown.strength.name}: {line_of(shown.strength.reason)}"
    yield f"           It does not prove {shown.strength.does_not_prove}."
    for verified in shown.signatures:
        who, said = line_of(verified.signature.domain), line_of(verified.check.reason)
        yield f"Signature  {verified.check.verdict.value}  {who}: {said}"
    for conflict in shown.others:
        ids = ", ".join(sha256[:12] for _index, sha256, _subject in conflict.originals)
        yield f"Finding    {len(conflict.originals)} different mails are kept under this Message-ID: {ids}"
    if shown.message is not None and not shown.position:
        yield from _mail_lines(shown.message)
    if shown.contents is not None:
        yield from contents_lines(shown.contents, is_mail=shown.message is not None and not shown.position)


def _mail_lines(message: Message) -> Iterator[str]:
    for name, boxes in (
        ("From", message.from_),
        ("To", message.to),
        ("Cc", message.cc),
        ("Reply-To", message.reply_to),
    ):
        if boxes:
            yield f"{name:<10} {line_of(', '.join(map(_box, boxes)), 300)}"
    if message.date is not None:
        yield f"Date       {_when(message.date)}"
    yield f"Subject    {line_of(message.subject)}"
    for part in message.attachments():
        yield f"Part {part.path:<5} {line_of(part.name) or '(no name)'}, {part.media_type}, {size(part.size_bytes)}"
    for problem in message.problems[:20]:
        yield f"Problem    {problem.code} at {line_of(problem.place) or 'the message'}: {line_of(problem.detail)}"
    yield ""
    text = message.text or message.html_text
    yield from safe(text[:_LONGEST_TEXT]).splitlines()
    if len(text) > _LONGEST_TEXT:
        yield f"… {len(text) - _LONGEST_TEXT} more characters: --json shows all, --raw the bytes"


def _box(box: Address) -> str:
    return f"{box.name} <{box.address}>" if box.name else box.address


def _when(moment: Moment) -> str:
    assert moment.utc is not None
    zone = "zone unknown, taken as UTC" if moment.offset_minutes is None else f"stated as {line_of(moment.raw)}"
    return f"{moment.utc:%Y-%m-%d %H:%M:%S} UTC ({zone})"
