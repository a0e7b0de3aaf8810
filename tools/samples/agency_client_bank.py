"""The agency's statement for 1C, and its list of invoices. Figures are those of the books."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agency_client_accounts import INVOICES, PAYMENTS
from agency_client_letter import AGENCY, CLIENT, PRINTER, Company

FROM, TO = date(2025, 10, 1), date(2026, 3, 31)
# The bank's letter of 3 October 2025 names 611 208.44 after the first payment of the client.
OPENED = Decimal("611208.44") - Decimal("256000.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order of payment; `other` is who pays (amount above zero) or is paid."""

    number: int
    day: date
    amount: Decimal
    other: Company
    purpose: str


def _person(name: str, inn: str, account: str) -> Company:
    return Company(
        name=name, inn=inn, kpp="", ogrn="", bank=AGENCY.bank, bik=AGENCY.bik, account=account,
        correspondent=AGENCY.correspondent, address="", head="",
    )  # fmt: skip


_ARTIST = _person("ИП Снегирёва Ю. О.", "769911820403", "40802810500270009914")
_STAFF = _person("Сотрудники по реестру", "", "40817810100270000000")


def _orders() -> list[Order]:
    orders: dict[int, Order] = {}
    for payment in PAYMENTS:
        before = orders.get(payment.order)
        invoice = next(i for i in INVOICES if i.number == payment.invoice)
        purpose = f"Оплата по счёту № {invoice.number} от {invoice.issued:%d.%m.%Y}, договор № 14/09-25"
        if payment.order == 188:
            purpose = "Частичное погашение задолженности по акту сверки на 28.02.2026"
        amount = payment.amount + (before.amount if before else 0)
        orders[payment.order] = Order(
            number=payment.order, day=payment.paid, amount=amount, other=CLIENT, purpose=purpose
        )
    paid = [
        Order(number=214, day=date(2025, 10, 27), amount=Decimal("180000.00"), other=PRINTER,
              purpose="Оплата по счёту № 128 от 27.10.2025, договор № 09/10-25, в т. ч. НДС 20 % 30000.00"),
        Order(number=231, day=date(2025, 12, 16), amount=Decimal("72000.00"), other=PRINTER,
              purpose="Оплата по счёту № 146, договор № 09/10-25, в т. ч. НДС 20 % 12000.00"),
        Order(number=377, day=date(2025, 11, 21), amount=Decimal("-38200.00"), other=_ARTIST,
              purpose="Оплата по счёту № 21 от 20.11.2025, иллюстрации, НДС не облагается"),
        *(Order(number=400 + month, day=date(2025 + (month < 10), month, 20), amount=Decimal("-165000.00"),
                other=_STAFF, purpose="Заработная плата по реестру, НДС не облагается") for month in (10, 12, 2)),
    ]  # fmt: skip
    return sorted([*orders.values(), *paid], key=lambda order: order.day)


def kl_to_1c() -> bytes:
    """The statement as a bank's client program writes it for 1C, in windows-1251."""
    orders = _orders()
    came = sum((o.amount for o in orders if o.amount > 0), Decimal(0))
    went = -sum((o.amount for o in orders if o.amount < 0), Decimal(0))
    span = [f"ДатаНачала={FROM:%d.%m.%Y}", f"ДатаКонца={TO:%d.%m.%Y}", f"РасчСчет={AGENCY.account}"]
    lines = ["1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", "Отправитель=Причалбанк Клиент",
             "Получатель=Бухгалтерия предприятия, редакция 3.0", "ДатаСоздания=01.04.2026", "ВремяСоздания=09:14:22",
             *span, "СекцияРасчСчет", *span, f"НачальныйОстаток={OPENED}", f"ВсегоПоступило={came}",
             f"ВсегоСписано={went}", f"КонечныйОстаток={OPENED + came - went}", "КонецРасчСчет"]  # fmt: skip
    for order in orders:
        lines += _document(order)
    return ("\r\n".join([*lines, "КонецФайла"]) + "\r\n").encode("windows-1251")


def _document(order: Order) -> list[str]:
    payer, receiver = (order.other, AGENCY) if order.amount > 0 else (AGENCY, order.other)
    moved = "ДатаПоступило" if order.amount > 0 else "ДатаСписано"
    lines = ["СекцияДокумент=Платежное поручение", f"Номер={order.number}", f"Дата={order.day:%d.%m.%Y}",
             f"Сумма={abs(order.amount)}", f"{moved}={order.day:%d.%m.%Y}"]  # fmt: skip
    for role, side in (("Плательщик", payer), ("Получатель", receiver)):
        lines += [f"{role}Счет={side.account}", f"{role}={side.name}", f"{role}ИНН={side.inn}",
                  f"{role}КПП={side.kpp}", f"{role}Банк1={side.bank}", f"{role}БИК={side.bik}",
                  f"{role}Корсчет={side.correspondent}"]  # fmt: skip
    return [*lines, "ВидОплаты=01", "Очередность=5", f"НазначениеПлатежа={order.purpose}", "КонецДокумента"]


def invoice_list() -> bytes:
    """The list of invoices of contract 14/09-25 as the accountant saves it from her program."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(
        ("Номер счёта", "Дата счёта", "Оплатить до", "Покупатель", "ИНН", "Сумма без НДС", "НДС", "Итого", "Оплачено",
         "К оплате", "Валюта", "Описание")
    )  # fmt: skip
    for invoice in INVOICES:
        paid = sum((p.amount for p in PAYMENTS if p.invoice == invoice.number), Decimal(0))
        sums = (invoice.amount - invoice.vat, invoice.vat, invoice.amount, paid, invoice.amount - paid)
        table.writerow(
            (invoice.number, f"{invoice.issued:%d.%m.%Y}", f"{invoice.due:%d.%m.%Y}", CLIENT.name, CLIENT.inn,
             *(f"{one:.2f}".replace(".", ",") for one in sums), "RUB", invoice.subject)
        )  # fmt: skip
    return ("\ufeff" + out.getvalue()).encode()
