"""Slack's export: a zip with the lists of people and channels and one file for each channel and day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head, Zipped, parse_json
from tallystick.formats.chat.field import Record, inner, list_of, listing, record_of, text, writable
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.formats.chat.slack_message import message_of
from tallystick.model.chat import Chat, ChatMessage, Participant
from tallystick.model.reading import Embedded, Reading

_FORMAT = "slack"
# The lists of an export, and the kind of the chats that each names.
_LISTS = {"channels.json": "channel", "groups.json": "group", "mpims.json": "group", "dms.json": "private"}
_USERS = ("users.json", "org_users.json")
_DAY = re.compile(r"(?:.+/)?([^/]+)/(\d{4}-\d{2}-\d{2})\.json")
_LARGEST_LIST = 64 << 20
_LARGEST_FILE = 64 << 20


def recognises(head: Head) -> bool:
    """Whether it holds a list of people or channels, and files named for days in folders."""
    names = head.names
    has_list = any(name.rpartition("/")[2] in (*_LISTS, *_USERS) for name in names)
    return has_list and any(_DAY.fullmatch(name) for name in names)


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """All conversations, each once. Raises FormatError where the zip is broken or no day stands in it."""
    export = _Export(Zipped(original))
    if not export.days:
        raise NotThisFormat(_FORMAT, "no file of a channel's day in it")
    chats = tuple(export.chat(folder) for folder in export.days)
    embedded = tuple(export.others())
    counts = (export.records.count(), export.members.count())
    problems = (*export.members.problems, *export.records.problems)
    yield Reading(format=_FORMAT, chats=chats, embedded=embedded, counts=counts, problems=problems)


class _Export:
    """The members of the zip by what they are, with an account of the members and one of the messages in them."""

    def __init__(self, zipped: Zipped) -> None:
        self.zipped = zipped
        self.records = Ledger("message record")
        names = [name for name in zipped.names if not name.endswith("/")]
        self.members = Ledger("zip member", len(names) + len(zipped.refusals))
        for refused in zipped.refusals:
            self.members.lose("member-refused", refused[:300], "the zip's member is not opened")
        self.days: dict[str, list[str]] = {}
        self._others: list[str] = []
        self._listed: dict[str, tuple[str, Record]] = {}
        self.people: dict[str, str] = {}
        for member in names:
            self._sort_in(member)

    def _sort_in(self, member: str) -> None:
        """Puts a member where it belongs: a list, a day, or anything else."""
        last = PurePosixPath(member).name
        if day := _DAY.fullmatch(member):
            self.days.setdefault(day[1] if member.count("/") == 1 else str(PurePosixPath(member).parent), []).append(
                member
            )
        elif last in _USERS:
            for person in self._list(member):
                self.people[text(person, "id")] = _person_name(person)
        elif last in _LISTS:
            for channel in self._list(member):
                for key in {text(channel, "name"), text(channel, "id")} - {""}:
                    self._listed.setdefault(key, (_LISTS[last], channel))
        else:
            self._others.append(member)

    def _list(self, member: str) -> list[Record]:
        try:
            found = parse_json(self.zipped.read(member, _LARGEST_LIST))
        except FormatError as error:
            self.members.lose("member-unreadable", member, str(error))
            return []
        self.members.share("lists")
        return [record_of(one) for one in list_of(found)]

    def others(self) -> Iterator[Embedded]:
        """Files of people that tools put beside the days; Slack's own further lists are looked at by nobody."""
        for member in self._others:
            if member.endswith(".json"):
                self.members.share("other lists")
                continue
            try:
                content = self.zipped.read(member, _LARGEST_FILE)
            except FormatError as error:
                self.members.lose("member-unreadable", member, str(error))
                continue
            self.members.share("files")
            yield Embedded(PurePosixPath(member).name, "", content, member)

    def chat(self, folder: str) -> Chat:
        """One conversation with all its days in order."""
        kind, listed = self._listed.get(PurePosixPath(folder).name, ("", {}))
        messages: list[ChatMessage] = []
        for member in sorted(self.days[folder]):
            messages.extend(self._day(member))
        members = [writable(who) for who in listing(listed, "members") if isinstance(who, str)]
        stated = [Participant(name=self.people.get(who, ""), ident=who) for who in members]
        return Chat(
            platform="slack",
            title=self._title(kind, listed, stated) or PurePosixPath(folder).name,
            chat_id=text(listed, "id"),
            kind="group" if kind == "channel" and listed.get("is_private") else kind,
            zone="UTC",
            participants=speakers(messages, stated),
            messages=tuple(messages),
        )

    def _title(self, kind: str, listed: Record, people: list[Participant]) -> str:
        return ", ".join(one.name or one.ident for one in people) if kind == "private" else text(listed, "name")

    def _day(self, member: str) -> Iterator[ChatMessage]:
        try:
            records = parse_json(self.zipped.read(member))
        except FormatError as error:
            self.members.lose("member-unreadable", member, str(error))
            return
        if not isinstance(records, list):
            self.members.lose("member-unreadable", member, "a list of messages was expected")
            return
        self.members.share("days")
        for place, record in self.records.records(records, member):
            yield self.records.keep(message_of(record, place, self.people, self.records))


def _person_name(person: Record) -> str:
    profile = inner(person, "profile")
    return text(profile, "display_name") or text(profile, "real_name") or text(person, "real_name", "name")
