"""The papers that travel with the letters: contract, invoices, acts, orders of payment, the claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from agency_client_accounts import CLAIM_DAY, INVOICES, PAYMENTS, Invoice, claimed, debt, roubles
from agency_client_letter import AGENCY, CLIENT, PRINTER, Company


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as lines of text, with the file name that its sender gave it."""

    name: str
    lines: tuple[str, ...]


def invoice(of: Invoice, buyer: Company = CLIENT) -> Paper:
    """The invoice as the accountant prints it."""
    lines = (
        *_bank(AGENCY),
        "",
        f"СЧЁТ НА ОПЛАТУ № {of.number} от {of.issued:%d.%m.%Y}",
        "",
        f"Поставщик:  {_company(AGENCY)}",
        f"Покупатель: {_company(buyer)}",
        "",
        f"1. {of.subject}",
        f"   1 услуга   {roubles(of.amount)}",
        "",
        f"Итого:                 {roubles(of.amount)} руб.",
        f"В том числе НДС {of.vat_percent} %:  {roubles(of.vat)} руб.",
        f"Оплатить до {of.due:%d.%m.%Y} включительно.",
        "",
        f"Руководитель: {AGENCY.head}      Главный бухгалтер: Рябинина Н. П.",
    )
    return Paper(f"Счёт № {of.number} от {of.issued:%d.%m.%Y}.pdf", lines)


def act(of: Invoice, mark: str = "", amount: Decimal | None = None, buyer: Company = CLIENT) -> Paper:
    """The act of acceptance; `mark` says who has signed it."""
    total = amount or of.amount
    vat = (total * of.vat_percent / (100 + of.vat_percent)).quantize(Decimal("0.01"))
    day = of.act_date or of.issued
    lines = (
        f"АКТ № {of.act} от {day:%d.%m.%Y}",
        "сдачи-приёмки выполненных работ (оказанных услуг)",
        "",
        f"Исполнитель: {_company(AGENCY)}",
        f"Заказчик:    {_company(buyer)}",
        "",
        f"1. {of.subject}",
        f"   Стоимость {roubles(total)} руб., в том числе НДС {of.vat_percent} % {roubles(vat)} руб.",
        "",
        "Работы выполнены полностью и в срок. Заказчик претензий по объёму,",
        "качеству и срокам не имеет.",
        "",
        f"Исполнитель: ____________ {AGENCY.head}   М. П.",
        f"Заказчик:    ____________ {buyer.head}   М. П.",
        *(("", mark) if mark else ()),
    )
    suffix = f" ({mark.split(',')[0].lower()})" if mark else ""
    return Paper(f"Акт № {of.act} от {day:%d.%m.%Y}{suffix}.pdf", lines)


def payment_order(number: int, payer: Company = CLIENT) -> Paper:
    """The order of payment as the payer's bank prints it."""
    parts = [p for p in PAYMENTS if p.order == number]
    total = sum((p.amount for p in parts), Decimal(0))
    purpose = f"Оплата по счёту № {parts[0].invoice}"
    if len(parts) > 1:
        purpose = "Частичное погашение задолженности по акту сверки на 28.02.2026"
    lines = (
        f"ПЛАТЁЖНОЕ ПОРУЧЕНИЕ № {number}    {parts[0].paid:%d.%m.%Y}    электронно",
        "",
        f"Сумма: {roubles(total)}",
        f"Плательщик: {payer.name}, ИНН {payer.inn}, КПП {payer.kpp}",
        f"  сч. № {payer.account}, {payer.bank}, БИК {payer.bik}",
        f"Получатель: {AGENCY.name}, ИНН {AGENCY.inn}, КПП {AGENCY.kpp}",
        f"  сч. № {AGENCY.account}, {AGENCY.bank}, БИК {AGENCY.bik}",
        f"Назначение платежа: {purpose}",
        "",
        f"ИСПОЛНЕНО {parts[0].paid:%d.%m.%Y}  {payer.bank}",
    )
    return Paper(f"Платёжное поручение {number}.pdf", lines)


