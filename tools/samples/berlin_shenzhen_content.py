"""The deal's content, read from samples/berlin-shenzhen/content into letters."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from berlin_shenzhen_chats import wechat_selection
from mailbox_attachment import pdf, tnef, workbook
from mailbox_letter import Attachment, Letter, Person, full_text, message_id, references

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "berlin-shenzhen"
KEYS = SAMPLE.parent / "keys"
STAMP = datetime(2025, 9, 1, tzinfo=UTC)
TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "jpg": "image/jpeg",
    "png": "image/png",
    "dat": "application/ms-tnef",
    "eml": "message/rfc822",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A letter and what becomes of it on the way and in the mailboxes."""

    letter: Letter
    bcc: tuple[Person, ...] = ()
    folder: str = ""
    """The folder of Katrin's copy; the usual one where empty."""
    also: tuple[str, ...] = ()
    """Folders that hold the same bytes once more."""
    damage: str = ""
    edit: tuple[tuple[str, str], ...] = ()
    """What was replaced in the text after it had been signed."""
    is_signed: bool = True
    delay: timedelta = timedelta(0)
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that the builder needs to know, in the order of the story."""

    people: Mapping[str, Person]
    accounts: Mapping[str, str]
    """Address of a person, to the name of the mailbox that keeps his letters."""
    domains: Mapping[str, Mapping[str, Any]]
    entries: Mapping[str, Entry]
    files: Mapping[str, Any]
    """The attachments as content/files.toml states them."""
    pending: Mapping[str, str]
    """Letters that carry another letter: id of the carrier, to the name of the file."""


def read_content() -> Content:
    """The whole deal; raises KeyError or TypeError where content names something that does not exist."""
    raw = _toml("people")
    accounts = {fields["address"]: fields.pop("account") for fields in raw.values() if "account" in fields}
    people = {name: Person(**fields) for name, fields in raw.items()}
    reader = _Reader(people, _toml("files"))
    for path in sorted((SAMPLE / "content").glob("0*.toml")):
        for fields in tomllib.loads(path.read_text(encoding="utf-8"))["letter"]:
            reader.add(dict(fields))
    return Content(
        people=people,
        accounts=accounts,
        domains=_toml("domains"),
        entries=reader.entries,
        files=reader.files,
        pending=reader.pending,
    )


def asset(name: str) -> bytes:
    """The fixed file of that name."""
    return (SAMPLE / "assets" / name).read_bytes()


class _Reader:
    """Turns tables into entries; later letters may name earlier ones."""

    def __init__(self, people: Mapping[str, Person], files: Mapping[str, Any]) -> None:
        self.people = people
        self.files = files
        self.entries: dict[str, Entry] = {}
        self.pending: dict[str, str] = {}

    def add(self, fields: dict[str, Any]) -> None:
        """The entry stands under its id; unknown keys raise TypeError."""
        key = fields.pop("id")
        entry_fields = {
            "bcc": self._people(fields.pop("bcc", ())),
            "folder": fields.pop("folder", ""),
            "also": tuple(fields.pop("also", ())),
            "damage": fields.pop("damage", ""),
            "edit": tuple((old, new) for old, new in fields.pop("edit", ())),
            "is_signed": fields.pop("dkim", "") != "none",
            "delay": timedelta(hours=fields.pop("delay_hours", 0)),
            "note": fields.pop("note", ""),
        }
        original = fields.pop("copy_of", "")
        letter = self.entries[original].letter if original else self._letter(key, fields, entry_fields["damage"])
        self.entries[key] = Entry(letter=letter, **entry_fields)

    def _letter(self, key: str, fields: dict[str, Any], damage: str) -> Letter:
        earlier = fields.pop("re", "")
        if fields.pop("chat", ""):
            fields["text"] = wechat_selection()
        letter = Letter(
            key=key,
            sender=self.people[fields.pop("from")],
            to=self._people(fields.pop("to")),
            cc=self._people(fields.pop("cc", ())),
            reply=self.entries[earlier].letter if earlier else None,
            signed_off=fields.pop("sign_off", True),
            clock_error=timedelta(hours=fields.pop("clock_hours", 0)),
            without=frozenset({"date"}) if damage == "no-date" else frozenset(),
            attachments=tuple(self._file(name, key) for name in fields.pop("files", ())),
            headers=tuple((name, value) for name, value in fields.pop("headers", ())),
            **self._extra(fields),
        )
        return _with_charset(self._with_headers(letter, fields))

    def _extra(self, fields: dict[str, Any]) -> dict[str, Any]:
        """What the letter takes as it stands, without what `_with_headers` needs."""
        names = ("at", "subject", "text", "forward", "quote", "html", "charset", "codec", "transfer", "raw_headers")
        return {name: fields.pop(name) for name in (*names, "message_id") if name in fields}

    def _with_headers(self, letter: Letter, fields: dict[str, Any]) -> Letter:
        headers = letter.headers
        refers = fields.pop("refers", "")
        if refers:
            answered = self.entries[refers].letter
            chain = (*references(answered), message_id(answered))
            headers += (("In-Reply-To", chain[-1]), ("References", "\r\n\t".join(chain)))
        if fields.pop("receipt", False):
            headers += (("Disposition-Notification-To", letter.sender.address),)
        entity = fields.pop("entity", "")
        if fields:
            raise TypeError(f"letter {letter.key}: unknown keys {sorted(fields)}")
        if not entity:
            return replace(letter, headers=headers)
        made, body = self._entity(entity)
        return replace(letter, headers=headers + made, body=body)

    def _entity(self, name: str) -> tuple[tuple[tuple[str, str], ...], bytes]:
        text = asset(f"{name}.mime")
        for key in ("c19", "d07", "g15"):
            if key in self.entries:
                text = text.replace(f"{{{key}}}".encode(), message_id(self.entries[key].letter).encode())
        head, _, body = text.partition(b"\r\n\r\n")
        unfolded = head.decode().replace("\r\n\t", "\0").split("\r\n")
        pairs = (line.replace("\0", "\r\n\t").partition(": ") for line in unfolded)
        return tuple((field, value) for field, _, value in pairs), body

    def _people(self, names: Sequence[str]) -> tuple[Person, ...]:
        return tuple(self.people[name] for name in names)

    def _file(self, name: str, carrier: str) -> Attachment:
        fields = self.files[name]
        if fields["kind"] == "letter":
            self.pending[carrier] = fields["letter"]
        ending = fields["name"].rpartition(".")[2]
        return Attachment(
            name=fields["name"],
            content_type=TYPES[ending],
            content=self._content(fields),
            content_id=fields.get("content_id", ""),
            name_style=fields.get("name_style", "rfc2231"),
        )

    def _content(self, fields: Mapping[str, Any]) -> bytes:
        kind = fields["kind"]
        if kind == "pdf":
            return pdf(fields["text"].strip("\n").split("\n"), title=fields["name"])
        if kind == "xlsx":
            return workbook(fields["rows"], STAMP)
        if kind == "csv":
            text: str = fields["text"]
            return text.strip("\n").replace("\n", "\r\n").encode() + b"\r\n"
        if kind == "tnef":
            inner = self.files[fields["wraps"]]
            return tnef(fields["subject"], inner["name"], self._content(inner))
        return asset(fields["asset"]) if kind == "asset" else b""


def _with_charset(letter: Letter) -> Letter:
    """The letter, in UTF-8 where its words do not fit into the charset that its author's program prefers."""
    names = "".join(person.name for person in (letter.sender, *letter.to, *letter.cc))
    words = full_text(letter) + letter.subject + names + "".join(a.name for a in letter.attachments)
    try:
        words.encode(letter.codec or letter.charset or letter.sender.charset)
    except UnicodeEncodeError:
        transfer = "base64" if letter.sender.charset == "gb2312" else letter.transfer
        return replace(letter, charset="utf-8", transfer=transfer)
    return letter


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLE / "content" / f"{name}.toml").read_text(encoding="utf-8"))
