"""What goes wrong with letters in life: faults of a program before signing, damage on the way after it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from mailbox import Letter, digest, message_id

Fault = Callable[[bytes, Letter], bytes]


def report_body(letter: Letter, kind: str) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Header fields and body of a delivery status (RFC 3464) or a disposition notification (RFC 8098)."""
    if letter.reply is None:
        raise ValueError(f"letter {letter.key}: a report needs the letter that it is about")
    about = letter.reply
    boundary = f"{digest(letter.key, 'report')[:16]}/mx1.chertezh-slovo.example"
    reports = {
        "dsn": (
            "delivery-status",
            (
                "Reporting-MTA: dns; mx1.chertezh-slovo.example\r\n\r\n"
                "Final-Recipient: rfc822; buh@teplokontur.example\r\nAction: failed\r\nStatus: 4.2.2\r\n"
                "Remote-MTA: dns; mx.teplokontur.example\r\nDiagnostic-Code: smtp; 452 4.2.2 mailbox full\r\n"
            ),
        ),
        "mdn": (
            "disposition-notification",
            (
                "Reporting-UA: Microsoft Outlook 16.0\r\nFinal-Recipient: rfc822;buh@teplokontur.example\r\n"
                f"Original-Message-ID: {message_id(about)}\r\n"
                "Disposition: manual-action/MDN-sent-automatically; displayed\r\n"
            ),
        ),
    }
    report_type, status = reports[kind]
    text = letter.text.replace("\n", "\r\n")
    parts = (
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n",
        f"Content-Type: message/{report_type}\r\n\r\n{status}",
        (
            f"Content-Type: text/rfc822-headers\r\n\r\nFrom: <{about.sender.address}>\r\n"
            f"Message-ID: {message_id(about)}\r\nDate: {about.at:%a, %d %b %Y %H:%M:%S %z}\r\n"
        ),
    )
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"
    kind_field = f'multipart/report; report-type={report_type};\r\n\tboundary="{boundary}"'
    return (("Content-Type", kind_field), ("Auto-Submitted", "auto-replied")), body.encode()


def _without_boundary(message: bytes, _: Letter) -> bytes:
    return re.sub(rb'(Content-Type: multipart/mixed);\r\n\tboundary="[^"]+"', rb"\1", message, count=1)


def _names_in(codec: str) -> Fault:
    def fault(message: bytes, letter: Letter) -> bytes:
        for file in letter.attachments:
            message = message.replace(file.name.encode(), file.name.encode(codec, "replace"))
        return message

    return fault


def _nested_in_clear(message: bytes, letter: Letter) -> bytes:
    """RFC 2046 5.2.1 allows no base64 around message/rfc822."""
    for file in letter.attachments:
        raw = file.content
        lines = b"".join(base64.b64encode(raw[i : i + 57]) + b"\r\n" for i in range(0, len(raw), 57))
        message = message.replace(lines, raw)
    head, part, rest = message.partition(b"Content-Type: message/rfc822")
    return head + part + rest.replace(b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: 8bit", 1)


def _broken_base64(message: bytes, _: Letter) -> bytes:
    head, part, rest = message.partition(b"Content-Type: application/pdf")
    lines = rest.split(b"\r\n")
    start = lines.index(b"") + 1
    lines[start + 40] = lines[start + 40][:-7] + b"!!\xa0"
    del lines[start + 90 : start + 94]
    return head + part + b"\r\n".join(lines)


def _gateway_footer(message: bytes, letter: Letter) -> bytes:
    footer = "\n--\nПроверено шлюзом: вирусов не найдено.\n".replace("\n", "\r\n")
    return message + footer.encode(letter.charset)


def _tagged(message: bytes, _: Letter) -> bytes:
    return message.replace(b"\r\nSubject: ", b"\r\nSubject: [EXT] ", 1)


BEFORE_SIGNING: Mapping[str, Fault] = {
    "missing-boundary": _without_boundary,
    "name-koi8-raw": _names_in("koi8-r"),
    "name-1251-raw": _names_in("windows-1251"),
    "nested": _nested_in_clear,
}
AFTER_SIGNING: Mapping[str, Fault] = {
    "broken-base64": _broken_base64,
    "gateway-footer": _gateway_footer,
    "tagged": _tagged,
}
