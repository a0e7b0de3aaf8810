"""UBL 2.x invoices and credit notes, XRechnung and Peppol BIS among them.

Source: OASIS UBL 2.1 and 2.3, Invoice and CreditNote; EN 16931-1; Peppol BIS Billing 3.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, XmlNode
from tallystick.formats.money.amounts import plain_amount
from tallystick.formats.money.attached import attached
from tallystick.formats.money.dates import iso_day
from tallystick.formats.money.element import (
    all_at,
    at,
    attribute,
    line_count,
    local,
    opened,
    text_at,
    text_of,
    texts_at,
)
from tallystick.formats.money.invoice_kind import invoice_kind
from tallystick.formats.money.sums import Sums, Tax, sums_check
from tallystick.model.account import Account, Invoice, InvoiceLine, TradeParty
from tallystick.model.message import Problem
from tallystick.model.reading import Embedded, Reading

__all__ = ["read", "recognises"]

_MARK = re.compile(r"urn:oasis:names:specification:ubl:schema:xsd:(?:Invoice|CreditNote)-2")
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:Invoice|CreditNote)\b")
_REFERENCES = (
    ("order", "OrderReference/ID"),
    ("sales-order", "OrderReference/SalesOrderID"),
    ("contract", "ContractDocumentReference/ID"),
    ("despatch", "DespatchDocumentReference/ID"),
    ("receipt", "ReceiptDocumentReference/ID"),
    ("preceding-invoice", "BillingReference/InvoiceDocumentReference/ID"),
    ("preceding-credit-note", "BillingReference/CreditNoteDocumentReference/ID"),
    ("tender", "OriginatorDocumentReference/ID"),
    ("project", "ProjectReference/ID"),
    ("buyer", "BuyerReference"),
)


def recognises(head: Head) -> bool:
    return bool(_ROOT.search(head.start)) and bool(_MARK.search(head.text[:16384]))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with the invoice and the files inside it. Raises NotThisFormat, LimitExceeded."""
    opening, problems = opened(original)
    root = _in_envelope(opening)
    if local(root) not in ("Invoice", "CreditNote"):
        raise NotThisFormat("ubl", f"its root is {local(root)[:60]}, not Invoice or CreditNote")
    found = list(problems)
    embedded = tuple(_embedded(root, found))
    invoice = _invoice(root, found)
    count = line_count(root, ("InvoiceLine", "CreditNoteLine"), len(invoice.lines), found)
    yield Reading(
        format="ubl",
        invoices=(invoice,),
        embedded=embedded,
        counts=(count,),
        checks=(invoice.sums,),
        problems=tuple(found),
    )


def _in_envelope(root: XmlNode) -> XmlNode:
    """The invoice within the envelope in which access points hand it on; any other root as it is.

    Source: OpenPeppol, Business Message Envelope (SBDH) 2.0.
    """
    if local(root) != "StandardBusinessDocument":
        return root
    return next((node for node in root if local(node) in ("Invoice", "CreditNote")), root)


def _invoice(root: XmlNode, problems: list[Problem]) -> Invoice:
    totals = at(root, "LegalMonetaryTotal")
    currency = text_at(root, "DocumentCurrencyCode") or attribute(at(totals, "PayableAmount"), "currencyID")
    lines = tuple(
        _line(node) for node in root if isinstance(node.tag, str) and local(node) in ("InvoiceLine", "CreditNoteLine")
    )
    sums = _sums(root, totals, lines, currency)
    problems += [
        Problem("impossible-date", name, f"no such day: {text[:60]}")
        for name in ("IssueDate", "DueDate")
        if (text := text_at(root, name)) and iso_day(text) is None
    ]
    return Invoice(
        place="",
        kind=invoice_kind(
            text_at(root, "InvoiceTypeCode", "CreditNoteTypeCode"), is_credit=local(root) == "CreditNote"
        ),
        number=text_at(root, "ID"),
        issued=iso_day(text_at(root, "IssueDate")),
        due=iso_day(text_at(root, "DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate")),
        currency=currency,
        seller=_party(at(root, "AccountingSupplierParty/Party")),
        buyer=_party(at(root, "AccountingCustomerParty/Party")),
        net=sums.net,
        tax=sums.tax,
        total=sums.total,
        payable=sums.payable,
        sums=sums_check(sums),
        profile=text_at(root, "CustomizationID") or text_at(root, "ProfileID"),
        lines=lines,
        references=tuple((kind, text) for kind, path in _REFERENCES for text in texts_at(root, path)),
        pay_to=tuple(_accounts(root)),
        terms="\n".join(texts_at(root, "PaymentTerms/Note")),
        notes=texts_at(root, "Note"),
    )


