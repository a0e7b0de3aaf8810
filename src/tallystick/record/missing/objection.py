"""Objections to which the other side never said anything."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tallystick.record.holdings import HeldItem, Key
from tallystick.record.missing.finding import Missing, Scene, searched
from tallystick.record.thread import in_time

_OBJECTION = re.compile(
    r"\b(?:defect(?:s|ive)?|faulty|damaged|wrong (?:goods|colou?r|size|model|quantity)|"
    r"not (?:as|per|according to) (?:agreed|contract|sample|order)|"
    r"(?:does|do) not (?:match|comply|correspond|work)|do not accept|cannot accept|we object|objection|"
    r"complain(?:t|ts)?|reject(?:ed|ion)?|short(?:age|\-shipped)|"
    r"still (?:not|haven't) (?:received|delivered|paid)|overdue|"
    r"mangel(?:haft)?|mängel|beanstand\w*|reklamation|"
    r"брак\w*|дефект\w*|претензи\w+|не соответству\w+|не согласн\w+|рекламаци\w+|возража\w+|недостач\w+|просрочк\w+)|"
    r"质量问题|不合格|有缺陷|瑕疵|投诉|退货|不符|不同意|不接受|拒收|短缺|破损|异议|逾期|未付款",
    re.IGNORECASE,
)
# Without one of these nobody objects: to look for them takes a tenth of the time.
_STEMS = (
    "defect", "faulty", "damaged", "wrong ", "not ", "object", "complain", "reject", "short", "haven't", "overdue",
    "mangel", "mängel", "beanstand", "reklamation", "брак", "дефект", "претензи", "не со", "рекламаци", "возража",
    "недостач", "просрочк", "质量", "不", "缺", "瑕疵", "投诉", "退货", "拒收", "破损", "异议", "逾期", "未付款",
)  # fmt: skip
_PATIENCE = timedelta(days=14)
# Who wrote at all within a week is not silent, whatever the thread: an answer may stand anywhere.
_SOON = timedelta(days=7)
_AUTOMATIC = re.compile(
    r"(?:no-?_?reply|do-?not-?reply|noti(?:fication|ces?)|news(?:letter)?|mailer|mailing|postmaster|robot|bounces?|"
    r"alerts?|service|support|marketing|promo)[^@]*@",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"^(?:read|gelesen|прочитано|прочитанное|已读|undeliver|undelivered|automatic reply|автоответ|自动回复|"
    r"out of office|abwesenheit)\b|read receipt|уведомление о прочтении",
    re.IGNORECASE,
)
_Heard = dict[tuple[str, bool], list[datetime]]
_InTime = tuple[bool, datetime, Key]
_NEVER_SAID: _InTime = (False, datetime.min.replace(tzinfo=UTC), (-1, -1))


def unanswered(scene: Scene) -> Iterator[Missing]:
    """Messages that object and after which the other side is silent in that thread for as long as the record goes."""
    objections = list(_objections(scene))
    if not objections:
        return
    last, heard = _last_words(scene), _heard(scene)
    for item, side, words in objections:
        thread = scene.threads.of(item.key)
        is_silent = thread is None or last.get((thread.number, not side), _NEVER_SAID) < in_time(item)
        if is_silent and not _spoke_soon(heard, item, side):
            yield Missing(
                kind="objection-unanswered", items=(item.key,), weight="medium" if side else "high",
                ground=f'"{words}" on {item.sent_at:%Y-%m-%d}: the other side says nothing after it there',
                mend="look for the answer in other channels; if we owe it, answer now, in writing" if not side
                else "repeat it in writing with a day for the answer, so that the silence can be shown",
                who=scene.sender(item.key),
            )  # fmt: skip


def _objections(scene: Scene) -> Iterator[tuple[HeldItem, bool, str]]:
    """What was objected to the other side 14 days before the end of the record or earlier, whether by us, and the
    words of it."""
    ends = max((item.sent_at for item in scene.spoken if item.sent_at and _is_credible(scene, item)), default=None)
    for item in scene.spoken:
        side = scene.is_ours(item.key)
        if side is None or item.sent_at is None or ends is None or ends - item.sent_at < _PATIENCE:
            continue
        said = searched(_OBJECTION, _STEMS, scene.holdings.texts.get(item.key, ""))
        if said is not None and _is_meant_for(scene, item, side):
            yield item, side, said[0]


def _is_meant_for(scene: Scene, item: HeldItem, side: bool) -> bool:
    """Whether a person says it to the other side: no circular, no automatic notice, nothing among ourselves."""
    if item.marks & {"recalled", "deleted", "system"} or _NO_PERSON.search(item.title):
        return False
    if item.kind == "message":
        return True
    uses = scene.holdings.uses.get(item.key, ())
    if any(use.role == "from" and _AUTOMATIC.match(use.value) for use in uses):
        return False
    reached = {use.ident in scene.parties.ours for use in uses if use.role in ("to", "cc")}
    return (not side) in reached


def _heard(scene: Scene) -> _Heard:
    """The times at which each side spoke in each chat, and to or from each person by mail, in order."""
    found: defaultdict[tuple[str, bool], list[datetime]] = defaultdict(list)
    for item in scene.spoken:
        side = scene.is_ours(item.key)
        if side is not None and item.sent_at is not None:
            found[item.conversation or "mail", side].append(item.sent_at)
    return {where: sorted(times) for where, times in found.items()}


def _spoke_soon(heard: _Heard, item: HeldItem, side: bool) -> bool:
    """Whether the other side said anything in that chat, or by mail at all, soon after: then it was not silent."""
    times = heard.get((item.conversation or "mail", not side), [])
    at = bisect_right(times, item.sent_at) if item.sent_at else len(times)
    return at < len(times) and item.sent_at is not None and times[at] - item.sent_at <= _SOON


def _is_credible(scene: Scene, item: HeldItem) -> bool:
    """Whether it was kept after the time it states: one clock far ahead must not make all silences long."""
    original = scene.holdings.originals.get(item.log_index)
    return original is None or item.sent_at is None or item.sent_at <= original.kept_at


def _last_words(scene: Scene) -> dict[tuple[int, bool], _InTime]:
    """When each side last spoke in each thread, by the thread's number and whether the side is ours."""
    found: dict[tuple[int, bool], _InTime] = {}
    for item in scene.spoken:
        thread, side = scene.threads.of(item.key), scene.is_ours(item.key)
        if thread is not None and side is not None:
            found[thread.number, side] = max(found.get((thread.number, side), _NEVER_SAID), in_time(item))
    return found
