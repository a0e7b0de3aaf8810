"""Cross Industry Invoice: Factur-X, ZUGFeRD 1.0 and 2.x, XRechnung in CII.

Source: UN/CEFACT CII D16B; EN 16931-1; ZUGFeRD 1.0 (CrossIndustryDocument), Factur-X 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, XmlNode
from tallystick.formats.money.cii_part import accounts_of, amount_at, day_at, embedded_of, line_of, party_of
from tallystick.formats.money.element import all_at, at, attribute, line_count, local, opened, text_at, texts_at
from tallystick.formats.money.invoice_kind import invoice_kind
from tallystick.formats.money.sums import Sums, Tax, sums_check
from tallystick.model.account import Invoice, InvoiceLine
from tallystick.model.message import Problem
from tallystick.model.reading import Reading

__all__ = ["read", "recognises"]

_MARK = re.compile(r"<(?:[\w.-]+:)?CrossIndustry(?:Invoice|Document)\b")
_ROOTS = ("CrossIndustryInvoice", "CrossIndustryDocument")
_REFERENCES = (
    ("order", "BuyerOrderReferencedDocument"),
    ("sales-order", "SellerOrderReferencedDocument"),
    ("contract", "ContractReferencedDocument"),
    ("despatch", "DespatchAdviceReferencedDocument"),
    ("despatch", "DeliveryNoteReferencedDocument"),
    ("receipt", "ReceivingAdviceReferencedDocument"),
    ("preceding-invoice", "InvoiceReferencedDocument"),
    ("project", "SpecifiedProcuringProject"),
)


def recognises(head: Head) -> bool:
    # A licence may stand above the root element.
    return head.start.startswith("<") and bool(_MARK.search(head.text[:16384]))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with the invoice and the files inside it. Raises NotThisFormat, LimitExceeded."""
    root, damaged = opened(original)
    if local(root) not in _ROOTS:
        raise NotThisFormat("cii", f"its root is {local(root)[:60]}, not CrossIndustryInvoice")
    problems = list(damaged)
    trade = at(root, "SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction")
    embedded = tuple(embedded_of(trade, problems))
    invoice = _invoice(root, trade, problems)
    count = line_count(root, ("IncludedSupplyChainTradeLineItem",), len(invoice.lines), problems)
    yield Reading(
        format="cii",
        invoices=(invoice,),
        embedded=embedded,
        counts=(count,),
        checks=(invoice.sums,),
        problems=tuple(problems),
    )


def _invoice(root: XmlNode, trade: XmlNode | None, problems: list[Problem]) -> Invoice:
    document = at(root, "ExchangedDocument", "HeaderExchangedDocument")
    agreement = at(trade, "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
    delivery = at(trade, "ApplicableHeaderTradeDelivery", "ApplicableSupplyChainTradeDelivery")
    settlement = at(trade, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
    lines = tuple(line_of(node) for node in all_at(trade, "IncludedSupplyChainTradeLineItem"))
    context = at(root, "ExchangedDocumentContext", "SpecifiedExchangedDocumentContext")
    profile = text_at(context, "GuidelineSpecifiedDocumentContextParameter/ID")
    currency = text_at(settlement, "InvoiceCurrencyCode") or _currency(settlement)
    sums = _sums(settlement, lines, currency, has_prepaid=not profile.lower().endswith("minimum"))
    terms = at(settlement, "SpecifiedTradePaymentTerms")
    if text_at(context, "TestIndicator/Indicator") == "true":
        problems.append(Problem("test-invoice", "TestIndicator", "the invoice says of itself that it is a test"))
    return Invoice(
        place="",
        kind=invoice_kind(text_at(document, "TypeCode")),
        number=text_at(document, "ID"),
        issued=day_at(document, "IssueDateTime", problems),
        due=day_at(terms, "DueDateDateTime", problems),
        currency=currency,
        seller=party_of(at(agreement, "SellerTradeParty")),
        buyer=party_of(at(agreement, "BuyerTradeParty")),
        net=sums.net,
        tax=sums.tax,
        total=sums.total,
        payable=sums.payable,
        sums=sums_check(sums),
        profile=profile,
        lines=lines,
        references=tuple(_references(agreement, delivery, settlement)),
        pay_to=tuple(accounts_of(settlement)),
        terms="\n".join(texts_at(terms, "Description")),
        notes=texts_at(document, "IncludedNote/Content"),
    )


def _references(*blocks: XmlNode | None) -> Iterator[tuple[str, str]]:
    for kind, name in _REFERENCES:
        for block in blocks:
            for node in all_at(block, name):
                if number := text_at(node, "IssuerAssignedID", "ID"):
                    yield kind, number
    if buyer := text_at(blocks[0], "BuyerReference"):
        yield "buyer", buyer


_TOTALS = ("SpecifiedTradeSettlementHeaderMonetarySummation", "SpecifiedTradeSettlementMonetarySummation")


def _currency(settlement: XmlNode | None) -> str:
    """The currency of the total, where the invoice names none for itself."""
    totals = at(settlement, *_TOTALS)
    return attribute(at(totals, "GrandTotalAmount"), "currencyID") or attribute(
        at(totals, "LineTotalAmount"), "currencyID"
    )


def _sums(settlement: XmlNode | None, lines: tuple[InvoiceLine, ...], currency: str, *, has_prepaid: bool) -> Sums:
    totals = at(settlement, *_TOTALS)
    taxes = tuple(
        Tax(
            amount_at(one, "BasisAmount"),
            amount_at(one, "RateApplicablePercent", "ApplicablePercent"),
            amount_at(one, "CalculatedAmount"),
        )
        for one in all_at(settlement, "ApplicableTradeTax")
    )
    zero = Decimal(0)
    ours = (one for one in all_at(totals, "TaxTotalAmount") if attribute(one, "currencyID") in ("", currency))
    stated_tax = next(ours, None)
    return Sums(
        lines=tuple(line.net for line in lines),
        line_total=amount_at(totals, "LineTotalAmount"),
        allowances=amount_at(totals, "AllowanceTotalAmount") or zero,
        charges=amount_at(totals, "ChargeTotalAmount") or zero,
        net=amount_at(totals, "TaxBasisTotalAmount"),
        taxes=taxes,
        tax=amount_at(stated_tax, "") if stated_tax is not None else None,
        total=amount_at(totals, "GrandTotalAmount"),
        prepaid=amount_at(totals, "TotalPrepaidAmount") or (zero if has_prepaid else None),
        after=amount_at(totals, "RoundingAmount") or zero,
        payable=amount_at(totals, "DuePayableAmount"),
    )
