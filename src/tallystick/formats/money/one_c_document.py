"""A payment document of a 1C exchange: who stands on the other side, what for, and under which codes."""

from __future__ import annotations

from collections.abc import Mapping

from tallystick.model.account import Account

__all__ = ["document_text", "other_side", "payment_code"]

# What a reader of the statement needs beside the purpose, in the words of the file.
_TAX = (
    "ПоказательКБК",
    "ОКАТО",
    "ПоказательОснования",
    "ПоказательПериода",
    "ПоказательНомера",
    "ПоказательДаты",
    "ПоказательТипа",
    "СтатусСоставителя",
)
_PURPOSE_LINES = 7


def other_side(values: Mapping[str, str], *, is_out: bool) -> Account:
    """The receiver of money that goes out, the payer of money that comes in, as written."""
    role = "Получатель" if is_out else "Плательщик"
    holder = values.get(role, "") or values.get(f"{role}1", "")
    bank = " ".join(filter(None, (values.get(f"{role}Банк{number}", "") for number in (1, 2))))
    return Account(
        number=values.get(f"{role}Счет", "") or values.get(f"{role}РасчСчет", ""),
        holder=holder,
        bank=values.get(f"{role}БИК", ""),
        bank_name=bank,
    )


def document_text(values: Mapping[str, str], *, is_out: bool) -> str:
    """The purpose with all its lines, then the numbers of the other side and the fields of a tax payment."""
    numbered = [values.get(f"НазначениеПлатежа{number}", "") for number in range(1, _PURPOSE_LINES)]
    first = values.get("НазначениеПлатежа", "")
    # Most banks write the whole purpose under the plain name and its lines again under numbers.
    purpose = "\n".join(filter(None, (first, *(line for line in numbered if line not in first))))
    role = "Получатель" if is_out else "Плательщик"
    numbers = [f"{word} {number}" for word in ("ИНН", "КПП") if (number := values.get(f"{role}{word}", ""))]
    tax = [f"{name}={value}" for name in _TAX if (value := values.get(name, "")) and value != "0"]
    dated = f"{values.get('', '')} № {values.get('Номер', '')} от {values.get('Дата', '')}".strip()
    return "\n".join(filter(None, (purpose, " ".join(numbers), " ".join(tax), dated)))


def payment_code(values: Mapping[str, str]) -> str:
    """The kind of operation, by its number where one stands there."""
    return values.get("ВидОплаты", "") or values.get("ВидПлатежа", "")
