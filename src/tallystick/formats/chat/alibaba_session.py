"""What the frames of a messenger's session say: answers joined to their requests, pushes, and messages sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tallystick.formats.chat.alibaba_content import first, words
from tallystick.formats.chat.alibaba_conversation import Conversations, Span, uids_in
from tallystick.formats.chat.lwp import Frame
from tallystick.formats.chat.lwp_push import kind_of, models_in_package, packages_of
from tallystick.model.message import Moment, Problem
from tallystick.model.reading import Count

_LIST_MESSAGES = "/r/MessageManager/listUserMessages"
_LIST_CONVERSATIONS = "/r/Conversation/listNewestPagination"
_SEND = "/r/MessageSend/send"
# Routes that carry a session and no message: registration, heartbeat, positions in the sync stream, read marks.
_STRUCTURE = ("/reg", "/!", "/r/SyncStatus/", "/r/Sync/", "/r/MessageStatus/", "/r/IDLHeartbeat", "/push/")
_STATED_BY_SERVER = ("messageId", "createAt")
_LATEST_SECOND = 4_102_444_800
_TITLES = ("contactNick", "nick", "name", "title", "loginId", "contactName")


class Session:
    """Reads the frames of one connection into conversations, and owns what became of each frame."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations
        self._frames: Counter[str] = Counter()
        self._packages: Counter[str] = Counter()
        self._strange: dict[tuple[str, str], tuple[str, int]] = {}

    def read(self, frames: list[Frame | Problem]) -> None:
        """What the frames say has been added to the conversations; each frame is counted once."""
        whole = [frame for frame in frames if isinstance(frame, Frame)]
        requests = {frame.mid: frame for frame in whole if frame.is_sent and frame.route and frame.mid}
        self._unanswered(
            requests, {frame.mid for frame in whole if not frame.is_sent and not _is_push(frame, requests)}
        )
        for frame in frames:
            if isinstance(frame, Problem):
                self._conversations.problems.append(frame)
                self._frames["problems"] += 1
                continue
            if frame.own_uid and not frame.is_sent:
                self._conversations.owned_by(frame.own_uid)
            self._frames[self._became(frame, requests)] += 1

    def counts(self) -> tuple[Count, Count]:
        """What became of all frames, and of all packages in pushed frames."""
        return _count("frames", self._frames), _count("pushed packages", self._packages)

    def strange(self) -> Iterator[Problem]:
        """One problem for each kind of frame or package that is not known, with how many there are."""
        for (code, kind), (place, number) in self._strange.items():
            yield Problem(code, place, f"{kind}: {number} of this kind, not understood and not read")

    def _unanswered(self, requests: dict[str, Frame], answered: set[str]) -> None:
        for mid, request in requests.items():
            if request.route in (_LIST_MESSAGES, _LIST_CONVERSATIONS) and mid not in answered:
                detail = f"{request.route}: no answer to this request is in the file"
                self._conversations.problems.append(Problem("request-unanswered", request.place, detail))
            elif request.route.startswith(_SEND) and mid not in answered:
                detail = "a message was to be sent, and no answer to it is in the file"
                self._conversations.refuse(Problem("send-unanswered", request.place, detail))

    def _became(self, frame: Frame, requests: dict[str, Frame]) -> str:
        if frame.is_sent:
            return "requests" if frame.route else "structure"
        if _is_push(frame, requests):
            return self._push(frame)
        request = requests.get(frame.mid)
        route = request.route if request else ""
        if route.startswith(_SEND):
            return self._sent(frame, request)
        body = frame.body if isinstance(frame.body, dict) else {}
        if isinstance(body.get("userMessageModels"), list):
            return self._messages(frame, body, request)
        if isinstance(body.get("userConvs"), list):
            return self._list(frame, body)
        if frame.code not in (None, 200):
            detail = f"{route or 'a request that is not in the file'}: the server answered {frame.code}"
            self._conversations.problems.append(Problem("request-refused", frame.place, detail))
            return "structure"
        if route.startswith(_STRUCTURE) or frame.own_uid or frame.body in (None, {}, [], ""):
            return "structure"
        return self._other("frame-unknown", f"answer to {route or 'an unknown request'}", frame.place)

    def _other(self, code: str, kind: str, place: str) -> str:
        where, number = self._strange.get((code, kind), (place, 0))
        self._strange[(code, kind)] = (where, number + 1)
        return "other"

    def _messages(self, frame: Frame, body: dict[str, Any], request: Frame | None) -> str:
        asked = request.body if request and isinstance(request.body, list) else []
        cid = words(asked[0]) if asked else ""
        times = []
        for index, model in enumerate(body["userMessageModels"]):
            message = self._conversations.add(model, f"{frame.place} message {index}", cid)
            times += [message.moment.raw] if message and message.moment and message.moment.utc else []
            cid = cid or _cid_in(model)
        if frame.is_cut:
            detail = (
                f"the frame ends within its JSON; the {len(body['userMessageModels'])} whole messages in it are read"
            )
            self._conversations.problems.append(Problem("frame-cut", frame.place, detail))
        is_older = not (len(asked) > 1 and asked[1] is True)
        if cid and is_older:
            start = words(asked[2]) if len(asked) > 2 else ""
            oldest = min(times, key=lambda raw: (len(raw), raw), default=words(body.get("nextCursor")) or start)
            has_more = None if frame.is_cut else _claim(body.get("hasMore"))
            self._conversations.page(cid, Span(frame.place, start, words(body.get("nextCursor")), has_more, oldest))
        return "messages"

    def _list(self, frame: Frame, body: dict[str, Any]) -> str:
        for index, entry in enumerate(body["userConvs"]):
            self._listed(entry, f"{frame.place} conversation {index}")
        if _claim(body.get("hasMore")):
            detail = "the server says that there are more conversations than this list holds"
            self._conversations.problems.append(Problem("conversations-not-all", frame.place, detail))
        return "conversations"

    def _listed(self, entry: Any, place: str) -> None:
        entry = entry if isinstance(entry, dict) else {}
        user = entry.get("singleChatUserConversation") or entry.get("groupChatUserConversation") or entry
        user = user if isinstance(user, dict) else {}
        one = user.get("singleChatConversation") or user.get("groupChatConversation") or user
        one = one if isinstance(one, dict) else {}
        cid = first(one, ("cid", "conversationCode"))
        if not cid:
            self._conversations.problems.append(Problem("conversation-unreadable", place, "a conversation without id"))
            return
        extension = user.get("user_extension") or user.get("userExtension")
        title = first(extension, _TITLES) if isinstance(extension, dict) else ""
        pair = [uid for name in ("pairFirst", "pairSecond") for uid in uids_in(one.get(name))]
        self._conversations.describe(cid, title or first(one, _TITLES), pair, is_listed=True)
        newest = user.get("lastMessage")
        if isinstance(newest, dict) and newest:
            self._conversations.add(newest, f"{place} newest message", cid)

    def _push(self, frame: Frame) -> str:
        if frame.route.startswith(_STRUCTURE):
            return "structure"
        is_message = False
        packages = packages_of(frame.body)
        for index, package in enumerate(packages):
            place = f"{frame.place} package {index}"
            models = models_in_package(package)
            for model in models or ():
                self._conversations.add(model, place)
            is_message |= bool(models)
            self._packages["messages" if models else self._notice(package, models, place)] += 1
        return "messages" if is_message else "pushes" if packages else "structure"

    def _notice(self, package: Any, models: list[dict[str, Any]] | None, place: str) -> str:
        """A package without a message: a read mark, a typing notice, or what cannot be opened at all."""
        code = "push-unreadable" if models is None else "push-unknown"
        self._other(code, f"pushed package {kind_of(package)}", place)
        return "problems" if models is None else "other"

    def _sent(self, answer: Frame, request: Frame | None) -> str:
        asked = request.body[0] if request and isinstance(request.body, list) and request.body else None
        place = request.place if request else answer.place
        if not isinstance(asked, dict) or answer.code not in (None, 200):
            detail = f"a message was to be sent, and the server answered {answer.code}"
            self._conversations.refuse(Problem("send-refused", place, detail))
            return "messages"
        said = answer.body if isinstance(answer.body, dict) else {}
        stated = (
            {"sender": {"uid": self._conversations.owner}}
            | asked
            | {name: said[name] for name in _STATED_BY_SERVER if name in said}
        )
        self._conversations.add(stated, place, seen=_seen(request))
        return "messages"


def _is_push(frame: Frame, requests: dict[str, Frame]) -> bool:
    """Whether the server sent the frame unasked. It numbers such frames itself, and may meet a request's number."""
    request = requests.get(frame.mid)
    return bool(frame.route) and (request is None or request.route != frame.route)


def _seen(request: Frame | None) -> Moment | None:
    """When the browser saw the request go out, by the computer's clock."""
    seconds = request.seconds if request else None
    if seconds is None or not 0 < seconds < _LATEST_SECOND:
        return None
    return Moment(datetime.fromtimestamp(float(seconds), UTC), 0, "capture", str(seconds))


def _cid_in(model: Any) -> str:
    inner = model.get("message") if isinstance(model, dict) else None
    return first(inner, ("cid",)) if isinstance(inner, dict) else ""


def _claim(stated: Any) -> bool | None:
    """What a member that may be true, 1 or "true" claims; None where it is missing."""
    text = words(stated).lower() if not isinstance(stated, bool) else str(stated).lower()
    return None if not text else text in ("1", "true")


def _count(unit: str, became: Counter[str]) -> Count:
    return Count(unit, became.total(), tuple(became.items()))
