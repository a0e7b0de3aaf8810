"""The tables of the record. Every row hangs on the log index of the original it was read from."""

from __future__ import annotations

from django.db import models


class Original(models.Model):
    """One kept original: where it came from and where it was found. `sha256` is hex."""

    log_index = models.BigIntegerField(primary_key=True)
    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.BigIntegerField()
    media_type = models.TextField(db_index=True)
    kept_at = models.DateTimeField()
    source_kind = models.TextField()
    locator = models.TextField()
    modified = models.TextField()
    container_sha256 = models.TextField(db_index=True)
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


class Item(FromOriginal):
    """One thing that an original says: a mail, a chat and each of its messages, a page, a document, a booking.

    `kind` is mail, chat, message, page, statement (of a page), document, account, transaction, invoice, timesheet or
    work. `channel` is mail, the platform of a chat, page, file or bank. `conversation` names the chat within its
    platform. `place` says where it stands in the original, and `origin` how it was derived where it was: the part,
    the node of a store, or the engine that read a picture. `text` holds own words alone; what is quoted stands in
    `Quotation`, what a page or document says in `Passage`. `sent_at` is UTC, its zone in minutes, null where unknown:
    then it is the local reading. `is_own` is null where the original does not say whose side it is.
    """

    kind = models.TextField()
    channel = models.TextField()
    conversation = models.TextField(db_index=True)
    place = models.TextField()
    origin = models.TextField()
    message_id = models.TextField(db_index=True)
    title = models.TextField()
    text = models.TextField()
    sent_at = models.DateTimeField(null=True, db_index=True)
    zone_minutes = models.IntegerField(null=True)
    sent_source = models.TextField()
    languages = models.TextField()
    marks = models.TextField()
    is_own = models.BooleanField(null=True)
    content_sha256 = models.TextField()


class OfItem(FromOriginal):
    """What belongs to one item of an original; `item` is its position."""

    item = models.IntegerField()

    class Meta:
        abstract = True


class Identifier(OfItem):
    """An address, handle, number or account of somebody at an item.

    `role` is from, sender, reply-to, to, cc, bcc, participant, owner, quoted, seller, buyer, payer, payee, worker or
    client. `scheme` says what `value` is: mail, phone, iban, account, vat and further registers, a platform's name for
    its own ids, or that with "-name" where only a shown name is known. `value` is in the form in which it compares.
    """

    role = models.TextField()
    scheme = models.TextField()
    value = models.TextField(db_index=True)
    name = models.TextField()


class Reference(OfItem):
    """A message that an item refers to; `kind` is in-reply-to, references or quotes."""

    kind = models.TextField()
    message_id = models.TextField(db_index=True)


class Moment(OfItem):
    """A time that an item states, with who stated it and in which zone (minutes, or null where unknown)."""

    source = models.TextField()
    utc = models.DateTimeField(null=True)
    zone_minutes = models.IntegerField(null=True)
    raw = models.TextField()


class Part(OfItem):
    """A file that an item carries; `start`..`end` are byte offsets in the original, `sha256` is of the decoded content.

    `status` is held, named (it may stand beside the export), omitted, inside or linked.
    """

    path = models.TextField()
    media_type = models.TextField()
    role = models.TextField()
    name = models.TextField()
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    start = models.BigIntegerField()
    end = models.BigIntegerField()
    status = models.TextField()


class Quotation(OfItem):
    """Words of somebody else that an item repeats: `kind` is quoted or forwarded, author and time as stated there."""

    kind = models.TextField()
    depth = models.IntegerField()
    author = models.TextField()
    stated = models.TextField()
    text = models.TextField()


class Passage(OfItem):
    """What a page or document says, piece by piece; `origin` is text, ocr or transcript, with its engine."""

    label = models.TextField()
    origin = models.TextField()
    engine = models.TextField()
    text = models.TextField()


class Mention(OfItem):
    """A sum, number, date or account that an item names; `start`..`end` are places in its text or passage.

    `zone` is own, or where else the words stand: quoted, forwarded, passage.
    """

    kind = models.TextField()
    value = models.TextField(db_index=True)
    raw = models.TextField()
    start = models.IntegerField()
    end = models.IntegerField()
    zone = models.TextField()


class Sum(OfItem):
    """An amount that an item states, in decimal digits.

    `role` is booking, instructed, opening, closing, available, net, tax, total, payable or work; `day` is the calendar
    day that it is for.
    """

    role = models.TextField()
    amount = models.TextField()
    currency = models.TextField()
    day = models.TextField()


class Signature(FromOriginal):
    """A DKIM signature that a mail carries."""

    domain = models.TextField()
    selector = models.TextField()


class Label(FromOriginal):
    """A label or folder that the mail's own account gave it."""

    name = models.TextField()


class Count(FromOriginal):
    """What became of all units (lines, frames, rows) of an original: `became` is JSON, name to number."""

    format = models.TextField()
    unit = models.TextField()
    total = models.BigIntegerField()
    became = models.TextField()


class Finding(FromOriginal):
    """A check that was made while reading: sums of a statement, signature of an archive, two counts."""

    name = models.TextField()
    verdict = models.TextField()
    reason = models.TextField()
    place = models.TextField()


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
    Original, Sighting, Item, Identifier, Reference, Moment, Part, Quotation, Passage, Mention, Sum,
    Signature, Label, Count, Finding, Problem,
)  # fmt: skip
