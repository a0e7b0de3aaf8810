"""Every command as a user runs it: what it prints, as text and as JSON, and what it ends with."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import reference
import test_authority
from e2e.terminal import Terminal
from tallystick.cli.main import COMMANDS
from unit.services.workshop import mail, mail_with_pdf, mbox, sha256

EVIL_SUBJECT = "=?utf-8?Q?Invoice=0D=0A=1B]0;owned=07=1B[2J=C2=9B31m=E2=80=AEfdp.exe=E2=81=A6=0Aend?="
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A user who kept some mail, one of it hostile, one with a PDF, and sealed it."""
    found = Terminal(tmp_path_factory.mktemp("user"))
    folder = found.folder / "mail"
    folder.mkdir()
    (folder / "price.eml").write_bytes(mail("Price list", "The price is USD 10,000.\n"))
    (folder / "invoice.eml").write_bytes(mail_with_pdf())
    (folder / "box.mbox").write_bytes(mbox(mail("one"), mail("two")))
    evil = mail("SUBJECT", "evil body \x1b[31m\u202e\x9b\n").replace(b"SUBJECT", EVIL_SUBJECT.encode())
    (folder / "evil.eml").write_bytes(evil.replace(b"Chen Wei", b"=?utf-8?Q?=1B[31mChen=E2=80=AE?="))
    authority = test_authority.Authority(found.folder / "authority")
    found.tally("init", found.vault)
    found.tally("keep", "--offline", "--jobs", "1", folder)
    with test_authority.serve(authority) as url:
        found.tally("seal", "-a", f"demo={url}", "--roots", authority.root)
    return found


@pytest.fixture
def copy(terminal: Terminal, tmp_path: Path) -> Terminal:
    """The same user, whose vault may be changed."""
    for name in ("vault", "config", "mail", "authority"):
        shutil.copytree(terminal.folder / name, tmp_path / name)
    return Terminal(tmp_path)


def invoice_of(terminal: Terminal) -> str:
    return sha256((terminal.folder / "mail" / "invoice.eml").read_bytes())


def _has(document: Any, member: str) -> bool:
    """Whether a member of the reference is in a document; what stands inside an empty list is not asked for."""
    first, dot, rest = member.partition(".")
    is_list = first.endswith("[]")
    found = document.get(first.removesuffix("[]"), ...) if isinstance(document, dict) else ...
    if found is ... or not dot:
        return found is not ...
    return all(_has(each, rest) for each in found) if is_list else _has(found, rest)


def test_help_is_there_for_everything(terminal: Terminal) -> None:
    """`tally`, `--help` and `-h` name each command."""
    for words in ([], ["--help"], ["-h"]):
        ended = terminal.run(*words)
        assert all(name in ended.text + ended.said for name in COMMANDS)
    assert terminal.run("--version").text.startswith("tally")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("keep", ["keep", "--dry-run", "mail"]),
        ("find", ["find", "price"]),
        ("show", ["show", "INVOICE"]),
        ("export", ["export", "bag"]),
        ("seal", ["seal"]),
        ("prove", ["prove", "INVOICE", "-o", "proof"]),
        ("verify", ["verify", "--jobs", "1"]),
        ("rebuild", ["rebuild", "--jobs", "1"]),
        ("key", ["key"]),
        ("doctor", ["doctor"]),
    ],
)
def test_json_has_the_documented_members(copy: Terminal, name: str, words: list[str]) -> None:
    """One document on standard output, with the members of docs/commands.md and no others at the top."""
    given = [invoice_of(copy) if word == "INVOICE" else word for word in words]
    document = copy.json(*given)
    assert [member for member in reference.MEMBERS[name] if not _has(document, member)] == []
    known = {re.split(r"[.\[]", member)[0] for member in reference.MEMBERS[name]}
    assert set(document) <= known


def test_init_makes_one_vault_and_no_second(copy: Terminal) -> None:
    """A new vault says where its key is, by --json too; a place that is taken is refused."""
    ended = copy.run("--json", "init", "second", "--name", "Büro & Söhne")
    assert (ended.code, set(ended.document)) == (0, set(reference.MEMBERS["init"]))
    key = Path(ended.document["key_file"])
    assert key.stat().st_mode & 0o777 == 0o600
    assert not key.is_relative_to(copy.folder / "second")
    assert copy.run("init", "second").code == 2
    assert "PRIVATE" not in (copy.folder / "second" / "tallystick.toml").read_text()


