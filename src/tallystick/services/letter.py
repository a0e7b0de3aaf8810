"""Letter: a draft in a person's hands, as mail, document and pages, with the grounds of each sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from tallystick.bundle import markup, typeset
from tallystick.errors import ItemNotFound, OutputExists, PackNotFound, VaultNotWritable
from tallystick.forums import PACKS, load
from tallystick.forums.choice import choice
from tallystick.language.acts import acts
from tallystick.letters import Cited, Ground, Letter, Matter, Quoted, Side, draft
from tallystick.letters.account import members
from tallystick.letters.document import document
from tallystick.letters.fact import KnownFact
from tallystick.letters.mail import mail
from tallystick.letters.page import source
from tallystick.letters.template import citations
from tallystick.model.act import Act, ActKind
from tallystick.model.matter import MatterSheet
from tallystick.model.situation import Situation
from tallystick.record.holdings import HeldItem, Key
from tallystick.record.matter import Matter as HeldMatter
from tallystick.record.party import Party
from tallystick.record.settlement import says_it_settles
from tallystick.record.thread import local_day
from tallystick.services.known import Known, open_record
from tallystick.services.situation import Said, channel_of, ident_of, said, situation, stated_alone
from tallystick.vault.vault import Edges, Vault

# Longer messages are quoted by the passages that do something in law, where there are any.
_SHORT = 700
# Kinds that put on record what was said elsewhere, and the channel in which it then stands.
_RECORDING = {"confirmation": "email", "restatement": "platform-chat"}
_WORTH_RECORDING = frozenset((
    ActKind.TERMS_SET, ActKind.TERMS_CHANGE, ActKind.ACCEPTANCE, ActKind.PROMISE_PAY, ActKind.PROMISE_DELIVER,
    ActKind.ADMISSION,
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a person asks for. `facts` are stated for the letter; `items` are ids of what is to be quoted."""

    kind: str
    matter: str
    language: str = "en"
    forum: str = ""
    items: tuple[str, ...] = ()
    facts: Mapping[str, KnownFact] = field(default_factory=dict)
    as_of: date | None = None
    with_blanks: bool = False


@dataclass(frozen=True, slots=True)
class Drafted:
    """The letter; `files` by name, none where it lacks what it must say. `candidates` are acts that could be quoted,
    where none was chosen; `warnings` are sentences on what was chosen."""

    letter: Letter
    forum: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    candidates: tuple[Said, ...] = ()
    warnings: tuple[str, ...] = ()


def letter(root: Path, edges: Edges, order: Order, folder: Path) -> Drafted:
    """The letter is in `folder` as letter.eml, .docx, .pdf and .json, unless a fact is missing that it must state and
    blanks are not wanted. Nothing is sent.

    Raises MatterNotFound, ItemNotFound, ItemAmbiguous, PackNotFound, OutputExists, VaultNotWritable.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputExists(folder)
    drafted = drafted_letter(root, edges, order)
    try:
        if drafted.files:
            folder.mkdir(parents=True, exist_ok=True)
        for name, content in drafted.files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise VaultNotWritable(str(folder), error.strerror or str(error)) from error
    return drafted


def drafted_letter(root: Path, edges: Edges, order: Order) -> Drafted:
    """The letter with its files, of which none is written. Raises as `letter` does."""
    with open_record(root, edges) as known:
        held = known.matter(order.matter)
        whole = situation(known, order.matter)
        forum = _forum(order.forum, whole)
        time = edges.clock().replace(microsecond=0)
        quotes, warnings = _quotes(known, held.sheet, order.items)
        warnings += tuple(_unnamed(held.sheet, order))
        matter = Matter(
            today=order.as_of or time.date(), us=_side(held.sheet.us, held.ours),
            them=_side(held.sheet.counterparty, held.counterparties), sheet=held.sheet,
            situation=_relied_on(whole, held.sheet), quotes=quotes, stated=order.facts,
            checkpoint=_checkpoint(known.vault),
        )  # fmt: skip
        made = draft(order.kind, order.language, matter, _rules(order.kind), forum=forum, with_blanks=order.with_blanks)
        candidates = () if order.items else tuple(_candidates(known, held, order.kind))
    is_whole = order.with_blanks or not made.missing
    return Drafted(made, forum, files_of(made, time) if is_whole else {}, candidates, warnings)


def files_of(made: Letter, time: datetime) -> dict[str, bytes]:
    """The letter as files, by name; the same bytes for the same letter and time."""
    pages = source(made, typeset.FAMILIES, lambda text: markup.escaped(markup.with_names(text)))
    account = json.dumps(members(made), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return {
        "letter.eml": mail(made, time),
        "letter.docx": document(made, time),
        "letter.pdf": typeset.pdf(pages, time=time),
        "letter.json": account.encode("utf-8", "backslashreplace"),
    }


def _forum(asked: str, found: Situation) -> str:
    """The forum asked for, else the one that was agreed, else the first that the matter may come before."""
    if asked:
        if asked not in PACKS:
            raise PackNotFound(asked, PACKS)
        return asked
    agreed = found.trait("agreed_forum")
    return agreed if agreed in PACKS else next(iter(choice(found)), "")


def _relied_on(whole: Situation, sheet: MatterSheet) -> Situation:
    """What a letter may state as a fact: what was stated or booked, not what was only read in messages. The contract's
    value is no claim."""
    traits = {key: value for key, value in whole.traits.items() if key != "amount" or key in sheet.case.traits}
    return replace(stated_alone(whole), traits=traits)


def _rules(kind: str) -> dict[str, Cited]:
    """The rules that the kind's text cites, by id, from the packs that there are."""
    wanted = citations(kind)
    packs = [load(name) for name in PACKS if any(ident.startswith(f"{name}.") for ident in wanted)]
    return {rule.id: Cited(pack, rule) for pack in packs for rule in pack.rules if rule.id in wanted}


