"""What is known of a matter, gathered under the names of the vocabulary, each fact with its grounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from tallystick.letters.fact import ChannelName, FactKind, KnownFact, Moment, Row, vocabulary
from tallystick.letters.letter import Ground
from tallystick.model.claim import ClaimItem
from tallystick.model.matter import MatterSheet
from tallystick.model.money import Money
from tallystick.model.situation import Event, Fact, Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words of a message, exactly as they stand there. `ident` is the item's id."""

    ident: str
    words: str
    said_by: tuple[str, ...] = ()
    on: date | None = None
    clock: str = ""
    zone: str = ""
    channel: str = ""
    app: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: the names it goes by, best first, its mail addresses, and what told us so."""

    names: tuple[str, ...] = ()
    mails: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """All that a letter may draw on. `stated` is what a person stated for this letter, and goes before the rest."""

    today: date
    us: Side = Side()
    them: Side = Side()
    sheet: MatterSheet | None = None
    situation: Situation = field(default_factory=Situation)
    quotes: tuple[Quoted, ...] = ()
    stated: Mapping[str, KnownFact] = field(default_factory=dict)
    checkpoint: tuple[str, int] | None = None  # the log's signed root (hex SHA-256) and how many entries it covers


def known(matter: Matter) -> dict[str, KnownFact]:
    """Every fact that is known, by its name."""
    found: dict[str, KnownFact] = {"today": KnownFact(matter.today, (Ground("stated", "today"),))}
    for gathered in (_events(matter.situation), _sums(matter.situation), _sheet(matter), _sides(matter),
                     _quotes(matter.quotes), _checkpoint(matter)):  # fmt: skip
        found.update(gathered)
    return found | dict(matter.stated)


def _events(situation: Situation) -> Iterator[tuple[str, KnownFact]]:
    for name, meaning in vocabulary().items():
        if meaning.event is None or meaning.kind is not FactKind.DAY:
            continue
        dated = [fact for fact in situation.on(meaning.event) if "" in (meaning.by, fact.by) or fact.by == meaning.by]
        if dated:
            fact = dated[0] if meaning.pick == "earliest" else dated[-1]
            assert fact.on is not None
            yield name, KnownFact(fact.on, _grounds(fact))


def _sums(situation: Situation) -> Iterator[tuple[str, KnownFact]]:
    """What we paid, in all and by payment; what they paid in part; the claim's amount."""
    paid = [fact for fact in situation.on(Event.PAYMENT_MADE) if fact.money is not None and fact.by != "them"]
    if paid and situation.trait("role") in ("buyer", "client", ""):
        yield "payments", _payments(paid)
        yield from _total(paid)
    received = [fact for fact in situation.on(Event.PART_PAYMENT) if fact.money is not None and fact.by != "us"]
    if received:
        yield "part_payments", _payments(received)
    amount_text, currency = situation.trait("amount"), situation.trait("currency")
    if amount_text and currency:
        yield from _sum("claim", amount_text, currency, Ground("situation", "amount"))


def _payments(facts: list[Fact]) -> KnownFact:
    rows: list[Row] = []
    for fact in facts:
        assert fact.on is not None
        assert fact.money is not None
        grounds = _grounds(fact)
        # A booking is negative where money went out; a letter says how much was paid.
        amount = Money(abs(fact.money.amount), fact.money.currency)
        rows.append({"paid_on": KnownFact(fact.on, grounds), "paid_sum": KnownFact(amount, grounds)})
    return KnownFact(tuple(rows), tuple(ground for fact in facts for ground in _grounds(fact)))


def _total(facts: list[Fact]) -> Iterator[tuple[str, KnownFact]]:
    """The sum of payments, where all are in one currency."""
    currencies = {fact.money.currency for fact in facts if fact.money}
    if len(currencies) == 1:
        total = sum((abs(fact.money.amount) for fact in facts if fact.money), Decimal(0))
        grounds = tuple(ground for fact in facts for ground in _grounds(fact))
        yield "paid", KnownFact(Money(total, currencies.pop()), grounds)


