"""Hostile files kept by the real command: each is kept byte for byte, its problem named, and nothing else suffers."""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

import document_files as good
import hostile_files as hostile
from tallystick import wiring
from tallystick.errors import TallyError
from tallystick.formats import FORMATS, format_of
from tallystick.formats.carrier import Head
from tallystick.services.show import show
from tallystick.services.watch import SECONDS_AMONG_OTHERS
from tallystick.vault.vault import Vault, open_for_reading

machine = sys.modules["tallystick_tests_machine"]
# Far below what a worker may take elsewhere: whoever needs more here has no bounds.
MOST_MEMORY_BYTES = 1536 << 20
MOST_SECONDS = 120
SECRETS = ("Tok3nInAddress91", "Tok3nInHeader92", "Tok3nInCookie93", "Tok3nInPage94")
CHANCE = random.Random(4711)
LONG = 40_000
SCREEN = "\x1b[2J\u202e"


def mail_with(name: str, content: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Chen Wei <wei@factory.example>", "Anna Berg <anna@importer.example>"
    message["Date"], message["Subject"] = "Mon, 02 Mar 2026 10:00:00 +0100", "See the file"
    message.set_content("Attached.\n")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def repeated_sheet() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="999999999"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="999999999">{cell}</table:table-row>'
    return hostile.open_document("spreadsheet", f'<table:table table:name="Prices">{row}</table:table>')


def documents(doctype: str) -> dict[str, tuple[Callable[[], bytes], str]]:
    """Every format written in XML, with entities: as it is, and packed into documents."""
    golden = {
        "camt.xml": "camt/statement.xml", "ubl.xml": "ubl/xrechnung.xml", "cii.xml": "cii/factur-x.xml",
        "fattura.xml": "fatturapa/invoice.xml", "sms.xml": "sms/sms.xml",
    }  # fmt: skip
    found: dict[str, tuple[Callable[[], bytes], str]] = {
        name: (lambda path=path: hostile.with_doctype(hostile.golden(path), doctype), "not-this-format")  # type: ignore[misc]
        for name, path in golden.items()
    }
    found["word.docx"] = (lambda: hostile.word(doctype), "part-not-read")
    found["book.xlsx"] = (lambda: hostile.workbook("", doctype=doctype), "part-not-read")
    found["text.odt"] = (lambda: hostile.open_document("text", "<text:p>words</text:p>", doctype), "part-not-read")
    return found


# Name of the file -> how it is made, and the problem that names what happened; "" where defusing it leaves none.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    **{f"laughs-{name}": made for name, made in documents(hostile.LAUGHS).items()},
    **{f"external-{name}": made for name, made in documents(hostile.EXTERNAL).items()},
    "bomb.docx": (lambda: hostile.word(size=24 << 20), "part-not-read"),
    "shared-strings.xlsx": (
        lambda: hostile.workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', shared_size=24 << 20),
        "workbook-not-read",
    ),
    "endless.xlsx": (hostile.endless_sheet, "limit-cells"),
    "repeated.ods": (repeated_sheet, ""),
    "circular.pdf": (hostile.circular_pdf, "damaged"),
    "table-loop.pdf": (hostile.looping_pdf, "damaged"),
    "drawing-bomb.pdf": (lambda: hostile.inflating_pdf(80 << 20), "page-not-read"),
    "object-bomb.pdf": (lambda: hostile.object_bomb_pdf(80 << 20), "damaged"),
    "deep.html": (hostile.deep_html, "limit-exceeded"),
    "wide.html": (hostile.many_attributes_html, "limit-exceeded"),
    "deep.har": (hostile.deep_json, "limit-exceeded"),
    "large-number.json": (lambda: hostile.long_number_json("1e999999999"), ""),
    "larger-number.json": (lambda: hostile.long_number_json("1e99999999999999999999"), ""),
    "long-number.json": (lambda: hostile.long_number_json("9" * 4000), ""),
    "surrogates.json": (hostile.surrogate_json, ""),
    "formulas.csv": (hostile.formulas_csv, ""),
    f"chat {SCREEN}.txt": (hostile.terminal_chat, ""),
    "bomb.png": (good.bomb_png, "limit-pixels"),
    "bomb.tiff": (hostile.tiff_bomb, "limit-pixels"),
    "huge-length.warc": (lambda: hostile.wrong_warc("99999999999999999999"), "not-this-format"),
    "negative-length.warc": (lambda: hostile.wrong_warc("-5"), "not-this-format"),
    "short-length.warc": (lambda: hostile.wrong_warc("1"), "archive-broken"),
    "bomb.wacz": (hostile.wacz_bomb, "archive-broken"),
    "garbage.msg": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + CHANCE.randbytes(200_000), ""),
    "garbage.pst": (lambda: hostile.golden("pst/store.pst")[:600] + CHANCE.randbytes(200_000), "pst-unreadable"),
    "secrets.har": (lambda: hostile.har_with_secrets(*SECRETS), ""),
    "deep.rtf": (lambda: b"{\\rtf1 " + b"{\\b " * 100_000, "truncated"),
    "attached.eml": (lambda: mail_with("bomb.docx", hostile.word(size=24 << 20)), "part-not-read"),
    "attached-zip.eml": (lambda: mail_with("nested.zip", hostile.nested_zip(6)), "limit-inside"),
}
# Containers are taken apart: what must stand in the ledger of the import.
CONTAINERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "nested.zip": (lambda: hostile.nested_zip(6), "limit-exceeded"),
    "overlapping.zip": (hostile.overlapping_zip, "overlap"),
    "climbing.zip": (hostile.climbing_zip, "symlink"),
    "zeros.zip": (lambda: hostile.zip_of_zeros("zeros.txt", 72 << 20), "limit-exceeded"),
    "zeros.gz": (lambda: hostile.gzip_bomb(72 << 20), "limit-exceeded"),
}


