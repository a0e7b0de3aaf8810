"""Spreelicht's money as its bank and its own books state it: CAMT.053, MT940 and an XRechnung.

The bank does not exist: no German bank code begins with 9. The check digits of the IBANs are right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import escape

OWNER = "Spreelicht Handels GmbH"
BIC = "MKHBDEB9XXX"


def iban(code: str, rest: str) -> str:
    """The IBAN with its check digits (ISO 13616, modulo 97)."""
    digits = "".join(str(int(one, 36)) for one in f"{rest}{code}00")
    return f"{code}{98 - int(digits) % 97:02}{rest}"


USD_ACCOUNT = iban("DE", "990214000005501420")
EUR_ACCOUNT = iban("DE", "990214000005501400")
NORDPFAD = iban("DE", "990377000000247112")


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One entry; `amount` is negative where money leaves. `account` is an IBAN or another number."""

    day: date
    amount: Decimal
    reference: str
    other: str
    account: str = ""
    bic: str = ""
    purpose: str = ""
    is_reversal: bool = False


ALIBABA = "Alibaba.com Singapore E-Commerce (Trade Assurance)"
OCTOBER = (
    Movement(day=date(2025, 10, 10), amount=Decimal("25000.00"), reference="MHB-FX-2025-008812", other=OWNER,
             account=EUR_ACCOUNT, purpose="Devisenkauf EUR/USD"),
    Movement(day=date(2025, 10, 14), amount=Decimal("-17730.00"), reference="MHB-AZV-2025-029914", other=ALIBABA,
             account="TA-21540031866001027", bic="SGTSSGS9",
             purpose="Trade Assurance order 2154 0031 8660 01027, MYSL-2025-1009 deposit 30 %"),
    Movement(day=date(2025, 10, 14), amount=Decimal("-35.00"), reference="MHB-AZV-2025-029914E", other="",
             purpose="Entgelt Auslandszahlung"),
)  # fmt: skip
JANUARY = (
    Movement(day=date(2026, 1, 8), amount=Decimal("45000.00"), reference="MHB-FX-2026-000377", other=OWNER,
             account=EUR_ACCOUNT, purpose="Devisenkauf EUR/USD"),
    Movement(day=date(2026, 1, 9), amount=Decimal("-41370.00"), reference="MHB-AZV-2026-003318",
             other="Golden Harbour Trading Limited", account="024-118773-838", bic="HMBKHK2X",
             purpose="MYSL-2025-1009 balance, B/L HKAI-YTN-25-04471"),
    Movement(day=date(2026, 1, 12), amount=Decimal("41370.00"), reference="MHB-AZV-2026-003318",
             other="Golden Harbour Trading Limited", account="024-118773-838", bic="HMBKHK2X",
             purpose="Storno MHB-AZV-2026-003318, Auftrag angehalten", is_reversal=True),
    Movement(day=date(2026, 1, 14), amount=Decimal("-41370.00"), reference="MHB-AZV-2026-003402",
             other="Shenzhen Mingyao Optoelectronics Co., Ltd.", account="7559 0417 8810 203", bic="NWCBCN2X",
             purpose="MYSL-2025-1009 balance, paid under reservation of all rights"),
    Movement(day=date(2026, 1, 14), amount=Decimal("-35.00"), reference="MHB-AZV-2026-003402E", other="",
             purpose="Entgelt Auslandszahlung"),
    Movement(day=date(2026, 1, 26), amount=Decimal("-486.00"), reference="MHB-AZV-2026-005120",
             other="Kestrel Quality Control Ltd.", account="808-441902-001", bic="HKKQHK2X",
             purpose="KQ-SZ-251211-088 inspection"),
)  # fmt: skip
OPENED = {"2025-10": Decimal("3114.60"), "2026-01": Decimal("1908.25")}


