"""Parts of a FatturaPA: parties, lines, references, payments and the files inside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tallystick.formats.carrier import XmlNode
from tallystick.formats.money.amounts import plain_amount
from tallystick.formats.money.attached import attached
from tallystick.formats.money.dates import iso_day
from tallystick.formats.money.element import all_at, at, text_at, text_of, texts_at
from tallystick.model.account import Account, InvoiceLine, TradeParty
from tallystick.model.message import Problem
from tallystick.model.reading import Embedded

__all__ = ["accounts_of", "amount_at", "day_at", "due_of", "embedded_of", "line_of", "party_of", "references_of"]

_REFERENCES = (
    ("order", "DatiOrdineAcquisto/IdDocumento"),
    ("contract", "DatiContratto/IdDocumento"),
    ("agreement", "DatiConvenzione/IdDocumento"),
    ("receipt", "DatiRicezione/IdDocumento"),
    ("preceding-invoice", "DatiFattureCollegate/IdDocumento"),
    ("despatch", "DatiDDT/NumeroDDT"),
)


def amount_at(node: XmlNode | None, path: str) -> Decimal | None:
    """The sum at the path, "" for the element itself, or None."""
    return plain_amount(text_at(node, path) if path else text_of(node))


def day_at(node: XmlNode | None, path: str, place: str, problems: list[Problem]) -> date | None:
    """The day at the path, or None with a Problem where there is no such day."""
    text = text_at(node, path)
    day = iso_day(text)
    if text and day is None:
        problems.append(Problem("impossible-date", f"{place}/{path}", f"no such day: {text[:60]}"))
    return day


def due_of(body: XmlNode, place: str, problems: list[Problem]) -> date | None:
    """The last day on which an instalment is due."""
    payments = all_at(body, "DatiPagamento/DettaglioPagamento")
    days = [day_at(one, "DataScadenzaPagamento", place, problems) for one in payments]
    return max((day for day in days if day is not None), default=None)


def party_of(party: XmlNode | None) -> TradeParty:
    """A party with its address and numbers; empty where it is not named."""
    facts, seat = at(party, "DatiAnagrafici"), at(party, "Sede")
    person = " ".join(filter(None, (text_at(facts, f"Anagrafica/{part}") for part in ("Titolo", "Nome", "Cognome"))))
    street = " ".join(filter(None, (text_at(seat, "Indirizzo"), text_at(seat, "NumeroCivico"))))
    town = " ".join(filter(None, (text_at(seat, part) for part in ("CAP", "Comune", "Provincia"))))
    return TradeParty(
        name=text_at(facts, "Anagrafica/Denominazione") or person,
        address="\n".join(filter(None, (street, town))),
        country=text_at(seat, "Nazione") or text_at(facts, "IdFiscaleIVA/IdPaese"),
        mail=text_at(party, "Contatti/Email"),
        phone=text_at(party, "Contatti/Telefono"),
        numbers=tuple(_numbers(party, facts)),
    )


def _numbers(party: XmlNode | None, facts: XmlNode | None) -> Iterator[tuple[str, str]]:
    if number := text_at(facts, "IdFiscaleIVA/IdCodice"):
        yield "vat", text_at(facts, "IdFiscaleIVA/IdPaese") + number
    if number := text_at(facts, "CodiceFiscale"):
        yield "codice-fiscale", number
    if number := text_at(party, "IscrizioneREA/NumeroREA"):
        yield "rea", f"{text_at(party, 'IscrizioneREA/Ufficio')} {number}".strip()


def line_of(node: XmlNode) -> InvoiceLine:
    """One line as stated."""
    return InvoiceLine(
        number=text_at(node, "NumeroLinea"),
        name=text_at(node, "Descrizione"),
        quantity=amount_at(node, "Quantita"),
        unit=text_at(node, "UnitaMisura"),
        price=amount_at(node, "PrezzoUnitario"),
        net=amount_at(node, "PrezzoTotale"),
        tax_rate=amount_at(node, "AliquotaIVA"),
    )


def references_of(body: XmlNode) -> Iterator[tuple[str, str]]:
    """Orders, contracts, despatch notes and earlier invoices; the codes of public works (CIG, CUP) too."""
    general = at(body, "DatiGenerali")
    for kind, path in _REFERENCES:
        for text in texts_at(general, path):
            yield kind, text
    for block in ("DatiOrdineAcquisto", "DatiContratto", "DatiConvenzione"):
        for name, kind in (("CodiceCIG", "cig"), ("CodiceCUP", "cup")):
            for text in texts_at(general, f"{block}/{name}"):
                yield kind, text


def accounts_of(body: XmlNode) -> Iterator[Account]:
    """The accounts to pay to."""
    for one in all_at(body, "DatiPagamento/DettaglioPagamento"):
        if number := text_at(one, "IBAN"):
            holder, bank = text_at(one, "Beneficiario"), text_at(one, "IstitutoFinanziario")
            yield Account(number=number, holder=holder, bank=text_at(one, "BIC"), bank_name=bank)


def embedded_of(body: XmlNode, place: str, problems: list[Problem]) -> Iterator[Embedded]:
    """The files inside the invoice; one that cannot be decoded is a Problem."""
    for node in all_at(body, "Allegati"):
        name = text_at(node, "NomeAttachment")
        yield from attached(text_at(node, "Attachment"), name, "", f"{place}/Allegati", problems)