def _side(stated_as: tuple[str, ...], parties: tuple[Party, ...]) -> Side:
    """A side's names: those that the sheet gives it, else those that the record knows; and its mail addresses."""
    names = tuple(filter(_is_name, stated_as))
    names += tuple(name for party in parties for name in party.names or (party.name,))
    mails = tuple(ident.value for party in parties for ident in party.identifiers if ident.scheme == "mail")
    grounds = tuple(Ground("record", str(party.identifiers[0])) for party in parties)
    return Side(names=tuple(dict.fromkeys(names)), mails=tuple(dict.fromkeys(mails)), grounds=grounds)


def _unnamed(sheet: MatterSheet, order: Order) -> Iterator[str]:
    """What is to be said where a side goes by a person's name for want of a company's."""
    for fact, named in (("us", sheet.us), ("them", sheet.counterparty)):
        if fact not in order.facts and not any(_is_name(each) for each in named):
            yield f"the full legal name of '{fact}' is not on the sheet: state it with --fact {fact}=..."


def _is_name(stated_as: str) -> bool:
    return ":" not in stated_as and "@" not in stated_as


def _checkpoint(vault: Vault) -> tuple[str, int] | None:
    signed = vault.log.signed
    return (signed.checkpoint.root.hex(), signed.checkpoint.size) if signed else None


def _quotes(known: Known, sheet: MatterSheet, idents: tuple[str, ...]) -> tuple[tuple[Quoted, ...], tuple[str, ...]]:
    quotes: list[Quoted] = []
    warnings: list[str] = []
    for ident in idents:
        key = _key(known, ident)
        passages = list(_passages(known, key))
        quotes += [_quoted(known, key, words) for words in passages]
        warnings += _warnings(known, sheet, key, ident)
    return tuple(quotes), tuple(warnings)


def _key(known: Known, ident: str) -> Key:
    """The item's place. Raises ItemNotFound, also for an item without words, and ItemAmbiguous."""
    named, _, position = ident.partition(":")
    if position and not position.isdecimal():
        raise ItemNotFound(ident)
    index, _event = known.vault.kept_event(known.vault.find(named).sha256)
    key = (index, int(position or 0))
    if key not in known.holdings.items or not known.holdings.texts.get(key, "").strip():
        raise ItemNotFound(ident)
    return key


def _passages(known: Known, key: Key) -> Iterator[str]:
    text = known.holdings.texts[key].strip()
    found = [] if len(text) <= _SHORT else [act.words for act in _acts(known, key)]
    yield from dict.fromkeys(found or [text])


def _acts(known: Known, key: Key) -> list[Act]:
    return list(acts(known.holdings.texts[key], sent=_day(known.holdings.items[key]), is_zoned=True))


def _quoted(known: Known, key: Key, words: str) -> Quoted:
    item = known.holdings.items[key]
    sender = known.scene.sender(key)
    local = item.sent_at + timedelta(minutes=item.zone_minutes or 0) if item.sent_at else None
    return Quoted(
        ident=ident_of(known, key), words=words, said_by=(sender,) if sender else (), on=_day(item),
        clock=f"{local:%H:%M}" if local else "", zone=_zone(item.zone_minutes), channel=channel_of(item),
        app=item.channel,
    )  # fmt: skip


def _day(item: HeldItem) -> date | None:
    return local_day(item.sent_at, item.zone_minutes) if item.sent_at else None


def _zone(minutes: int | None) -> str:
    if minutes is None:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


def _warnings(known: Known, sheet: MatterSheet, key: Key, ident: str) -> Iterator[str]:
    is_said = says_it_settles(f"{known.holdings.items[key].title}\n{known.holdings.texts[key]}")
    if is_said or any(act.kind is ActKind.SETTLEMENT for act in _acts(known, key)):
        yield f"item {ident} holds an offer to settle: quoting it may give up the protection that such offers have"
    lawyers = [each.rpartition(":")[2].casefold() for each in sheet.lawyers]
    shown = [f"{use.name} {use.value}".casefold() for use in known.holdings.uses.get(key, ())]
    if any(name and name in each for name in lawyers for each in shown):
        yield f"item {ident} is correspondence with a lawyer: quoting it may give up its privilege"


def _candidates(known: Known, matter: HeldMatter, kind: str) -> Iterator[Said]:
    """What was said elsewhere than where this letter would put it on record."""
    if kind not in _RECORDING:
        return
    for one in said(known, matter):
        if one.act.kind in _WORTH_RECORDING and one.channel != _RECORDING[kind]:
            yield one