def contract(version: int = 2, *, signed: bool = False) -> Paper:
    """The contract with its two appendices; from version 2 on it names the owner's own address."""
    addresses = "info@teplokontur.example, buh@teplokontur.example"
    if version > 1:
        addresses += ", krupin-teplo@pochta.example"
    lines = (
        "ДОГОВОР № 14/09-25",
        "г. Ярославль                                       22.09.2025",
        "",
        f"{AGENCY.name} (Исполнитель) в лице директора Тихомирова Р. А. и",
        f"{CLIENT.name} (Заказчик) в лице директора Крупина В. Г. договорились:",
        "",
        "1.1. Исполнитель выполняет работы по приложениям, Заказчик принимает и оплачивает их.",
        "3.1. Работы начинаются на следующий рабочий день после предоплаты.",
        "3.2. Каждый счёт оплачивается в течение 15 (пятнадцати) календарных дней с даты счёта.",
        "3.4. При задержке материалов сроки сдвигаются на столько же дней.",
        "4.3. Заказчик в течение 5 рабочих дней с получения акта подписывает его или присылает",
        "     мотивированный отказ. При молчании работы считаются принятыми в последний день срока.",
        "5.2. За просрочку оплаты или сдачи виновная сторона платит неустойку 0,1 % от неоплаченной",
        "     (несданной) суммы за каждый день, но не более 10 % от суммы счёта.",
        "6.1. Работы сверх приложений выполняются по письменной заявке, 2 800 руб. за час с НДС 20 %.",
        "7.4. Письма, отправленные по электронной почте с адресов и на адреса сторон, имеют силу",
        "     письменных документов. Исполнитель: office@, buh@, koltsova@, tikhomirov@chertezh-slovo.example.",
        f"     Заказчик: {addresses}.",
        "8.2. Претензионный порядок обязателен. Претензия направляется по адресам п. 7.4 или почтой,",
        "     срок ответа 30 календарных дней со дня отправки.",
        "8.3. Споры рассматривает Арбитражный суд Ярославской области.",
        "9.1. При просрочке оплаты более 10 дней Исполнитель вправе приостановить услуги,",
        "     предупредив за 3 рабочих дня.",
        "9.3. Приложение № 2 расторгается любой стороной с уведомлением за 15 дней.",
        "",
        f"Исполнитель: {_company(AGENCY)}",
        *_bank(AGENCY),
        f"Заказчик: {_company(CLIENT)}",
        *_bank(CLIENT),
        "",
        "ПРИЛОЖЕНИЕ № 1. Сайт, 14 страниц: главная, услуги (6), объекты, о компании, цены, блог,",
        "контакты, две посадочные. 640 000,00 руб., в т. ч. НДС 20 % 106 666,67. Оплата: 40 % предоплата",
        "256 000,00; 30 % после дизайна 192 000,00; 30 % после запуска 192 000,00. Срок 14 недель.",
        "Личный кабинет, мобильное приложение, другие языки не входят. Два круга правок на этапе.",
        "ПРИЛОЖЕНИЕ № 2. Ведение рекламы с 01.11.2025, 90 000,00 руб. в месяц, в т. ч. НДС 20 % 15 000,00.",
        *(("", "[подпись] Тихомиров Р. А.  М. П.        [подпись] Крупин В. Г.  М. П.") if signed else ()),
    )
    return Paper("Договор № 14_09-25 " + ("(подписан).pdf" if signed else f"ред. {version}.docx"), lines)


