"""The sample deal of a Russian agency and its client: reproducible, and what its pages say of it."""

import email
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

import dkim
import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "agency-client"
MADE_BY_HAND = {"keys", "README.md", "matter.toml"}
MADE_BY_A_BROWSER = {".png"}
VERIFY: Callable[..., bool] = dkim.verify
RECORDS: dict[str, str] = tomllib.loads((SAMPLE / "dns.toml").read_text(encoding="utf-8"))["txt"]
FIGURES = (
    "from decimal import Decimal; import agency_client_accounts as a;"
    "print(a.debt(a.date(2026, 2, 28)), a.debt(a.CLAIM_DAY), sum((s.penalty for s in a.claimed()), Decimal(0)))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of index.tsv with the bytes of the message that it names."""

    path: str
    letter: str
    role: str
    dkim: str
    note: str
    message: bytes


def read_message(path: str) -> bytes:
    """The message at an index path, taken out of its mbox where it lies in one."""
    file, _, number = path.partition("#")
    content = (SAMPLE / file).read_bytes()
    if not number:
        return content
    parts = re.split(rb"(?m)^From - \w{3} \w{3} [ \d]\d .*\n", content)[1:]
    return re.sub(rb"(?m)^>(>*From )", rb"\1", parts[int(number) - 1][:-1])


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """All rows of the index that name a message."""
    lines = (SAMPLE / "index.tsv").read_text(encoding="utf-8").splitlines()[1:]
    fields = (line.split("\t") for line in lines)
    return [
        Row(path=p, letter=le, role=r, dkim=d, note=n, message=read_message(p))
        for p, le, r, d, n in fields
        if r != "file"
    ]


def one(rows: list[Row], letter: str, role: str = "office") -> Row:
    """The row of that letter in that role."""
    return next(row for row in rows if row.letter == letter and row.role == role)


def parsed(message: bytes) -> EmailMessage:
    """The message as the standard library reads it."""
    read = email.message_from_bytes(message, policy=default)
    assert isinstance(read, EmailMessage)
    return read


def record(name: bytes, timeout: int = 5) -> bytes | None:
    """The kept TXT record, as dkimpy asks for it."""
    text = RECORDS.get(name.decode().rstrip("."))
    return None if text is None else text.encode()


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    """The sum of digits times weights."""
    return sum(int(d) * w for d, w in zip(digits, weights, strict=False))


def test_builder_reproduces_the_committed_files(tmp_path: Path) -> None:
    """The builder, run anew, writes the committed sample byte for byte and nothing else."""
    script = ROOT / "tools" / "samples" / "agency_client.py"
    subprocess.run([sys.executable, "-B", script, tmp_path], check=True, capture_output=True, timeout=120)
    made = {str(p.relative_to(tmp_path)): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    kept = {
        str(p.relative_to(SAMPLE)): p.read_bytes()
        for p in SAMPLE.rglob("*")
        if p.is_file() and p.relative_to(SAMPLE).parts[0] not in MADE_BY_HAND and p.suffix not in MADE_BY_A_BROWSER
    }
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name] != kept[name]] == []


def test_sample_stays_small() -> None:
    """The whole sample is smaller than 2.5 MB."""
    assert sum(p.stat().st_size for p in SAMPLE.rglob("*") if p.is_file()) < 2_500_000


def test_every_domain_is_reserved(rows: list[Row]) -> None:
    """No address in any header points to a domain that could belong to somebody."""
    for row in rows:
        head = re.split(rb"\r?\n\r?\n", row.message, maxsplit=1)[0]
        for host in re.findall(rb"[\w.+-]+@([\w.-]+)", head):
            assert host.endswith((b".example", b".test")), (row.path, host)


def test_dkim_verdicts_of_the_index_are_true(rows: list[Row]) -> None:
    """Signatures hold, are weak, broken, revoked or absent exactly as the index says."""
    for row in rows:
        signed = b"\nDKIM-Signature:" in row.message
        assert signed == (row.dkim != "none"), row.path
        if row.dkim in {"pass", "weak"}:
            assert VERIFY(row.message, dnsfunc=record, minkey=1024), row.path
            assert row.dkim == "weak" or VERIFY(row.message, dnsfunc=record, minkey=2048), row.path
        elif signed:
            assert not VERIFY(row.message, dnsfunc=record, minkey=1024), row.path
    assert {row.dkim for row in rows} == {"none", "pass", "weak", "fail", "revoked"}


