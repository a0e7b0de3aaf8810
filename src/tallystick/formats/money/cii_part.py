"""Parts of a Cross Industry Invoice: parties, lines, accounts, days and the files inside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tallystick.formats.carrier import XmlNode
from tallystick.formats.money.amounts import plain_amount
from tallystick.formats.money.attached import attached
from tallystick.formats.money.dates import compact_day, iso_day
from tallystick.formats.money.element import all_at, at, attribute, text_at, text_of, texts_at
from tallystick.model.account import Account, InvoiceLine, TradeParty
from tallystick.model.message import Problem
from tallystick.model.reading import Embedded

__all__ = ["accounts_of", "amount_at", "day_at", "embedded_of", "line_of", "party_of"]


def amount_at(node: XmlNode | None, *paths: str) -> Decimal | None:
    """The sum at the first of the paths, "" for the element itself, or None."""
    return plain_amount(text_of(node) if paths == ("",) else text_at(node, *paths))


def day_at(node: XmlNode | None, path: str, problems: list[Problem]) -> date | None:
    """The day at the path: format 102 (YYYYMMDD), or ISO 8601 as ZUGFeRD 1.0 also writes it."""
    text = text_at(node, f"{path}/DateTimeString", f"{path}/DateTime", path)
    day = compact_day(text) or iso_day(text)
    if text and day is None:
        problems.append(Problem("impossible-date", path, f"no such day: {text[:60]}"))
    return day


def party_of(party: XmlNode | None) -> TradeParty:
    """A party with its address and numbers; empty where it is not named."""
    address = at(party, "PostalTradeAddress")
    where = [text for line in ("LineOne", "LineTwo", "LineThree") for text in texts_at(address, line)]
    where.append(" ".join((*texts_at(address, "PostcodeCode"), *texts_at(address, "CityName"))))
    contact = at(party, "DefinedTradeContact")
    return TradeParty(
        name=" ".join(text_at(party, "Name").split()),
        address="\n".join(filter(None, where)),
        country=text_at(address, "CountryID"),
        mail=text_at(contact, "EmailURIUniversalCommunication/URIID", "EmailURIUniversalCommunication/CompleteNumber"),
        phone=text_at(contact, "TelephoneUniversalCommunication/CompleteNumber"),
        numbers=tuple(dict.fromkeys(_numbers(party))),
    )


def _numbers(party: XmlNode | None) -> Iterator[tuple[str, str]]:
    for node in all_at(party, "SpecifiedTaxRegistration/ID"):
        if number := text_of(node):
            yield {"VA": "vat", "FC": "tax"}.get(attribute(node, "schemeID"), "tax"), number
    for path, kind in (("SpecifiedLegalOrganization/ID", "registration"), ("GlobalID", "id"), ("ID", "id")):
        for node in all_at(party, path):
            scheme = attribute(node, "schemeID")
            if number := text_of(node):
                yield {"0088": "gln"}.get(scheme, f"{kind}:{scheme}" if scheme else kind), number


def line_of(node: XmlNode) -> InvoiceLine:
    """One line; the price is for one unit whatever number of units it is stated for."""
    agreement = at(node, "SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement")
    delivery = at(node, "SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery")
    settlement = at(node, "SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement")
    quantity = at(delivery, "BilledQuantity")
    price = amount_at(agreement, "NetPriceProductTradePrice/ChargeAmount")
    basis = amount_at(agreement, "NetPriceProductTradePrice/BasisQuantity")
    document = at(node, "AssociatedDocumentLineDocument")
    return InvoiceLine(
        number=text_at(document, "LineID"),
        name=text_at(node, "SpecifiedTradeProduct/Name", "SpecifiedTradeProduct/Description")
        or text_at(document, "IncludedNote/Content"),
        quantity=plain_amount(text_of(quantity)),
        unit=attribute(quantity, "unitCode"),
        price=price / basis if price is not None and basis else price,
        net=amount_at(
            settlement,
            "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
            "SpecifiedTradeSettlementMonetarySummation/LineTotalAmount",
        ),
        tax_rate=amount_at(
            settlement, "ApplicableTradeTax/RateApplicablePercent", "ApplicableTradeTax/ApplicablePercent"
        ),
    )


def accounts_of(settlement: XmlNode | None) -> Iterator[Account]:
    """The accounts to pay to."""
    for means in all_at(settlement, "SpecifiedTradeSettlementPaymentMeans"):
        account = at(means, "PayeePartyCreditorFinancialAccount")
        if account is None:
            continue
        yield Account(
            number=text_at(account, "IBANID", "ProprietaryID"),
            holder=text_at(account, "AccountName") or text_at(settlement, "PayeeTradeParty/Name"),
            bank=text_at(means, "PayeeSpecifiedCreditorFinancialInstitution/BICID"),
            bank_name=text_at(means, "PayeeSpecifiedCreditorFinancialInstitution/Name"),
        )


def embedded_of(trade: XmlNode | None, problems: list[Problem]) -> Iterator[Embedded]:
    """The files inside the invoice; one that cannot be decoded is a Problem."""
    agreement = at(trade, "ApplicableHeaderTradeAgreement")
    for node in all_at(agreement, "AdditionalReferencedDocument/AttachmentBinaryObject"):
        name, media_type = attribute(node, "filename"), attribute(node, "mimeCode")
        yield from attached(node.text or "", name, media_type, "AdditionalReferencedDocument", problems)
