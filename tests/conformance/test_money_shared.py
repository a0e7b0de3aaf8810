"""Statements and invoices that others wrote, with the parse that others expect."""

from __future__ import annotations

import base64
import io
import json
import os
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.money import camt, cii, mt940, ofx, ubl
from tallystick.model.account import AccountStatement, Transaction
from tallystick.model.check import Verdict
from tallystick.model.reading import Reading

DATA = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared")) / "data"
if not DATA.is_dir():
    pytest.skip("the shared files are not beside the project", allow_module_level=True)

CAMT = sorted((DATA / "bank" / "camt").glob("*.xml"))
MT940 = sorted((DATA / "bank" / "mt940").glob("*/*.sta"))
OFX = sorted((DATA / "bank" / "ofx").rglob("*.ofx"))
INVOICES = sorted(path for path in (DATA / "invoices").rglob("*.xml") if not path.name.startswith("order-x"))
PDFS = sorted((DATA / "invoices").rglob("*.pdf"))


def _one(readings: Any) -> Reading:
    (reading,) = readings
    assert all(count.unbalanced == 0 for count in reading.counts)
    assert isinstance(reading, Reading)
    return reading


def _expected_entries(found: Any) -> list[dict[str, Any]]:
    return [entry for record in found["getEntries"] for entry in (record,) if isinstance(entry, dict)]


@pytest.mark.parametrize("path", CAMT, ids=lambda path: path.stem)
def test_camt_agrees_with_the_expected_parse(path: Path) -> None:
    """Sum, currency, days, status, reference and direction of each entry are those that the other library states."""
    reading = _one(camt.read(path.read_bytes()))
    assert camt.recognises(Head.of(path.read_bytes()))
    entries = _expected_entries(json.loads(path.with_suffix(".json").read_text("utf-8")))
    ours = [made for statement in reading.statements for made in statement.transactions]
    assert len(ours) == len(entries)
    for made, entry in zip(ours, entries, strict=True):
        amount, currency = entry["getAmount"]["getAmount"], entry["getAmount"]["getCurrency"]["getCode"]
        # The other library counts in cents, and cuts what is smaller.
        assert (int(made.money.amount * 100), made.money.currency) == (int(amount), currency)
        assert made.booked == _day(entry["getBookingDate"])
        assert made.valued == _day(entry["getValueDate"])
        assert made.is_reversal is bool(entry["getReversalIndicator"])
        assert made.is_pending is (entry["getStatus"] not in ("BOOK", None))
        if reference := entry["getAccountServicerReference"]:
            assert made.reference
            assert made.reference == reference or len(entry["getTransactionDetails"]) == 1


def _day(stated: dict[str, str] | None) -> date | None:
    return date.fromisoformat(stated["0"][:10]) if stated else None


@pytest.mark.parametrize("path", CAMT, ids=lambda path: path.stem)
def test_camt_balances_agree_with_the_expected_parse(path: Path) -> None:
    """Each balance has the sum, the day and the kind that the other library states."""
    reading = _one(camt.read(path.read_bytes()))
    text = path.with_suffix(".json").read_text("utf-8")
    expected = [found for found in _dicts(json.loads(text)) if found.get("__CLASS__", "").endswith("DTO\\Balance")]
    ours = [balance for statement in reading.statements for balance in statement.balances]
    assert len(ours) == len(expected)
    for balance, stated in zip(ours, expected, strict=True):
        assert int(balance.money.amount * _minor(stated)) == int(stated["getAmount"]["getAmount"])
        assert balance.day == _day(stated["getDate"])
        kind = _KINDS.get(stated["getType"], stated["getType"].split("_")[0])
        assert balance.kind == kind


_KINDS = {
    "opening_available": "available",
    "closing_available": "available",
    "information": "interim",
    "interim_available": "available",
    "expected_credit": "forward",
}


def _minor(stated: dict[str, Any]) -> int:
    return 1 if stated["getAmount"]["getCurrency"]["getCode"] == "JPY" else 100


def _dicts(found: Any) -> Any:
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from _dicts(value)
    elif isinstance(found, list):
        for value in found:
            yield from _dicts(value)


