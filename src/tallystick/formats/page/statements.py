"""The dated statements that stand on a page: who said what, when, found by structure and not by one site's names.

A statement is a block with a date of its own: the lowest element that holds a date and words and stands beside another
of its kind that does so too. Where author, date and words are siblings in one flat list, the list is cut at each date.
A single block counts where it names a speaker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tallystick.formats.carrier import HtmlNode
from tallystick.formats.page.dates import Dated, day_order, find_date
from tallystick.formats.page.roles import Spoken, is_name, names_author, role_in, speaker
from tallystick.formats.page.visible import Leaf, joined, path_of
from tallystick.model.message import Problem
from tallystick.model.page import Statement

MOST_STATEMENTS = 2_000
_MOST_LEAVES = 50_000
_DEEPEST = 60
_LONGEST_BESIDE = 60
_LONGEST_LINE = 300
_WORDS_OF_SINGLE = 10
_LABEL = re.compile(
    r"(?i)\b(?:date|time|submitted|created|updated|posted|opened|on|at|by|the|сreated|dated)\b|日期|时间|提交|创建|更新|发表|于"
    r"|дата|время|создано?|отправлено?|обновлено?|[\W_]+"
)
_OUTSIDE = frozenset(("html", "-document"))
_WHOLE = frozenset(("body", "main"))


@dataclass(slots=True)
class _Weight:
    """What stands inside one element."""

    dates: int = 0
    words: int = 0
    authors: int = 0


@dataclass(slots=True)
class _Piece:
    """A leaf, the elements around it (innermost first), and what it is."""

    leaf: Leaf
    chain: list[HtmlNode]
    dated: Dated | None = None
    beside: str = ""
    spoken: Spoken | None = None

    @property
    def is_dated(self) -> bool:
        return self.dated is not None

    @property
    def words(self) -> int:
        """How many characters it says beyond a date and a name."""
        if self.spoken is not None:
            return len(self.spoken.rest)
        text = self.beside if self.dated is not None else self.leaf.text
        return len(_LABEL.sub("", text)) if self.dated is None or role_in(text) is None else 0


@dataclass(slots=True)
class Block:
    """One block: what was said, not yet judged as to its kind."""

    pieces: list[_Piece] = field(default_factory=list)
    top: HtmlNode | None = None
    needs_speaker: bool = False

    @property
    def dated(self) -> Dated | None:
        return next((piece.dated for piece in self.pieces if piece.dated is not None), None)

    @property
    def spoken(self) -> Spoken | None:
        """Who speaks: the first role named, with the name beside it; a name alone where no role is named."""
        said = [piece.spoken for piece in self.pieces if piece.spoken is not None]
        role = next((one for one in said if one.role), None)
        name = next((one for one in said if not one.role), None)
        if role is None:
            beside = (role_in(piece.beside) for piece in self.pieces if piece.is_dated)
            role = next((one for one in beside if one is not None), None)
        if role is None or name is None or name.author in role.author:
            return role or name
        return Spoken(role.role, f"{name.author} ({role.author})", role.rest)

    @property
    def text(self) -> str:
        """What it says without the author's name and the date that are shown apart."""
        kept: list[Leaf] = []
        shown_apart: set[bool] = set()
        for piece in self.pieces:
            text = piece.leaf.text
            if piece.spoken is not None and bool(piece.spoken.role) not in shown_apart:
                text = piece.spoken.rest
                shown_apart.add(bool(piece.spoken.role))
            elif piece.dated is not None:
                text = piece.beside if piece.words else ""
            if text:
                kept.append(Leaf(text, piece.leaf.holder, piece.leaf.line))
        return joined(kept)


def blocks_of(leaves: list[Leaf]) -> tuple[list[Block], tuple[Problem, ...]]:
    """The page's dated blocks in the order shown, and what was in doubt."""
    is_day_first = day_order(leaf.text for leaf in leaves)
    pieces = [_piece(leaf, is_day_first) for leaf in leaves[:_MOST_LEAVES]]
    if not any(piece.is_dated for piece in pieces):
        return [], ()
    problems = _doubts(pieces)
    for piece in pieces:
        piece.chain.extend(_chain(piece.leaf.holder))
    weights = _weigh(pieces)
    owner: dict[int, int] = {}
    blocks: list[Block] = []
    for piece in pieces:
        if piece.is_dated and len(blocks) < MOST_STATEMENTS:
            _place(piece, weights, owner, blocks)
    for piece in pieces:
        number = next((owner[node.mem_id] for node in piece.chain if node.mem_id in owner), None)
        if number is not None:
            blocks[number].pieces.append(piece)
    return [block for block in blocks if _is_statement(block)], problems


def _is_statement(block: Block) -> bool:
    """A stretch of a flat list reaches as far as the next date, so it must at least begin with somebody's name."""
    if block.dated is None or not block.text:
        return False
    return not block.needs_speaker or block.spoken is not None