def test_keeping_twice_keeps_nothing(copy: Terminal) -> None:
    """The log grows by the ledger alone."""
    before = copy.log_size()
    again = copy.json("keep", "--offline", "--jobs", "1", copy.folder / "mail")
    assert (again["offered"], again["kept"], again["already_kept"], again["unbalanced"]) == (5, 0, 5, 0)
    assert copy.log_size() == before + 1


def test_a_dry_run_writes_nothing(copy: Terminal) -> None:
    """Not a byte of the evidence changes, whatever is offered."""
    (copy.folder / "mail" / "new.mbox").write_bytes(mbox(mail("new"), mail("newer")))
    before = copy.evidence()
    document = copy.json("keep", "--dry-run", copy.folder / "mail")
    assert (document["kept"], document["ledger_id"], document["is_dry_run"]) == (2, "", True)
    assert copy.evidence() == before


def test_something_refused_is_partly_done(copy: Terminal) -> None:
    """Exit code 3, and the ledger says what and why; the rest is kept."""
    os.mkfifo(copy.folder / "mail" / "pipe")
    document = copy.json("keep", "--offline", copy.folder / "mail", code=3)
    assert [refused["code"] for refused in document["refused"]] == ["is-no-file"]
    assert b"mail/pipe" in copy.tally("show", "--raw", document["ledger_id"]).out


def test_find_finds_and_says_where(terminal: Terminal) -> None:
    """The hit's id shows the mail, and --raw its bytes."""
    (hit,) = terminal.json("find", "price", "list")["hits"]
    assert terminal.json("show", hit["id"][:8])["message"]["subject"] == "Price list"
    assert terminal.tally("show", "--raw", hit["id"]).out == (terminal.folder / "mail" / "price.eml").read_bytes()
    assert terminal.json("show", str(hit["log_index"]))["id"] == hit["id"]
    assert terminal.json("find", "nothing-like-this")["total"] == 0


def test_a_word_that_must_not_occur_may_begin_with_any_letter(terminal: Terminal) -> None:
    """`-hello` is NOT hello, and no cry for help."""
    for word in ("-nothere", "-hello", "-offset"):
        ended = terminal.tally("find", "price", word)
        assert "2 found" in ended.text


def test_a_container_comes_back_from_its_recipe(terminal: Terminal) -> None:
    """The raw form of a recipe is the mbox itself."""
    hits = terminal.json("export", terminal.folder / "for-recipe")
    assert hits["originals"] >= 6
    (recipe,) = (terminal.folder / "for-recipe" / "data").glob("*.recipe.jsonl")
    ident = sha256(recipe.read_bytes())
    assert terminal.tally("show", "--raw", ident).out == (terminal.folder / "mail" / "box.mbox").read_bytes()


