"""The composing code of the sample deals in one place: letters, quoting, transport, carriers, attachments."""

from mailbox_attachment import pdf, picture, workbook
from mailbox_carrier import as_lf, emlx, mbox, stored_zip
from mailbox_letter import (
    CLIENTS,
    CRLF,
    Attachment,
    Letter,
    Person,
    compose,
    digest,
    encoded_words,
    full_text,
    message_id,
    references,
)
from mailbox_quoting import STYLES, Quoted, quoted_html, quoted_text
from mailbox_transport import Route, SigningKey, deliver, sign

__all__ = [
    "CLIENTS",
    "CRLF",
    "STYLES",
    "Attachment",
    "Letter",
    "Person",
    "Quoted",
    "Route",
    "SigningKey",
    "as_lf",
    "compose",
    "deliver",
    "digest",
    "emlx",
    "encoded_words",
    "full_text",
    "mbox",
    "message_id",
    "pdf",
    "picture",
    "quoted_html",
    "quoted_text",
    "references",
    "sign",
    "stored_zip",
    "workbook",
]
