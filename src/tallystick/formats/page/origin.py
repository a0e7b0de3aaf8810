"""Where a saved page says that it comes from, and when and by what it says that it was saved.

Browsers write "saved from url", which states no time; SingleFile, Save Page WE, HTTrack and monolith state one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from tallystick.formats.carrier import HtmlNode, without_secrets
from tallystick.formats.mail import moment as mail_moment
from tallystick.formats.page.dates import find_date
from tallystick.model.message import Moment, Problem

LONGEST_URL = 8_000
_SAVED_FROM = re.compile(r"\s*saved from url=\((\d{1,6})\)(\S+)")
_SINGLE_FILE = re.compile(r"Page saved with (SingleFile\S*)")
_FIELD = re.compile(r"^\s*(url|saved date):\s*(\S[^\r\n]*?)\s*$", re.MULTILINE)
_HTTRACK = re.compile(r"Mirrored from (\S+) by (HTTrack[^\[,]*?)\s*(?:\[[^\]]*\])?,\s*([^\r\n]+)")
_MONOLITH = re.compile(r"Saved from (\S+) at (\S+) using (monolith\s*\S*)")


@dataclass(frozen=True, slots=True)
class Origin:
    """Address, time and program as the file states them; `problems` are contradictions in what it states."""

    url: str = ""
    captured: Moment | None = None
    captured_by: str = ""
    problems: tuple[Problem, ...] = ()


def origin_of(root: HtmlNode, comments: list[str]) -> Origin:
    """What the page says of its own origin: a saving program's comment first, then what the site itself wrote."""
    for comment in comments:
        if (found := _from_comment(comment)) is not None:
            return found
    if url := _meta(root, 'meta[name="savepage-url"]', "content"):
        return Origin(_address(url), _moment(_meta(root, 'meta[name="savepage-date"]', "content")), "Save Page WE")
    url = (
        _meta(root, 'link[rel="canonical"]', "href")
        or _meta(root, 'meta[property="og:url"]', "content")
        or _meta(root, "base[href]", "href")
    )
    base = _meta(root, "base[href]", "href")
    return Origin(_address(_joined_url(base, url)))


def _from_comment(comment: str) -> Origin | None:
    if (found := _SAVED_FROM.match(comment)) is not None:
        return _saved_from(int(found[1]), found[2])
    if (program := _SINGLE_FILE.search(comment)) is not None:
        stated = {one[1]: one[2] for one in _FIELD.finditer(comment)}
        return Origin(_address(stated.get("url", "")), _moment(stated.get("saved date", "")), program[1])
    if (found := _HTTRACK.search(comment)) is not None:
        return Origin(_address(found[1]), _mail_moment(found[3]), found[2])
    if (found := _MONOLITH.search(comment)) is not None:
        return Origin(_address(found[1]), _moment(found[2]), found[3])
    return None


def _saved_from(length: int, url: str) -> Origin:
    """A browser states the address and its length; a length that does not fit says that somebody wrote in it."""
    problems: tuple[Problem, ...] = ()
    if length not in (len(url), len(url.encode())):
        detail = f"the saved-from comment states {length} characters and holds {len(url)}: it was changed after saving"
        problems = (Problem("saved-from-length", "saved from url", detail),)
    return Origin(_address(url), problems=problems)


def _meta(root: HtmlNode, selector: str, attribute: str) -> str:
    node = root.css_first(selector)
    return ((node.attributes.get(attribute) or "") if node is not None else "").strip()[:LONGEST_URL]


def _joined_url(base: str, url: str) -> str:
    if not base or "://" in url[:20]:
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def _address(url: str) -> str:
    return without_secrets(url.strip()[:LONGEST_URL])


def _moment(stated: str) -> Moment | None:
    if not stated:
        return None
    found = find_date(stated, source="capture")
    return found.moment if found is not None else Moment(None, None, "capture", stated[:200])


def _mail_moment(stated: str) -> Moment | None:
    return mail_moment.moment(stated, "capture") if stated.strip() else None
