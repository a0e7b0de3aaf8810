"""Real proof folders for tests: a log in memory, mails signed with test keys, timestamps by an openssl authority."""

from __future__ import annotations

import base64
import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import dkim
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from tallystick.bundle import (
    ProofMaterial,
    ProvedEntry,
    SinglePart,
    Timestamp,
    WholeOriginal,
    folder_files,
)
from tallystick.model import canonical
from tallystick.seal import checkpoint, merkle, note, part, proof, timestamp

ROOT = Path(__file__).resolve().parents[3]
ORIGIN = "vault.example/importer"
KEPT_AT = "2026-03-05T09:15:27.000001Z"
SEED = bytes(range(32))
PDF = b"%PDF-1.4\n" + bytes(range(256)) * 4 + b"\n%%EOF\n"


def load_script(name: str, path: Path) -> ModuleType:
    """A module from a file outside any package."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


test_authority = load_script("tally_test_authority", ROOT / "tools" / "test_authority.py")


def plain_mail(subject: str = "Bank details for order 4711") -> bytes:
    """A mail with a text and a PDF, CRLF line ends."""
    attachment = base64.encodebytes(PDF).replace(b"\n", b"\r\n")
    return (
        b"From: Li Wei <li.wei@supplier.example>\r\nTo: Anna <anna@importer.example>\r\n"
        b"Subject: " + subject.encode() + b"\r\nDate: Thu, 05 Mar 2026 10:15:00 +0100\r\n"
        b"Message-ID: <1@supplier.example>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b1"\r\n\r\n'
        b"--b1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe secret price is 12,400 USD.\r\n"
        b'--b1\r\nContent-Type: application/pdf; name="invoice.pdf"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + attachment + b"--b1--\r\n"
    )


def part_spans(mail: bytes) -> list[part.Span]:
    """The two parts of `plain_mail`, as docs/format.md numbers them."""
    first = mail.index(b"--b1\r\n") + 6
    second = mail.index(b"--b1\r\n", first) + 6
    end = mail.index(b"\r\n--b1--")
    return [("1", first, second - 8 - first), ("2", second, end - second)]


@dataclass
class DkimKey:
    """A test key and its published record."""

    selector: bytes
    private: bytes
    record: str
    algorithm: bytes

    def sign(self, mail: bytes, **options: object) -> bytes:
        """The mail with a signature line of supplier.example on top."""
        domain = b"supplier.example"
        if self.algorithm == b"ed25519-sha256":
            return self._sign_ed25519(mail)
        line = dkim.sign(mail, self.selector, domain, self.private, signature_algorithm=self.algorithm, **options)
        return bytes(line) + mail

    def _sign_ed25519(self, mail: bytes) -> bytes:
        # dkimpy signs so only with a library that is not otherwise needed.
        header, _, body = mail.partition(b"\r\n\r\n")
        body_hash = base64.b64encode(sha256(body.rstrip(b"\r\n") + b"\r\n").digest())
        line = b"DKIM-Signature: v=1; a=ed25519-sha256; c=simple/simple; d=supplier.example; "
        line += b"s=%s; h=From:Subject; bh=%s; b=" % (self.selector, body_hash)
        fields = [field + b"\r\n" for field in header.split(b"\r\n") if field.startswith((b"From:", b"Subject:"))]
        key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(self.private))
        return line + base64.b64encode(key.sign(sha256(b"".join(fields) + line).digest())) + b"\r\n" + mail


def rsa_dkim_key(bits: int = 2048, selector: bytes = b"s1") -> DkimKey:
    key = generate_private_key(65537, bits)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return DkimKey(selector, private, f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}", b"rsa-sha256")


def ed25519_dkim_key(selector: bytes = b"s2") -> DkimKey:
    key = Ed25519PrivateKey.generate()
    private = base64.b64encode(key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
    public = base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    return DkimKey(selector, private, f"v=DKIM1; k=ed25519; p={public}", b"ed25519-sha256")


@dataclass
class Log:
    """A log in memory, signed with a test key that may be rotated."""

    key: note.SignerKey = field(default_factory=lambda: note.SignerKey(ORIGIN, bytes(range(32))))
    entries: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.entries:
            self.add("vault", format=1, key=str(self.key.verifier), origin=ORIGIN, sheet="0" * 64)

    def add(self, kind: str, time: str = KEPT_AT, **members: object) -> int:
        nonce = sha256(f"nonce {len(self.entries)}".encode()).hexdigest()[:32]
        entry = {"actor": "anna@laptop", "kind": kind, "nonce": nonce, "time": time, **members}
        self.entries.append(canonical.encode(entry))
        return len(self.entries) - 1

    def keep(self, mail: bytes, time: str = KEPT_AT, locator: str = "inbox/17.eml") -> int:
        """The index of a `kept` entry for these bytes."""
        return self.add(
            "kept", time, sha256=sha256(mail).hexdigest(), size=len(mail), type="message/rfc822",
            pack="2026/x.warc.gz", offset=7, length=9, crc32="00000000", seed=sha256(SEED).hexdigest(),
            source={"kind": "file", "locator": locator},
        )  # fmt: skip

    def keep_parts(self, mail: bytes, spans: list[part.Span], locator: str = "inbox/17.eml") -> int:
        """The index of the `parts` entry for these bytes, their `kept` entry just before."""
        self.keep(mail, locator=locator)
        return self.add("parts", count=len(spans), root=part.parts_root(SEED, mail, spans).hex())

    def dkim_key(self, key: DkimKey, status: str = "found") -> int:
        answer = key.record if status == "found" else ""
        return self.add(
            "dkim-key", domain="supplier.example", selector=key.selector.decode(), answer=answer, status=status,
            resolver="192.0.2.1", authentic=False,
        )  # fmt: skip

    def rotate(self, new: note.SignerKey) -> int:
        old_text, new_text = str(self.key.verifier), str(new.verifier)
        signed = note.sign(f"tallystick key rotation\n{old_text}\n{new_text}\n", [self.key]).encode().decode()
        index = self.add("rotated", old=old_text, new=new_text, signature=signed, sheet="0" * 64)
        self.key = new
        return index

    def fill(self, count: int) -> None:
        for number in range(count):
            self.add("met", sha256=sha256(b"%d" % number).hexdigest(), source={"kind": "file", "locator": "x"})

    def checkpoint(self, size: int | None = None) -> bytes:
        size = len(self.entries) if size is None else size
        root = merkle.root([merkle.leaf_hash(entry) for entry in self.entries[:size]])
        return checkpoint.sign(checkpoint.Checkpoint(ORIGIN, size, root), [self.key]).encode()

    def prove(self, index: int, signed: bytes) -> ProvedEntry:
        """The entry and its proof to a checkpoint of this log."""
        size = checkpoint.parse(signed).checkpoint.size
        leaves = [merkle.leaf_hash(entry) for entry in self.entries[:size]]
        path = tuple(merkle.inclusion_proof(index, size, merkle.hash_reader(leaves)))
        return ProvedEntry(entry=self.entries[index], proof=proof.TlogProof(index, path, signed).encode())

    def stamped(self, authority: object, index: int, size: int | None = None, name: str = "test-tsa") -> Timestamp:
        """A timestamp by the authority over a checkpoint of this log."""
        signed = self.checkpoint(size)
        return stamped(authority, signed, self.prove(index, signed).proof, name)


def stamped(authority: object, signed: bytes, proved: bytes, name: str = "test-tsa") -> Timestamp:
    reply = authority.reply(timestamp.request(signed, 7))  # type: ignore[attr-defined]
    pem = (authority.folder / "chain.pem").read_bytes()  # type: ignore[attr-defined]
    stated = timestamp.parse(reply).time
    return Timestamp(authority=name, checkpoint=signed, proof=proved, reply=reply, certificates=pem, stated=stated)


def whole(log: Log, index: int, mail: bytes, **more: Any) -> ProofMaterial:
    """The material of a proof of this mail, to the newest checkpoint of the log."""
    signed = log.checkpoint()
    shown = WholeOriginal(
        sha256=sha256(mail).hexdigest(), size=len(mail), media_type="message/rfc822", subject="Bank details"
    )
    return ProofMaterial(
        event=log.prove(index, signed), vkey=str(log.key.verifier), shown=shown,
        made=datetime(2026, 11, 22, 18, 0, tzinfo=UTC), program="tallystick 0.1.0", **more,
    )  # fmt: skip


def single_part(
    log: Log, index: int, mail: bytes, path: str, spans: list[part.Span] | None = None, **more: Any
) -> ProofMaterial:
    """The material of a proof of one part of this mail, by its `parts` entry."""
    spans = spans or part_spans(mail)
    _, start, length = next(span for span in spans if span[0] == path)
    shown = SinglePart(
        raw=mail[start : start + length], proof=part.prove_part(SEED, mail, spans, path),
        media_type="application/pdf", name="invoice.pdf",
    )  # fmt: skip
    return ProofMaterial(
        event=log.prove(index, log.checkpoint()), vkey=str(log.key.verifier), shown=shown,
        made=datetime(2026, 11, 22, 18, 0, tzinfo=UTC), program="tallystick 0.1.0", **more,
    )  # fmt: skip


def write(folder: Path, material: ProofMaterial, mail: bytes = b"") -> Path:
    """The folder, written as the service writes it."""
    folder.mkdir(parents=True)
    if isinstance(material.shown, WholeOriginal):
        (folder / material.shown.name).write_bytes(mail)
    for name, content in folder_files(material):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def rewrite_manifest(folder: Path) -> None:
    """What an attacker does who changes a file: the manifest agrees again."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    listed = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != "manifest.json":
            listed[name] = {"sha256": sha256(path.read_bytes()).hexdigest(), "size": path.stat().st_size}
    (folder / "manifest.json").write_bytes(canonical.encode({**manifest, "files": listed}))


