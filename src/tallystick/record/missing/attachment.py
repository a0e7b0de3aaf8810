"""Attachments that are announced and not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.record.missing.finding import Missing, Scene, searched

_ANNOUNCED = re.compile(
    r"\b(?:(?:please )?(?:find|see|check) (?:the )?attached|(?:is|are) attached(?! (?:to|with|by|on|at|onto|via)\b)|"
    r"attached (?:is|are|please|you)|"
    r"(?:i|we)(?: have|'ve)? attach(?:ed)?\b(?! (?:great|much|high|no|little|more|particular|importance|value))|"
    r"see (?:the )?attachments?|in (?:the )?attachments?|"
    r"enclosed (?:is|please|find)|"
    r"im anhang|anbei|beigefügt|als anlage|"
    r"во вложении|в приложении к письму|прилага(?:ю|ем|ется)(?! (?:все |максимум |большие )?усили)|"
    r"прикрепл(?:яю|яем|ен|ена|ены)|(?:см\.|смотрите) вложени[ея])|"
    r"(?:详?见|请?查收?|参见|见)附件|附件(?:是|为|中|里|请)|附上|随信附|随函附",
    re.IGNORECASE,
)
# Without one of these nothing is announced: to look for them takes a tenth of the time.
_STEMS = (
    "attach", "enclosed", "anhang", "anbei", "beigefügt", "als anlage", "во вложении", "приложении", "прилага",
    "прикрепл", "вложени", "附件", "附上", "附",
)  # fmt: skip


def announced(scene: Scene) -> Iterator[Missing]:
    """Mails that say something is attached and carry no file."""
    for item in scene.mails():
        parts = scene.holdings.parts.get(item.key, ())
        if any(part.is_file for part in parts):
            continue
        said = searched(_ANNOUNCED, _STEMS, scene.holdings.texts.get(item.key, ""))
        if said:
            yield Missing(
                kind="attachment-announced", items=(item.key,), weight="medium",
                ground=f'the mail says "{said[0].strip()}" and carries no file',
                mend="ask the sender for the file again in writing, and look for a later mail that brings it",
                who=scene.sender(item.key),
            )  # fmt: skip
