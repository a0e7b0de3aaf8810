"""A letter as a draft of a mail: a person opens, reads and sends it; nothing here can."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from tallystick.letters.letter import Letter
from tallystick.letters.plain import one_line, plain

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\Z")


def mail(letter: Letter, time: datetime) -> bytes:
    """An .eml file (RFC 5322, UTF-8) that mail programs open as a draft. It has no Bcc, and the same bytes each time.

    Only what is an address without doubt stands in From and To. Raises ValueError for a time without a zone.
    """
    if time.tzinfo is None:
        raise ValueError("the time of the draft has no zone")
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Date"] = format_datetime(time)
    if is_address(letter.sender):
        message["From"] = letter.sender
    recipients = [each for each in letter.recipients if is_address(each)]
    if recipients:
        message["To"] = ", ".join(recipients)
    message["Subject"] = one_line(letter.title)
    message.set_content(plain(letter), charset="utf-8", cte="base64")
    return message.as_bytes()


def is_address(text: str) -> bool:
    """Whether it is a mail address that can end no header and hide no second one."""
    return len(text) <= 254 and _ADDRESS.match(text) is not None
