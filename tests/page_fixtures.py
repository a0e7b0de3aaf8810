"""Saved pages made for tests: MHTML, WARC, WACZ signed with keys of our own, and HAR.

Run as a script it writes the files in tests/golden/formats; the keys are made anew each time, and thrown away.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

GOLDEN = Path(__file__).parent / "golden" / "formats"
URL = "https://complaint.example.com/case/detail.htm?disputeId=5500112233&ctoken=do-not-show"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SOFTWARE = "ArchiveWeb.page 0.11.3"


def case_page() -> bytes:
    """The Complaint Center page that all carriers here carry."""
    return (GOLDEN / "html" / "complaint-en.html").read_bytes()


def mhtml(page: bytes | None = None, url: str = URL, extra: str = "") -> bytes:
    """A page as Chrome saves it: CRLF, quoted-printable HTML, base64 pictures, a style sheet and a frame."""
    import quopri

    boundary = "----MultipartBoundary--k3J9pQ--"
    frame = b"<html><head><title>Evidence</title></head><body><p>Photo 1 of 12</p></body></html>"
    head = [
        "From: <Saved by Blink>",
        f"Snapshot-Content-Location: {url}",
        "Subject: =?utf-8?Q?Complaint=20details=20=E7=BA=A0=E7=BA=B7?=",
        "Date: Thu, 21 May 2026 09:15:02 +0800",
        "MIME-Version: 1.0",
        "Content-Type: multipart/related;",
        '\ttype="text/html";',
        f'\tboundary="{boundary}"',
        "",
        extra,
    ]
    parts = [
        ("text/html", "quoted-printable", url, "<frame-1@mhtml.blink>", quopri.encodestring(page or case_page())),
        ("text/html", "quoted-printable", "", "<frame-2@mhtml.blink>", quopri.encodestring(frame)),
        ("image/png", "base64", "https://img.example.com/a/lamp.png?sign=hush", "", base64.encodebytes(PNG)),
        ("text/css", "quoted-printable", "cid:css-1@mhtml.blink", "", b"p { color: red }"),
    ]
    out = "\r\n".join(head).encode()
    for media_type, encoding, location, content_id, body in parts:
        out += f"\r\n--{boundary}\r\nContent-Type: {media_type}\r\n".encode()
        out += f"Content-ID: {content_id}\r\n".encode() if content_id else b""
        out += f"Content-Transfer-Encoding: {encoding}\r\n".encode()
        out += f"Content-Location: {location}\r\n".encode() if location else b""
        out += b"\r\n" + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return out + f"\r\n--{boundary}--\r\n".encode()


def digest(content: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def record(kind: str, block: bytes, url: str = "", **fields: str) -> bytes:
    """One WARC 1.1 record."""
    lines = ["WARC/1.1", f"WARC-Type: {kind}", "WARC-Date: 2026-05-21T01:15:02Z"]
    lines += [f"WARC-Target-URI: {url}"] if url else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    lines += [f"Content-Length: {len(block)}", "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def response(content: bytes, media_type: str, url: str, *more: str) -> bytes:
    """A response record with its digests."""
    head = "\r\n".join(["HTTP/1.1 200 OK", f"Content-Type: {media_type}", *more, "", ""]).encode()
    block = head + content
    stated = {"WARC_Payload_Digest": digest(content), "WARC_Block_Digest": digest(block)}
    return record("response", block, url, Content_Type="application/http; msgtype=response", **stated)


def warc_records() -> list[bytes]:
    return [
        record("warcinfo", b"software: " + SOFTWARE.encode() + b"\r\nformat: WARC File Format 1.1\r\n"),
        response(case_page(), "text/html; charset=utf-8", URL, "Set-Cookie: cookie2=do-not-show"),
        record("request", b"GET / HTTP/1.1\r\nCookie: cookie2=do-not-show\r\n\r\n", URL),
        response(PNG, "image/png", "https://img.example.com/a/lamp.png?sign=hush"),
        response(b"p{}", "text/css", "https://img.example.com/a.css"),
    ]


def warc_gz(records: list[bytes] | None = None) -> bytes:
    return b"".join(gzip.compress(one, mtime=0) for one in records or warc_records())


def own_signature(stated: str, key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """What a browser extension writes: P-384, the signature as r and s."""
    r, s = decode_dss_signature(key.sign(stated.encode(), ec.ECDSA(hashes.SHA256())))
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    raw = r.to_bytes(48, "big") + s.to_bytes(48, "big")
    return {
        "hash": stated,
        "signature": base64.b64encode(raw).decode(),
        "publicKey": base64.b64encode(spki).decode(),
        "created": "2026-05-21T01:16:00Z",
        "software": SOFTWARE,
    }


def domain_certificate(
    key: ec.EllipticCurvePrivateKey, domain: str, since: datetime, ca_key: ec.EllipticCurvePrivateKey
) -> str:
    """The PEM of a domain's certificate and of the authority that signed it."""
    authority = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test Authority")])
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, domain)])
    chain = []
    for name, public in ((subject, key.public_key()), (authority, ca_key.public_key())):
        builder = x509.CertificateBuilder(
            issuer_name=authority, subject_name=name, public_key=public, serial_number=x509.random_serial_number(),
            not_valid_before=since, not_valid_after=since + timedelta(days=90),
        )  # fmt: skip
        chain.append(builder.sign(ca_key, hashes.SHA256()).public_bytes(Encoding.PEM).decode())
    return "".join(chain)