def _expected_mt940(path: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """(transactions, statement data) of a parse written down as YAML with Python tags, which are never constructed."""
    yaml = pytest.importorskip("yaml", reason="PyYAML reads the expected parses of MT940")

    class Loader(yaml.SafeLoader):  # type: ignore[misc,name-defined]
        pass

    def plain(loader: Any, suffix: str, node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node, deep=True)
        if isinstance(node, yaml.SequenceNode):
            return loader.construct_sequence(node, deep=True)
        return suffix

    Loader.add_multi_constructor("tag:yaml.org,2002:python/", plain)
    # Each transaction points back to the list that holds it, which a tree cannot.
    found = yaml.load(re.sub(r"(?m)^ *transactions: \*id\d+\n", "", path.read_text("utf-8")), Loader)
    return [one["data"] for one in found["transactions"] or []], found["data"]


def _bytes_day(stated: Any) -> date | None:
    """A date as it is pickled: year in two bytes, month, day."""
    raw = stated[0] if isinstance(stated, list) else stated
    block = raw if isinstance(raw, bytes) else base64.b64decode(raw)
    return date(block[0] * 256 + block[1], block[2], block[3])


def _letters(text: Any) -> str:
    return "".join(str(text or "").split())


@pytest.mark.parametrize("path", MT940, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_mt940_agrees_with_the_expected_parse(path: Path) -> None:
    """Every statement line is there with the same sum, days, type, references and reversal; a day that does not exist
    is no day with us, where the other library takes the day before."""
    transactions, _data = _expected_mt940(path.with_suffix(".yml"))
    if path.stem == "invalid_statement":
        with pytest.raises(NotThisFormat):
            _one(mt940.read(path.read_bytes()))
        return
    reading = _one(mt940.read(path.read_bytes()))
    ours = [made for statement in reading.statements for made in statement.transactions]
    stated = [one for one in transactions if "amount" in one]
    assert len(ours) == len(stated)
    impossible = {problem.place for problem in reading.problems if problem.code == "impossible-date"}
    for made, expected in zip(ours, stated, strict=True):
        _agree(made, expected, is_impossible=made.place in impossible)


def _agree(made: Transaction, expected: dict[str, Any], *, is_impossible: bool) -> None:
    amount = Decimal(expected["amount"]["amount"][0])
    assert abs(made.money.amount) == abs(amount)
    assert (made.money.amount < 0) == (expected["status"] in ("D", "RC", "ED") and made.money.amount != 0)
    assert made.is_reversal == expected["status"].startswith("R")
    if is_impossible:
        assert made.valued is None
    else:
        assert made.valued == _bytes_day(expected["date"])
    if expected.get("entry_date"):
        assert made.booked == _bytes_day(expected["entry_date"])
    assert made.code.split("/")[0] == (expected["id"] or "").strip()
    # Where the customer's reference is short, the other library takes "//" and the bank's reference for a part of it.
    if expected["bank_reference"]:
        assert made.reference == expected["bank_reference"].strip()
    if expected.get("transaction_code"):
        assert made.code.endswith(expected["transaction_code"])
    for key in ("posting_text", "purpose"):
        if expected.get(key):
            assert _letters(expected[key]) in _letters(made.text)
    if expected.get("applicant_name"):
        assert _letters(expected["applicant_name"]) in _letters(made.other.holder)


def test_mt940_statements_reconcile_as_their_figures_do() -> None:
    """Of all statements in the shared files so many state both balances, and so many of these add up: the others are
    samples that were cut, and each difference was looked at."""
    checks = []
    for path in sorted([*MT940, *(DATA / "bank" / "mt940").glob("*/*.txt")]):
        if path.stem != "invalid_statement":
            checks += [one.reconciled for one in _one(mt940.read(path.read_bytes())).statements]
    verdicts = [check.verdict for check in checks]
    assert (len(verdicts), verdicts.count(Verdict.PASS), verdicts.count(Verdict.FAIL)) == MT940_VERDICTS


MT940_VERDICTS = (100, 71, 8)


@pytest.mark.parametrize("path", OFX, ids=lambda path: path.stem)
def test_ofx_files_lose_nothing(path: Path) -> None:
    """Each file is recognised and read, and each booking in it is a transaction, even where its day is none."""
    original = path.read_bytes()
    assert ofx.recognises(Head.of(original))
    reading = _one(ofx.read(original))
    bookings = original.upper().count(b"<STMTTRN>")
    assert sum(len(statement.transactions) for statement in reading.statements) == bookings


def test_ofx_accounts_and_balances_agree_with_the_tests_of_their_project() -> None:
    """The figures that the project of these files asserts itself."""
    folder = DATA / "bank" / "ofx" / "tests" / "fixtures"
    medium = _ofx(folder / "bank_medium.ofx")[0]
    assert (medium.account.number, medium.account.bank) == ("12300 000012345678", "160000100")
    assert [str(made.money.amount) for made in medium.transactions] == ["-6.60", "-316.67", "-22.00"]
    assert {one.kind: str(one.money.amount) for one in medium.balances} == {"closing": "382.34", "available": "682.34"}
    assert [one.account.number for one in _ofx(folder / "multiple_accounts.ofx")] == ["9100", "9200"]
    assert str(_ofx(folder / "suncorp.ofx")[0].transactions[0].money.amount) == "-16.85"


def _ofx(path: Path) -> tuple[AccountStatement, ...]:
    return _one(ofx.read(path.read_bytes())).statements


@pytest.mark.parametrize("path", INVOICES, ids=lambda path: path.stem)
def test_invoices_are_read_and_add_up(path: Path) -> None:
    """Each invoice has a number, a day, both parties and sums that agree."""
    _adds_up(path.read_bytes())


def _adds_up(original: bytes) -> None:
    head = Head.of(original)
    (module,) = [module for module in (ubl, cii) if module.recognises(head)]
    (invoice,) = _one(module.read(original)).invoices
    assert invoice.number
    assert invoice.issued
    assert invoice.currency == ("" if b"<ram:InvoiceCurrencyCode/>" in original else "EUR")
    assert invoice.seller.name
    assert invoice.buyer.name
    assert invoice.sums.verdict is Verdict.PASS, invoice.sums.reason


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_invoices_inside_pdfs_are_read_and_add_up(path: Path) -> None:
    """The XML attached to each Factur-X or ZUGFeRD file is an invoice that adds up."""
    pikepdf = pytest.importorskip("pikepdf", reason="pikepdf takes the XML out of the PDF")
    found = 0
    with pikepdf.open(io.BytesIO(path.read_bytes())) as document:
        for specification in document.attachments.values():
            content = specification.get_file().read_bytes()
            if cii.recognises(Head.of(content)):
                _adds_up(content)
                found += 1
    assert found == 1


@pytest.mark.parametrize("name", ["order-x-basic.xml", "order-x-comfort.xml"])
def test_orders_are_not_taken_for_invoices(name: str) -> None:
    """An Order-X document looks like an invoice and is none."""
    (path,) = (DATA / "invoices").rglob(name)
    assert not cii.recognises(Head.of(path.read_bytes()))