@dataclass
class Import:
    """What the command did with all of them: `originals` by name, the bytes of every file that was offered."""

    owner: Any
    originals: dict[str, bytes]
    ledger: dict[str, Any]
    seconds: float
    stderr: str

    def problems(self, name: str) -> set[str]:
        with self.owner.environment():
            shown = show(self.owner.vault, wiring.edges(), hashlib.sha256(self.originals[name]).hexdigest())
        assert shown.contents is not None
        return {code for code, _place, _detail in shown.contents.problems}

    def vault(self) -> Vault:
        return open_for_reading(self.owner.vault, wiring.edges())


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Import:
    """One import of every hostile file, with an honest mail after each."""
    owner = machine.Machine(tmp_path_factory.mktemp("hostile"))
    owner.done("init")
    offered = owner.folder / "offered"
    originals = {name: make() for name, (make, _code) in {**HOSTILE, **CONTAINERS}.items()}
    for number, (name, content) in enumerate(originals.items()):
        (offered / f"{number:03}").mkdir(parents=True)
        (offered / f"{number:03}" / name).write_bytes(content)
        (offered / f"{number:03}" / "~next.eml").write_bytes(machine.mail(f"honest{number}"))
    command = [sys.executable, "-c", "from tallystick.cli import main; main()", "--json", "--vault", str(owner.vault)]
    environment = {**os.environ, wiring.CONFIG_VARIABLE: str(owner.config)}
    begun = time.monotonic()
    run = subprocess.run(
        [*command, "keep", "--offline", "--jobs", "2", str(offered)],
        capture_output=True, text=True, env=environment, preexec_fn=bounded, timeout=MOST_SECONDS,
    )  # fmt: skip
    seconds = time.monotonic() - begun
    assert run.returncode == 3, run.stderr
    return Import(owner, originals, json.loads(run.stdout), seconds, run.stderr)


def test_the_import_ends_and_balances(kept: Import) -> None:
    """All is accounted for, no reader died or was exhausted, and no library has spoken to the user's terminal."""
    assert kept.ledger["unbalanced"] == 0
    assert not {"reader-died", "reader-exhausted", "reader-failed"} & kept.ledger["problems"].keys()
    assert not {"worker-died"} & {each["code"] for each in kept.ledger["refused"]}
    assert kept.stderr == ""
    assert kept.seconds < MOST_SECONDS / 2


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_kept_and_its_problem_named(kept: Import, name: str) -> None:
    """The original is there byte for byte, and the record says what was wrong with it."""
    with kept.owner.environment(), kept.vault() as vault:
        assert vault.read(hashlib.sha256(kept.originals[name]).hexdigest()) == kept.originals[name]
    wanted = HOSTILE[name][1]
    assert {wanted} - {""} <= kept.problems(name)


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_hostile_archive_is_kept_and_what_was_refused_is_named(kept: Import, name: str) -> None:
    """The archive itself is there, and the ledger has the member that was not taken out of it."""
    with kept.owner.environment(), kept.vault() as vault:
        assert vault.read(hashlib.sha256(kept.originals[name]).hexdigest()) == kept.originals[name]
    assert CONTAINERS[name][1] in {each["code"] for each in kept.ledger["refused"] if name in each["locator"]}