def statement(block: Block, kind: str) -> Statement:
    """The block as a statement of that kind."""
    spoken, dated = block.spoken, block.dated
    place = path_of(block.top) if block.top is not None else ""
    return Statement(
        kind=kind,
        author=spoken.author if spoken is not None else "",
        moment=dated.moment if dated is not None else None,
        text=block.text,
        place=place,
    )


def _piece(leaf: Leaf, is_day_first: bool | None) -> _Piece:
    piece = _Piece(leaf, [])
    if len(leaf.text) <= _LONGEST_LINE and (dated := find_date(leaf.text, is_day_first)) is not None:
        beside = (leaf.text[: dated.start] + " " + leaf.text[dated.end :]).strip(" -–—|·,()（）:：")
        if len(beside) <= _LONGEST_BESIDE:
            piece.dated, piece.beside = dated, beside
            return piece
    piece.spoken = speaker(leaf.text)
    if piece.spoken is None and is_name(leaf.text) and names_author(leaf.holder.attributes.get("class") or ""):
        piece.spoken = Spoken("", leaf.text.rstrip(":："))
    return piece


def _doubts(pieces: list[_Piece]) -> tuple[Problem, ...]:
    unclear = [piece for piece in pieces if piece.dated is not None and piece.dated.is_ambiguous]
    if not unclear:
        return ()
    first = unclear[0].leaf.text[:60]
    detail = f"day and month cannot be told apart in {len(unclear)} dates of the page; the first is {first!r}"
    return (Problem("date-order-ambiguous", path_of(unclear[0].leaf.holder), detail),)


def _chain(node: HtmlNode) -> Iterator[HtmlNode]:
    at: HtmlNode | None = node
    for _ in range(_DEEPEST):
        if at is None or at.tag in _OUTSIDE:
            return
        yield at
        at = at.parent


def _weigh(pieces: list[_Piece]) -> dict[int, _Weight]:
    weights: dict[int, _Weight] = {}
    for piece in pieces:
        words = piece.words
        for node in piece.chain:
            weight = weights.setdefault(node.mem_id, _Weight())
            weight.dates += piece.is_dated
            weight.words += words
            weight.authors += piece.spoken is not None
    return weights


def _place(piece: _Piece, weights: dict[int, _Weight], owner: dict[int, int], blocks: list[Block]) -> None:
    """Give the dated piece its block: a repeated one, else a stretch of a flat list, else a single one."""
    if any(node.mem_id in owner for node in piece.chain if weights[node.mem_id].dates == 1):
        return
    block = next((node for node in piece.chain if _is_repeated(node, weights)), None)
    many = next((node for node in piece.chain if weights[node.mem_id].dates > 1), None)
    if block is None and many is not None:
        _cut_list(many, weights, owner, blocks)
        return
    if block is None:
        block = next((node for node in piece.chain if _is_spoken(node, weights[node.mem_id])), None)
    if block is not None and block.mem_id not in owner:
        owner[block.mem_id] = len(blocks)
        blocks.append(Block(top=block))


def _is_spoken(node: HtmlNode, weight: _Weight) -> bool:
    return node.tag not in _WHOLE and weight.authors > 0 and weight.words >= _WORDS_OF_SINGLE


def _is_repeated(node: HtmlNode, weights: dict[int, _Weight]) -> bool:
    """Whether the element holds words, and a sibling of its kind holds a date and words too."""
    if not weights[node.mem_id].words:
        return False
    return any(
        (weight := weights.get(sibling.mem_id)) is not None and weight.dates and weight.words
        for sibling in _siblings(node)
    )


def _siblings(node: HtmlNode) -> Iterator[HtmlNode]:
    """The nearest elements of the same name, at most some on either side: a list of thousands stays cheap."""
    for forward in (False, True):
        sibling = node.next if forward else node.prev
        for _ in range(40):
            if sibling is None:
                break
            if sibling.tag == node.tag and node.is_element_node:
                yield sibling
            sibling = sibling.next if forward else sibling.prev


def _cut_list(parent: HtmlNode, weights: dict[int, _Weight], owner: dict[int, int], blocks: list[Block]) -> None:
    """Cut the children of a flat list at each that holds a date, or at the name that stands before it."""
    before: HtmlNode | None = None
    current = -1
    child = parent.child
    while child is not None:
        weight = weights.get(child.mem_id)
        if weight is not None and child.mem_id not in owner:
            if weight.dates:
                current = len(blocks)
                blocks.append(Block(top=child, needs_speaker=parent.tag != "dl"))
                if before is not None:
                    owner[before.mem_id] = current
                before = None
            is_name_alone = weight.authors > 0 and not weight.words and not weight.dates
            if is_name_alone and before is None and _has_date_behind(child, weights):
                before = child
            elif current >= 0:
                owner[child.mem_id] = current
        child = child.next


def _has_date_behind(node: HtmlNode, weights: dict[int, _Weight]) -> bool:
    """Whether the next child with anything in it holds a date."""
    sibling = node.next
    while sibling is not None:
        weight = weights.get(sibling.mem_id)
        if weight is not None:
            return weight.dates > 0
        sibling = sibling.next
    return False