def _sheet(matter: Matter) -> Iterator[tuple[str, KnownFact]]:
    sheet = matter.sheet
    if sheet is None:
        return
    ground = (Ground("sheet", sheet.sha256 or sheet.name),)
    if sheet.numbers:
        yield "contract", KnownFact(sheet.numbers[:1], ground)
    if sheet.title:
        yield "goods", KnownFact(sheet.title, ground)
    if sheet.value and sheet.currency:
        yield from _sum("price", sheet.value, sheet.currency, *ground)
    if sheet.claims:
        yield from _claims(sheet.claims, ground)


def _claims(claims: tuple[ClaimItem, ...], sheet: tuple[Ground, ...]) -> Iterator[tuple[str, KnownFact]]:
    """What the sheet claims, item by item; their sum where every one of them is a fixed sum of one currency."""
    yield "claims", KnownFact(tuple(_claim(item, _shown(item, sheet)) for item in claims), sheet)
    is_fixed = all(item.rate is None and not item.is_doubled for item in claims)
    if is_fixed and len({item.money.currency for item in claims}) == 1:
        total = sum((_open(item) for item in claims), Decimal(0))
        grounds = tuple(dict.fromkeys(ground for item in claims for ground in _shown(item, sheet)))
        yield "claim", KnownFact(Money(total, claims[0].money.currency), grounds)


def _claim(item: ClaimItem, grounds: tuple[Ground, ...]) -> Row:
    found = {"claim_basis": KnownFact(item.basis or item.kind.value.replace("_", " "), grounds)}
    if item.rate is None and not item.is_doubled:
        found["claim_sum"] = KnownFact(Money(_open(item), item.money.currency), grounds)
    if item.due is not None:
        found["claim_due"] = KnownFact(item.due, grounds)
    return found


def _open(item: ClaimItem) -> Decimal:
    return item.money.amount - sum((payment.amount for payment in item.paid), Decimal(0))


def _shown(item: ClaimItem, sheet: tuple[Ground, ...]) -> tuple[Ground, ...]:
    return (*sheet, *(Ground("item", ident) for ident in item.shown_by))


def _sum(name: str, digits: str, currency: str, ground: Ground) -> Iterator[tuple[str, KnownFact]]:
    try:
        amount = Decimal(digits)
    except InvalidOperation:
        return
    if amount.is_finite():
        yield name, KnownFact(Money(amount, currency), (ground,))


def _sides(matter: Matter) -> Iterator[tuple[str, KnownFact]]:
    for name, side in (("us", matter.us), ("them", matter.them)):
        if side.names:
            yield name, KnownFact(side.names, side.grounds)
    if matter.us.mails:
        yield "our_mail", KnownFact(matter.us.mails[:1], matter.us.grounds)


def _quotes(quotes: tuple[Quoted, ...]) -> Iterator[tuple[str, KnownFact]]:
    if quotes:
        grounds = tuple(Ground("item", quote.ident) for quote in quotes)
        yield "quotes", KnownFact(tuple(dict(_quote(quote)) for quote in quotes), grounds)


def _quote(quote: Quoted) -> Iterator[tuple[str, KnownFact]]:
    ground = (Ground("item", quote.ident),)
    yield "words", KnownFact(quote.words, ground)
    if quote.on is not None:
        yield "said_on", KnownFact(Moment(quote.on, quote.clock, quote.zone), ground)
    if quote.said_by:
        yield "said_by", KnownFact(quote.said_by, ground)
    if quote.channel:
        yield "said_in", KnownFact(ChannelName(quote.channel, quote.app), ground)


def _checkpoint(matter: Matter) -> Iterator[tuple[str, KnownFact]]:
    if matter.checkpoint is not None:
        root, size = matter.checkpoint
        ground = (Ground("record", f"checkpoint {size}"),)
        yield "checkpoint", KnownFact(root, ground)
        yield "entries", KnownFact(str(size), ground)


def _grounds(fact: Fact) -> tuple[Ground, ...]:
    items = tuple(Ground("item", ident) for ident in fact.shown_by)
    return items or (Ground("situation", fact.event.value, fact.how),)
