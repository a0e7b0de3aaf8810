"""What servers add to a message on its way: Received fields, a DKIM signature, the mailbox's own fields."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from mailbox_letter import Letter, digest

CRLF = b"\r\n"
SIGNED_FIELDS = ("from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "mime-version", "content-type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The servers between a sender's program and the mailbox: names and clocks' zones."""

    client_host: str
    outgoing: str
    """The last server on the sender's side, as `host [address]`."""
    outgoing_zone: timedelta
    incoming: str
    incoming_zone: timedelta
    seconds: int = 6
    """From the author's Send to the mailbox."""


def deliver(message: bytes, route: Route, letter: Letter, recipient: str, *, results: str = "") -> bytes:
    """The message as it lies in the recipient's mailbox: return path, two Received fields, results.

    The servers' clocks are right; a wrong clock of the author touches only the Date field.
    """
    tag = digest(letter.key, recipient, "queue").upper()
    sent = letter.at + timedelta(seconds=1 + int(tag[:2], 16) % 4)
    arrived = sent + timedelta(seconds=route.seconds)
    host, _, ip = route.outgoing.partition(" ")
    lines = [
        f"Return-Path: <{'' if letter.sender.address.startswith('MAILER-DAEMON') else letter.sender.address}>",
        f"Delivered-To: {recipient}",
        (
            f"Received: from {host} ({host} {ip})\r\n\tby {route.incoming} (Postfix) with ESMTPS id {tag[:11]}\r\n"
            f"\tfor <{recipient}>; {_stamp(arrived, route.incoming_zone)}"
        ),
    ]
    if results:
        lines.append(f"Authentication-Results: {route.incoming};\r\n\t{results}")
    inner = digest(letter.key, "first hop").upper()
    lines.append(
        f"Received: from {route.client_host}\r\n\tby {host} with ESMTPSA id {inner[:12]};"
        f"\r\n\t{_stamp(sent, route.outgoing_zone)}"
    )
    return "\r\n".join(lines).encode() + CRLF + message


def _stamp(at: datetime, zone: timedelta) -> str:
    moved = at.astimezone(UTC) + zone
    sign = "-" if zone < timedelta(0) else "+"
    minutes = int(abs(zone.total_seconds()) // 60)
    return f"{moved.strftime('%a, %d %b %Y %H:%M:%S')} {sign}{minutes // 60:02}{minutes % 60:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A test key of a domain: DKIM's selector and the private half in PEM."""

    domain: str
    selector: str
    private: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey

    @classmethod
    def read(cls, path: Path, *, domain: str, selector: str) -> "SigningKey":
        """The key that the PEM file at `path` holds."""
        private = serialization.load_pem_private_key(path.read_bytes(), None)
        if not isinstance(private, rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey):
            raise ValueError(f"{path.name}: neither an RSA nor an Ed25519 key; expected one of these")
        return cls(domain=domain, selector=selector, private=private)

    @property
    def algorithm(self) -> str:
        """The DKIM name of the signature algorithm (RFC 6376 3.3, RFC 8463 3)."""
        return "rsa-sha256" if isinstance(self.private, rsa.RSAPrivateKey) else "ed25519-sha256"

    @property
    def name(self) -> str:
        """The DNS name at which the public half is published."""
        return f"{self.selector}._domainkey.{self.domain}"

    def record(self) -> str:
        """The TXT record that publishes the public half (RFC 6376 3.6.1, RFC 8463 4)."""
        encoding, form = serialization.Encoding, serialization.PublicFormat
        public = self.private.public_key()
        if isinstance(public, rsa.RSAPublicKey):
            raw = public.public_bytes(encoding.DER, form.SubjectPublicKeyInfo)
            return f"v=DKIM1; k=rsa; p={base64.b64encode(raw).decode()}"
        raw = public.public_bytes(encoding.Raw, form.Raw)
        return f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode()}"

    def signature(self, signed: bytes) -> bytes:
        """The signature over the canonical header fields; deterministic for both algorithms."""
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign(hashlib.sha256(signed).digest())


def sign(message: bytes, key: SigningKey, at: datetime) -> bytes:
    """The message with a DKIM-Signature in front, canonicalised relaxed/relaxed (RFC 6376 3.4)."""
    head, _, body = message.partition(CRLF + CRLF)
    fields = _relaxed_fields(head)
    names = [name for name in SIGNED_FIELDS if name in fields]
    body_hash = base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest()).decode()
    value = (
        f"v=1; a={key.algorithm}; c=relaxed/relaxed; d={key.domain};\r\n\ts={key.selector}; "
        f"t={int(at.timestamp())}; h={':'.join(names)};\r\n\tbh={body_hash};\r\n\tb="
    )
    signed = CRLF.join(fields[name] for name in names) + CRLF + _relaxed_field("DKIM-Signature", value)
    encoded = base64.b64encode(key.signature(signed)).decode()
    folded = "\r\n\t ".join(encoded[i : i + 72] for i in range(0, len(encoded), 72))
    return f"DKIM-Signature: {value}{folded}".encode() + CRLF + message


def _relaxed_field(name: str, value: str) -> bytes:
    shrunk = re.sub(r"[ \t]+", " ", value.replace("\r\n", "")).strip()
    return f"{name.lower()}:{shrunk}".encode("utf-8", "surrogateescape")


def _relaxed_fields(head: bytes) -> dict[str, bytes]:
    """The last field of each name, in relaxed form, as a verifier picks them from the bottom up."""
    unfolded = re.sub(rb"\r\n(?=[ \t])", b"", head).decode("utf-8", "surrogateescape")
    pairs = (line.partition(":") for line in unfolded.split("\r\n"))
    return {name.lower(): _relaxed_field(name, value) for name, _, value in pairs}


def _relaxed_body(body: bytes) -> bytes:
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(CRLF)]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + CRLF for line in lines)
