"""Invoices in UBL, CII, FatturaPA and as tables."""

from __future__ import annotations

import base64
import datetime
from datetime import date
from decimal import Decimal

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.money import cii, fatturapa, invoice_csv, ubl
from tallystick.formats.money.sums import Sums, Tax, sums_check
from tallystick.model.account import Account
from tallystick.model.check import Verdict
from unit.formats.money.money_golden import codes, golden, read


def test_xrechnung_is_read_and_adds_up() -> None:
    """Parties, numbers, lines, prices for one unit, references, account and the file inside are there."""
    reading = read("ubl", golden("ubl", "xrechnung.xml"))
    (invoice,) = reading.invoices
    assert (invoice.number, invoice.issued, invoice.due) == ("INV-2024-017", date(2024, 3, 1), date(2024, 3, 31))
    assert invoice.seller.name == "Nordlicht Studio GmbH"
    assert ("vat", "DE123456789") in invoice.seller.numbers
    assert ("registration", "HRB 1234") in invoice.seller.numbers
    assert invoice.lines[0].price == Decimal(100)
    assert invoice.references == (("order", "PO-9"), ("buyer", "04011000-12345-34"))
    assert invoice.pay_to == (Account(number="DE02120300000000202051", holder="Nordlicht Studio GmbH"),)
    assert invoice.sums.verdict is Verdict.PASS
    assert "payable" in invoice.sums.facts
    (embedded,) = reading.embedded
    assert (embedded.name, embedded.content) == ("hours.csv", b"Date,Hours\n")


def test_a_damaged_ubl_invoice_says_what_is_wrong() -> None:
    """A total that is off by one, a day that does not exist and a broken attachment are each told."""
    reading = read("ubl", golden("ubl", "damaged.xml"))
    assert codes(reading) == {"xml-damaged", "impossible-date", "attachment-unreadable"}
    assert reading.invoices[0].sums.verdict is Verdict.FAIL
    assert "total: computed 1130.50, stated 1131.50" in reading.invoices[0].sums.reason


def test_a_credit_note_names_the_invoice_it_takes_back() -> None:
    """A credit note with any prefix on its root is recognised as one."""
    original = golden("ubl", "credit-note.xml")
    assert ubl.recognises(Head.of(original))
    (invoice,) = read("ubl", original).invoices
    assert invoice.kind == "credit-note"
    assert invoice.references == (("preceding-invoice", "INV-2024-017"),)


def test_factur_x_is_read_and_adds_up() -> None:
    """The XML inside a Factur-X file gives parties, a line, the account, the due date and a passing check."""
    (invoice,) = read("cii", golden("cii", "factur-x.xml")).invoices
    assert (invoice.number, invoice.due) == ("R-77", date(2024, 4, 4))
    assert invoice.lines[0].quantity == Decimal(4)
    assert invoice.lines[0].unit == "KGM"
    assert ("vat", "FR11999999998") in invoice.seller.numbers
    assert invoice.pay_to[0].number == "FR7630006000011234567890189"
    assert invoice.sums.verdict is Verdict.PASS


def test_a_damaged_cii_invoice_says_what_is_wrong() -> None:
    """A wrong grand total fails against net and tax, and against what is to be paid."""
    reading = read("cii", golden("cii", "damaged.xml"))
    assert codes(reading) == {"xml-damaged", "impossible-date"}
    assert "payable" in reading.invoices[0].sums.reason


def test_fattura_is_read_with_fund_stamp_and_withholding() -> None:
    """The pension fund is in the taxable sum, the withholding is not taken for an error, the CIG is a reference."""
    (invoice,) = read("fatturapa", golden("fatturapa", "invoice.xml")).invoices
    assert (invoice.number, invoice.due) == ("12/A", date(2024, 4, 5))
    assert invoice.seller.name == "Anna Bianchi"
    assert ("vat", "IT01234567890") in invoice.seller.numbers
    assert ("codice-fiscale", "09876543210") in invoice.buyer.numbers
    assert ("cig", "Z1234567AB") in invoice.references
    assert (invoice.net, invoice.tax, invoice.payable) == (Decimal("1040.00"), Decimal("228.80"), Decimal("1068.80"))
    assert invoice.sums.verdict is Verdict.PASS
    assert read("fatturapa", golden("fatturapa", "damaged.xml")).invoices[0].sums.verdict is Verdict.FAIL


def _signed(content: bytes) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Anna")])
    now = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


