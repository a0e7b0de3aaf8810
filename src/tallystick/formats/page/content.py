"""What becomes of a part, record or entry that is no page: kept as a file inside, or known as a piece of the page."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from tallystick.formats.carrier import without_secrets
from tallystick.model.message import Problem
from tallystick.model.reading import Embedded

MOST_EMBEDDED = 2_000
LARGEST_EMBEDDED = 64 << 20
MOST_BYTES = 256 << 20
HTML_TYPES = frozenset(("text/html", "application/xhtml+xml"))
_KEPT = (
    "image/",
    "audio/",
    "video/",
    "application/pdf",
    "application/msword",
    "application/vnd.",
    "application/zip",
    "text/csv",
)
# A saved messenger page is a page and a chat: it is also handed on whole, so that the chat's own reader meets it.
_CHAT_MARKS = (b"__VMFsConv__cache__", b"message-item", b"im-message-flow")


class Files:
    """The files found inside one original, within bounds; `problems` names what was left out."""

    def __init__(self) -> None:
        self.embedded: list[Embedded] = []
        self.problems: list[Problem] = []
        self._size = 0

    def add(self, address: str, media_type: str, content: bytes, place: str) -> bool:
        """Whether the content is now listed as a file inside."""
        if (
            len(content) > LARGEST_EMBEDDED
            or self._size + len(content) > MOST_BYTES
            or len(self.embedded) >= MOST_EMBEDDED
        ):
            self.problems.append(
                Problem(
                    "limit-embedded", place, f"{len(content)} bytes of {media_type} are left out: too many or too large"
                )
            )
            return False
        self._size += len(content)
        self.embedded.append(Embedded(file_name(address), media_type, content, place))
        return True


def is_kept(media_type: str) -> bool:
    """Whether content of that type says something by itself: a picture, a document; not a style sheet or a script."""
    return media_type.startswith(_KEPT) and media_type != "image/svg+xml"


def is_html(media_type: str) -> bool:
    return media_type in HTML_TYPES


def holds_chat(document: bytes) -> bool:
    """Whether an HTML document has the marks of a messenger's page."""
    return any(mark in document for mark in _CHAT_MARKS)


def file_name(address: str) -> str:
    """The last step of an address's path, without what follows it: a name without secrets."""
    try:
        path = urlsplit(address).path
    except ValueError:
        path = ""
    last = unquote(path.rstrip("/").rpartition("/")[2])
    return without_secrets(last)[:200]


def media_type_of(value: str) -> str:
    """The media type in a Content-Type, in small letters and without parameters."""
    return value.partition(";")[0].strip().lower()[:100]


def charset_of(value: str) -> str:
    """The charset in a Content-Type; "" where it states none."""
    for parameter in value.split(";")[1:]:
        name, _, charset = parameter.partition("=")
        if name.strip().lower() == "charset":
            return charset.strip().strip("\"'")[:40]
    return ""


def limited(problems: Iterable[Problem], most: int = 500) -> tuple[Problem, ...]:
    """The problems, each once, at most `most` of them and a last one that says so."""
    unique = list(dict.fromkeys(problems))
    if len(unique) <= most:
        return tuple(unique)
    return (*unique[:most], Problem("limit-problems", "", f"{len(unique) - most} more problems are not listed"))
