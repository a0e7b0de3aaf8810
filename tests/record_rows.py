"""The rows that one mail gives to the record."""

from __future__ import annotations

from tallystick.model.message import Message
from tallystick.record.entry.mails import put_mail
from tallystick.record.entry.sheaf import Sheaf
from tallystick.record.rows import Rows


def mail_rows(message: Message, languages: tuple[str, ...] = ()) -> Rows:
    """All rows of a mail that is an original of its own."""
    sheaf = Sheaf("00" * 32)
    put_mail(sheaf, message, languages)
    sheaf.problems(message.problems)
    return sheaf.take()[0]