def wacz(signed: Any = None, tampered: bool = False, unlisted: bool = False) -> bytes:
    """A WACZ; `signed` makes the signedData of a digest, None signs with a new key, False not at all."""
    archive = warc_gz()
    pages = '{"format":"json-pages-1.0","id":"pages","title":"All Pages"}\n' + json.dumps(
        {"url": URL, "ts": "2026-05-21T01:15:02Z", "title": "Complaint details"}
    )
    members = {"archive/data.warc.gz": archive, "pages/pages.jsonl": pages.encode(), "indexes/index.cdx": b"x\n"}
    resources = [
        {
            "name": path.rpartition("/")[2],
            "path": path,
            "hash": "sha256:" + hashlib.sha256(one).hexdigest(),
            "bytes": len(one),
        }
        for path, one in members.items()
    ]
    package = {"profile": "data-package", "wacz_version": "1.1.1", "software": SOFTWARE, "resources": resources}
    datapackage = json.dumps(package, indent=2).encode()
    stated = "sha256:" + hashlib.sha256(datapackage).hexdigest()
    signature = (
        own_signature(stated, ec.generate_private_key(ec.SECP384R1())) if signed is None else signed and signed(stated)
    )
    outer = {"path": "datapackage.json", "hash": stated, **({"signedData": signature} if signature else {})}
    if tampered:
        members["archive/data.warc.gz"] = warc_gz([*warc_records()[:1], response(b"<html>x</html>", "text/html", URL)])
    if unlisted:
        members["archive/more.warc.gz"] = warc_gz(warc_records()[:1])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for path, content in {
            "datapackage.json": datapackage, **members, "datapackage-digest.json": json.dumps(outer).encode(),
        }.items():  # fmt: skip
            opened.writestr(zipfile.ZipInfo(path, (2026, 5, 21, 1, 16, 0)), content)
    return out.getvalue()


def har() -> dict[str, Any]:
    """What a browser's network tools save, with the secrets that they save too."""

    def entry(url: str, media_type: str, status: int = 200, **content: Any) -> dict[str, Any]:
        return {
            "startedDateTime": "2026-05-21T09:15:02.123+08:00",
            "time": 12,
            "request": {
                "method": "GET",
                "url": url,
                "headers": [{"name": "Cookie", "value": "cookie2=do-not-show"}],
                "cookies": [{"name": "cookie2", "value": "do-not-show"}],
            },
            "response": {"status": status, "headers": [], "content": {"size": 1, "mimeType": media_type, **content}},
        }

    page = case_page().decode()
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "WebInspector", "version": "537.36"},
            "pages": [],
            "entries": [
                entry(URL, "text/html", text=page),
                entry("https://order.example.com/empty.htm", "text/html"),
                entry(
                    "https://img.example.com/lamp.png?sign=hush",
                    "image/png",
                    text=base64.b64encode(PNG).decode(),
                    encoding="base64",
                ),
                entry("https://img.example.com/a.js", "application/javascript", text="x"),
                {"startedDateTime": "2026-05-21T09:15:02.123+08:00"},
            ],
        }
    }


def main() -> None:
    """Write the golden files."""
    good = mhtml()
    files = {
        "mhtml/chrome.mhtml": good,
        "mhtml/cut.mhtml": good[: len(good) * 2 // 3],
        "warc/case.warc": b"".join(warc_records()),
        "warc/case.warc.gz": warc_gz(),
        "warc/cut.warc.gz": warc_gz()[:-150],
        "warc/broken.warc": warc_records()[0] + b"no record\r\n" + b"".join(warc_records()[1:3]),
        "wacz/signed.wacz": wacz(),
        "wacz/unsigned.wacz": wacz(signed=False),
        "wacz/tampered.wacz": wacz(tampered=True),
        "har/case.har": json.dumps(har(), indent=2).encode(),
        "har/damaged.har": b'{"log": {"version": "1.2", "creator": {"name": "x"}, "entries": [{"request": 1}, 7, {}]}}',
    }
    for path, content in files.items():
        (GOLDEN / path).write_bytes(content)


if __name__ == "__main__":
    main()
