"""Our mails that never arrived: what the servers said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.record.missing.finding import Missing, Scene

_DAEMON = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mdaemon)@", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver(?:ed|able)|delivery (?:status notification|failure|has failed)|returned mail|"
    r"mail delivery (?:failed|system)|failure notice|unzustellbar|退信|无法投递|投递失败|"
    r"недоставлен|не доставлено|возврат|не удалось доставить",
    re.IGNORECASE,
)
# Servers also report what was delivered, and what they will try again.
_NO_FAILURE = re.compile(
    r"success|delay|\bwarning\b|relayed|^\s*(?:delivered|zugestellt|доставлено|已送达)\b|verzögert|успешно|"
    r"задерж|成功|延迟",
    re.IGNORECASE,
)


def bounces(scene: Scene) -> Iterator[Missing]:
    """Reports that a mail was not delivered, with the mail where it is held."""
    by_id = {item.message_id: item.key for item in scene.mails() if item.message_id}
    for item in scene.mails():
        parts = scene.holdings.parts.get(item.key, ())
        is_report = any(part.media_type == "message/delivery-status" for part in parts)
        senders = scene.holdings.senders(item.key)
        is_daemon = any(_DAEMON.match(use.value) for use in senders)
        if not (is_report or is_daemon) or _NO_FAILURE.search(item.title):
            continue
        returned = [by_id[name] for _kind, name in scene.holdings.references.get(item.key, ()) if name in by_id]
        returned += _attached(scene, item.key, by_id)
        if not (_SUBJECT.search(item.title) or (is_daemon and returned)):
            continue
        yield Missing(
            kind="bounced", items=tuple(dict.fromkeys((item.key, *returned))), weight="high",
            ground=f'a server reports that a mail did not arrive: "{item.title}"',
            mend="send it again by a way that proves receipt; until then nothing in it counts as notified",
            who=scene.sender(item.key),
        )  # fmt: skip


def _attached(scene: Scene, report: tuple[int, int], by_id: dict[str, tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The mail that the report carries inside, by its id."""
    index = report[0]
    position = report[1] + 1
    while (inner := scene.holdings.items.get((index, position))) is not None and inner.kind == "mail":
        if inner.message_id in by_id:
            yield by_id[inner.message_id]
        position += 1