@pytest.mark.parametrize("wrap", [bytes, base64.encodebytes], ids=["der", "base64"])
def test_a_signed_fattura_is_unwrapped_and_its_signature_not_taken_as_checked(wrap: object) -> None:
    """The content of a .p7m is read, in one signature or two; the signature is NOT_CHECKED, never PASS."""
    original = golden("fatturapa", "invoice.xml")
    once = wrap(_signed(original))  # type: ignore[operator]
    assert fatturapa.recognises(Head.of(once, "IT01234567890_00001.xml.p7m"))
    reading = read("fatturapa", once)
    assert reading.invoices == read("fatturapa", original).invoices
    assert reading.checks[-1].verdict is Verdict.NOT_CHECKED
    twice = read("fatturapa", wrap(_signed(_signed(original))))  # type: ignore[operator]
    assert twice.invoices == reading.invoices
    assert "2 times" in twice.checks[-1].reason


def test_content_in_pieces_of_unknown_length_is_joined() -> None:
    """BER with indefinite lengths, as signing programs stream it, gives the same bytes."""
    pieces = b"\x24\x80" + b"\x04\x03<a " + b"\x04\x02/>" + b"\x00\x00"
    content = b"\x30\x80\x06\x01\x2a\xa0\x80" + pieces + b"\x00\x00" + b"\x00\x00"
    signed = b"\x30\x80\x02\x01\x01\x31\x00" + content + b"\x00\x00"
    block = b"\x30\x80" + bytes.fromhex("06092a864886f70d010702") + b"\xa0\x80" + signed + b"\x00\x00\x00\x00"
    from tallystick.formats.money.cms import signed_content

    assert signed_content(block) == b"<a />"
    for cut in range(1, len(block)):
        try:
            signed_content(block[:cut])
        except FormatError:
            continue
        assert cut > len(block) - 20


def test_lists_of_invoices_are_read_and_checked_row_by_row() -> None:
    """Net, tax and total of each row are compared; the wrong row fails alone."""
    reading = read("invoice-csv", golden("invoice-csv", "list.csv"))
    first, second = reading.invoices
    assert (first.number, first.due, first.buyer.name) == ("INV-17", date(2024, 3, 31), "Acme Ltd")
    assert (first.sums.verdict, second.sums.verdict) == (Verdict.PASS, Verdict.FAIL)
    (fapiao,) = read("invoice-csv", golden("invoice-csv", "fapiao.csv")).invoices
    assert fapiao.total == Decimal("1060.00")
    assert fapiao.buyer.name == "上海某某贸易有限公司"
    damaged = read("invoice-csv", golden("invoice-csv", "damaged.csv"))
    assert damaged.invoices[0].total == Decimal("12000.50")
    assert damaged.invoices[0].buyer.numbers == (("inn", "7701234567"),)
    assert codes(damaged) == {"sum-unreadable", "row-without-invoice"}


def test_ambiguous_lists_are_told() -> None:
    """Days and marks that nothing decides are problems; an unreadable day is one of its row."""
    reading = read("invoice-csv", b'Invoice No,Date,Total\n1,03/04/2024,"1,000"\n')
    assert {"date-order-ambiguous", "decimal-mark-ambiguous", "sum-unreadable"} == codes(reading)
    assert codes(read("invoice-csv", b"Invoice No,Date,Total\n1,soon,5.00\n")) == {"date-unreadable"}


def test_other_files_are_refused() -> None:
    """XML of another kind and tables without invoice words are neither claimed nor read."""
    other = b"<a xmlns='urn:oasis:names:specification:ubl:schema:xsd:Order-2'/>"
    assert not any(module.recognises(Head.of(other)) for module in (ubl, cii, fatturapa))
    assert not invoice_csv.recognises(Head.of(b"Date,Name,Total\n1,2,3\n"))
    for name in ("ubl", "cii", "fatturapa", "invoice-csv"):
        with pytest.raises(NotThisFormat):
            read(name, other)


def test_sums_without_enough_figures_are_not_checked() -> None:
    """A lone total proves nothing; a tax that does not follow from its rate fails."""
    assert sums_check(Sums(total=Decimal(5))).verdict is Verdict.NOT_CHECKED
    wrong = Sums(taxes=(Tax(Decimal(100), Decimal(19), Decimal("19.05")),), tax=Decimal("19.05"))
    assert sums_check(wrong).verdict is Verdict.FAIL


def test_an_invoice_in_the_envelope_of_peppol_is_read() -> None:
    """Access points hand an invoice on within a header of its route; what it says is the same."""
    plain = golden("ubl", "xrechnung.xml")
    said = plain[plain.index(b"?>") + 2 :]
    space = b"http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
    header = b"<StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion></StandardBusinessDocumentHeader>"
    wrapped = b'<StandardBusinessDocument xmlns="%s">%s%s</StandardBusinessDocument>' % (space, header, said)
    assert ubl.recognises(Head.of(wrapped))
    assert read("ubl", wrapped).invoices == read("ubl", plain).invoices
    with pytest.raises(NotThisFormat):
        read("ubl", b"<StandardBusinessDocument>%s</StandardBusinessDocument>" % header)