def test_copies_overlap_identical_and_different(rows: list[Row]) -> None:
    """Some copies in the mbox are the office's bytes, the others differ from them by their headers."""
    office = {row.letter: row.message for row in rows if row.role == "office"}
    identical = [row for row in rows if row.role == "identical"]
    assert len(identical) >= 15
    assert all(row.message == office[row.letter] for row in identical)
    copies = [row for row in rows if row.role == "copy" and row.letter in office]
    assert len(copies) >= 30
    assert all(row.message != office[row.letter] for row in copies)


def test_lawyers_files_differ_in_line_ends_only(rows: list[Row]) -> None:
    """What was saved for the lawyer is the office's message with CRLF line ends."""
    office = {row.letter: row.message for row in rows if row.role == "office"}
    saved = [row for row in rows if row.role == "CRLF line ends"]
    assert len(saved) == 6
    assert all(row.message.replace(b"\r\n", b"\n") == office[row.letter] for row in saved)


def test_only_one_clock_is_wrong(rows: list[Row]) -> None:
    """Date and the first server's time agree, except for the accountant whose clock is seven years behind."""
    for row in rows:
        message = parsed(row.message)
        stamps = [parsedate_to_datetime(r.rpartition(";")[2]) for r in message.get_all("Received", [])]
        if not stamps or message["Date"] is None:
            continue
        behind = stamps[-1] - parsedate_to_datetime(str(message["Date"]))
        expected = timedelta(days=2557) if row.letter == "director-signature" else timedelta(0)
        assert timedelta(0) <= behind - expected < timedelta(minutes=1), row.path


def test_broken_messages_are_broken(rows: list[Row]) -> None:
    """Each damage that the README names is really in the file."""
    assert parsed(one(rows, "claim-answer").message).get_boundary() is None
    assert parsed(one(rows, "hosting").message)["Date"] is None
    assert b"!!\xa0" in one(rows, "part-139").message
    assert b"\nSubject: [EXT] " in one(rows, "paid-131").message
    assert "Как только инвестор зайдёт".encode("koi8-r") in one(rows, "investor").message.replace(b"\n", b" ")
    assert b"charset=windows-1251" in one(rows, "investor").message
    assert "Subject: Претензии по сайту".encode("windows-1251") in one(rows, "late-objection").message
    assert 'filename="Договор'.encode("koi8-r") in one(rows, "contract-signed").message
    assert one(rows, "v-rush-paid").message.endswith("вирусов не найдено.\n".encode("windows-1251"))
    assert b"\n>From now on" in (SAMPLE / "thunderbird" / "Inbox").read_bytes()


def test_charsets_and_encodings_are_many(rows: list[Row]) -> None:
    """The four Russian charsets and the three transfer encodings all occur."""
    whole = b"\n".join(row.message for row in rows)
    for charset in (b"koi8-r", b"windows-1251", b"utf-8", b"iso-8859-5"):
        assert b"charset=" + charset in whole
    for encoding in (b"base64", b"quoted-printable", b"8bit"):
        assert b"Content-Transfer-Encoding: " + encoding in whole
    assert b"filename*=utf-8''" in whole


def test_figures_of_the_deal_agree(rows: list[Row]) -> None:
    """Debt, reconciliation and penalty computed from the books are those that the letters name."""
    folder = ROOT / "tools" / "samples"
    done = subprocess.run(
        [sys.executable, "-B", "-c", FIGURES], cwd=folder, check=True, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["464328.57", "414328.57", "28588.37"]
    body = parsed(one(rows, "claim").message).get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert all(sum_ in text for sum_ in ("414 328,57", "28 588,37", "442 916,94"))


def test_registration_numbers_have_right_check_digits() -> None:
    """INN, OGRN and bank accounts of all companies pass the official checks."""
    source = (ROOT / "tools" / "samples" / "agency_client_letter.py").read_text(encoding="utf-8")
    numbers = {name: re.findall(rf'\b{name}="(\d+)"', source) for name in ("inn", "ogrn", "bik", "account")}
    assert [len(found) for found in numbers.values()] == [3, 3, 3, 3]
    for inn in numbers["inn"]:
        assert weighted(inn, (2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10 == int(inn[9])
    for ogrn in numbers["ogrn"]:
        assert int(ogrn[:12]) % 11 % 10 == int(ogrn[12])
    for bik, account in zip(numbers["bik"], numbers["account"], strict=True):
        assert weighted(bik[-3:] + account, (7, 1, 3) * 8) % 10 == 0


def test_readme_names_every_special_message(rows: list[Row]) -> None:
    """Each letter with a note in the index stands in the README's table."""
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    noted = {row.letter for row in rows if row.note}
    assert [letter for letter in sorted(noted) if f"| {letter} |" not in readme] == []
