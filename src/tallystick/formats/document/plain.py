"""Plain text of no known program, and subtitles (SRT, WebVTT), which may be the transcript of a recording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier import Head, decode_text
from tallystick.model.document import Document, Passage
from tallystick.model.message import Problem
from tallystick.model.reading import Count, Reading

LARGEST_BYTES = 64 << 20
# Characters that texts do not have; a few of them happen in logs of terminals.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TIMING = re.compile(
    r"\s*(?:\d{1,4}:)?\d{1,2}:\d{2}[,.]\d{1,3}[ \t]*-->[ \t]*(?:\d{1,4}:)?\d{1,2}:\d{2}[,.]\d{1,3}[^\n]{0,200}\s*"
)
_VTT_NOTE = ("NOTE", "STYLE", "REGION")


def recognises(head: Head) -> bool:
    sample = head.text[:8192]
    return bool(sample.strip()) and len(_CONTROL.findall(sample)) * 200 <= len(sample)


def read(original: bytes, name: str = "") -> Iterator[Reading]:
    """The one reading of a text. Raises NotThisFormat where it is binary, LimitExceeded."""
    if len(original) > LARGEST_BYTES:
        raise LimitExceeded("text, bytes", LARGEST_BYTES, len(original))
    decoded = decode_text(original)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if len(_CONTROL.findall(text[:65_536])) * 200 > min(len(text), 65_536):
        raise NotThisFormat("text", "it has control characters that texts do not have")
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    is_subtitles = any(_TIMING.fullmatch(line) for line in lines[:40])
    shares = _subtitle_shares(lines) if is_subtitles else ["text" if line.strip() else "blank" for line in lines]
    properties = [("charset", decoded.charset)]
    if is_subtitles:
        stem = re.split(r"[/\\]", name)[-1].rpartition(".")[0]
        properties += [("subtitles", str(shares.count("timing"))), ("transcript-of", stem)]
    shown = _spoken(lines, shares) if is_subtitles else text.strip("\n")
    passage = Passage("text", shown, "transcript" if is_subtitles else "text")
    became = tuple(sorted(Counter(shares).items()))
    damage = Problem("damaged-text", "", "some bytes fit no charset and are shown as U+FFFD")
    yield Reading(
        format="text",
        documents=(Document(kind="text", passages=(passage,), properties=tuple(properties)),),
        counts=(Count("line", len(lines), became),),
        problems=(damage,) if decoded.is_damaged or "\ufffd" in text else (),
    )


def _subtitle_shares(lines: list[str]) -> list[str]:
    """What each line of SRT or WebVTT is: blank, number, timing, note or text."""
    shares: list[str] = []
    is_note = False
    for at, line in enumerate(lines):
        before = shares[-1] if shares else "blank"
        is_note = bool(line.strip()) and (is_note or (before == "blank" and line.startswith(_VTT_NOTE)))
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if not line.strip():
            shares.append("blank")
        elif is_note or (at == 0 and line.startswith("WEBVTT")):
            shares.append("note")
        elif _TIMING.fullmatch(line):
            shares.append("timing")
        elif _TIMING.fullmatch(following):
            # The number of an SRT cue, or the name of a WebVTT cue.
            shares.append("number")
        else:
            shares.append("text")
    return shares


def _spoken(lines: list[str], shares: list[str]) -> str:
    """The words, each cue with the time at which it begins."""
    shown: list[str] = []
    for line, share in zip(lines, shares, strict=True):
        if share == "timing":
            shown.append(f"[{line.partition('-->')[0].strip()}]")
        elif share == "text":
            if shown and shown[-1].startswith("[") and shown[-1].endswith("]"):
                shown[-1] += f" {line.strip()}"
            else:
                shown.append(line.strip())
    return "\n".join(shown)
