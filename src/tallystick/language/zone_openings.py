"""Where a quotation or a forwarded message begins: "On ... wrote:", a header block, a line of dashes with words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tallystick.language.zone_lines import LONGEST_LOOKED_AT, Line
from tallystick.language.zone_marks import (
    ASCII_AUTHOR_STEMS,
    AUTHOR_STEMS,
    AUTHOR_VERBS,
    FORWARD_STEMS,
    FROM_WORDS,
    HEADER_ROLES,
    OPENER,
    SEPARATORS,
)
from tallystick.model.zone import ZoneKind

__all__ = ["Opening", "attributions", "author_and_date", "block", "may_be_marked"]

_MOST_LINES = 4  # of a wrapped attribution
_MOST_BLOCK_LINES = 40
_LONGEST_KEY = 24
_LONGEST_SEPARATOR = 60
_WRAPPED_FROM = 50
_DATE = re.compile(r"\d{4}|\d{1,2}[./\-]\d{1,2}")
_TIME = re.compile(r"\d{1,2}\s?[:：hч時时.]\s?\d{2}")
_ADDRESS = re.compile(r"[^\s<>@\"'\[(:,;]{1,64}@[^\s<>@\"'\]),;:]{1,255}")
_DASHES = " \t-_=*—–#\u2500\xa0"
_STATED_WORD = (
    r"(?:\d{1,4}年\d{1,2}月\d{1,2}[日号]?|\d[\d./\-:]*+(?:st|nd|rd|th|[ap]\.?m\b\.?)?|[+\-]\d{4}\b|\(?(?:UTC"
    r"|GMT|[A-Z]{3,4}T)\)?(?:[+\-]\d{1,2})?"
    r"|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr"
    r"|mars|avr|juin|juil|août|déc"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lun|mer|jeu|ven|sam|dim)[a-zéû]{0,7}\.?(?![a-z])"
    r"|(?:пн|вт|ср|чт|пт|сб|вс|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|понедельник|вторник|сред"
    r"|четверг|пятниц|суббот|воскресень)[а-я]{0,7}\.?"
    r"|[ap]\.?m\.?(?![a-z])|at(?![a-z])|um(?![a-z])|à(?![a-zé])|uhr|г\.|в(?![а-я])|上午|下午|中午|晚上|凌晨"
    r"|早上|(?:星期|周|週)[一二三四五六日天]|\([一二三四五六日月火水木金土]\))"
)
_STATED = re.compile(rf"{_STATED_WORD}(?:[\s,，、]*+{_STATED_WORD})*", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:on|am|le|el|em|il giorno|il|op|w dniu|dnia|den|dne|at|quoting|zitat von|在|於|于)(?![^\W\d_])|^[在於于]",
    re.IGNORECASE,
)
_USER = re.compile(r"(?<![^\W\d_])(?:пользователь|от|from|von|by|user|tarihinde)(?![^\W\d_])|于|於", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opening:
    """What introduces a quotation: up to and with which line, of which kind it is, and who wrote when, as stated.

    A weak one counts only where quotation signs follow.
    """

    last: int
    kind: ZoneKind
    author: str
    stated: str
    is_weak: bool = False


_HEAD = re.compile(r"\n[ \t*\xa0\u3000]*+([^\W\d_][^\n:：]{0,22}+)[:：]")
_SIGNS = (">", "--", "__", "==", "**", "—", "─")
_SIGNED = re.compile(r"\n[^\S\n]*+>")
_ANY_HEAD = re.compile(r"\n[^\S\n]*+([^\n:：]{1,26}+)[:：]")
_RULED = re.compile(r"\n[^\S\n]*+([-_=*—–#\u2500][^\n]*+)")
_COLON_AT_END = re.compile(r"[:：][^\S\n]*+\n")
_TOO_LONG = re.compile(rf"\n[^\n]{{{LONGEST_LOOKED_AT}}}")
_COLONS_AT_END = (":\n", ":\r", ": \n", ":\xa0\n", "：\n", "：\r", "： \n")


def may_be_marked(text: str) -> bool:
    """False where no quotation can be in a text, by a look that costs a fraction of reading its lines."""
    if any(sign in text for sign in _SIGNS) and _has_opening(text):
        return True
    if any(ending in text for ending in _COLONS_AT_END) or text.rstrip()[-1:] in (":", "："):
        stems = ASCII_AUTHOR_STEMS if text.isascii() else AUTHOR_STEMS + FORWARD_STEMS
        if any(stem in text for stem in stems) or "orwarded" in text or "riginal" in text:
            return True
    return any(_is_from(key) for key in _HEAD.findall(text)) or _is_from(text[: _LONGEST_KEY + 2])


def _has_opening(text: str) -> bool:
    """Whether a line has a quotation sign, or may announce a quotation: as seen without making lines of all of them."""
    text = f"\n{text}\n"
    if _SIGNED.search(text) or _TOO_LONG.search(text) or any(_is_from(key) for key in _ANY_HEAD.findall(text)):
        return True
    ended = [text[text.rfind("\n", 0, end.start()) : end.end()].strip() for end in _COLON_AT_END.finditer(text)]
    if any("@" in words or any(stem in words for stem in AUTHOR_STEMS) for words in ended):
        return True
    ruled = [words.strip() for words in _RULED.findall(text)]
    return any(_separator(words.strip(_DASHES + ":："), words) is not None for words in ruled + ended)


def _is_from(words: str) -> bool:
    key = words.partition(":")[0].partition("：")[0].strip(" *_\t\xa0\u200e").lower()
    return key in FROM_WORDS or "".join(key.split()) in FROM_WORDS


def attributions(lines: Sequence[Line]) -> dict[int, Opening]:
    """Every line where an attribution begins, with its opening."""
    found: dict[int, Opening] = {}
    for index, line in enumerate(lines):
        if line.words[-1:] in (":", "："):
            begun = _attribution(lines, index)
            if begun is not None:
                found.setdefault(begun[0], begun[1])
    return found


def _attribution(lines: Sequence[Line], last: int) -> tuple[int, Opening] | None:
    """The attribution that ends on a line, and its first line; None where the words are of another kind."""
    words = lines[last].words
    is_named = any(stem in words for stem in AUTHOR_STEMS)
    verb = AUTHOR_VERBS.search(words) if is_named else None
    if verb is None and not ("@" in words and words[-2:-1] in (">", "]", ")", "»")):
        return None
    first = _first_line(lines, last)
    said = " ".join([line.words for line in lines[first : last + 1]])
    has_date = _DATE.search(said) is not None
    is_dated = has_date and (_TIME.search(said) is not None or "@" in said)
    if verb is None and not (is_dated and _TIME.search(said)):
        return None
    author, stated = author_and_date(said)
    return first, Opening(last, ZoneKind.QUOTED, author, stated, is_weak=not is_dated)


def _first_line(lines: Sequence[Line], last: int) -> int:
    """Where a wrapped attribution begins: the nearest line above that opens one, else the line itself."""
    said = ""
    for first in range(last, max(-1, last - _MOST_LINES), -1):
        line = lines[first]
        if not line.words or line.depth != lines[last].depth:
            break
        said = f"{line.words} {said}"
        if OPENER.match(line.words) and _DATE.search(said):
            return first
    return last


def author_and_date(said: str) -> tuple[str, str]:
    """Who wrote and when, as an attribution states it."""
    said = _LEADING.sub(" ", said.strip(_DASHES + ":："))
    stated = max(_STATED.finditer(said), key=lambda found: sum(map(str.isdigit, found[0])), default=None)
    when = ""
    if stated is not None and any(map(str.isdigit, stated[0])):
        when = stated[0].strip(" ,，、")
        said = f"{said[: stated.start()]} {said[stated.end() :]}"
    said = _USER.sub(" ", AUTHOR_VERBS.sub(" ", said))
    return " ".join(said.split()).replace("< ", "<").strip(_DASHES + ",，:："), when


def block(lines: Sequence[Line], first: int) -> Opening | None:
    """The header block, or the line of dashes and words with the block below it, that begins on a line."""
    words = lines[first].words
    if words[0] not in "-_=*—–#\u2500" and words[-1] not in (":", "："):
        return _headers(lines, first, is_announced=False)
    said = words.strip(_DASHES + ":：")
    if not said:
        below = _next_words(lines, first + 1)
        return _headers(lines, below, is_announced=False) if len(words) >= 5 and below < len(lines) else None
    kind = _separator(said, words)
    if kind is None:
        return _headers(lines, first, is_announced=False)
    below = _next_words(lines, first + 1)
    headers = _headers(lines, below, is_announced=True) if below < len(lines) else None
    if headers is None:
        return Opening(first, kind, "", "")
    return Opening(headers.last, kind, headers.author, headers.stated)


def _separator(said: str, words: str) -> ZoneKind | None:
    """What a line of dashes with words between, or such words with a colon, announces."""
    if len(said) > _LONGEST_SEPARATOR or (len(words) - len(said) < 4 and words[-1] not in (":", "：")):
        return None
    said = " ".join(said.lower().split())
    return SEPARATORS.get(said) or (ZoneKind.FORWARDED if said.startswith("forwarded by ") else None)


def _next_words(lines: Sequence[Line], index: int) -> int:
    while index < len(lines) and not lines[index].words:
        index += 1
    return index


def _role(words: str) -> tuple[str, str] | None:
    """What a header line states ("from", "sent" ...) and its value."""
    head = words[: _LONGEST_KEY + 2]
    colon = head.find(":")
    wide = head.find("：")
    if colon < 0 or 0 <= wide < colon:
        colon = wide
    if colon < 1:
        return None
    key = head[:colon].strip(" *_\t\xa0\u200e").lower()
    role = HEADER_ROLES.get(key) or HEADER_ROLES.get("".join(key.split()))
    return (role, words[colon + 1 :].strip(" *_\t\xa0\u200e")) if role else None


def _headers(lines: Sequence[Line], index: int, *, is_announced: bool) -> Opening | None:
    begun = _role(lines[index].words)
    if begun is None or (not is_announced and begun[0] not in ("from", "sent", "subject")):
        return None
    stated: dict[str, str] = {begun[0]: begun[1]}
    last = index
    for place in range(index + 1, min(len(lines), index + _MOST_BLOCK_LINES)):
        line = lines[place]
        if line.depth != lines[index].depth or place - last > (2 if not line.words else _MOST_LINES):
            break
        header = _role(line.words)
        if header is not None and header[0] in stated:
            break
        if header is not None and not _is_parted(lines, last, place):
            stated[header[0]] = header[1]
            last = place
    if not _is_block(stated, lines[index].words[0], is_announced=is_announced):
        return None
    last += _is_wrapped(lines, last)
    return Opening(last, ZoneKind.QUOTED, stated.get("from", ""), stated.get("sent", ""))


def _is_wrapped(lines: Sequence[Line], last: int) -> bool:
    """Whether a long last header line goes on below: a short line with a blank one behind it."""
    below = [line.words for line in lines[last + 1 : last + 3] if line.depth == lines[last].depth]
    return (
        len(lines[last].words) >= _WRAPPED_FROM
        and len(below) == 2
        and 0 < len(below[0]) < _WRAPPED_FROM
        and not below[1]
    )


def _is_parted(lines: Sequence[Line], last: int, place: int) -> bool:
    """Whether two header lines are too far apart: more than one blank line, or a blank line and words."""
    between = [line.words for line in lines[last + 1 : place]]
    blanks = between.count("")
    return blanks > 1 or (blanks == 1 and len(between) > 1)


def _is_block(stated: dict[str, str], initial: str, *, is_announced: bool) -> bool:
    """Whether header lines are a mail's: an English "From" and "To" may name a route, Chinese ones a parcel."""
    if is_announced:
        return "from" in stated or len(stated) >= 2
    if "from" not in stated or len(stated) < 2:
        return False
    if "\u0400" <= initial <= "\u04ff":
        return True
    return len(stated) >= 3 - (initial > "\u2e7f") and ("sent" in stated or ("to" in stated and "subject" in stated))