def statements() -> dict[str, bytes]:
    """The statements and the invoice by their names below `bank/`."""
    return {
        "camt053_USD_2025-10.xml": _camt("2025-10", 10, date(2025, 10, 31), OCTOBER),
        "camt053_USD_2026-01.xml": _camt("2026-01", 1, date(2026, 1, 31), JANUARY),
        "mt940_USD_2026-01.sta": _mt940("2026-01", 1, date(2026, 1, 31), JANUARY),
        "SL-RE-2026-0112 XRechnung Nordpfad.xml": _xrechnung(),
    }


def _camt(month: str, number: int, last: date, moves: Sequence[Movement]) -> bytes:
    first = last.replace(day=1)
    made = f"{datetime.combine(last + timedelta(days=1), datetime.min.time()):%Y-%m-%dT06:00:00}+01:00"
    opening = OPENED[month]
    closing = opening + sum(move.amount for move in moves)
    entries = "".join(_entry(move) for move in moves)
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
 <BkToCstmrStmt>
  <GrpHdr><MsgId>MHB{month.replace("-", "")}USD</MsgId><CreDtTm>{made}</CreDtTm></GrpHdr>
  <Stmt>
   <Id>USD-{month}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb><CreDtTm>{made}</CreDtTm>
   <FrToDt><FrDtTm>{first}T00:00:00+01:00</FrDtTm><ToDtTm>{last}T23:59:59+01:00</ToDtTm></FrToDt>
   <Acct><Id><IBAN>{USD_ACCOUNT}</IBAN></Id><Ccy>USD</Ccy><Ownr><Nm>{OWNER}</Nm></Ownr>
    <Svcr><FinInstnId><BICFI>{BIC}</BICFI><Nm>Märkische Handelsbank AG</Nm></FinInstnId></Svcr></Acct>
{_balance("OPBD", opening, first)}{_balance("CLBD", closing, last)}{entries}  </Stmt>
 </BkToCstmrStmt>
</Document>
"""
    return text.encode()


def _balance(kind: str, amount: Decimal, day: date) -> str:
    return f"   <Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_amount(amount)}<Dt><Dt>{day}</Dt></Dt></Bal>\n"


def _amount(amount: Decimal) -> str:
    side = "DBIT" if amount < 0 else "CRDT"
    return f'<Amt Ccy="USD">{abs(amount)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def _entry(move: Movement) -> str:
    role, agent = ("Cdtr", "CdtrAgt") if (move.amount < 0) != move.is_reversal else ("Dbtr", "DbtrAgt")
    other = ""
    if move.other:
        number = f"<IBAN>{move.account}</IBAN>" if move.account[:2].isalpha() and move.account[2:].isdigit() else (
            f"<Othr><Id>{escape(move.account)}</Id></Othr>")  # fmt: skip
        other = (
            f"<RltdPties><{role}><Pty><Nm>{escape(move.other)}</Nm></Pty></{role}>"
            f"<{role}Acct><Id>{number}</Id></{role}Acct></RltdPties>"
        )
    bank = f"<RltdAgts><{agent}><FinInstnId><BICFI>{move.bic}</BICFI></FinInstnId></{agent}></RltdAgts>"
    reversal = "<RvslInd>true</RvslInd>" if move.is_reversal else ""
    return (
        f"   <Ntry>{_amount(move.amount)}{reversal}<Sts><Cd>BOOK</Cd></Sts>"
        f"<BookgDt><Dt>{move.day}</Dt></BookgDt><ValDt><Dt>{move.day}</Dt></ValDt>"
        f"<AcctSvcrRef>{move.reference}</AcctSvcrRef>\n"
        f"    <NtryDtls><TxDtls><Refs><EndToEndId>{move.reference}</EndToEndId></Refs>{other}{bank if move.bic else ''}"
        f"<RmtInf><Ustrd>{escape(move.purpose)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )


def _mt940(month: str, number: int, last: date, moves: Sequence[Movement]) -> bytes:
    first, opening = last.replace(day=1), OPENED[month]
    closing = opening + sum(move.amount for move in moves)
    lines = [":20:STARTUMS", f":25:{USD_ACCOUNT}", f":28C:{number:05}/001", f":60F:C{first:%y%m%d}USD{_comma(opening)}"]
    for move in moves:
        mark = ("RD" if move.amount > 0 else "RC") if move.is_reversal else ("C" if move.amount > 0 else "D")
        kind = "NTRF" if move.other else "NCHG"
        lines.append(f":61:{move.day:%y%m%d%m%d}{mark}{_comma(abs(move.amount))}{kind}{move.reference[-16:]}")
        lines += _wrapped(_details(move))
    lines += [f":62F:C{last:%y%m%d}USD{_comma(closing)}", "-"]
    return ("\r\n".join(lines) + "\r\n").encode("latin-1")


def _details(move: Movement) -> str:
    code = "202" if move.other else "808"
    purpose = [move.purpose[i : i + 27] for i in range(0, len(move.purpose), 27)]
    text = f":86:{code}?00{'AUSLANDSZAHLUNG' if move.other else 'ENTGELT'}"
    text += "".join(f"?{20 + n}{part}" for n, part in enumerate(purpose))
    if move.other:
        names = [move.other[i : i + 27] for i in range(0, len(move.other), 27)][:2]
        text += f"?30{move.bic}?31{move.account}" + "".join(f"?{32 + n}{name}" for n, name in enumerate(names))
    return text


def _wrapped(text: str) -> list[str]:
    return [text[i : i + 65] for i in range(0, len(text), 65)]


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _xrechnung() -> bytes:
    """Spreelicht's invoice to Nordpfad for the 600 lanterns of 11 February."""
    net, tax = Decimal(600) * Decimal("24.90"), Decimal("2838.60")
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" \
xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" \
xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
  <cbc:ID>SL-RE-2026-0112</cbc:ID>
  <cbc:IssueDate>2026-02-11</cbc:IssueDate>
  <cbc:DueDate>2026-03-13</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:Note>Lieferung vom 11.02.2026, Charge MYSL-2551</cbc:Note>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cbc:BuyerReference>NP-77120</cbc:BuyerReference>
  <cac:OrderReference><cbc:ID>NP-77120</cbc:ID></cac:OrderReference>
  <cac:AccountingSupplierParty><cac:Party>
    <cbc:EndpointID schemeID="EM">rechnung@spreelicht.example</cbc:EndpointID>
    <cac:PostalAddress><cbc:StreetName>Köpenicker Str. 214</cbc:StreetName><cbc:CityName>Berlin</cbc:CityName>\
