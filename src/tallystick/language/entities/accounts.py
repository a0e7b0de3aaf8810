"""Bank accounts: IBAN, BIC, Chinese and Russian accounts, and others behind the word for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.language.entities.stretches import Spans, finds
from tallystick.model.entity import Entity, EntityKind

__all__ = ["accounts", "bics", "ibans"]

_IBAN = re.compile(r"[A-Z][A-Z]\d{2}(?:[ ]?[A-Z0-9]){11,30}(?![a-z])")
_LENGTHS = {
    "AD": 24, "AE": 23, "AT": 20, "AZ": 28, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21, "CY": 28,
    "CZ": 24,
    "DE": 22, "DK": 18, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GR": 27,
    "HR": 21,
    "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20,
    "LU": 20,
    "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PT": 25,
    "QA": 29,
    "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29,
}  # fmt: skip
_BIC = re.compile(
    r"(?:bic|swift|свифт)(?:[ \-/]?(?:code|bic|swift|код|代码"
    r"|号码))?[ :：.()\-]{1,4}([a-z]{6}[a-z0-9]{2}(?:[a-z0-9]{3})?)(?![a-z0-9])"
)
_CHINESE = re.compile(r"(?:账号|帐号|账户|帐户|賬號|卡号|银行账号)[^\d\n]{0,12}?(?<!\d)(\d(?:[ \-]?\d){8,24})(?!\d)")
_BANK_BEFORE = re.compile(r"(?:开户行|银行|支行|户名)[^\d]{0,40}?(?<!\d)(\d(?: ?\d){15,18})(?!\d)")
_RUSSIAN = re.compile(r"([34](?<!\d\d)(?:0[1-8]|23)(?<=405|406|407|408|423|301|302|303|304)\d{2}(?: ?\d){15})(?!\d)")
_BIK = re.compile(r"бик[^\d\n]{0,8}(04\d{7})(?!\d)")
_OTHER = re.compile(
    r"(?:account|acct|a/c|konto)(?: ?(?:no|number|nr|num|nummer|#))?\.?[ :：#]{1,3}(\d(?:[ \-]?\d){6,22})(?![\d\-])"
)


def ibans(text: str, spans: Spans) -> Iterator[Entity]:
    """Each IBAN whose length and check digits are right. Source: ISO 13616, ISO 7064 mod 97-10."""
    for found in finds(_IBAN, text, spans):
        length = 0 if text[found.start() - 1 : found.start()].isalnum() else _LENGTHS.get(found[0][:2], 0)
        taken, end = 0, 0
        while end < len(found[0]) and taken < length:
            taken += found[0][end] != " "
            end += 1
        number = found[0][:end].replace(" ", "")
        if length and len(number) == length and found[0][end : end + 1] in ("", " ") and _mod97(number) == 1:
            fields = (("checked", "yes"), ("country", number[:2]))
            yield Entity(EntityKind.IBAN, found.start(), found.start() + end, found[0][:end], number, fields)


def _mod97(number: str) -> int:
    return int("".join([str(int(sign, 36)) for sign in number[4:] + number[:4]])) % 97


def bics(text: str, low: str) -> Iterator[Entity]:
    """Each BIC that stands behind the word for it. Source: ISO 9362."""
    if "bic" not in low and "swift" not in low and "свифт" not in low:
        return
    for found in _BIC.finditer(low):
        raw = text[found.start(1) : found.end(1)]
        if raw.isupper():
            yield Entity(EntityKind.BIC, *found.span(1), raw, raw)


def accounts(text: str, low: str, spans: Spans) -> Iterator[Entity]:
    """Each account number by its country's form or behind the word for it; what is only like a card is left alone."""
    yield from _russian(low, spans)
    if not text.isascii():
        for pattern in (_CHINESE, _BANK_BEFORE):
            for found in finds(pattern, text, spans):
                yield _account(found, "CN")
    if "acc" in low or "a/c" in low or "konto" in low:
        for found in finds(_OTHER, low, spans):
            yield _account(found, "")


def _account(found: re.Match[str], country: str) -> Entity:
    number = re.sub(r"\D", "", found[1])
    return Entity(EntityKind.ACCOUNT, *found.span(1), found[1], number, (("country", country),) if country else ())


def _russian(low: str, spans: Spans) -> Iterator[Entity]:
    bank = _BIK.search(low) if "бик" in low else None
    for found in finds(_RUSSIAN, low, spans):
        number = found[1].replace(" ", "")
        fields = [("country", "RU")]
        if bank is not None:
            fields += [("bik", bank[1]), ("checked", "yes" if _has_key(number, bank[1]) else "no")]
        elif not re.search(r"[а-яё]", low):
            continue
        yield Entity(EntityKind.ACCOUNT, *found.span(1), found[1], number, tuple(fields))


def _has_key(account: str, bik: str) -> bool:
    """Source: Bank of Russia, rules for the key of an account; a correspondent account takes "0" and two digits."""
    prefix = f"0{bik[4:6]}" if account.startswith("301") else bik[6:]
    return sum(int(digit) * (7, 1, 3)[place % 3] for place, digit in enumerate(prefix + account)) % 10 == 0
