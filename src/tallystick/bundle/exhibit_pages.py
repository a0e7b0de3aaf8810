"""An exhibit as Typst source: what it is, then the item itself as it was read, translation facing the original."""

from __future__ import annotations

from dataclasses import dataclass, field

import pypdfium2  # type: ignore[import-untyped]

from tallystick.bundle import foreign_pages
from tallystick.bundle.foreign_pages import Place
from tallystick.bundle.ink import Ink
from tallystick.bundle.labels import LABELS, label, worded
from tallystick.bundle.markup import one_line, quoted
from tallystick.bundle.pictures import fit
from tallystick.model.bundle import ForeignPages, Layout
from tallystick.model.exhibit import Conversation, Exhibit, Letter, Pages, Picture, Plain, Shown, Spoken

SHORT_HASH = 16  # hexadecimal digits on the stamp
_STAMPED = 80  # characters of the title beside it


@dataclass(slots=True)
class Drawn:
    """The source of one exhibit's pages, the pictures it reads, the foreign pages by the key of the page on which they
    go, and what could not be shown."""

    source: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    places: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """Bytes that the typesetter holds for it, roughly."""
        return sum(map(len, self.source)) + sum(map(len, self.files.values()))


def draw(exhibit: Exhibit, key: str, layout: Layout) -> Drawn:
    """The exhibit's pages. `key` is told to the binder by each of them. Raises GlyphMissing."""
    shown = exhibit.show()
    translation = exhibit.translation() if exhibit.translation else None
    pen = _Pen(exhibit, key, layout)
    if isinstance(shown, Pages) or isinstance(translation, Pages):
        pen.documents(shown, translation)
    elif translation is None:
        pen.pages(pen.head() + pen.shown(shown))
    else:
        body = f"#facing({pen.name('original_text')}, {pen.name('translation')}, [{pen.shown(shown)}], "
        pen.pages(pen.head() + body + f"[{pen.shown(translation)}])", is_across=True)
    return pen.drawn