def offer() -> Paper:
    """The commercial offer with hours, so that the price can be understood."""
    lines = (
        "КОММЕРЧЕСКОЕ ПРЕДЛОЖЕНИЕ № 37 от 11.09.2025, действует до 30.09.2025",
        f"Кому: {CLIENT.name}, Крупину В. Г.",
        "",
        "Проектирование              26 ч",
        "Дизайн                      60 ч",
        "Вёрстка и программирование  84 ч",
        "Наполнение, редактура       34 ч",
        "Ведение проекта             28 ч",
        "Всего                      232 ч     640 000,00 руб., в т. ч. НДС 20 % 106 666,67",
        "",
        "Реклама, в месяц                      90 000,00 руб., в т. ч. НДС 20 %  15 000,00",
        "Без блога и двух посадочных страниц  545 000,00 руб., в т. ч. НДС 20 %  90 833,33",
    )
    return Paper("КП № 37 Тёплый Контур.pdf", lines)


def extra_agreement(mark: str = "") -> Paper:
    """Additional agreement no. 1 on the new tax rate."""
    lines = (
        "ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ № 1 от 29.12.2025 к договору № 14/09-25",
        "",
        "1. С 01.01.2026 к ценам без налога прибавляется НДС 22 %.",
        "2. Реклама: 75 000,00 + 16 500,00 = 91 500,00 руб. в месяц.",
        "3. Третий этап сайта: 160 000,00 + 35 200,00 = 195 200,00 руб.",
        "4. Остальные условия не меняются.",
        *(("", mark) if mark else ()),
    )
    return Paper("Доп. соглашение № 1" + (" (подписано).pdf" if mark else ".pdf"), lines)


def reconciliation(mark: str = "") -> Paper:
    """The act of reconciliation on 28 February 2026, from the agency's books."""
    day = date(2026, 2, 28)
    rows = [(i.act_date or i.issued, f"Продажа по счёту № {i.number}", i.amount, Decimal(0)) for i in INVOICES]
    rows += [(p.paid, f"Оплата, п/п № {p.order}", Decimal(0), p.amount) for p in PAYMENTS if p.paid <= day]
    turns = [f"{d:%d.%m.%Y}  {what:<28} {roubles(a):>12}  {roubles(b):>12}" for d, what, a, b in sorted(rows)]
    lines = (
        "АКТ СВЕРКИ взаимных расчётов на 28.02.2026",
        f"между {AGENCY.name} и {CLIENT.name}, договор № 14/09-25",
        "",
        "Дата        Операция                            Дебет        Кредит",
        *turns,
        "",
        f"На 28.02.2026 задолженность в пользу {AGENCY.name} {roubles(debt(day))} руб.",
        *(("", mark) if mark else ()),
    )
    return Paper("Акт сверки на 28.02.2026" + (" (подписан).pdf" if mark else ".pdf"), lines)


def claim() -> Paper:
    """The pre-trial claim of 20 April 2026 with its calculation."""
    principal = debt(CLAIM_DAY)
    penalty = sum((s.penalty for s in claimed()), Decimal(0))
    rows = [
        f"счёт № {s.invoice:<4} {roubles(s.sum):>11} x 0,1 % x {s.days:>2} дн. "
        f"({s.first:%d.%m.%Y}-{s.last:%d.%m.%Y}) = {roubles(s.penalty)}"
        for s in claimed()
    ]
    lines = (
        f"Исх. № 17 от {CLAIM_DAY:%d.%m.%Y}",
        f"Кому: {_company(CLIENT)}",
        f"От кого: {_company(AGENCY)}",
        "",
        "ПРЕТЕНЗИЯ",
        "",
        "По договору № 14/09-25 от 22.09.2025 работы выполнены и приняты: акты № 55, 58, 4, 9 и акт № 3,",
        "принятый по п. 4.3 договора 02.02.2026. Задолженность подтверждена актом сверки на 28.02.2026.",
        f"С учётом оплаты 27.03.2026 основной долг составляет {roubles(principal)} руб.",
        "",
        "Неустойка по п. 5.2 договора на 20.04.2026:",
        *rows,
        f"Итого неустойка: {roubles(penalty)} руб.",
        "",
        f"Требуем до 20.05.2026 включительно уплатить {roubles(principal + penalty)} руб.",
        "на счёт по договору. Реквизиты не менялись.",
        "При неоплате обратимся в Арбитражный суд Ярославской области (п. 8.3).",
        "",
        f"Директор [подпись] {AGENCY.head}   М. П.",
    )
    return Paper("Претензия исх. № 17 от 20.04.2026.pdf", lines)


