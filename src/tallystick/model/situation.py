"""What is known of one dispute, in the words that rules are written in: events with their days, and traits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tallystick.model.money import Money


class Event(StrEnum):
    """What can happen in a trade relationship and its dispute. The claimant is our side, the respondent theirs."""

    CONTRACT_CONCLUDED = "contract_concluded"
    ORDER_PLACED = "order_placed"
    PAYMENT_DUE = "payment_due"
    PAYMENT_MADE = "payment_made"
    DELIVERY_DUE = "delivery_due"
    SHIPPED = "shipped"
    HANDED_OVER = "handed_over"  # the goods reached the buyer
    RECEIPT_CONFIRMED = "receipt_confirmed"  # on the platform
    ORDER_CLOSED = "order_closed"  # notice of the platform that the order was closed
    NEW_DATE_AGREED = "new_date_agreed"
    DEFECTS_DISCOVERED = "defects_discovered"
    DEFECTS_NOTIFIED = "defects_notified"  # the notice reached the seller
    WARRANTY_ENDS = "warranty_ends"
    BREACH_KNOWN = "breach_known"  # the claimant knew, or should have known, breach and obligor
    DAMAGE = "damage"
    GRACE_ENDED = "grace_ended"  # end of a last period that was set
    GROUND_TO_RESCIND_KNOWN = "ground_to_rescind_known"
    RESCISSION_NOTIFIED = "rescission_notified"
    DEMAND_SENT = "demand_sent"
    DEMAND_REACHED = "demand_reached"
    DEBT_ACKNOWLEDGED = "debt_acknowledged"
    PERFORMANCE_PROMISED = "performance_promised"
    PART_PAYMENT = "part_payment"
    REFUSED = "refused"
    PUBLIC_NOTICE = "public_notice"
    MEDIATION_REQUESTED = "mediation_requested"
    POLICE_REPORT = "police_report"
    PRETRIAL_CLAIM_SENT = "pretrial_claim_sent"
    COMPLAINT_OPENED = "complaint_opened"  # refund request or complaint on the platform
    COMPLAINT_ESCALATED = "complaint_escalated"
    EVIDENCE_REQUESTED = "evidence_requested"  # upload entrance opened, or evidence period notified
    COMPLAINT_DECIDED = "complaint_decided"
    PLATFORM_USE_ENDED = "platform_use_ended"
    CHAT_EXPORTED = "chat_exported"
    INFRINGEMENT_FOUND = "infringement_found"
    COUNTER_NOTICE_REACHED = "counter_notice_reached"
    PRESERVATION_ORDERED = "preservation_ordered"
    SUIT_FILED = "suit_filed"
    ARBITRATION_FILED = "arbitration_filed"
    SERVED = "served"  # the statement of claim reached the respondent
    JUDGMENT_RECEIVED = "judgment_received"
    JUDGMENT_EFFECTIVE = "judgment_effective"
    PERFORMANCE_PERIOD_ENDED = "performance_period_ended"  # as the judgment or award fixed it
    AWARD_RECEIVED = "award_received"
    RULING_RECEIVED = "ruling_received"
    RECOGNITION_EFFECTIVE = "recognition_effective"
    FEE_NOTICE = "fee_notice"  # the court's notice to pay its fee
    OBSTACLE_ENDED = "obstacle_ended"  # what kept a party from acting in time is over
    PAYMENT_ORDER_RECEIVED = "payment_order_received"
    DEREGISTRATION_NOTICE = "deregistration_notice"
    LIQUIDATION_NOTICE = "liquidation_notice"
    CAPITAL_REDUCTION_NOTICE = "capital_reduction_notice"
    INSOLVENCY_OPENED = "insolvency_opened"


# Traits and what each may say; "" stands for not known. A two-letter country is ISO 3166, "*" takes any text.
TRAITS: Mapping[str, tuple[str, ...]] = {
    "role": ("buyer", "seller", "client", "contractor"),  # ours
    "kind": ("goods", "services", "technology"),
    "international": ("yes", "no"),
    "platform": ("alibaba.com", "1688", "taobao", "tmall", "aliexpress", "other", "none"),
    "order": ("trade_assurance", "offline", "none"),
    "our_country": ("*",),
    "their_country": ("*",),
    "assets_in": ("*",),  # the country where the debtor's assets are
    "law": ("*",),  # agreed or applicable law, a country
    "cisg": ("applies", "excluded"),
    "agreed_forum": ("*",),  # the name of a pack, or "none"
    "judgment_from": ("*",),  # the country, of a judgment or award that is to be enforced
    "penalty_agreed": ("yes", "no"),  # a sum agreed for late payment
    "electronic_claims_agreed": ("yes", "no"),  # the contract lets claims be sent by mail or messenger
    "authenticity_agreed": ("yes", "no"),  # both sides agree that the other channels' messages are genuine
    "fraud": ("yes", "no"),
    "ipr": ("trademark", "copyright", "patent", "none"),
    "currency": ("*",),
    "amount": ("*",),  # of the claim, in decimal digits
}
# What the dispute is about; a matter may have several.
DISPUTES = ("late", "not_delivered", "defective", "short", "unpaid", "vanished", "other_account", "dissolved",
            "bankrupt", "counterfeit", "terminated")  # fmt: skip


# No dispute reaches beyond these days; a clock that starts on one of them ends on a day that a calendar knows.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened on a day, as the calendar stood where it happened; None where the day is not known.

    `how` is "stated" (by a person, on the matter sheet), "read" (in a message) or "booked" (in a statement); `shown_by`
    are ids of items, "hash" or "hash:position". `by` is "us", "them" or "" and says who acted.
    """

    event: Event
    on: date | None
    how: str
    shown_by: tuple[str, ...] = ()
    by: str = ""
    money: Money | None = None
    channel: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """All facts of a dispute, its traits (a value for each key of TRAITS that is known) and what it is about."""

    facts: tuple[Fact, ...] = ()
    traits: Mapping[str, str] = field(default_factory=dict)
    disputes: tuple[str, ...] = ()

    def on(self, event: Event) -> Iterator[Fact]:
        """The facts of this event that have a day, the earliest first."""
        dated = ((fact.on, fact) for fact in self.facts if fact.event == event and fact.on is not None)
        return (fact for _day, fact in sorted(dated, key=lambda each: each[0]))

    def trait(self, name: str) -> str:
        """What is known, "" where nothing is. Raises ValueError for what is no trait."""
        if name not in TRAITS:
            raise ValueError(f"no trait {name!r}")
        return self.traits.get(name, "")
