"""The tables of the record. Every row hangs on the log index of the original it was read from."""

from __future__ import annotations

from django.db import models


class Original(models.Model):
    """One kept original: where it came from and where it was found. `sha256` is hex."""

    log_index = models.BigIntegerField(primary_key=True)
    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.BigIntegerField()
    media_type = models.TextField()
    kept_at = models.DateTimeField()
    source_kind = models.TextField()
    locator = models.TextField()
    modified = models.TextField()
    container_sha256 = models.TextField()
    container_path = models.TextField()
    run = models.TextField()


class FromOriginal(models.Model):
    """What was read from an original, in its place there: `position` counts from 0 within one original."""

    original = models.ForeignKey(Original, models.CASCADE, db_column="log_index")
    position = models.IntegerField()

    class Meta:
        abstract = True


class Sighting(FromOriginal):
    """A kept original that was offered again elsewhere; `position` is the log index of the `met` event."""

    source_kind = models.TextField()
    locator = models.TextField()
    container_sha256 = models.TextField()
    container_path = models.TextField()


class Message(FromOriginal):
    """One mail; nested ones have a position after the outermost. `sent_at` is UTC, its zone in minutes or null."""

    message_id = models.TextField(db_index=True)
    subject = models.TextField()
    sent_at = models.DateTimeField(null=True, db_index=True)
    zone_minutes = models.IntegerField(null=True)
    sent_source = models.TextField()
    languages = models.TextField()
    protection = models.TextField()
    content_sha256 = models.TextField()


class Mailbox(FromOriginal):
    """One address in one header of a mail; `role` is from, sender, reply-to, to, cc or bcc."""

    role = models.TextField()
    name = models.TextField()
    address = models.TextField(db_index=True)


class Reference(FromOriginal):
    """A message that this one refers to; `kind` is in-reply-to or references."""

    kind = models.TextField()
    message_id = models.TextField(db_index=True)


class Moment(FromOriginal):
    """A time that a mail states, with who stated it and in which zone (minutes, or null where unknown)."""

    source = models.TextField()
    utc = models.DateTimeField(null=True)
    zone_minutes = models.IntegerField(null=True)
    raw = models.TextField()


class Part(FromOriginal):
    """One entity of a mail; `start`..`end` are byte offsets in the original, `sha256` is of the decoded content."""

    path = models.TextField()
    media_type = models.TextField()
    role = models.TextField()
    name = models.TextField()
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    start = models.BigIntegerField()
    end = models.BigIntegerField()


class Signature(FromOriginal):
    """A DKIM signature that a mail carries."""

    domain = models.TextField()
    selector = models.TextField()


class Label(FromOriginal):
    """A label or folder that the mail's own account gave it."""

    name = models.TextField()


class Problem(FromOriginal):
    """A deviation met while reading."""

    code = models.TextField(db_index=True)
    place = models.TextField()
    detail = models.TextField()


class State(models.Model):
    """The only row says how much of the log the record holds, and which shape of tables it was made with."""

    log_size = models.BigIntegerField()
    shape = models.TextField()


# In the order in which they are filled, emptied in reverse and digested.
TABLES: tuple[type[models.Model], ...] = (
    Original, Sighting, Message, Mailbox, Reference, Moment, Part, Signature, Label, Problem,
)  # fmt: skip
