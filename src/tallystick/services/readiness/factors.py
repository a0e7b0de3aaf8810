"""Factors of presumptions, by name: which of them the record shows. PASS says that the factor is there.

Sources of the names: SPC Evidence Provisions art. 93 and 94, E-Signature Law art. 5 and 6, FRE 803(6), APC 75(3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tallystick.model.act import ActKind
from tallystick.model.check import Check
from tallystick.model.situation import Event
from tallystick.record.strength import OWN, SCREENSHOT, strength
from tallystick.services.readiness.evidence import Evidence
from tallystick.services.readiness.shown import judged, named

_Look = Callable[[Evidence, str], Check]


def factor(evidence: Evidence, name: str) -> Check:
    """Whether a person states the factor or the record shows it; NOT_CHECKED where only a person can say."""
    stated = next((each for each in evidence.matter.sheet.case.looked if each.check == name), None)
    if stated is not None:
        return judged(evidence, stated)
    found = TABLE.get(name)
    return (
        found(evidence, name)
        if found
        else Check.not_checked(name, f'no program can see this: look, and state it as [[looked]] check = "{name}"')
    )


def _named(name: str, idents: list[str], what: str, absent: str) -> Check:
    """NOT_CHECKED with what points to it: whether it does is for a person to say."""
    if not idents:
        return Check.not_checked(name, absent)
    return Check.not_checked(name, f"{len(idents)} {what}: {named(idents)}", shown_by=" ".join(idents))


def _whole(evidence: Evidence, name: str) -> Check:
    number = len({item.log_index for item in evidence.items})
    if not number:
        return Check.not_checked(name, "nothing that is kept belongs to the matter")
    return Check.passed(
        name, f"{number} originals byte for byte since they were kept, under a signed log; before that, only what the "
        "files themselves show",
    )  # fmt: skip


def _checked(evidence: Evidence, name: str) -> Check:
    if not evidence.items:
        return Check.not_checked(name, "nothing that is kept belongs to the matter")
    return Check.passed(name, "each byte stands in a hash tree that anybody can check (tally verify, verify.py)")


def _ordinary(evidence: Evidence, name: str) -> Check:
    times = [item.sent_at for item in evidence.items if item.sent_at]
    if len(times) < 2:
        return Check.not_checked(name, "the matter has too few dated items to show a course of dealing")
    span = (max(times) - min(times)).days
    return Check.not_checked(
        name, f"{len(times)} dated items over {span} days of one relationship: whether they arose in the ordinary "
        "course of business is for a person to say",
    )  # fmt: skip


def _against(evidence: Evidence, name: str) -> Check:
    kinds = (ActKind.ADMISSION, ActKind.PROMISE_PAY)
    absent = "no message of the other side admits anything"
    return _named(
        name,
        evidence.acts(*kinds, is_ours=False),
        "messages in which the other side seems to admit; look at them",
        absent,
    )


def _platform(evidence: Evidence, name: str) -> Check:
    holdings = evidence.known.holdings
    found = []
    for item in evidence.items:
        formats = holdings.formats.get(item.log_index, ()) if item.kind != "mail" and not item.origin else ()
        if strength(formats, item.marks) not in (OWN, SCREENSHOT):
            found.append(holdings.originals[item.log_index].sha256)
    kept = list(dict.fromkeys(found))
    absent = "nothing in the matter comes from a platform or bank: ask it for a confirmation"
    return _named(name, kept, "files recorded by a platform or bank, which has not confirmed them; ask it to", absent)


def _agreed(evidence: Evidence, name: str) -> Check:
    if evidence.situation.trait("authenticity_agreed") == "yes":
        return Check.passed(name, "the sheet states that both sides agree")
    return Check.not_checked(name, "the sheet states no agreement: 'tally letter authenticity', 'tally letter clause'")


def _opposite(evidence: Evidence, name: str) -> Check:
    theirs = list(dict.fromkeys(one.ident for one in evidence.said if one.is_ours is False))
    return _named(name, theirs, "messages of the other side", "none is known to be the other side's")


def _addressed(evidence: Evidence, name: str) -> Check:
    spoken = [item for item in evidence.items if item.kind in ("mail", "message")]
    if not spoken:
        return Check.not_checked(name, "the matter has no message")
    lacking = [item for item in spoken if item.sent_at is None or not evidence.known.holdings.senders(item.key)]
    if lacking:
        return Check.failed(name, f"{len(lacking)} of {len(spoken)} messages lack a sender or a time")
    return Check.passed(name, f"all {len(spoken)} messages have sender and time")


def _new_date(evidence: Evidence, name: str) -> Check:
    stated = evidence.facts(Event.NEW_DATE_AGREED)
    if stated:
        return Check.passed(name, f"stated: a new date was agreed on {stated[0].on}")
    changes = evidence.acts(ActKind.TERMS_CHANGE)
    if changes:
        return Check.not_checked(name, f"messages change terms ({named(changes)}): look whether one agrees a new date")
    return Check.not_checked(name, "no message that was read changes a term")


TABLE: Mapping[str, _Look] = {
    "kept_whole": _whole, "unchanged": _whole, "method_of_integrity": _whole,
    "retrievable": _whole, "format": _whole,
    "error_detection": _checked,
    "normal_course": _ordinary, "normal_business": _ordinary, "regular_activity": _ordinary,
    "against_own_interest": _against,
    "neutral_platform": _platform,
    "agreed_way": _agreed, "practice": _ordinary, "contract": _agreed,
    "from_opponent": _opposite,
    "parties_and_times": _addressed,
    "new_date_agreed": _new_date,
}  # fmt: skip