def test_a_proof_is_checked_by_its_own_program(terminal: Terminal, tmp_path: Path) -> None:
    """verify.py in the folder agrees offline, for the whole mail and for one part of it alone."""
    ident, root = invoice_of(terminal), terminal.folder / "authority" / "root.pem"
    whole = terminal.json("prove", ident, "-o", tmp_path / "whole")
    part = terminal.json("prove", ident, "--part", "2", "-o", tmp_path / "part")
    assert (whole["timestamps"], part["part"], whole["id"]) == (1, "2", ident)
    for folder in ("whole", "part"):
        command = [sys.executable, "-I", "-S", "verify.py", "--roots", root]
        done = subprocess.run(command, cwd=tmp_path / folder, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stdout
    together = b"".join(path.read_bytes() for path in (tmp_path / "part").rglob("*") if path.is_file())
    assert b"secret price" not in together
    assert b"invoice-17@factory.example" not in together
    assert ident.encode() not in together
    assert terminal.run("--vault", terminal.vault, "prove", ident, "-o", tmp_path / "whole").code == 2


def test_verify_passes_and_a_flipped_bit_fails(copy: Terminal) -> None:
    """Exit code 0 and 1, in text and in JSON; --quick says what it left out."""
    root = copy.folder / "authority" / "root.pem"
    assert copy.json("verify", "--roots", root)["verdict"] in ("PASS", "NOT_CHECKED")
    quick = {check["name"]: check["verdict"] for check in copy.json("verify", "--quick")["checks"]}
    assert quick["originals"] == "NOT_CHECKED"
    (pack,) = (copy.vault / "originals").rglob("*.warc.gz")
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 4
    pack.write_bytes(content)
    assert "FAILED" in copy.tally("verify", code=1).text
    assert copy.json("verify", code=1)["verdict"] == "FAIL"


def test_an_older_checkpoint_is_held_against_the_log(copy: Terminal) -> None:
    """A copy put back in place of the newer vault is found, by the file given and by this machine's memory."""
    shutil.copytree(copy.vault, copy.folder / "older")
    (copy.folder / "mail" / "new.eml").write_bytes(mail("new"))
    copy.tally("keep", "--offline", copy.folder / "mail")
    held = copy.folder / "held.checkpoint"
    shutil.copy(copy.vault / "log" / "checkpoint", held)
    copy.tally("verify", "--quick", "--against", held)
    shutil.rmtree(copy.vault)
    shutil.copytree(copy.folder / "older", copy.vault)
    copy.tally("verify", "--quick", "--against", held, code=1)
    copy.tally("verify", "--quick", code=1)


def test_a_seal_that_nobody_answers_is_partly_done(copy: Terminal) -> None:
    """Exit code 3 and NOT_CHECKED; without authorities it says what to do and ends with 0."""
    document = copy.json("seal", "-a", "down=http://127.0.0.1:9/", code=3)
    assert [seal["verdict"] for seal in document["seals"]] == ["NOT_CHECKED"]


def test_a_witness_gets_a_draft(copy: Terminal) -> None:
    """The draft carries the checkpoint, and nothing is overwritten."""
    draft = copy.folder / "draft.eml"
    copy.tally("seal", "--witness", "lawyer@kanzlei.example", "--draft", draft)
    assert b"lawyer@kanzlei.example" in draft.read_bytes()
    copy.tally("seal", "--witness", "lawyer@kanzlei.example", "--draft", draft, code=2)
    copy.tally("seal", "--witness", "nobody", "--draft", copy.folder / "other.eml", code=2)


def test_a_key_is_shown_and_replaced(copy: Terminal) -> None:
    """After a rotation the new key signs, both are named, and everything verifies."""
    assert len(copy.json("key")["keys"]) == 1
    assert len(copy.json("key", "rotate")["keys"]) == 2
    copy.tally("keep", "--offline", copy.folder / "mail")
    copy.tally("verify")


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (["keep", "nowhere.eml"], "source-not-found", 2),
        (["keep", "x" * 300], "source-not-found", 2),
        (["find", '"open'], "query", 2),
        (["find", "date:2026-99"], "query", 2),
        (["show", "ffffffffffff"], "item-not-found", 2),
        (["show", ""], "item-not-found", 2),
        (["prove", "INVOICE", "--part", "9", "-o", "p"], "part-not-found", 2),
        (["prove", "INVOICE", "-o", "mail"], "output-exists", 2),
        (["export", "mail"], "output-exists", 2),
        (["export", "mail/price.eml"], "output-exists", 2),
        (["export", "bag", "--query", "(("], "query", 2),
        (["keep", "a\nb\x1b[2J"], "source-not-found", 2),
        (["keep", b"\xff\xfe"], "source-not-found", 2),
    ],
)
def test_an_error_is_one_line_and_has_its_code(terminal: Terminal, words: list[Any], code: str, exit_code: int) -> None:
    """One line of text on standard error, the code in JSON on standard output, no traceback, no control character."""
    given = [invoice_of(terminal) if word == "INVOICE" else word for word in words]
    ended = terminal.run("--vault", terminal.vault, "--json", *given)
    assert ended.code == exit_code, ended
    assert ended.document["error"]["code"] == code
    for each in (ended, terminal.run("--vault", terminal.vault, *given)):
        assert each.said.startswith("tally: ")
        assert each.said.count("\n") == 1, each.said
        assert UNSAFE.search(each.said) is None


