"""Field 86, what a booking was for: the German and Polish subfields, SWIFT's code words, or plain lines.

Source: DFÜ-Abkommen appendix 3 (Geschäftsvorfallcode with ?20 to ?63); SWIFT MT940 field 86 with /ORDP/, /REMI/ ...
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from tallystick.formats.money.mt940_field import Field
from tallystick.model.account import Account, Transaction
from tallystick.model.message import Problem

__all__ = ["POINTERS", "detail_of"]

# What field 61 states where the reference itself stands in field 86, or nowhere.
POINTERS = frozenset(
    ("NONREF", "NOTPROVIDED", *(f"{word}{sign}" for word in ("EREF", "KREF", "MREF", "PREF") for sign in ("", "+")))
)

_SUBFIELDS = re.compile(r"(\d{0,3})([?~^<@])(?=\d\d)")
_LONGEST = 20_000  # characters: SWIFT allows 390, some banks write more; beyond this it is only text
_FULL = 27  # characters of a purpose subfield: a full one goes on in the next without a break
_LONGEST_REFERENCE = 35  # characters of a SEPA end-to-end reference
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|SQTP|RREF|BREF)\+")
_WORDS = (
    "ORDP BENM REMI EREF NAME IBAN BIC ADDR ID TRTP CSID MARF CNTP PREF KREF RTRN ISDT OCMT CHGS EXCH ORDR INIT PURP"
    " ULTD ULTC ULTB SWOC ACCW IREF IBK TRCD BTIK EKREF USTD STRD CREF CDTRREF PRTRY CITY RREF BENM OAMT"
)
_WORD = re.compile(rf"/({'|'.join(sorted(set(_WORDS.split()), key=len, reverse=True))})/")
_LABEL = re.compile(r"End-to-End-Ref\.:\s{0,3}([^\n]{1,35})", re.IGNORECASE)
_POLISH = re.compile(r"\b(Z RACH\.|NA RACH\.|OD|DLA|TYT\.):\s*([^;]{0,300})")


def detail_of(made: Transaction, one: Field, problems: list[Problem]) -> Transaction:
    """The booking with the text, the counterparty and the references that its field 86 states."""
    text = one.text
    joined = text.replace("\n", "").lstrip()
    if len(joined) > _LONGEST:
        return _with(made, text=_lines(made.text, text))
    if found := _SUBFIELDS.match(joined):
        return _with(made, **_subfields(made, joined, found[1], found[2], one, problems))
    if _WORD.match(joined):
        return _with(made, **_code_words(made, joined))
    lines = "\n".join(line.rstrip() for line in text.split("\n") if line.strip())
    return _with(made, text=_lines(made.text, lines), other=_polish(joined))


def _with(made: Transaction, **changes: Any) -> Transaction:
    return replace(made, **{name: value for name, value in changes.items() if value})


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text.strip())


def _subfields(
    made: Transaction, joined: str, code: str, mark: str, one: Field, problems: list[Problem]
) -> dict[str, Any]:
    parts: dict[str, str] = {}
    purpose = ""
    for piece in joined.split(mark)[1:]:
        key, value = piece[:2], piece[2:]
        if not key.isdigit():
            # the mark itself stands in the text
            purpose, value = purpose + mark + piece, ""
        elif "20" <= key <= "29" or "60" <= key <= "63":
            purpose = _joined(purpose, value, len(previous) if (previous := parts.get("purpose", "")) else 0)
            parts["purpose"] = value
        else:
            if key in parts and value.strip():
                problems.append(Problem("subfield-repeated", f"line {one.line}", f"{mark}{key}{value[:100]}"))
            parts[key] = parts.get(key, "") + value
    sepa, own = _sepa(purpose), made.end_to_end
    number, bank = parts.get("31", "") or parts.get("38", ""), parts.get("30", "")
    holder = " ".join((parts.get("32", "") + parts.get("33", "")).split())
    rest = [value.strip() for key, value in parts.items() if key in ("70", "71") and value.strip()]
    return {
        "text": _lines(made.text, parts.get("00", "").strip(), _broken(purpose), *rest),
        "other": Account(number=number.strip() or sepa.get("IBAN", ""), holder=holder, bank=bank.strip()),
        "end_to_end": _given(sepa.get("EREF", "") or _labelled(purpose))
        or (sepa.get("KREF", "") if own == "KREF+" else own),
        "code": "/".join(filter(None, (made.code, code))),
    }


def _joined(purpose: str, value: str, before: int) -> str:
    """A full subfield goes on in the next one; one that ends earlier ends a line."""
    return purpose + value if not purpose or before >= _FULL else f"{purpose.rstrip()}\n{value}"


def _broken(purpose: str) -> str:
    """SEPA key words begin a line of their own."""
    split = _SEPA.sub(lambda found: f"\n{found[0]}", purpose)
    return "\n".join(line.rstrip() for line in split.split("\n") if line.strip())


def _sepa(purpose: str) -> dict[str, str]:
    pieces = _SEPA.split(purpose)
    return {key: value.strip().split("\n")[0] for key, value in zip(pieces[1::2], pieces[2::2], strict=True)}


def _labelled(purpose: str) -> str:
    """The reference behind the words that Commerzbank writes for EREF+."""
    found = _LABEL.search(purpose)
    return found[1].strip() if found else ""


def _given(reference: str) -> str:
    reference = reference[:_LONGEST_REFERENCE].strip()
    return "" if reference.upper() in ("NOTPROVIDED", "NONREF", "NICHT ANGEGEBEN") else reference


def _code_words(made: Transaction, joined: str) -> dict[str, Any]:
    pieces = _WORD.split(joined)
    said: dict[str, str] = {}
    for key, value in zip(pieces[1::2], pieces[2::2], strict=True):
        said.setdefault(key, value.strip().strip("/"))
    number, bank, holder = said.get("IBAN", ""), said.get("BIC", ""), said.get("NAME", "")
    if "CNTP" in said:
        number, bank, holder = ([*said["CNTP"].split("/"), "", "", ""])[:3]
    holder = holder or said.get("ORDP", "") or said.get("BENM", "")
    text = said.get("REMI", "") or said.get("USTD", "")
    rest = [f"{key}: {value}" for key, value in said.items() if value and key not in _SHOWN]
    return {
        "text": _lines(made.text, text, *rest),
        "other": Account(number=number, holder=holder, bank=bank),
        "end_to_end": _given(said.get("EREF", "")) or made.end_to_end,
    }


_SHOWN = frozenset(("IBAN", "BIC", "NAME", "CNTP", "EREF", "REMI"))


def _polish(joined: str) -> Account | None:
    """The other side in the plain text of Polish banks: "Z RACH.: number; OD: name ; TYT.: title"."""
    said = {key: " ".join(value.split()) for key, value in _POLISH.findall(joined)}
    if "TYT." not in said:
        return None
    number = said.get("Z RACH.", "") or said.get("NA RACH.", "")
    return Account(number=number, holder=said.get("OD", "") or said.get("DLA", ""))
