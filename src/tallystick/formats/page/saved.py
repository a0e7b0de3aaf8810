"""One HTML document as a page, whatever it was carried in: a file, an MHTML part, a record of a web archive."""

from __future__ import annotations

from dataclasses import dataclass

from tallystick.formats.carrier import HtmlNode, parse_html, without_secrets
from tallystick.formats.page.kind import kind_of, numbers_of, statements_of
from tallystick.formats.page.origin import origin_of
from tallystick.formats.page.statements import MOST_STATEMENTS, blocks_of
from tallystick.formats.page.visible import MOST_LEAVES, Seen, path_of, see
from tallystick.model.message import Moment, Problem
from tallystick.model.page import Page

MOST_FRAMES = 50
_DEEPEST_FRAME = 3
_LONGEST_TITLE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What the carrier of a page states of it; the page's own word counts where this says nothing."""

    place: str = ""
    url: str = ""
    captured: Moment | None = None
    captured_by: str = ""
    status: int | None = None
    charset: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """The page, the documents in its frames, what was wrong, and its elements: shown, hidden, unseen, total."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    elements: tuple[int, int, int, int]


def page_of(document: bytes, carried: Carried) -> Saved:
    """What the document shows and says of itself. Raises NotThisFormat, LimitExceeded."""
    return _saved(parse_html(document, carried.charset), carried, 0)


def _saved(root: HtmlNode, carried: Carried, depth: int) -> Saved:
    seen = see(root)
    origin = origin_of(root, seen.comments)
    blocks, doubts = blocks_of(seen.leaves)
    url = without_secrets(carried.url) or origin.url
    title = _title(root)
    text = seen.text
    numbers = numbers_of(url, f"{title}\n{text}")
    kind = kind_of(url, title, _headings(root), numbers, has_blocks=bool(blocks))
    page = Page(
        url=url,
        title=title,
        text=text,
        place=carried.place,
        kind=kind,
        captured=carried.captured or origin.captured,
        captured_by=carried.captured_by or origin.captured_by,
        status=carried.status,
        links=tuple(dict.fromkeys(seen.links)),
        numbers=numbers,
        statements=statements_of(blocks, kind),
    )
    problems = (*origin.problems, *doubts, *_problems(seen, len(blocks)))
    elements = (seen.shown, seen.hidden, seen.unseen, len(root.css("*")))
    framed = _framed(seen, page, depth)
    return Saved(
        (page, *(inner for one in framed for inner in one.pages)),
        (
            *(_placed(problem, carried.place) for problem in problems),
            *(each for one in framed for each in one.problems),
        ),
        elements,
    )


def _framed(seen: Seen, page: Page, depth: int) -> list[Saved]:
    """The documents that stand in the attributes of frames, as saving programs put them there."""
    if depth >= _DEEPEST_FRAME:
        return []
    framed: list[Saved] = []
    for number, document in enumerate(seen.frames[:MOST_FRAMES], 1):
        place = f"{page.place} frame {number}".strip()
        carried = Carried(place=place, captured=page.captured, captured_by=page.captured_by)
        framed.append(_saved(parse_html(document.encode("utf-8", "replace")), carried, depth + 1))
    return framed


def _problems(seen: Seen, blocks: int) -> list[Problem]:
    problems: list[Problem] = []
    if seen.hidden_texts:
        length = sum(size for size, _node in seen.hidden_texts)
        longest, node = max(seen.hidden_texts, key=lambda found: found[0])
        detail = (
            f"{length} characters stand in {len(seen.hidden_texts)} elements that are not displayed and are left out "
            f"of the text; the longest has {longest}"
        )
        problems.append(Problem("hidden-text", path_of(node), detail))
    if seen.is_cut:
        problems.append(Problem("limit-text", "", f"more than {MOST_LEAVES} pieces of text; the rest is not read"))
    if len(seen.frames) > MOST_FRAMES:
        problems.append(Problem("limit-frames", "", f"more than {MOST_FRAMES} frames; the rest is not read"))
    if blocks >= MOST_STATEMENTS:
        problems.append(
            Problem("limit-statements", "", f"more than {MOST_STATEMENTS} statements; the rest is not listed")
        )
    return problems


def _placed(problem: Problem, place: str) -> Problem:
    return Problem(problem.code, f"{place} {problem.place}".strip(), problem.detail) if place else problem


def _title(root: HtmlNode) -> str:
    node = root.css_first("title")
    return " ".join((node.text(deep=True) if node is not None else "").split())[:_LONGEST_TITLE]


def _headings(root: HtmlNode) -> str:
    return "\n".join(node.text(deep=True)[:200] for node in root.css("h1, h2")[:20])