def answer_to_claim() -> Paper:
    """The debtor's answer of 29 April 2026."""
    lines = (
        f"{CLIENT.name}, исх. № 8 от 29.04.2026",
        "ОТВЕТ НА ПРЕТЕНЗИЮ исх. № 17",
        "",
        f"1. Основной долг {roubles(debt(CLAIM_DAY))} руб. признаём.",
        "2. Неустойку не признаём, просим снять.",
        "3. Предлагаем погашение по 50 000,00 руб. ежемесячно начиная с июня 2026 г.",
        "",
        "Директор [подпись] Крупин В. Г.",
    )
    return Paper("Ответ на претензию.pdf", lines)


_BY_NUMBER = {i.number: i for i in INVOICES}
_PRINTER = Invoice(
    128,
    date(2025, 10, 27),
    date(2025, 11, 11),
    Decimal("180000.00"),
    20,
    "Лендинг, договор № 09/10-25",
    49,
    date(2025, 11, 17),
)
_ONE_SIDED = "Подписан в одностороннем порядке, п. 4.3 договора, 03.02.2026"
_SIGNED = "Подписан, Крупин В. Г., М. П."
PDFS: Mapping[str, Callable[[], Paper]] = {
    **{f"schet-{i.number}.pdf": partial(invoice, i) for i in INVOICES},
    **{f"akt-{i.act}.pdf": partial(act, i) for i in INVOICES if i.act and i.act != 47},
    **{f"pp-{n}.pdf": partial(payment_order, n) for n in (871, 1022, 1140, 97, 188)},
    "akt-47.pdf": lambda: act(_BY_NUMBER[131], amount=Decimal("448000.00")),
    "akt-47-podpisan.pdf": lambda: act(_BY_NUMBER[131], _SIGNED, Decimal("448000.00")),
    "akt-3-odnostoronnij.pdf": lambda: act(_BY_NUMBER[12], _ONE_SIDED),
    "schet-128.pdf": lambda: invoice(_PRINTER, PRINTER),
    "akt-49-podpisan.pdf": lambda: act(_PRINTER, "Подписан, Штерн Г. Ю., М. П.", buyer=PRINTER),
    "kp-37.pdf": offer,
    "dogovor-14-09-25-podpisan.pdf": lambda: contract(signed=True),
    "ds-1.pdf": extra_agreement,
    "ds-1-podpisano.pdf": lambda: extra_agreement(_SIGNED),
    "akt-sverki.pdf": reconciliation,
    "akt-sverki-podpisan.pdf": lambda: reconciliation("Подписан: Крупин В. Г., Сажина Л. В., М. П., 13.03.2026"),
    "pretenziya-17.pdf": claim,
    "otvet-8.pdf": answer_to_claim,
    "schet-21-snegireva.pdf": lambda: Paper(
        "Счёт 21.pdf",
        (
            "СЧЁТ № 21 от 20.11.2025",
            "ИП Снегирёва Ю. О., ИНН 769911820403, ОГРНИП 320769900044177",
            "сч. № 40802810500270009914, АО «Причалбанк», БИК 047888947",
            f"Плательщик: {AGENCY.name}, ИНН {AGENCY.inn}",
            "Иллюстрации, 6 шт.: 38 200,00 руб. НДС не облагается (УСН).",
        ),
    ),
}


def _company(of: Company) -> str:
    return f"{of.name}, ИНН {of.inn}, КПП {of.kpp}, ОГРН {of.ogrn}, {of.address}"


def _bank(of: Company) -> tuple[str, str]:
    return (f"Банк: {of.bank}, БИК {of.bik}", f"Р/с {of.account}, к/с {of.correspondent}")
