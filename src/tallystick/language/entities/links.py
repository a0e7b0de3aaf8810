"""Links, e-mail addresses, telephone numbers and the names people have in messengers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.language.entities.stretches import Spans, finds, matches_from
from tallystick.model.entity import Entity, EntityKind

__all__ = ["emails", "handles", "links", "phones"]

_LINK = re.compile(r"(?:https?://|(?<![\w.@/])www\.)[^\s<>\"'（）()，。；、！？「」【】《》\u4e00-\u9fff]{2,2000}")
_SCHEME = re.compile(r"https?://|www\.")
_EMAIL = re.compile(r"[A-Za-z0-9][\w.+\-]{0,63}@(?:[A-Za-z0-9\-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w@])")
_TRAILING = ".,;:!?*_]}"
_PHONE = re.compile(
    r"(?:\+\d{1,3}[ \-.]?(?:\(0?\d{1,5}\)[ \-.]?)?\d(?:[ \-./]?\d){5,13}"
    r"|\+\d{1,3} ?\(0\) ?\d(?:[ \-./]?\d){5,12}"
    r"|8 ?\(?[3489]\d{2}\)?[ \-]?\d{3}[ \-]?\d{2}[ \-]?\d{2}|1[3-9]\d(?:[ \-]?\d{4}){2})(?![\w\-])"
)
_PHONE_WORD = re.compile(
    r"(?:tel|phone|mobile|mob|cell|fax|telefon|тел|моб|电话|手机|電話"
    r"|手机号)[.:： ]{1,4}(\(?\d[\d ()\-./]{5,18}\d)(?![\w\-])"
)
_PHONE_WORDS = ("tel", "phone", "mob", "cell", "fax", "тел", "моб", "电话", "手机", "電話")
_SERVICE_WORDS = ("chat", "weixin", "微信", "加v", "vx", "skype", "telegram", "whatsapp", "qq")
_HANDLE = re.compile(
    r"(wechat|we chat|weixin|微信号|微信|加v|vx|skype|telegram|whatsapp|qq)(?: ?(?:id|号|no\.?|account))?[ :：]{1,3}"
    r"(@?[a-z][a-z0-9_\-.]{4,30}|\+?\d[\d \-]{4,18}\d)(?![\w])"
)
_SERVICES = {
    "we chat": "wechat",
    "weixin": "wechat",
    "微信": "wechat",
    "微信号": "wechat",
    "加v": "wechat",
    "vx": "wechat",
}


def links(text: str) -> Iterator[Entity]:
    """Each address on the web."""
    for found in matches_from(map(_only_here, _SCHEME.finditer(text)), _LINK, text):
        raw = found[0].rstrip(_TRAILING)
        value = raw if "://" in raw else f"http://{raw}"
        yield Entity(EntityKind.LINK, found.start(), found.start() + len(raw), raw, value)


def _only_here(begun: re.Match[str]) -> tuple[int, int]:
    return begun.start(), begun.start() + 1


def emails(text: str) -> Iterator[Entity]:
    """Each e-mail address, its domain in lower case."""
    position = 0
    while (at := text.find("@", position)) >= 0:
        begin = at
        while begin > max(position, at - 64) and (text[begin - 1].isascii() and _is_local(text[begin - 1])):
            begin -= 1
        found = _EMAIL.match(text, begin) if begin < at else None
        if found is not None:
            local, _, domain = found[0].partition("@")
            yield Entity(EntityKind.EMAIL, found.start(), found.end(), found[0], f"{local}@{domain.lower()}")
        position = found.end() if found is not None else at + 1


def _is_local(sign: str) -> bool:
    return sign.isalnum() or sign in "._+-"


def phones(text: str, low: str, spans: Spans) -> Iterator[Entity]:
    """Each telephone number with a country code, of a known national form, or behind a word that says so."""
    for found in finds(_PHONE, text, spans):
        digits = re.sub(r"\(0\)|\D", "", found[0])
        before = text[found.start() - 1 : found.start()]
        if before in ("+", ".", "_") or before.isdigit() or (before.isascii() and before.isalpha()):
            continue
        if 8 <= len(digits) <= 15:
            yield Entity(EntityKind.PHONE, found.start(), found.end(), found[0], _international(found[0], digits))
    for found in finds(_PHONE_WORD, low, spans) if any(word in low for word in _PHONE_WORDS) else ():
        digits = re.sub(r"\D", "", found[1])
        if 6 <= len(digits) <= 15:
            yield Entity(EntityKind.PHONE, *found.span(1), text[found.start(1) : found.end(1)], digits)


def _international(written: str, digits: str) -> str:
    if written[0] == "+":
        return f"+{digits}"
    return f"+7{digits[1:]}" if digits[0] == "8" and len(digits) == 11 else f"+86{digits}"


def handles(text: str, low: str) -> Iterator[Entity]:
    """Each name in a messenger that stands behind the messenger's name."""
    for found in _HANDLE.finditer(low) if any(word in low for word in _SERVICE_WORDS) else ():
        service = _SERVICES.get(found[1], found[1])
        span = found.span(2)
        raw = text[span[0] : span[1]].rstrip(".-")
        if not any(sign.isdigit() or sign in "_-@" for sign in raw) and not low[found.end(1) : span[0]].strip(" id"):
            continue
        name = raw.lstrip("@").lower() if any(map(str.isalpha, raw)) else re.sub(r"[ \-]", "", raw)
        span = (span[0], span[0] + len(raw))
        yield Entity(EntityKind.HANDLE, *span, raw, f"{service}:{name}", (("service", service),))