def _sums(root: XmlNode, totals: XmlNode | None, lines: tuple[InvoiceLine, ...], currency: str) -> Sums:
    """The tax total in the invoice's own currency: a second one may stand there in the currency of the tax office."""
    blocks = list(all_at(root, "TaxTotal"))
    ours = [one for one in blocks if attribute(at(one, "TaxAmount"), "currencyID") in ("", currency)] or blocks
    block = ours[0] if ours else None
    taxes = tuple(
        Tax(_amount(one, "TaxableAmount"), _amount(one, "TaxCategory/Percent", "Percent"), _amount(one, "TaxAmount"))
        for one in all_at(block, "TaxSubtotal")
    )
    return Sums(
        lines=tuple(line.net for line in lines),
        line_total=_amount(totals, "LineExtensionAmount"),
        allowances=_amount(totals, "AllowanceTotalAmount") or Decimal(0),
        charges=_amount(totals, "ChargeTotalAmount") or Decimal(0),
        net=_amount(totals, "TaxExclusiveAmount"),
        taxes=taxes,
        tax=_amount(block, "TaxAmount") if block is not None else None,
        total=_amount(totals, "TaxInclusiveAmount"),
        prepaid=_amount(totals, "PrepaidAmount") or Decimal(0),
        after=_amount(totals, "PayableRoundingAmount") or Decimal(0),
        payable=_amount(totals, "PayableAmount"),
    )


def _amount(node: XmlNode | None, *paths: str) -> Decimal | None:
    return plain_amount(text_at(node, *paths))


def _line(node: XmlNode) -> InvoiceLine:
    quantity = at(node, "InvoicedQuantity", "CreditedQuantity")
    price, basis = _amount(node, "Price/PriceAmount"), _amount(node, "Price/BaseQuantity")
    return InvoiceLine(
        number=text_at(node, "ID"),
        name=text_at(node, "Item/Name", "Item/Description", "Note"),
        quantity=plain_amount(text_of(quantity)),
        unit=attribute(quantity, "unitCode"),
        price=price / basis if price is not None and basis else price,
        net=_amount(node, "LineExtensionAmount"),
        tax_rate=_amount(node, "Item/ClassifiedTaxCategory/Percent", "TaxTotal/TaxSubtotal/TaxCategory/Percent"),
    )


def _party(party: XmlNode | None) -> TradeParty:
    address = at(party, "PostalAddress")
    where = [*texts_at(address, "StreetName"), *texts_at(address, "AdditionalStreetName")]
    where += [
        *texts_at(address, "AddressLine/Line"),
        " ".join((*texts_at(address, "PostalZone"), *texts_at(address, "CityName"))),
    ]
    return TradeParty(
        name=" ".join(
            (text_at(party, "PartyLegalEntity/RegistrationName") or text_at(party, "PartyName/Name")).split()
        ),
        address="\n".join(filter(None, where)),
        country=text_at(address, "Country/IdentificationCode"),
        mail=text_at(party, "Contact/ElectronicMail"),
        phone=text_at(party, "Contact/Telephone"),
        numbers=tuple(dict.fromkeys(_numbers(party))),
    )


def _numbers(party: XmlNode | None) -> Iterator[tuple[str, str]]:
    for scheme in all_at(party, "PartyTaxScheme"):
        kind = text_at(scheme, "TaxScheme/ID").lower() or "tax"
        if number := text_at(scheme, "CompanyID"):
            yield kind if kind in ("vat", "fc") else "tax", number
    for path, kind in (
        ("PartyLegalEntity/CompanyID", "registration"),
        ("PartyIdentification/ID", "id"),
        ("EndpointID", "endpoint"),
    ):
        for node in all_at(party, path):
            if number := text_of(node):
                yield _scheme(attribute(node, "schemeID"), kind), number


def _scheme(code: str, kind: str) -> str:
    return {"0088": "gln", "EM": "mail", "SEPA": "sepa-creditor"}.get(code, f"{kind}:{code}" if code else kind)


def _accounts(root: XmlNode) -> Iterator[Account]:
    for account in all_at(root, "PaymentMeans/PayeeFinancialAccount"):
        yield Account(
            number=text_at(account, "ID"),
            holder=text_at(account, "Name") or text_at(root, "PayeeParty/PartyName/Name"),
            bank=text_at(
                account, "FinancialInstitutionBranch/ID", "FinancialInstitutionBranch/FinancialInstitution/ID"
            ),
            bank_name=text_at(account, "FinancialInstitutionBranch/FinancialInstitution/Name"),
        )


def _embedded(root: XmlNode, problems: list[Problem]) -> Iterator[Embedded]:
    for node in all_at(root, "AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject"):
        name, media_type = attribute(node, "filename"), attribute(node, "mimeCode")
        yield from attached(node.text or "", name, media_type, "AdditionalDocumentReference", problems)
