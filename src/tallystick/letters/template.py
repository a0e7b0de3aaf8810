"""The texts of the kinds of letters as data: read strictly, so that nothing unknown and nothing half stands in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tallystick.letters.fact import FactKind, is_trait, vocabulary
from tallystick.model.rule import LANGUAGES, Words

KINDS = (
    "confirmation", "restatement", "authenticity", "clause", "defect-notice", "demand", "reservation", "extension",
    "termination", "refund", "call-sheet", "call-summary", "witness", "ipr-pack", "public-notice",
)  # fmt: skip
ROLES = ("heading", "body", "point", "quote", "line", "sign")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_TEXT_KEYS = {"kind", "frame", "title", "about", "paragraph", "step"}
_PARAGRAPH_KEYS = {"role", "each", "sentence"}
_SENTENCE_KEYS = {"id", "needs", "required", "when", "cites", *LANGUAGES}
_CONDITIONS = ("forum", "dispute", "has", "lacks")


@dataclass(frozen=True, slots=True)
class SentenceText:
    """A sentence in all languages with what it needs, when it is said and which rules it rests on."""

    ident: str
    words: Words
    needs: tuple[str, ...] = ()
    is_required: bool = False
    when: Mapping[str, tuple[str, ...]] | None = None
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """Sentences that stand together; with `each` once for every row of that fact."""

    role: str
    sentences: tuple[SentenceText, ...]
    each: str = ""


@dataclass(frozen=True, slots=True)
class LetterText:
    """The text of one kind. `about` says in a line what the letter is for."""

    kind: str
    frame: str
    title: SentenceText
    about: Words
    paragraphs: tuple[ParagraphText, ...]
    steps: tuple[SentenceText, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the body of a letter, a sheet or an agreement."""

    before: tuple[ParagraphText, ...]
    after: tuple[ParagraphText, ...]


@cache
def text_of(kind: str) -> LetterText:
    """The text of a kind. Raises ValueError with everything that is wrong with its file, or for an unknown kind."""
    if kind not in KINDS:
        raise ValueError(f"no letter {kind!r}; one of {', '.join(KINDS)}")
    return parse(kind, _content(kind))


@cache
def frame(name: str) -> Frame:
    """A frame by its name. Raises ValueError."""
    found = tomllib.loads(_content("frames"))
    if name not in found:
        raise ValueError(f"no frame {name!r}")
    reader = _Reader(f"frame {name}", [])
    parts = {part: tuple(reader.paragraphs(found[name].get(part, []))) for part in ("before", "after")}
    reader.finish()
    return Frame(parts["before"], parts["after"])


def citations(kind: str) -> frozenset[str]:
    """The ids of all rules that the text of the kind cites. Raises ValueError."""
    text = text_of(kind)
    around = frame(text.frame)
    paragraphs = (*around.before, *text.paragraphs, *around.after)
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph.sentences]
    return frozenset(ident for sentence in (text.title, *sentences, *text.steps) for ident in sentence.cites)


def parse(kind: str, content: str) -> LetterText:
    """The text in a file. Raises ValueError with everything that is wrong with it."""
    found = tomllib.loads(content)
    reader = _Reader(kind, [f"{kind}: unknown key {key!r}" for key in sorted(set(found) - _TEXT_KEYS)])
    if found.get("kind") != kind:
        reader.wrong.append(f"{kind}: its kind is {found.get('kind')!r}")
    text = LetterText(
        kind, str(found.get("frame", "")), reader.sentence({"id": "title", **found.get("title", {})}),
        reader.words("about", found.get("about", {})), tuple(reader.paragraphs(found.get("paragraph", []))),
        tuple(reader.sentence(each) for each in found.get("step", [])),
    )  # fmt: skip
    if text.title.needs or text.title.when or text.title.cites:
        reader.wrong.append(f"{kind}: its title rests on what may be missing")
    reader.finish()
    return text


def _content(name: str) -> str:
    return files("tallystick.letters").joinpath(f"texts/{name}.toml").read_text("utf-8")


