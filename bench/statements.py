"""Statements of a year, and every reader of them as a command: Tallystick's own beside the libraries of others.

python -m bench.statements make FOLDER STATEMENTS    as many bookings as FOLDER has files, as CAMT, MT940 and OFX
python -m bench.statements READER STATEMENTS RESULT  every booking read; the numbers go into the folder RESULT

A reader ends with an error where it finds another number of bookings, or another sum, than was written. The libraries
of others run in the Python that TALLY_PEERS_PYTHON names, so this file imports nothing but the standard library above.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

__all__ = ["main"]

_A_STATEMENT = 250  # bookings in one statement
_FIRST_DAY = date(2024, 1, 1)
_CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"


def make(folder: Path, statements: Path) -> None:
    """The folder holds the same bookings in three formats, and in `made.json` their number and sum."""
    number = sum(1 for path in folder.rglob("*") if path.is_file())
    amounts = [Decimal((-1) ** at * (at * 7919 % 99_991 + 1)).scaleb(-2) for at in range(number)]
    statements.mkdir(parents=True, exist_ok=True)
    (statements / "camt.xml").write_text("".join(_camt(amounts)), "utf-8")
    (statements / "mt940.sta").write_text("".join(_mt940(amounts)), "utf-8")
    (statements / "bank.ofx").write_text("".join(_ofx(amounts)), "utf-8")
    made = {"bookings": number, "sum": str(sum(amounts, Decimal(0)))}
    (statements / "made.json").write_text(json.dumps(made), "utf-8")


def _pages(amounts: list[Decimal]) -> Iterator[tuple[int, Decimal, list[Decimal]]]:
    opening = Decimal("1000.00")
    for at in range(0, len(amounts), _A_STATEMENT):
        page = amounts[at : at + _A_STATEMENT]
        yield at // _A_STATEMENT, opening, page
        opening += sum(page, Decimal(0))


def _day(number: int) -> date:
    return _FIRST_DAY + timedelta(days=number % 360)


def _camt(amounts: list[Decimal]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{_CAMT}"><BkToCstmrStmt>'
    yield "<GrpHdr><MsgId>B</MsgId><CreDtTm>2024-12-31T00:00:00</CreDtTm></GrpHdr>"
    for number, opening, page in _pages(amounts):
        day = _day(number)
        yield f"<Stmt><Id>S{number}</Id><CreDtTm>{day}T00:00:00</CreDtTm>"
        yield "<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        for code, balance in (("OPBD", opening), ("CLBD", opening + sum(page, Decimal(0)))):
            yield f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_camt_amount(balance)}"
            yield f"<Dt><Dt>{day}</Dt></Dt></Bal>"
        for at, amount in enumerate(page):
            side = "Dbtr" if amount > 0 else "Cdtr"
            yield f"<Ntry>{_camt_amount(amount)}<Sts>BOOK</Sts><BookgDt><Dt>{day}</Dt></BookgDt>"
            yield f"<ValDt><Dt>{day}</Dt></ValDt>"
            yield "<BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>"
            yield f"<NtryDtls><TxDtls><Refs><EndToEndId>E{number}-{at}</EndToEndId></Refs>"
            yield f"<RltdPties><{side}><Nm>Party {at}</Nm></{side}></RltdPties>"
            yield f"<RmtInf><Ustrd>Invoice {number}-{at}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
        yield "</Stmt>"
    yield "</BkToCstmrStmt></Document>\n"


def _camt_amount(amount: Decimal) -> str:
    return f'<Amt Ccy="EUR">{abs(amount)}</Amt><CdtDbtInd>{"DBIT" if amount < 0 else "CRDT"}</CdtDbtInd>'


def _mt940(amounts: list[Decimal]) -> Iterator[str]:
    for number, opening, page in _pages(amounts):
        day = f"{_day(number):%y%m%d}"
        yield f":20:START\r\n:25:12030000/0000202051\r\n:28C:{number % 99999:05}/001\r\n:60F:{_swift(opening, day)}\r\n"
        for at, amount in enumerate(page):
            mark = "D" if amount < 0 else "C"
            yield f":61:{day}{day[2:]}{mark}{_comma(amount)}NTRFNONREF//B{number}-{at}\r\n"
            yield f":86:166?00SEPA?20EREF+E{number}-{at}?21SVWZ+Invoice {number}-{at}?32Party {at}\r\n"
        yield f":62F:{_swift(opening + sum(page, Decimal(0)), day)}\r\n-\r\n"


def _swift(amount: Decimal, day: str) -> str:
    return f"{'D' if amount < 0 else 'C'}{day}EUR{_comma(amount)}"


def _comma(amount: Decimal) -> str:
    return str(abs(amount)).replace(".", ",")


def _ofx(amounts: list[Decimal]) -> Iterator[str]:
    yield "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\n"
    yield "COMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
    yield "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20241231000000"
    yield "<LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1"
    yield "<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>2<ACCTTYPE>CHECKING"
    yield "</BANKACCTFROM><BANKTRANLIST><DTSTART>20240101<DTEND>20241231\n"
    for at, amount in enumerate(amounts):
        kind = "DEBIT" if amount < 0 else "CREDIT"
        yield f"<STMTTRN><TRNTYPE>{kind}<DTPOSTED>{_day(at // _A_STATEMENT):%Y%m%d}<TRNAMT>{amount}<FITID>F{at}"
        yield f"<NAME>Party {at}<MEMO>Invoice {at}</STMTTRN>\n"
    total = Decimal("1000.00") + sum(amounts, Decimal(0))
    yield f"</BANKTRANLIST><LEDGERBAL><BALAMT>{total}<DTASOF>20241231</LEDGERBAL>"
    yield "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"


def _ours(module: str, file: str) -> Callable[[Path], list[Decimal]]:
    def read(folder: Path) -> list[Decimal]:
        from importlib import import_module

        reader = import_module(f"tallystick.formats.money.{module}")
        (reading,) = reader.read((folder / file).read_bytes())
        return [made.money.amount for statement in reading.statements for made in statement.transactions]

    return read


def _by_mt940(folder: Path) -> list[Decimal]:
    import mt940  # type: ignore[import-not-found,unused-ignore]

    return [one.data["amount"].amount for one in mt940.parse(str(folder / "mt940.sta"))]


def _by_pycamt(folder: Path) -> list[Decimal]:
    from pycamt.parser import Camt053Parser  # type: ignore[import-not-found,unused-ignore]

    found = Camt053Parser.from_file(str(folder / "camt.xml")).get_transactions()
    return [_signed(one) for one in found]


def _signed(one: dict[str, Any]) -> Decimal:
    amount = Decimal(str(one["Amount"]))
    return -abs(amount) if one["CreditDebitIndicator"] == "DBIT" else amount


def _by_ofxtools(folder: Path) -> list[Decimal]:
    from ofxtools.Parser import OFXTree  # type: ignore[import-not-found,unused-ignore]

    tree = OFXTree()
    with (folder / "bank.ofx").open("rb") as file:
        tree.parse(file)
    return [one.trnamt for statement in tree.convert().statements for one in statement.transactions]


def _by_ofxparse(folder: Path) -> list[Decimal]:
    from ofxparse import OfxParser  # type: ignore[import-not-found,unused-ignore]

    with (folder / "bank.ofx").open("rb") as file:
        return [one.amount for one in OfxParser.parse(file).account.statement.transactions]


_READERS: dict[str, Callable[[Path], list[Decimal]]] = {
    "tally-camt": _ours("camt", "camt.xml"),
    "tally-mt940": _ours("mt940", "mt940.sta"),
    "tally-ofx": _ours("ofx", "bank.ofx"),
    "mt-940": _by_mt940,
    "pycamt": _by_pycamt,
    "ofxtools": _by_ofxtools,
    "ofxparse": _by_ofxparse,
}


def read(name: str, statements: Path, result: Path) -> None:
    """Every booking was read, and what was found stands in `result`; an error where it is not what was written."""
    amounts = _READERS[name](statements)
    found = {"bookings": len(amounts), "sum": str(sum(amounts, Decimal(0)))}
    result.mkdir(parents=True, exist_ok=True)
    (result / "found.json").write_text(json.dumps(found), "utf-8")
    made = json.loads((statements / "made.json").read_text("utf-8"))
    if (made["bookings"], Decimal(made["sum"])) != (found["bookings"], Decimal(str(found["sum"]))):
        sys.exit(f"found {found['bookings']} of {made['bookings']} bookings, sum {found['sum']} for {made['sum']}")


def main() -> None:
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        read(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))


if __name__ == "__main__":
    main()
