"""The sample deal of a Berlin importer and a Shenzhen supplier: reproducible, and what its index says of it."""

import base64
import email
import hashlib
import re
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "berlin-shenzhen"
MADE_BY_HAND = {"assets", "content", "README.md", ".gitattributes", "matter.toml"}
MADE_BY_A_BROWSER = {".mhtml", ".png"}
VERIFY: Callable[..., bool] = dkim.verify
RECORDS: dict[str, str] = tomllib.loads((SAMPLE / "dns.toml").read_text(encoding="utf-8"))["txt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of index.tsv with the message it names, CRLF line ends restored."""

    path: str
    letter: str
    role: str
    dkim: str
    note: str
    message: bytes


def read_message(path: str) -> bytes:
    """The message at an index path, whatever its carrier."""
    if path.startswith("sales.mbox#"):
        content = (SAMPLE / "sales.mbox").read_bytes()
        parts = re.split(rb"(?m)^From \S+ \w{3} \w{3} [ \d]\d .*\n", content)[1:]
        message = re.sub(rb"(?m)^>(>*From )", rb"\1", parts[int(path.partition("#")[2]) - 1][:-1])
    elif path.startswith("buero-maildir.zip!/"):
        with zipfile.ZipFile(SAMPLE / "buero-maildir.zip") as archive:
            message = archive.read(path.partition("!/")[2])
    else:
        message = (SAMPLE / path).read_bytes()
        if path.endswith(".emlx"):
            count, _, rest = message.partition(b"\n")
            message = rest[: int(count)]
    return message if b"\r\n" in message else message.replace(b"\n", b"\r\n")


def read_index() -> Iterator[Row]:
    """All rows of the index that name a message."""
    for line in (SAMPLE / "index.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        path, letter, role, verdict, note = line.split("\t")
        if role == "file":
            continue
        yield Row(path=path, letter=letter, role=role, dkim=verdict, note=note, message=read_message(path))


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """The whole index."""
    return list(read_index())


def one(rows: list[Row], letter: str, role: str = "received") -> Row:
    """The first row of that letter in that role."""
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


def ed25519_holds(message: bytes) -> bool:
    """Whether the topmost signature, Ed25519 over relaxed/relaxed, holds; written from RFC 6376 and RFC 8463."""
    head, _, body = message.partition(b"\r\n\r\n")
    fields = [f.partition(b":") for f in re.sub(rb"\r\n[ \t]", b" ", head).split(b"\r\n")]
    relaxed = {n.lower(): n.lower() + b":" + re.sub(rb"[ \t]+", b" ", v).strip() for n, _, v in reversed(fields)}
    own = relaxed[b"dkim-signature"]
    tags = dict(part.strip().split(b"=", 1) for part in own.partition(b":")[2].split(b";"))
    rows = re.sub(rb"[ \t]+", b" ", body).replace(b" \r\n", b"\r\n").rstrip(b"\r\n") + b"\r\n"
    if base64.b64encode(hashlib.sha256(rows).digest()) != tags[b"bh"]:
        return False
    signed = [relaxed[name] for name in tags[b"h"].split(b":")] + [re.sub(rb"(\bb=)[^;]*$", rb"\1", own)]
    selector = f"{tags[b's'].decode()}._domainkey.{tags[b'd'].decode()}"
    public = base64.b64decode(RECORDS[selector].partition("p=")[2])
    Ed25519PublicKey.from_public_bytes(public).verify(
        base64.b64decode(tags[b"b"]), hashlib.sha256(b"\r\n".join(signed)).digest()
    )
    return True


def test_builder_reproduces_the_committed_files(tmp_path: Path) -> None:
    """The builder, run anew, writes the committed sample byte for byte and nothing else."""
    script = ROOT / "tools" / "samples" / "berlin_shenzhen.py"
    subprocess.run([sys.executable, "-B", script, tmp_path], check=True, capture_output=True, timeout=120)
    made = {str(p.relative_to(tmp_path)): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    kept = {
        str(p.relative_to(SAMPLE)): p.read_bytes()
        for p in SAMPLE.rglob("*")
        if p.is_file()
        and p.relative_to(SAMPLE).parts[0] not in MADE_BY_HAND
        and p.suffix.lower() not in MADE_BY_A_BROWSER
    }
    assert made.keys() == kept.keys()
    assert [name for name in made if made[name] != kept[name]] == []


def test_sample_stays_small() -> None:
    """The whole sample is smaller than 3 MB."""
    assert sum(p.stat().st_size for p in SAMPLE.rglob("*") if p.is_file()) < 3_000_000


def test_every_domain_is_reserved(rows: list[Row]) -> None:
    """No address in any header points to a domain that could belong to somebody."""
    for row in rows:
        head = row.message.partition(b"\r\n\r\n")[0]
        for host in re.findall(rb"[\w.+-]+@([\w.-]+)", head):
            assert host.endswith((b".example", b".test")), (row.path, host)


def test_dkim_verdicts_of_the_index_are_true(rows: list[Row]) -> None:
    """Signatures hold, are weak, broken or absent exactly as the index says, by dkimpy and by our own reading."""
    for row in rows:
        signed = b"\r\nDKIM-Signature:" in row.message.partition(b"\r\n\r\n")[0]
        assert signed == (row.dkim != "none"), row.path
        if b"a=ed25519-sha256" in row.message.partition(b"\r\n\r\n")[0]:
            assert ed25519_holds(row.message), row.path
            assert VERIFY(b"DKIM-Signature:" + row.message.split(b"\r\nDKIM-Signature:", 2)[2], dnsfunc=record)
        elif row.dkim in {"pass", "weak"}:
            assert VERIFY(row.message, dnsfunc=record, minkey=1024), row.path
            assert row.dkim == "weak" or VERIFY(row.message, dnsfunc=record, minkey=2048), row.path
        elif row.dkim == "fail":
            assert not VERIFY(row.message, dnsfunc=record), row.path


def test_one_message_id_names_two_prices(rows: list[Row]) -> None:
    """The true and the forged confirmation share a Message-ID and the Date, and differ in the price."""
    true, forged = parsed(one(rows, "b11").message), parsed(one(rows, "g08", "altered").message)
    assert true["Message-ID"] == forged["Message-ID"]
    assert true["Date"] == forged["Date"]
    assert "unit price USD 9.85" in true.get_content()
    assert "unit price USD 10.30" in forged.get_content()
    assert one(rows, "b11").dkim == "pass"
    assert one(rows, "g08", "altered").dkim == "fail"


def test_forged_message_is_what_the_supplier_attached(rows: list[Row]) -> None:
    """The saved forgery and the message inside the supplier's letter are the same bytes."""
    assert one(rows, "g08", "altered").message in one(rows, "g07").message


def test_fraud_comes_from_another_domain(rows: list[Row]) -> None:
    """The changed bank account is announced from a domain one letter away, with another Reply-To."""
    fraud, true = parsed(one(rows, "e05").message), parsed(one(rows, "e04").message)
    false_host, host = (str(m["From"]).rpartition("@")[2].rstrip(">") for m in (fraud, true))
    assert sum(a != b for a, b in zip(false_host, host, strict=True)) == 1
    assert "freemail.test" in fraud["Reply-To"]
    assert fraud["In-Reply-To"] == true["Message-ID"]


def test_copies_overlap_between_carriers(rows: list[Row]) -> None:
    """Some messages occur twice byte for byte, others with other transport headers over the same body."""
    whole = Counter(hashlib.sha256(row.message).digest() for row in rows)
    assert sum(count > 1 for count in whole.values()) >= 5
    bodies: dict[bytes, set[bytes]] = {}
    for row in rows:
        body = hashlib.sha256(row.message.partition(b"\r\n\r\n")[2]).digest()
        bodies.setdefault(body, set()).add(row.message.partition(b"\r\n\r\n")[0])
    assert sum(len(heads) > 1 for heads in bodies.values()) >= 30


def test_clocks_are_wrong_where_the_story_says_so(rows: list[Row]) -> None:
    """Date and the first server's time agree, except for the two wrong clocks and the held message."""
    expected = {"d12": -7, "f12": 9, "b01": 1, "g17": -66}
    for row in rows:
        message = parsed(row.message)
        stamps = [parsedate_to_datetime(r.rpartition(";")[2]) for r in message.get_all("Received", [])]
        if not stamps or message["Date"] is None:
            continue
        ahead = (parsedate_to_datetime(str(message["Date"])) - stamps[0]).total_seconds() / 3600
        assert abs(ahead - expected.get(row.letter, 0)) < 0.05, (row.path, ahead)


def test_broken_messages_are_broken(rows: list[Row]) -> None:
    """Each damage that the README names is really in the file."""
    assert b"\r\n### checked by MailGate" in one(rows, "e16").message
    assert b"%*!~" in one(rows, "f18").message
    assert b"\0" in one(rows, "g19").message
    assert parsed(one(rows, "g13").message)["Date"] is None
    assert not one(rows, "g11").message.endswith(b"\r\n")
    boundary = parsed(one(rows, "g05").message).get_boundary()
    assert f"--{boundary}--".encode() not in one(rows, "g05").message


def test_readme_names_every_special_message(rows: list[Row]) -> None:
    """Each letter with a note in the index stands in the README's table."""
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    noted = {row.letter for row in rows if row.note}
    assert [letter for letter in sorted(noted) if f"| {letter} |" not in readme] == []


def test_archives_and_assets_carry_no_foreign_keys() -> None:
    """All private keys beside the sample say in their names that they are test keys."""
    names = [p.name for p in (ROOT / "samples" / "keys").iterdir() if b"PRIVATE KEY" in p.read_bytes()]
    assert names
    assert all("TEST-KEY" in name for name in names)
