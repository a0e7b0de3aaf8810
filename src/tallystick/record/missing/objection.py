"""Objections to which the other side never said anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from tallystick.record.holdings import HeldItem, Key
from tallystick.record.missing.finding import Missing, Scene
from tallystick.record.thread import in_time

_OBJECTION = re.compile(
    r"\b(?:defect(?:s|ive)?|faulty|damaged|wrong (?:goods|colou?r|size|model|quantity)|"
    r"not (?:as|per|according to) (?:agreed|contract|sample|order)|"
    r"does not (?:match|comply|correspond|work)|do not accept|cannot accept|we object|objection|"
    r"complain(?:t|ts)?|reject(?:ed|ion)?|short(?:age|\-shipped)|"
    r"still (?:not|haven't) (?:received|delivered|paid)|overdue|"
    r"mangel(?:haft)?|mängel|beanstand\w*|reklamation|"
    r"брак\w*|дефект\w*|претензи\w+|не соответству\w+|не согласн\w+|рекламаци\w+|возража\w+|недостач\w+|просрочк\w+)|"
    r"质量问题|不合格|有缺陷|瑕疵|投诉|退货|不符|不同意|不接受|拒收|短缺|破损|异议|逾期|未付款",
    re.IGNORECASE,
)
_PATIENCE = timedelta(days=14)


def unanswered(scene: Scene) -> Iterator[Missing]:
    """Messages that object and after which the other side is silent in that thread for as long as the record goes."""
    ends = max((item.sent_at for item in scene.spoken if item.sent_at), default=None)
    for item in scene.spoken:
        said = _OBJECTION.search(scene.holdings.texts.get(item.key, ""))
        side = scene.is_ours(item.key)
        if said is None or side is None or item.sent_at is None or ends is None or ends - item.sent_at < _PATIENCE:
            continue
        if not _is_answered(scene, item, side):
            yield Missing(
                kind="objection-unanswered", items=(item.key,), weight="medium" if side else "high",
                ground=f'"{said[0]}" on {item.sent_at:%Y-%m-%d}, and no answer of the other side is held',
                mend="look for the answer in other channels; if we owe it, answer now, in writing" if not side
                else "repeat it in writing with a day for the answer, so that the silence can be shown",
                who=scene.sender(item.key),
            )  # fmt: skip


def _is_answered(scene: Scene, objection: HeldItem, side: bool) -> bool:
    thread = scene.threads.of(objection.key)
    after: list[Key] = [] if thread is None else list(thread.items)
    return any(
        in_time(scene.holdings.items[key]) > in_time(objection) and scene.is_ours(key) is (not side) for key in after
    )  # fmt: skip