def test_nothing_climbs_out_of_an_archive(kept: Import) -> None:
    """Names that lead upwards or to the root lead nowhere: nothing is written beside the vault."""
    assert not list(kept.owner.folder.rglob("climbed.txt"))
    assert not Path("/absolute.txt").exists()


def test_every_honest_mail_is_found(kept: Import) -> None:
    """Whatever stood before it in the import."""
    total = len(kept.originals)
    assert kept.owner.done("find", "Order 4711 agree", "--limit", "1000")["total"] == total


def test_the_vault_verifies(kept: Import) -> None:
    """Nothing that was kept so is damaged."""
    assert kept.owner.failed(kept.owner.vault) == set()


def test_no_file_of_the_machine_is_read_into_the_record(kept: Import) -> None:
    """An entity or a link that names a file of this machine gives nothing of it."""
    line = Path(hostile.SECRET_FILE).read_bytes().split(b"\n")[0]
    assert not [path for path in views(kept) if line in path.read_bytes()]


def test_secrets_stay_in_the_original(kept: Import) -> None:
    """Tokens, cookies and passwords of a recording are in no table, no index, no ledger and no output."""
    out = json.dumps(kept.owner.done("find", "harword")) + json.dumps(kept.ledger)
    sha256 = hashlib.sha256(kept.originals["secrets.har"]).hexdigest()
    out += json.dumps(kept.owner.done("show", sha256)) + json.dumps(kept.owner.done("timeline", "wei@factory.example"))
    assert "harword" in out
    for secret in SECRETS:
        assert secret not in out
        assert not [path for path in views(kept) if secret.encode() in path.read_bytes()]


def views(kept: Import) -> Iterator[Path]:
    return (path for path in (kept.owner.vault / "record").rglob("*") if path.is_file())


@pytest.mark.parametrize("words", ["escapeword", "formulaword"])
def test_what_is_shown_moves_no_cursor(kept: Import, words: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Terminal codes and marks of direction, in words and names, are shown, not obeyed; a formula is text."""
    found = kept.owner.done("find", words)
    assert found["total"] >= 1
    sha256 = found["hits"][0]["id"]
    for is_json in (True, False):
        for arguments in (["find", words], ["show", sha256], ["timeline", "Anna"]):
            with kept.owner.environment(), pytest.raises(SystemExit):
                machine.main([*(["--json"] if is_json else []), "--vault", str(kept.owner.vault), *arguments])
            text = capfdbinary.readouterr().out.decode()
            assert not set("\x1b\x07\x9b\u202e\u2066\u2069") & set(text)


def near_prefixes(content: bytes) -> Iterator[bytes]:
    """What makes a careless pattern try again and again: lines that are almost right, and endless runs."""
    lines = [line for line in content.decode("utf-8", "surrogateescape").split("\n") if line.strip()][:10]
    head = "\n".join(lines) + "\n"
    line = max(lines[:4], key=len)[:200]
    for part in (line[: len(line) // 2] + "\n", line[:-1] + "\n", line, line[: len(line) // 2] + " ", "<", " ", "0"):
        run = part * (LONG // len(part))
        yield (head + run).encode("utf-8", "surrogateescape")
        yield (head + run + line).encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    "name", [name for name, one in FORMATS.items() if one.carrier in ("text", "json", "html", "xml")]
)
def test_almost_right_lines_cost_no_more_than_right_ones(name: str) -> None:
    """Forty thousand characters that fail a pattern at its end are dealt with in seconds, recognised and read."""
    places = sorted((hostile.GOLDEN / name).glob("*")) if (hostile.GOLDEN / name).is_dir() else []
    for place in [place for place in places if place.is_file() and place.stat().st_size < 1 << 18][:2]:
        for content in near_prefixes(place.read_bytes()):
            begun = time.process_time()
            try:
                format_of(Head.of(content, place.name))
                list(FORMATS[name].read(content, place.name))
            except TallyError:
                pass
            assert time.process_time() - begun < SECONDS_AMONG_OTHERS / 4