def test_misuse_ends_with_two(terminal: Terminal) -> None:
    """Unknown commands and options, and missing arguments."""
    for words in (["kepe"], ["keep"], ["keep", "--jobs", "0", "mail"], ["show"], ["verify", "--against", "nowhere"]):
        assert terminal.run("--vault", terminal.vault, *words).code == 2


def test_the_vault_is_found_in_three_ways(terminal: Terminal, tmp_path: Path) -> None:
    """--vault comes before TALLY_VAULT, that before the nearest above; without any of them the error says so."""
    origin = terminal.json("key")["origin"]
    other = json.loads(terminal.run("--json", "init", tmp_path / "other").out)["origin"]
    named = {"TALLY_VAULT": str(tmp_path / "other")}

    def found(*words: str | Path, cwd: Path, **environment: str) -> str:
        return str(terminal.run(*words, "--json", "key", cwd=cwd, **environment).document["origin"])

    assert found("--vault", terminal.vault, cwd=tmp_path, **named) == origin
    assert found(cwd=terminal.vault / "log" / "tile", **named) == other
    assert found(cwd=terminal.vault / "log" / "tile") == origin
    assert terminal.run("key", "--vault", terminal.vault, "--json", cwd=tmp_path).document["origin"] == origin
    for words, environment in (([], {}), (["--vault", tmp_path], {}), ([], {"TALLY_VAULT": str(tmp_path / "no")})):
        ended = terminal.run(*words, "--json", "key", cwd=tmp_path, **environment)
        assert (ended.code, ended.document["error"]["code"]) == (2, "vault-not-found")


@pytest.mark.parametrize("is_json", [False, True], ids=["text", "JSON"])
def test_a_hostile_mail_never_moves_the_terminal(terminal: Terminal, is_json: bool) -> None:
    """Line breaks, escapes, C1 controls and direction marks of a subject, a name or a body reach no terminal."""
    ident = sha256((terminal.folder / "mail" / "evil.eml").read_bytes())
    flag = ["--json"] if is_json else []
    for words in (["show", ident], ["find", "invoice"], ["find", "evil"], ["keep", "--dry-run", "mail"]):
        text = terminal.tally(*flag, *words).text
        assert UNSAFE.search(text) is None, (words, UNSAFE.findall(text))
        if is_json:
            json.loads(text)


def test_a_listing_has_one_line_for_a_subject(terminal: Terminal) -> None:
    """A line break in a subject makes no line that looks like another hit."""
    assert not any(line.startswith("end") for line in terminal.tally("find", "invoice").text.splitlines())


def test_doctor_answers_without_a_vault(tmp_path: Path) -> None:
    """It says what is there and what is not; a broken configuration is told by its file."""
    terminal = Terminal(tmp_path)
    document = terminal.run("--json", "doctor").document
    assert {"python", "parts", "vault"} <= {check["name"] for check in document["checks"]}
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text("colour = 1")
    ended = terminal.run("--json", "doctor")
    assert ended.code in (1, 2)
    assert b"config.toml" in ended.out + ended.err
    assert b"Traceback" not in ended.err


def test_roots_that_are_not_there_are_told_in_words(copy: Terminal) -> None:
    """A path in the settings that leads nowhere ends no command with a traceback."""
    (copy.folder / "config" / "config.toml").write_text(
        '[[authority]]\nname = "demo"\nurl = "http://127.0.0.1:9/"\nroots = ["gone.pem"]\n'
    )
    for words in (["seal"], ["verify", "--quick"], ["prove", invoice_of(copy), "-o", "proof"], ["doctor"]):
        ended = copy.run("--vault", copy.vault, *words)
        assert b"Traceback" not in ended.err, words
        assert ended.code in (0, 1, 2, 3)


def test_a_closed_pipe_is_no_traceback(terminal: Terminal) -> None:
    """`tally show --raw ID | head -c 1` ends quietly."""
    command = f"'{sys.executable.removesuffix('python')}tally' --vault '{terminal.vault}' find price | head -c 1"
    environment = {**os.environ, "TALLY_CONFIG": str(terminal.folder / "config")}
    done = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, timeout=60)
    assert b"Traceback" not in done.stderr
