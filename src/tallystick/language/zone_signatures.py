"""Where the signature and the legal notice below a sender's own words begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tallystick.language.zone_marks import (
    CLOSINGS,
    CONTACT,
    MAILBOX,
    MOBILE,
    NOTICE_HINTS,
    NOTICE_OPENING,
    THANKS,
    TITLE,
)
from tallystick.model.zone import ZoneKind

__all__ = ["tails"]

_MOST_SIGNATURE_LINES = 16
_MOST_BELOW_DELIMITER = 40
_MOST_NOTICE_LINES = 40
_LONGEST_SIGNATURE_LINE = 90
_LONGEST_CLOSING = 60
_LONGEST_NAME = 40
_RULES = "-_=*~—–\u2500"
_RULE = re.compile(r"[-_=*~—–\u2500]{2,}\s*")
_NAME = re.compile(
    r"[-–—~*\s]*+(?:(?:[A-ZÀ-ÞА-ЯЁ][\w'’.\-]*+|de|van|von|der|da|&|#)[ \t]*+){1,5}(?:,.{0,30})?"
    r"|[\u4e00-\u9fff]{2,4}(?:\s?(?:经理|女士|先生|小姐|总))?"
)


def tails(lines: Sequence[str], first: int, end: int, marked: int | None = None) -> list[tuple[ZoneKind, int]]:
    """The kinds that follow the own words in lines `first`..`end`, each with its first line, in order.

    Lines are without outer white space; `marked` is the first one that a mail program marked as signature.
    """
    notice = _notice(lines, first, end)
    signature = notice if marked is None else min(marked, notice)
    if signature == notice:
        signature = _signature(lines, first, notice)
    found = [(ZoneKind.SIGNATURE, signature)] if signature < notice else []
    if notice < end:
        found.append((ZoneKind.DISCLAIMER, notice))
    return found


def _notice(lines: Sequence[str], first: int, end: int) -> int:
    """The first line of a legal notice that ends the words, else `end`."""
    start = max(first, end - _MOST_NOTICE_LINES)
    said = "\n".join(lines[start:end]).lower()
    if not any(hint in said for hint in NOTICE_HINTS):
        return end
    for index in range(start, end):
        if not lines[index] or (index > first and lines[index - 1] and not _ends(lines[index - 1])):
            continue
        paragraph = " ".join(lines[index : min(end, index + 8)])
        if NOTICE_OPENING.match(paragraph) and any(hint in paragraph.lower() for hint in NOTICE_HINTS):
            return index
    return end


def _ends(words: str) -> bool:
    return _RULE.fullmatch(words) is not None or len(words) < _LONGEST_SIGNATURE_LINE


def _signature(lines: Sequence[str], first: int, end: int) -> int:
    """The first line of the signature that ends the words before `end`, else `end`."""
    spoken = [index for index in range(max(first, end - _MOST_BELOW_DELIMITER), end) if lines[index]]
    if not spoken:
        return end
    near = spoken[-_MOST_SIGNATURE_LINES:]
    ruled = [index for index in reversed(spoken) if lines[index][0] in _RULES]
    delimiter = next((index for index in ruled if _is_delimiter(lines, index, near)), None)
    if delimiter is not None:
        return delimiter
    mobile = spoken[-1] if MOBILE.fullmatch(lines[spoken[-1]]) else end
    closing = _closing(lines, near, mobile)
    if closing is not None:
        return closing
    contact = _contact_block(lines, near, first, mobile)
    return contact if contact is not None else mobile


def _is_delimiter(lines: Sequence[str], index: int, near: Sequence[int]) -> bool:
    words = lines[index]
    if words == "--":
        return True
    if index == near[-1] or index not in near or _RULE.fullmatch(words) is None:
        return False
    below = [lines[place] for place in near if place > index]
    return all(len(said) <= _LONGEST_SIGNATURE_LINE for said in below) and any(map(_is_contact, below))


def _closing(lines: Sequence[str], near: Sequence[int], end: int) -> int | None:
    """The line of the last closing formula with only short lines below it, of two in a row the first."""
    found: int | None = None
    below: int | None = None
    for index in reversed(near):
        words = lines[index]
        if len(words) > _LONGEST_SIGNATURE_LINE:
            break
        said = words.lower().rstrip(" ,.!！。，、~;:\u3000").lstrip("-–— ") if len(words) <= _LONGEST_CLOSING else ""
        if said in CLOSINGS or (found is None and said in THANKS and below is not None and _is_name(lines[below])):
            found = index
        elif found is not None:
            break
        below = index if index < end else below
    return found


def _is_name(words: str) -> bool:
    return len(words) <= _LONGEST_NAME and _NAME.fullmatch(words) is not None


def _is_contact(words: str) -> bool:
    return ("@" in words and MAILBOX.search(words) is not None) or CONTACT.search(words) is not None


def _contact_block(lines: Sequence[str], near: Sequence[int], first: int, end: int) -> int | None:
    """The first of the short lines at the end that together name a person and ways to reach him."""
    top = None
    contacts = 0
    for index in reversed(near):
        words = lines[index]
        if index >= end:
            continue
        if len(words) > _LONGEST_SIGNATURE_LINE or index == first or words[-1] in ":：?？":
            break
        is_contact = _is_contact(words)
        if not is_contact and (words[-1] in ".!。！" or (TITLE.search(words) is None and not _is_name(words))):
            break
        contacts += is_contact
        top = index
    has_mobile = end <= near[-1]
    if top is None or (contacts == 0 and not has_mobile):
        return None
    is_parted = top > first and not lines[top - 1]
    return top if is_parted and (has_mobile or near[-1] > top) else None
