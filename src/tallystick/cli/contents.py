"""What an original gave to the record, as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tallystick.cli.output import line_of, when

if TYPE_CHECKING:
    from tallystick.record.contents import Contents, ContentsItem

_LONGEST_TEXT = 20_000
_MOST_LINES = 30


def contents_members(contents: Contents) -> dict[str, Any]:
    """The contents as JSON values."""
    return {
        "formats": list(contents.formats),
        "total": contents.total,
        "items": [
            {
                "position": item.position, "kind": item.kind, "channel": item.channel, "place": item.place,
                "origin": item.origin, "title": item.title, "from": item.sender,
                "utc": item.sent_at.isoformat().replace("+00:00", "Z") if item.sent_at else None,
                "zone_minutes": item.zone_minutes, "marks": list(item.marks), "text": item.text,
                "files": list(item.files), "sums": list(item.sums),
            }
            for item in contents.items
        ],
        "counts": [
            {"format": name, "unit": c.unit, "total": c.total, "became": dict(c.became), "unbalanced": c.unbalanced}
            for name, c in contents.counts
        ],
        "findings": [{"name": name, "verdict": verdict, "reason": said} for name, verdict, said in contents.findings],
        "problems": [{"code": code, "place": place, "detail": detail} for code, place, detail in contents.problems],
    }  # fmt: skip


def contents_lines(contents: Contents, *, is_mail: bool) -> Iterator[str]:
    """The contents for a person; of a mail only what stands inside it, for the mail itself is shown above."""
    for format_name, count in contents.counts:
        became = ", ".join(f"{number} {name}" for name, number in count.became if number)
        off = f"; {count.unbalanced} NOT ACCOUNTED FOR" if count.unbalanced else ""
        yield f"Read as    {format_name}: {count.total} {count.unit} = {became or 'nothing'}{off}"
    for name, verdict, reason in contents.findings:
        yield f"Check      {verdict}  {line_of(name)}: {line_of(reason)}"
    if not is_mail:
        for code, place, said in contents.problems[:20]:
            yield f"Problem    {code} at {line_of(place) or 'the file'}: {line_of(said)}"
    shown = contents.items[1:] if is_mail else contents.items
    if shown:
        yield ""
    for item in shown:
        yield from _item_lines(item)
    left = contents.total - contents.items[-1].position - 1 if shown else 0
    if left > 0:
        yield f"… {left} more items: show them with ID:{contents.items[-1].position + 1}"


def _item_lines(item: ContentsItem) -> Iterator[str]:
    head = " ".join(filter(None, (line_of(item.sender, 40), f"[{' '.join(item.marks)}]" if item.marks else "")))
    where = line_of(" ".join(filter(None, (item.origin, item.place))), 60)
    time = when(item.sent_at, item.zone_minutes, item.kind)
    yield f"{item.position:>5}  {time}{item.kind}  {line_of(head, 80)}  {where}"
    if item.kind not in ("message", "statement") and item.title:
        yield f"       {line_of(item.title, 100)}"
    yield from (
        f"       {line_of(each, 200)}" for each in item.text[:_LONGEST_TEXT].splitlines()[:_MOST_LINES] if each.strip()
    )
    if item.sums:
        yield f"       {line_of('; '.join(item.sums), 150)}"
    if item.files:
        yield f"       files: {line_of(', '.join(item.files), 150)}"
