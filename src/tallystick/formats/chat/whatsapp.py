"""WhatsApp: a chat exported as text, by an Android phone or an iPhone, in any language and any writing of dates.

The export states no zone, no id and no order of day and month; it may be a tail of the chat, and what a person typed
can look like what the app wrote. What the file does not decide is left open and said.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.carrier.text import decode_text
from tallystick.formats.chat.whatsapp_lines import split_messages
from tallystick.formats.chat.whatsapp_prefix import shape_of
from tallystick.formats.chat.whatsapp_record import Record
from tallystick.formats.chat.whatsapp_title import is_named_so, title_of
from tallystick.formats.chat.whatsapp_words import NOTICES, QUICK, key
from tallystick.model.reading import Reading

FORMAT = "whatsapp"
LARGEST_BYTES = 256 << 20
_LOG_WORDS = re.compile(r"(?i)\s*[\[(]?(?:info|debug|warn|warning|error|notice|trace|fatal|critical|severe|verbose)\b")
_SIGNAL = re.compile(r"\[\d{4}-\d\d-\d\d, \d\d:\d\d\] ")


def recognises(head: Head) -> bool:
    """Whether the first line begins as WhatsApp's lines do, and is not a line of a log or of Signal."""
    lines = head.text[:8192].lstrip("\ufeff\r\n \t").split("\n", 40)[:40]
    known = shape_of(lines[0][:200])
    if not known:
        return False
    if is_named_so(head.name):
        return True
    if not known[0].has_brackets:
        return not _LOG_WORDS.match(lines[0][known[1].end() :])
    return not _SIGNAL.match(lines[0]) and _is_chat(lines)


def _is_chat(lines: list[str]) -> bool:
    """Whether somebody speaks: a bracketed time stands before the lines of many programs' logs too."""
    said = [line[found[1].end() :] for line in lines if (found := shape_of(line[:200]))]
    if any("\u200e" in rest or rest.partition(": ")[2].rstrip("\r") in QUICK for rest in said):
        return True
    if any(stem in key(rest) for rest in said[:3] for stem in NOTICES):
        return True
    return not any(_LOG_WORDS.match(rest) for rest in said) and any(": " in rest for rest in said)


def read(original: bytes, name: str = "") -> Iterator[Reading]:
    """The chat as one reading. Raises NotThisFormat, LimitExceeded."""
    if len(original) > LARGEST_BYTES:
        raise LimitExceeded("WhatsApp export, bytes", LARGEST_BYTES, len(original))
    with _uncollected():
        reading = _reading(original, name)
    yield reading


@contextmanager
def _uncollected() -> Iterator[None]:
    """Garbage is not looked for meanwhile: new tuples by the hundred thousand hold no cycle, and looking costs much."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _reading(original: bytes, name: str) -> Reading:
    decoded = decode_text(original)
    lines = split_messages(decoded.text)
    if lines is None or not lines.rows:
        raise NotThisFormat(FORMAT, "no line begins with a date and a time as WhatsApp writes them")
    record = Record(lines, title_of(name))
    if decoded.is_damaged:
        record.problem("charset-damaged", "", f"bytes that are no {decoded.charset} are shown as U+FFFD")
    elif not decoded.charset.startswith("utf"):
        record.problem("charset-unusual", "", f"not UTF-8, which the app writes; read as {decoded.charset}")
    return record.reading(FORMAT)
