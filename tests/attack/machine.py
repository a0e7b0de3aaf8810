"""A machine with one user, his vault and a timestamp authority: what attacks are made on, and how they are noticed."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from types import ModuleType
from typing import Any

from tallystick import wiring
from tallystick.cli.main import main
from tallystick.model.check import Verdict, worst
from tallystick.seal import note
from tallystick.seal.checkpoint import Checkpoint, sign
from tallystick.services.verify import DUTIES, Trust, Verification, verify

TESTS = Path(__file__).resolve().parents[1]


def load(name: str, path: Path) -> ModuleType:
    """A module of the tests, by its place."""
    if name in sys.modules:
        return sys.modules[name]
    folders = [str(path.parent)] if path.name == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=folders)
    assert spec is not None
    assert spec.loader is not None
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


tsa = load("tallystick_tests_tsa", TESTS / "tsa.py")
second = load("second_verifier", TESTS / "conformance" / "second_verifier" / "__init__.py")
second_log = sys.modules["second_verifier.log"]
second_form = sys.modules["second_verifier.form"]


class Machine:
    """One user's machine in a folder: configuration, keys and memory in `config`, the vault in `vault`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.vault, self.config = folder, folder / "vault", folder / "config"
        self.authority = tsa.Authority(folder / "authority")
        self.config.mkdir(parents=True)

    def tally(self, *arguments: object) -> tuple[int, dict[str, Any]]:
        """The exit code and the JSON of one command, run in this process as the user would."""
        out = io.StringIO()
        with self.environment(), contextlib.redirect_stdout(out):
            try:
                main(["--json", "--vault", str(self.vault), *map(str, arguments)])
            except SystemExit as ended:
                return int(ended.code or 0), json.loads(out.getvalue() or "{}")
        raise AssertionError("a command that does not end")

    def done(self, *arguments: object) -> dict[str, Any]:
        """The JSON of a command that ends well."""
        code, document = self.tally(*arguments)
        assert code == 0, document
        return document

    def keep(self, *paths: Path) -> None:
        self.done("keep", "--offline", "--jobs", "1", *paths)

    def seal(self) -> None:
        with tsa.serve(self.authority) as url:
            self.done("seal", "-a", f"test={url}", "--roots", self.authority.root)

    def verify(self, vault: Path, *against: Path, is_quick: bool = False) -> Verification:
        """What the program says of a vault, with the authority trusted and nothing remembered."""
        held = tuple((str(path), path.read_bytes()) for path in against)
        with self.environment():
            trust = Trust((self.authority.root.read_bytes(),), held)
            return verify(vault, wiring.edges(), trust, jobs=1, is_quick=is_quick)

    def failed(self, vault: Path, *against: Path) -> set[str]:
        """The duties that fail."""
        return {check.name for check in self.verify(vault, *against).checks if check.verdict is Verdict.FAIL}

    def failed_by_second(self, vault: Path, *against: Path) -> set[str]:
        """The duties that fail by the second verifier."""
        found = second.verify(vault, self.authority.root, list(against))
        return {name for name, (verdict, _) in found.items() if verdict == second.FAIL}

    def copy(self, to: Path, of: Path | None = None) -> Path:
        """A copy of the vault, views and all, that may be attacked."""
        shutil.copytree(of or self.vault, to)
        return to

    @property
    def key(self) -> note.SignerKey:
        """The owner's secret key."""
        (path,) = (self.config / "keys").glob("*.key")
        return note.parse_skey(path.read_text().strip())

    @contextlib.contextmanager
    def environment(self) -> Iterator[None]:
        before = os.environ.get(wiring.CONFIG_VARIABLE)
        os.environ[wiring.CONFIG_VARIABLE] = str(self.config)
        try:
            yield
        finally:
            if before is None:
                del os.environ[wiring.CONFIG_VARIABLE]
            else:
                os.environ[wiring.CONFIG_VARIABLE] = before


def verdicts(found: Verification) -> dict[str, Verdict]:
    """The worst verdict of each duty."""
    return {duty: worst([check for check in found.checks if check.name == duty]) for duty in DUTIES}


def mail(name: str, body: str = "We agree.\n", attachment: bytes = b"", ident: str = "") -> bytes:
    """A small mail; its Message-ID follows from its name unless one is given."""
    message = EmailMessage()
    message["From"], message["To"] = "Chen Wei <wei@factory.example>", "Anna Berg <anna@importer.example>"
    message["Date"], message["Subject"] = "Mon, 02 Mar 2026 10:00:00 +0100", f"Order 4711 {name}"
    message["Message-ID"] = f"<{ident or name}@factory.example>"
    message.set_content(body)
    if attachment:
        message.add_attachment(attachment, maintype="application", subtype="pdf", filename="invoice.pdf")
        message.set_boundary(f"boundary-{name}")
    return message.as_bytes()


def mbox(*mails: bytes) -> bytes:
    return b"".join(b"From wei@factory.example Mon Mar  2 10:00:00 2026\n" + each + b"\n" for each in mails)


def emlx(content: bytes) -> bytes:
    return b"%d\n" % len(content) + content + b'<?xml version="1.0"?>\n<plist version="1.0"><dict/></plist>\n'


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def entries_of(vault: Path) -> list[bytes]:
    """The raw entries of a vault's log."""
    _, size, _ = second_log.claimed((vault / "log/checkpoint").read_bytes())
    return list(second_log.read_entries(vault / "log", size))


def parsed(entries: list[bytes]) -> list[dict[str, Any]]:
    return [json.loads(entry) for entry in entries]


def encoded(entry: dict[str, Any]) -> bytes:
    return json.dumps(second_form._ordered(entry), ensure_ascii=False, separators=(",", ":")).encode()


def write_log(vault: Path, entries: list[bytes], signer: note.SignerKey | None) -> None:
    """The log holds just these entries; its checkpoint is signed anew where there is a key to sign with."""
    signed = (vault / "log/checkpoint").read_bytes()
    shutil.rmtree(vault / "log")
    for name, content in second_log.expected_tiles(entries):
        (vault / "log" / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / "log" / name).write_bytes(content)
    if signer:
        leaves = [second_log.leaf(entry) for entry in entries]
        origin = second_log.claimed(signed)[0]
        signed = sign(Checkpoint(origin, len(entries), second_log.root(leaves)), [signer]).encode()
    (vault / "log/checkpoint").write_bytes(signed)
