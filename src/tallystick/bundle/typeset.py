"""Typst source to PDF: offline, in our own fonts, from the given files only, and with the same bytes each time."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files as resources
from typing import cast

import typst

from tallystick.errors import TypesettingFailed

_MAIN = "main"
_REMEMBERED = 10  # runs
FAMILIES = ("Noto Sans", "Noto Sans CJK SC", "Noto Naskh Arabic", "Noto Emoji", "Noto Sans Hebrew", "Noto Sans Thai",
            "Noto Sans Devanagari", "Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math")  # fmt: skip


def pdf(source: str, *, time: datetime, files: Mapping[str, bytes] | None = None, standard: str = "a-2b") -> bytes:
    """The pages of `source`, with `time` as the moment of their making. `files` are all that it can read by name,
    besides our fonts and their licence; each is UTF-8, a picture is made so by `picture`. Text of others goes in
    through `markup` only.

    Raises TypesettingFailed where the source is not accepted, which is also so where no font has a character.
    Raises ValueError for a time without zone, a reserved file name, a file that is not UTF-8, and a package, which
    would be fetched.
    """
    given = dict(files or {})
    if time.tzinfo is None:
        raise ValueError("the time of making has no zone")
    if _MAIN in given:
        raise ValueError(f"{_MAIN!r} is the name of the source itself")
    if '"@' in source:
        raise ValueError("packages are not used: they would be fetched")
    try:
        made = typst.compile(  # type: ignore[call-overload]  # files by name in one mapping, which its stub leaves out
            {**given, _MAIN: source.encode()}, root=_font_folder(), font_paths=_fonts(), ignore_system_fonts=True,
            format="pdf", pdf_standards=[standard], timestamp=time, pdf_tags=False,
        )  # fmt: skip
    except typst.TypstError as error:
        raise TypesettingFailed(error.message) from error
    except RuntimeError as error:
        raise ValueError(f"a file is not UTF-8; pictures are made so by picture(): {error}") from error
    return cast(bytes, made)


def forget() -> None:
    """What the typesetter remembers of the pages set before is let go, so that a long bundle takes no more memory than
    a short one. It remembers what its last ten runs used: these are runs of nothing."""
    for _ in range(_REMEMBERED + 1):
        typst.compile(  # type: ignore[call-overload]
            {_MAIN: b""}, root=_font_folder(), font_paths=_no_fonts(), ignore_system_fonts=True
        )


def picture(content: bytes, kind: str, width: int, height: int) -> bytes:
    """A PNG or JPEG picture (`kind` "png" or "jpeg", its size in pixels) as SVG, in which form a file can hold it: to
    be named NAME.svg. The picture's own bytes are in it and come into the PDF at the same resolution."""
    if kind not in ("png", "jpeg"):
        raise ValueError(f"{kind!r} is no kind of picture that pages take")
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    size = f'width="{width}" height="{height}"'
    image = f'{size}><image {size} preserveAspectRatio="none" xlink:href="data:image/{kind};base64,'
    return head.encode() + image.encode() + base64.b64encode(content) + b'"/></svg>'


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_font_folder()])


@cache
def _no_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[])


@cache
def _font_folder() -> str:
    """The one folder that the source can reach: nothing stands in it but our fonts."""
    return str(resources("tallystick.bundle") / "fonts")
