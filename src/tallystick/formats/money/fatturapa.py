"""FatturaPA: the Italian electronic invoice, as XML or signed (.p7m).

Source: Agenzia delle Entrate, Specifiche tecniche FatturaPA 1.2 to 1.2.3 (FPA12, FPR12, FSM10).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head, XmlNode
from tallystick.formats.money.cms import is_signed, signed_content
from tallystick.formats.money.element import all_at, at, attribute, line_count, local, opened, text_at, texts_at
from tallystick.formats.money.fatturapa_part import (
    accounts_of,
    amount_at,
    day_at,
    due_of,
    embedded_of,
    line_of,
    party_of,
    references_of,
)
from tallystick.formats.money.invoice_kind import invoice_kind
from tallystick.formats.money.sums import Sums, Tax, sums_check
from tallystick.model.account import Invoice
from tallystick.model.check import Check
from tallystick.model.message import Problem
from tallystick.model.reading import Embedded, Reading

__all__ = ["read", "recognises"]

_MARK = re.compile(r"<(?:[\w.-]+:)?FatturaElettronica(?:Semplificata)?\b")
_MOST_SIGNATURES = 3
_TERMS = {"TP01": "pagamento a rate", "TP02": "pagamento completo", "TP03": "anticipo"}


def recognises(head: Head) -> bool:
    if head.start.startswith("<"):
        return bool(_MARK.search(head.start))
    is_named = head.name.lower().endswith(".p7m")
    try:
        return (is_named or b"FatturaElettronica" in head.block) and is_signed(head.block)
    except FormatError:
        return False


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with every invoice of the file. Raises NotThisFormat, LimitExceeded."""
    content, signatures = original, 0
    while signatures < _MOST_SIGNATURES and is_signed(content):
        content, signatures = signed_content(content), signatures + 1
    root, damaged = opened(content)
    if not local(root).startswith("FatturaElettronica"):
        raise NotThisFormat("fatturapa", f"its root is {local(root)[:60]}, not FatturaElettronica")
    problems, embedded = list(damaged), list[Embedded]()
    header = at(root, "FatturaElettronicaHeader")
    invoices = []
    for number, body in enumerate(all_at(root, "FatturaElettronicaBody"), 1):
        place = f"FatturaElettronicaBody {number}"
        invoices.append(_invoice(root, header, body, place, problems))
        embedded += embedded_of(body, place, problems)
    count = line_count(root, ("DettaglioLinee",), sum(len(one.lines) for one in invoices), problems)
    yield Reading(
        format="fatturapa",
        invoices=tuple(invoices),
        embedded=tuple(embedded),
        counts=(count,),
        checks=(*(one.sums for one in invoices), *_signature(root, signatures)),
        problems=tuple(problems),
    )


def _signature(root: XmlNode, signatures: int) -> Iterator[Check]:
    if signatures:
        times = "once" if signatures == 1 else f"{signatures} times"
        reason = f"the file is signed {times} (CMS); neither the signature nor its certificate was checked"
        yield Check.not_checked("signature", reason)
    if at(root, "Signature") is not None:
        reason = "the file bears an XML signature; neither it nor its certificate was checked"
        yield Check.not_checked("signature", reason)


def _invoice(root: XmlNode, header: XmlNode | None, body: XmlNode, place: str, problems: list[Problem]) -> Invoice:
    document = at(body, "DatiGenerali/DatiGeneraliDocumento")
    lines = tuple(line_of(node) for node in all_at(body, "DatiBeniServizi/DettaglioLinee"))
    sums = _sums(body, document)
    code = text_at(document, "TipoDocumento")
    return Invoice(
        place=place,
        kind=invoice_kind(code),
        number=text_at(document, "Numero"),
        issued=day_at(document, "Data", place, problems),
        due=due_of(body, place, problems),
        currency=text_at(document, "Divisa"),
        seller=party_of(at(header, "CedentePrestatore")),
        buyer=party_of(at(header, "CessionarioCommittente")),
        net=sums.net,
        tax=sums.tax,
        total=sums.total,
        payable=sums.payable,
        sums=sums_check(sums, place),
        profile=f"FatturaPA {attribute(root, 'versione')} {code}".strip(),
        lines=lines,
        references=tuple(references_of(body)),
        pay_to=tuple(accounts_of(body)),
        terms="\n".join(_TERMS.get(one, one) for one in texts_at(body, "DatiPagamento/CondizioniPagamento")),
        notes=texts_at(document, "Causale"),
    )


def _sums(body: XmlNode, document: XmlNode | None) -> Sums:
    """Lines and pension funds make the taxable sums; the total may have a discount, withholdings come off after it.

    Duty stamps are in the total where they are charged and not where they are borne, so a total that differs by
    exactly the stamp agrees.
    """
    zero = Decimal(0)
    summaries = list(all_at(body, "DatiBeniServizi/DatiRiepilogo"))
    basis = [amount_at(one, "ImponibileImporto") for one in summaries]
    taxes = tuple(
        Tax(amount_at(one, "ImponibileImporto"), amount_at(one, "AliquotaIVA"), amount_at(one, "Imposta"))
        for one in summaries
    )
    net = sum((one for one in basis if one is not None), zero) if summaries else None
    tax = sum((one.tax for one in taxes if one.tax is not None), zero) if summaries else None
    nets = tuple(amount_at(node, "PrezzoTotale") for node in all_at(body, "DatiBeniServizi/DettaglioLinee"))
    funds = _total(document, "DatiCassaPrevidenziale/ImportoContributoCassa")
    side = sum((_total(one, "SpeseAccessorie") + _total(one, "Arrotondamento") for one in summaries), zero)
    total = amount_at(document, "ImportoTotaleDocumento")
    line_total = sum((one for one in nets if one is not None), zero) if nets else None
    return Sums(
        lines=nets,
        line_total=line_total,
        charges=funds + side,
        net=net,
        taxes=taxes,
        tax=tax,
        total=None if total is None else total - _stamp(document, net, tax, total),
        payable=_payable(body),
        prepaid=None,
    )


def _stamp(document: XmlNode | None, net: Decimal | None, tax: Decimal | None, total: Decimal) -> Decimal:
    stamp = _total(document, "DatiBollo/ImportoBollo")
    rounding = _total(document, "Arrotondamento")
    if net is None or tax is None:
        return Decimal(0)
    difference = total - net - tax
    return difference if difference in (stamp, rounding, stamp + rounding) else Decimal(0)


def _total(node: XmlNode | None, path: str) -> Decimal:
    found = (amount_at(one, "") for one in all_at(node, path))
    return sum((one for one in found if one is not None), Decimal(0))


def _payable(body: XmlNode) -> Decimal | None:
    """All instalments together, where the invoice is not to be paid in alternative ways."""
    found = [amount_at(one, "ImportoPagamento") for one in all_at(body, "DatiPagamento/DettaglioPagamento")]
    return sum((one for one in found if one is not None), Decimal(0)) if found else None
