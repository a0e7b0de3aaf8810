"""The header block that a stored message keeps of its way through the internet."""

from __future__ import annotations

import re
from dataclasses import replace

from tallystick.formats.mail.deviation import CODES
from tallystick.formats.mail.header import split
from tallystick.formats.mail.limits import Limits
from tallystick.formats.mail.read import read
from tallystick.formats.outlook.properties import UNICODE, Properties
from tallystick.model.message import Header, Message, Problem

_HEADERS = 0x007D
_BANNER = re.compile(rb"\s*Microsoft Mail Internet Headers Version [\d.]+\s*\r?\n")
_LIMITS = Limits()


def transport(properties: Properties) -> Message | None:
    """What the kept header block says, None where the store has none.

    Fields about the body's form are listed but not followed: the store keeps the body otherwise.
    """
    value = properties.by_id.get(_HEADERS)
    if value is None or not value.content.strip(b"\0"):
        return None
    block = value.text(properties.charset).encode("utf-8", "replace") if value.kind == UNICODE else value.content
    block = block.strip(b"\0")[: _LIMITS.header_bytes]
    banner = _BANNER.match(block)
    fields, _is_whole = split(block[banner.end() if banner else 0 :], _LIMITS.header_fields)
    kept = [(name, raw) for name, lower, raw in fields.listed if not _is_of_body(lower)]
    if not fields.listed:
        return None
    header = read(b"".join(name.encode("ascii") + b":" + raw + b"\n" for name, raw in kept) + b"\n")
    of_body = [(name, raw) for name, lower, raw in fields.listed if _is_of_body(lower)]
    listed = tuple(Header(name, raw, " ".join(raw.decode("utf-8", "replace").split())) for name, raw in of_body)
    problems = header.problems
    if fields.junk or fields.body_offset is not None:
        problems += (Problem("junk-header-line", "transport headers", CODES["junk-header-line"]),)
    return replace(header, headers=header.headers + listed, problems=problems)


def _is_of_body(lower: str) -> bool:
    return lower.startswith("content-") or lower == "mime-version"
