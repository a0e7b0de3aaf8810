"""Who speaks on a platform's page, as its pages name him in English, Chinese and Russian."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST_NAME = 60
_BUYER = (
    "buyer|purchaser|customer|client|complainant|claimant|买家|买方|采购商|投诉方|申请方"
    "|покупатель|заказчик|клиент|заявитель"
)
_SELLER = (
    "supplier|seller|vendor|manufacturer|store|respondent|卖家|卖方|供应商|商家|被投诉方|продавец|поставщик|ответчик"
)
_PLATFORM = (
    r"alibaba\.com|alibaba|1688|platform|mediator|mediation team|case manager|dispute team|customer service|arbitrator"
    r"|support team|system|平台|客服|小二|官方|系统|仲裁|调解员|платформа|медиатор|арбитр"
    r"|служба поддержки|поддержка|система"
)
_ROLE = re.compile(
    rf"(?:the\s+|【|\[)?(?:(?P<buyer>{_BUYER})|(?P<seller>{_SELLER})|(?P<platform>{_PLATFORM}))(?![\w])(?:】|\])?",
    re.IGNORECASE,
)
_SPOKEN = re.compile(rf"(?P<buyer>{_BUYER})|(?P<seller>{_SELLER})|(?P<platform>{_PLATFORM})", re.IGNORECASE)
_AFTER = re.compile(
    r"\s*(?:[:：]\s*(?P<rest>.*)|[(（](?P<name>[^()（）]{1,60})[)）]\s*[:：]?|[-—–]\s*(?P<dash>.{1,60}))?\Z", re.DOTALL
)
_SENTENCE = re.compile(r"[.!?。！？;；,，]\s|[。！？]|[.!?]\Z")
_CLASS = re.compile(
    r"author|nick|user-?name|sender|operator|(?:^|[-_])(?:name|role|from|who)(?:$|[-_])|[a-z](?:Name|Role|Author)$",
    re.IGNORECASE,
)


class Spoken(NamedTuple):
    """A text that names who speaks: the role (buyer, seller, platform or ""), the name as shown, and what follows."""

    role: str
    author: str
    rest: str = ""


def speaker(text: str) -> Spoken | None:
    """Who speaks, where `text` is a role's name, alone or with a person's or company's behind it."""
    found = _ROLE.match(text[:400].strip())
    if found is None:
        return None
    text = text.strip()
    after = _AFTER.match(text, found.end())
    role = str(found.lastgroup)
    if after is None:
        return None
    rest = (after["rest"] or "").strip()
    if rest and not is_name(rest):
        return Spoken(role, found[0].strip("【】[] "), rest)
    if after["dash"] and not is_name(after["dash"]):
        return None
    return Spoken(role, text.rstrip(":： ").strip())


def is_name(text: str) -> bool:
    """Whether a text can be the name of a person or company: short, few words, no sentence."""
    return 0 < len(text) <= LONGEST_NAME and len(text.split()) <= 7 and _SENTENCE.search(text.rstrip(".")) is None


def role_in(text: str) -> Spoken | None:
    """The first role that a short text beside a date names: "Submitted by the buyer on"."""
    found = _SPOKEN.search(text)
    return Spoken(str(found.lastgroup), found[0]) if found is not None else None


def names_author(classes: str) -> bool:
    """Whether an element's classes say that a name stands in it."""
    return any(_CLASS.search(one) for one in classes.split())