@dataclass(slots=True)
class _Reader:
    """Turns tables into texts and writes down what is wrong with them."""

    place: str
    wrong: list[str]

    def finish(self) -> None:
        if self.wrong:
            raise ValueError("; ".join(self.wrong))

    def paragraphs(self, tables: list[dict[str, Any]]) -> Iterator[ParagraphText]:
        seen: set[str] = set()
        for table in tables:
            allowed = _PARAGRAPH_KEYS if "sentence" in table else _PARAGRAPH_KEYS | _SENTENCE_KEYS
            self._keys(str(table.get("id", "paragraph")), table, allowed)
            role, each = table.get("role", "body"), table.get("each", "")
            if role not in ROLES:
                self.wrong.append(f"{self.place}: no role {role!r}")
            local = self._row(each)
            sentences = table.get("sentence") or [{k: v for k, v in table.items() if k not in ("role", "each")}]
            made = tuple(self.sentence(sentence, local) for sentence in sentences)
            for sentence in made:
                if sentence.ident in seen:
                    self.wrong.append(f"{self.place}: two sentences {sentence.ident!r}")
                seen.add(sentence.ident)
            yield ParagraphText(role, made, each)

    def _row(self, each: str) -> tuple[str, ...]:
        meaning = vocabulary().get(each)
        if each and (meaning is None or meaning.kind is not FactKind.ROWS):
            self.wrong.append(f"{self.place}: {each!r} has no rows")
        return meaning.row if meaning else ()

    def sentence(self, table: Mapping[str, Any], local: tuple[str, ...] = ()) -> SentenceText:
        ident = str(table.get("id", ""))
        self._keys(ident, table, _SENTENCE_KEYS)
        if not ident:
            self.wrong.append(f"{self.place}: a sentence has no id")
        needs = tuple(table.get("needs", ()))
        words = self.words(ident, table)
        self._placeholders(ident, words, needs, local)
        return SentenceText(
            ident, words, needs, table.get("required", False) is True, self._when(ident, table.get("when")),
            tuple(table.get("cites", ())),
        )  # fmt: skip

    def words(self, ident: str, table: Mapping[str, Any]) -> Words:
        words = {language: table.get(language, "") for language in LANGUAGES}
        for language, said in words.items():
            if not isinstance(said, str) or not said.strip():
                self.wrong.append(f"{self.place}.{ident}: says nothing in {language}")
        return words

    def _keys(self, ident: str, table: Mapping[str, Any], allowed: set[str]) -> None:
        if unknown := sorted(set(table) - allowed):
            self.wrong.append(f"{self.place}.{ident}: unknown keys {unknown}")

    def _placeholders(self, ident: str, words: Words, needs: tuple[str, ...], local: tuple[str, ...]) -> None:
        named = {language: set(PLACEHOLDER.findall(said)) for language, said in words.items()}
        for language, names in named.items():
            if names != named["en"]:
                self.wrong.append(f"{self.place}.{ident}: {language} names {sorted(names)}, en {sorted(named['en'])}")
            if "{" in PLACEHOLDER.sub("", words[language]) or "}" in PLACEHOLDER.sub("", words[language]):
                self.wrong.append(f"{self.place}.{ident}: a brace without a name in {language}")
        if extra := named["en"] - set(needs):
            self.wrong.append(f"{self.place}.{ident}: names {sorted(extra)} and does not need them")
        if unknown := [name for name in needs if name not in vocabulary() and name not in local]:
            self.wrong.append(f"{self.place}.{ident}: no fact {unknown}")

    def _when(self, ident: str, when: Any) -> Mapping[str, tuple[str, ...]] | None:
        if when is None:
            return None
        for key, values in when.items():
            if key not in _CONDITIONS and not is_trait(key):
                self.wrong.append(f"{self.place}.{ident}: no condition {key!r}")
            if not isinstance(values, list):
                self.wrong.append(f"{self.place}.{ident}: {key} wants a list")
            if key in ("has", "lacks") and (unknown := set(values) - set(vocabulary())):
                self.wrong.append(f"{self.place}.{ident}: no fact {sorted(unknown)}")
        return {key: tuple(values) for key, values in when.items()}