def verify(folder: Path, *words: str) -> tuple[int, dict[str, object]]:
    """The exit code and the report of the folder's own verify.py, run alone: no site packages, no environment."""
    command = [sys.executable, "-I", "-S", "-B", str(folder / "verify.py"), "--json", *words]
    done = subprocess.run(command, capture_output=True, timeout=60)
    assert not done.stderr, done.stderr.decode()
    return done.returncode, json.loads(done.stdout)


def verdicts(report: dict[str, object]) -> dict[str, str]:
    """The worst verdict of each duty."""
    order = ("PASS", "NOT_CHECKED", "FAIL")
    found: dict[str, str] = {}
    for finding in report["findings"]:  # type: ignore[attr-defined]
        worst = max(found.get(finding["duty"], "PASS"), finding["verdict"], key=order.index)
        found[finding["duty"]] = worst
    return found


def full_folder(folder: Path, authority: object) -> tuple[Path, bytes]:
    """A folder with everything in it: two DKIM keys, a rotation, a timestamp under each key, roots."""
    keys = [rsa_dkim_key(), ed25519_dkim_key()]
    mail = keys[1].sign(keys[0].sign(plain_mail()))
    log = Log()
    log.fill(3)
    index = log.keep(mail)
    log.fill(2)
    first = log.stamped(authority, index)
    rotated = log.rotate(note.SignerKey(ORIGIN, bytes(32)))
    kept_keys = [log.dkim_key(key) for key in keys]
    log.fill(4)
    second = log.stamped(authority, index, name="other-tsa")
    signed = log.checkpoint()
    material = whole(
        log, index, mail, timestamps=(first, second), rotations=(log.prove(rotated, signed),),
        dkim_keys=tuple(log.prove(number, signed) for number in kept_keys),
        roots=(("test-tsa", (authority.folder / "root.pem").read_bytes()),),  # type: ignore[attr-defined]
    )  # fmt: skip
    return write(folder, material, mail), mail


def tomorrow() -> str:
    return (datetime.now(tz=UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