<cbc:PostalZone>10997</cbc:PostalZone><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
    <cac:PartyTaxScheme><cbc:CompanyID>DE999214007</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>{OWNER}</cbc:RegistrationName><cbc:CompanyID>HRB 990214 B</cbc:CompanyID></cac:PartyLegalEntity>
    <cac:Contact><cbc:Name>Ayşe Demir</cbc:Name><cbc:ElectronicMail>a.demir@spreelicht.example</cbc:ElectronicMail></cac:Contact>
  </cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party>
    <cbc:EndpointID schemeID="EM">einkauf@nordpfad.example</cbc:EndpointID>
    <cac:PartyName><cbc:Name>Nordpfad Outdoor Versand GmbH</cbc:Name></cac:PartyName>
    <cac:PostalAddress><cbc:CityName>Flensburg</cbc:CityName><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
    <cac:PartyLegalEntity><cbc:RegistrationName>Nordpfad Outdoor Versand GmbH</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingCustomerParty>
  <cac:Delivery><cbc:ActualDeliveryDate>2026-02-11</cbc:ActualDeliveryDate></cac:Delivery>
  <cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>{EUR_ACCOUNT}</cbc:ID><cbc:Name>{OWNER}</cbc:Name></cac:PayeeFinancialAccount></cac:PaymentMeans>
  <cac:PaymentTerms><cbc:Note>30 Tage netto</cbc:Note></cac:PaymentTerms>
  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">{net}</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
  <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="EUR">{net}</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="EUR">{net + tax}</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">{net + tax}</cbc:PayableAmount></cac:LegalMonetaryTotal>
  <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">600</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount><cac:Item><cbc:Name>Campinglaterne CL-200</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">24.90</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>
"""  # noqa: E501 - the lines are those of the file
    return text.encode()
