"""Originals read: what each says, as rows of the record and as documents of the search index."""

from tallystick.services.reading.eyes import Eyes
from tallystick.services.reading.mail import body_of, carried_checkpoints, mail_span, message_of
from tallystick.services.reading.original import (
    LARGEST_IN_MEMORY,
    Indexed,
    read_large,
    read_original,
    reader_died,
    unread,
)

__all__ = [
    "LARGEST_IN_MEMORY",
    "Eyes",
    "Indexed",
    "body_of",
    "carried_checkpoints",
    "mail_span",
    "message_of",
    "read_large",
    "read_original",
    "reader_died",
    "unread",
]
