"""Containers that keep many messages: mbox, Apple Mail's files, zip archives."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

CRLF = b"\r\n"


def as_lf(message: bytes) -> bytes:
    """The message with LF line ends, as Maildir, mbox and Apple Mail keep it."""
    return message.replace(CRLF, b"\n")


def mbox(messages: Iterable[tuple[str, datetime, bytes]]) -> bytes:
    """An mboxrd file of (envelope sender, time of delivery, message) in the order given."""
    out = bytearray()
    for sender, at, message in messages:
        out += f"From {sender} {at.astimezone(UTC).strftime('%a %b %e %H:%M:%S %Y')}\n".encode()
        escaped = re.sub(rb"(?m)^(>*From )", rb">\1", as_lf(message))
        out += escaped if escaped.endswith(b"\n") else escaped + b"\n"
        out += b"\n"
    return bytes(out)


def emlx(message: bytes, received: datetime, *, flags: int = 8590195713, remote_id: str = "1") -> bytes:
    """The message as Apple Mail keeps it: a byte count, the message, a property list."""
    text = as_lf(message)
    plist = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN"'
        ' "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n<dict>\n'
        f"\t<key>date-received</key>\n\t<integer>{int(received.timestamp())}</integer>\n"
        f"\t<key>flags</key>\n\t<integer>{flags}</integer>\n"
        f"\t<key>remote-id</key>\n\t<string>{remote_id}</string>\n</dict>\n</plist>\n"
    )
    return f"{len(text):<10}\n".encode() + text + plist.encode()


def stored_zip(files: Iterable[tuple[str, bytes]], at: datetime) -> bytes:
    """A zip without compression, so that its bytes depend on no library's version; all stamped `at`."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return sink.getvalue()
