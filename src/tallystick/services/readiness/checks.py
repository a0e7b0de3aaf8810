"""The table of checks that a matter can be asked for: name -> what is found. What no program can see is NOT_CHECKED.

A check that finds nothing fails only where its absence from the record means that it is lacking; a seal, a signature or
a lawyer may well be there without standing in any file, and then it is for a person to say so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tallystick.forums.checks import CHECKS
from tallystick.model.act import ActKind
from tallystick.model.check import Check
from tallystick.model.situation import Event
from tallystick.services.readiness.deeds import notice, payments, performance, pretrial
from tallystick.services.readiness.evidence import Evidence
from tallystick.services.readiness.shown import Asked, judged, named, seen, shown_by_facts

_Look = Callable[[Evidence, Asked], Check]


def look(evidence: Evidence, asked: Asked) -> Check:
    """The verdict on one requirement: what a person looked at and stated, else what the record shows."""
    stated = next((each for each in evidence.matter.sheet.case.looked if each.check == asked.check), None)
    if stated is not None:
        return judged(evidence, stated)
    found = TABLE.get(asked.check)
    if found is None:
        return Check.not_checked(
            asked.check, f'no program can see this: look, and state it as [[looked]] check = "{asked.check}"'
        )
    return found(evidence, asked)


def _by_acts(*kinds: ActKind, is_ours: bool | None, lacking: str) -> _Look:
    def looked(evidence: Evidence, asked: Asked) -> Check:
        return seen(asked.check, evidence.acts(*kinds, is_ours=is_ours), lacking)

    return looked


def _by_facts(
    *events: Event, lacking: str, by: str = "", read: tuple[ActKind, ...] = (), is_ours: bool | None = None
) -> _Look:
    """By facts stated or booked, with their day and with items that show them; of one side where `by` names it.

    What was only read in messages makes it NOT_CHECKED until a person states it.
    """

    def looked(evidence: Evidence, asked: Asked) -> Check:
        facts = [fact for fact in evidence.facts(*events) if by in ("", fact.by) or not fact.by]
        if facts:
            return shown_by_facts(evidence, asked, facts)
        idents = evidence.acts(*read, is_ours=is_ours) if read else []
        if idents:
            return Check.not_checked(
                asked.check, f"read in {named(idents)}: look at it and state it on the sheet as {events[0]}"
            )
        return Check.failed(asked.check, lacking)

    return looked


def _by_trait(trait: str, value: str, lacking: str) -> _Look:
    def looked(evidence: Evidence, asked: Asked) -> Check:
        known = evidence.situation.trait(trait)
        if known == value:
            return Check.passed(asked.check, f"the sheet states {trait} = {known}")
        if known:
            return Check.failed(asked.check, f"the sheet states {trait} = {known}: {lacking}")
        return Check.not_checked(asked.check, f"the sheet does not state {trait}: {lacking}")

    return looked


def _originals(evidence: Evidence, asked: Asked) -> Check:
    number = len({item.log_index for item in evidence.items})
    if not number:
        return Check.failed(asked.check, "nothing that is kept belongs to the matter")
    return Check.passed(asked.check, f"{number} originals are kept byte for byte and named in the log")


def _hashes(_evidence: Evidence, asked: Asked) -> Check:
    return Check.not_checked(asked.check, "'tally verify' reads every file again and compares its hash")


def _translations(evidence: Evidence, asked: Asked) -> Check:
    language = asked.language
    foreign = evidence.foreign_to(language) if language else []
    if foreign:
        return Check.failed(
            asked.check, f"{len(foreign)} items are in another language than {language}; those that are used need it",
            shown_by=" ".join(foreign),
        )  # fmt: skip
    if not language or not evidence.items or evidence.unread:
        return Check.not_checked(
            asked.check,
            f"{evidence.unread} items have too few words to tell their language: look at those that are used",
        )
    return Check.passed(asked.check, "everything is in the language of the proceedings")


def _contract(evidence: Evidence, asked: Asked) -> Check:
    stated = evidence.facts(Event.CONTRACT_CONCLUDED)
    if stated:
        return shown_by_facts(evidence, asked, stated)
    return _written(evidence, asked)


def _written(evidence: Evidence, asked: Asked) -> Check:
    papers = evidence.having(lambda name: any(word in name for word in ("contract", "vertrag", "合同", "договор")))
    agreed = evidence.acts(ActKind.TERMS_SET, ActKind.ACCEPTANCE)
    lacking = "neither a contract nor messages that fix terms are in the matter"
    stated = [ident for fact in evidence.facts(Event.CONTRACT_CONCLUDED) for ident in fact.shown_by]
    return seen(asked.check, list(dict.fromkeys([*filter(evidence.is_held, stated), *papers, *agreed])), lacking)


def _identity(evidence: Evidence, asked: Asked) -> Check:
    found = evidence.naming()
    if not found:
        return Check.not_checked(
            asked.check, "no register number of a company stands in the matter: get the licence, ask the register"
        )
    return Check.not_checked(
        asked.check, f"register numbers stand in {named(found)}: see whose they are, ask the register"
    )


def _complaint_file(evidence: Evidence, asked: Asked) -> Check:
    lacking = "no saved page of the complaint is in the matter: save it while the platform shows it"
    return seen(asked.check, evidence.on_channel("page"), lacking)


def _receipt(evidence: Evidence, asked: Asked) -> Check:
    reached = (Event.DEMAND_REACHED, Event.DEFECTS_NOTIFIED, Event.RESCISSION_NOTIFIED)
    facts = [fact for fact in evidence.facts(Event.DEMAND_REACHED) if fact.by != "them"]
    if facts:
        return shown_by_facts(evidence, asked, facts)
    read = [fact for fact in evidence.situation.facts if fact.event in reached and fact.how == "read"]
    noticed = [fact for fact in evidence.facts(*reached) if fact.by != "them"]
    if noticed:
        return Check.not_checked(asked.check, f"stated: {noticed[0].event} on {noticed[0].on}; that it arrived is not")
    if read:
        shown = named(read[-1].shown_by)
        return Check.not_checked(asked.check, f"the other side answered in the same thread ({shown}): state it")
    return Check.failed(asked.check, "nothing shows that a notice or demand of ours has arrived")


def _pictures(evidence: Evidence, asked: Asked) -> Check:
    found = evidence.having(
        lambda name: any(word in name for word in ("image/", "video/", "inspect", "report", "检验"))
    )
    return seen(asked.check, found, "no photograph, video or report of an inspection is in the matter")


def _claim(evidence: Evidence, asked: Asked) -> Check:
    stated = len(evidence.matter.sheet.claims)
    if stated:
        return Check.passed(asked.check, f"the sheet states {stated} sums with their grounds")
    return Check.failed(asked.check, "the sheet has no [[claim]]: state what is claimed, and from when")


def _loss(evidence: Evidence, asked: Asked) -> Check:
    shown = [ident for claim in evidence.matter.sheet.claims for ident in claim.shown_by]
    if not evidence.matter.sheet.claims:
        return Check.failed(asked.check, "the sheet has no [[claim]], so no loss is stated")
    return Check.not_checked(
        asked.check, f"the sheet names {len(shown)} items for the sums claimed: see whether they show them",
        shown_by=" ".join(shown),
    )  # fmt: skip


TABLE: Mapping[str, _Look] = {
    "originals_kept": _originals,
    "hashes_verified": _hashes,
    "translation_attached": _translations,
    "authenticity_agreed": _by_trait("authenticity_agreed", "yes", "'tally letter authenticity' drafts an agreement"),
    "contract_shown": _contract,
    "written_form": _written,
    "payment_shown": payments,
    "performance_shown": performance,
    "delivery_shown": _by_facts(
        Event.SHIPPED, Event.HANDED_OVER, lacking="no delivery is stated", read=(ActKind.PERFORMANCE,)
    ),
    "breach_shown": _by_acts(
        ActKind.OBJECTION, ActKind.ADMISSION, ActKind.EXCUSE, is_ours=None,
        lacking="no message objects, admits or announces a breach",
    ),
    "defect_shown": _pictures,
    "notice_in_time": notice,
    "notice_content": _by_acts(ActKind.OBJECTION, is_ours=True, lacking="no message of ours objects"),
    "proof_of_receipt": _receipt,
    "grace_period_set": _by_facts(Event.GRACE_ENDED, lacking="no last period that was set is stated"),
    "demand_made": _by_facts(
        Event.DEMAND_REACHED, Event.DEMAND_SENT, lacking="no demand is stated, nor read in a message of ours",
        by="us", read=(ActKind.DEMAND,), is_ours=True,
    ),
    "debt_acknowledged": _by_facts(
        Event.DEBT_ACKNOWLEDGED, lacking="no acknowledgment by the other side is stated, nor read in a message",
        by="them", read=(ActKind.ADMISSION, ActKind.PROMISE_PAY), is_ours=False,
    ),
    "pretrial_claim_sent": pretrial,
    "claim_amount_stated": _claim,
    "loss_shown": _loss,
    "due_date_shown": _by_facts(Event.PAYMENT_DUE, lacking="the sheet states no day on which payment fell due"),
    "negotiated_first": _by_acts(
        ActKind.DEMAND, ActKind.SETTLEMENT, is_ours=None, lacking="no demand and no offer is in the messages"
    ),
    "on_platform_order": _by_trait("order", "trade_assurance", "the order must stand on the platform"),
    "identity_of_opponent": _identity,
    "complaint_file_exported": _complaint_file,
}  # fmt: skip

assert TABLE.keys() <= CHECKS.keys()