class _Pen:
    """Draws one exhibit."""

    def __init__(self, exhibit: Exhibit, key: str, layout: Layout) -> None:
        self.exhibit, self.key, self.layout = exhibit, key, layout
        self.ink = Ink(exhibit.ident, layout.names_unshown)
        self.drawn = Drawn()

    def label(self, key: str, **values: object) -> str:
        return label(self.layout.language, key, **values)

    def name(self, key: str) -> str:
        """A label as a Typst string."""
        return quoted(self.label(key))

    def pages(self, body: str, *, is_across: bool = False, margin: str = "auto", key: str = "") -> None:
        """Pages under the exhibit's stamp."""
        stamp = f"{self.layout.label or self.label('exhibit')} {self.exhibit.number}"
        digest = f"SHA-256 {self.exhibit.sha256[:SHORT_HASH]}" if self.layout.stamps_hash else ""
        title = one_line(worded(self.exhibit.title, self.layout.language), _STAMPED)
        self.drawn.source.append(
            f"#stamp({quoted(key or self.key)}, {self.ink.line(stamp)}, {self.ink.line(title)}, {quoted(digest)}, "
            f"flipped: {'true' if is_across else 'false'}, margin: {margin})[{body}]\n"
        )

    def head(self) -> str:
        """What the exhibit is, as the record knows it."""
        exhibit, language = self.exhibit, self.layout.language
        rows = [
            ("origin", exhibit.origin), ("form", self._form()), ("day", exhibit.on.isoformat() if exhibit.on else ""),
            ("identifier", exhibit.ident), ("hash", exhibit.sha256), ("log_index", str(exhibit.log_index)),
            ("kept_at", exhibit.kept_at.isoformat(timespec="seconds")),
        ]  # fmt: skip
        title = self.ink.line(f"{exhibit.number}. {worded(exhibit.title, language)}")
        named = [(self.label(key), value) for key, value in rows if value]
        return f"#heading-line({title})\n{self.facts(named, is_small=True)}\n#rule()\n"

    def shown(self, shown: Shown) -> str:
        """The item as markup."""
        if isinstance(shown, Letter):
            return self.letter(shown)
        if isinstance(shown, Conversation):
            return self.conversation(shown)
        return self.plain(shown) if isinstance(shown, Plain) else ""

    def letter(self, letter: Letter) -> str:
        parts = [self.facts(letter.fields), "#rule()", self.passage(letter.text)]
        parts += [self.pictures(letter.pictures)]
        if letter.files:
            rows = [(name, f"{size:,} {self.label('bytes')}\nSHA-256 {digest}") for name, size, digest in letter.files]
            parts += [self.minor("files"), self.facts(rows)]
        if letter.headers and self.layout.shows_headers:
            parts += [self.minor("headers"), f"#[#set text(size: 7.5pt)\n{self.ink.passage(letter.headers)}]"]
        return "\n".join(parts)

    def conversation(self, talk: Conversation) -> str:
        facts = [(self.label("conversation"), talk.name), (self.label("platform"), talk.platform),
                 (self.label("messages"), str(len(talk.messages)))]  # fmt: skip
        note = f"#remark({self.ink.line(self.label('clock'))})"
        return "\n".join([self.facts(facts), note, *map(self.spoken, talk.messages)])

    def spoken(self, message: Spoken) -> str:
        ink = self.ink.within(message.ident)
        side = {True: "ours", False: "theirs", None: "unknown"}[message.is_ours]
        time = f"{message.time} ({message.zone or self.label('no_zone')})" if message.time else ""
        marks = "".join(f"{ink.line(self.mark(mark))}, " for mark in message.marks)
        files = "".join(f"\n#said({ink.line(self.label('files') + ': ' + name)})" for name in message.files)
        body = ink.passage(message.text) if message.text else ("" if files or message.pictures else self.no_text())
        return (f'#spoken("{side}", {ink.line(message.sender)}, {ink.line(time)}, ({marks}))'
                f"[{body}{self.pictures(message.pictures)}{files}]")  # fmt: skip

    def plain(self, plain: Plain) -> str:
        parts = [self.facts(plain.facts)]
        for heading, text in plain.passages:
            parts += [f"#minor({self.ink.line(heading)})"] if heading else []
            parts.append(self.passage(text))
        return "\n".join([*parts, self.pictures(plain.pictures)])

    def documents(self, shown: Shown, translation: Shown | None) -> None:
        """A document with pages of its own; two of them face each other, page by page."""
        if isinstance(shown, Pages) and isinstance(translation, Pages):
            self._side_by_side(shown, translation)
            return
        for each in (shown, translation):
            if isinstance(each, Pages):
                self._document(each)
            elif each is not None:
                self.pages((self.head() if each is shown else f"#minor({self.name('translation')})") + self.shown(each))

    def facts(self, rows: tuple[tuple[str, str], ...] | list[tuple[str, str]], *, is_small: bool = False) -> str:
        cells = "".join(f"({self.ink.line(name)}, [{self.ink.passage(value)}]), " for name, value in rows)
        return f"#facts(small: {'true' if is_small else 'false'}, {cells})" if rows else ""

    def passage(self, text: str) -> str:
        return self.ink.passage(text) if text.strip() else self.no_text()

    def minor(self, key: str) -> str:
        return f"#minor({self.name(key)})"

    def no_text(self) -> str:
        return f"#text(fill: grey, {self.name('no_text')})"

    def mark(self, mark: str) -> str:
        return self.label(mark) if mark in LABELS else mark

    def pictures(self, pictures: tuple[Picture, ...]) -> str:
        return "".join(map(self._picture, pictures))

    def _picture(self, picture: Picture) -> str:
        made = fit(picture)
        if made is None:
            self.drawn.remarks.append(f"{picture.name}: {self.label('unreadable_picture')}")
            return f"\n#remark({self.ink.line(f'{picture.name}: ' + self.label('unreadable_picture'))})"
        name = f"{self.key}-{len(self.drawn.files)}.svg"
        self.drawn.files[name] = made.content
        caption = picture.name
        if made.stills > 1:
            caption = f"{caption} ({self.label('stills', count=made.stills)})".strip()
        return f'\n#picture({self.ink.line(caption)}, "{name}", {made.width:.2f}pt, {made.height:.2f}pt)'

    def _form(self) -> str:
        return self.label(self.exhibit.form) if self.exhibit.form in LABELS else self.exhibit.form

    def _document(self, document: Pages) -> None:
        shape = foreign_pages.shape(document.content)
        if shape is None:
            self._unreadable()
        elif shape.has_layers or self.layout.foreign_pages is ForeignPages.PICTURES:
            self._photographed(document)
        else:
            for number, is_across in enumerate(shape.is_landscape):
                self._put((Place(content=document.content, page=number),), is_across=is_across)

    def _side_by_side(self, left: Pages, right: Pages) -> None:
        shapes = foreign_pages.shape(left.content), foreign_pages.shape(right.content)
        if (
            shapes[0] is None
            or shapes[1] is None
            or self.layout.foreign_pages is ForeignPages.PICTURES
            or any(shape is not None and shape.has_layers for shape in shapes)
        ):
            self._document(left)
            self._document(right)
            return
        counts = [len(shape.is_landscape) for shape in shapes if shape]
        for number in range(max(counts)):
            halves = [Place(content=each.content, page=number, half=half)
                      for each, half, count in zip((left, right), ("left", "right"), counts, strict=True)
                      if number < count]  # fmt: skip
            body = f"#halves({self.name('original_text')}, {self.name('translation')})"
            self._put(tuple(halves), is_across=True, body=body)

    def _put(self, places: tuple[Place, ...], *, is_across: bool, body: str = "") -> None:
        """An empty page under the stamp, on which the binder then puts the foreign page."""
        key = f"{self.key}.{len(self.drawn.places)}"
        self.drawn.places[key] = places
        self.pages(body, is_across=is_across, key=key)

    def _photographed(self, document: Pages) -> None:
        try:
            for photograph in foreign_pages.photographs(document.content):
                is_across = photograph.width > photograph.height
                name = f"{self.key}-{len(self.drawn.files)}.svg"
                self.drawn.files[name] = photograph.content
                frame = (281.0, 172.0) if is_across else (194.0, 259.0)
                points = 72 / 25.4
                scale = min(frame[0] * points / photograph.width, frame[1] * points / photograph.height)
                words = "".join(
                    f"({x * scale:.1f}pt, {y * scale:.1f}pt, {size * scale:.1f}pt, "
                    f"{Ink(self.exhibit.ident, True).line(text, 400)}), "
                    for x, y, size, text in photograph.words
                )
                size = f"{photograph.width * scale:.2f}pt, {photograph.height * scale:.2f}pt"
                body = f'#photographed("{name}", {size}, {words})'
                self.pages(body, is_across=is_across, margin="(x: 8mm, top: 21mm, bottom: 17mm)")
        except pypdfium2.PdfiumError:
            self._unreadable()

    def _unreadable(self) -> None:
        self.drawn.remarks.append(self.label("unreadable_pages"))
        self.pages(self.head() + f"#remark({self.ink.line(self.label('unreadable_pages'))})")
