"""Makes the fonts that the pages are set in: subsets of Noto, so that no reader's machine decides what is shown.

    python tools/fonts.py --debian DIR --emoji NotoEmoji_400Regular.ttf

DIR holds the unpacked Debian packages fonts-noto-cjk 1:20220127 and fonts-noto-core 20201225; the emoji face is that
of the npm package @expo-google-fonts/noto-emoji 0.4.7. All are under the SIL Open Font License 1.1 without a reserved
font name. Hinting and the glyph names go, since a PDF needs neither; no outline is changed. After the fonts stands
coverage.json: the ranges of characters that at least one of them shows, and NOTICES.txt: whose work each font is.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FONTS = Path(__file__).parent.parent / "src" / "tallystick" / "bundle" / "fonts"
WHOLE = (
    "NotoSans-Regular", "NotoSans-Bold", "NotoNaskhArabic-Regular", "NotoNaskhArabic-Bold", "NotoSansHebrew-Regular",
    "NotoSansThai-Regular", "NotoSansDevanagari-Regular", "NotoSansSymbols-Regular", "NotoSansSymbols2-Regular",
    "NotoSansMath-Regular",
)  # fmt: skip
_SIMPLIFIED_CHINESE = 2  # the face's place in the collection
_FULL = (*range(0x2E80, 0x3400), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00), *range(0xFE10, 0xFE70),
         *range(0xFF00, 0xFFF0), *range(0x2000, 0x2E80))  # fmt: skip


def main() -> None:
    """Writes the fonts and the table of what they show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--debian", type=Path, required=True)
    parser.add_argument("--emoji", type=Path, required=True)
    asked = parser.parse_args()
    root = asked.debian / "usr/share/fonts"
    for name in WHOLE:
        font = TTFont(root / "truetype/noto" / f"{name}.ttf", recalcTimestamp=False)
        _keep(font, font.getBestCmap(), FONTS / f"{name}.ttf", ["*"])
    for weight, wanted in (
        ("Regular", {*_FULL, *hangul(), *big_five(13_000)}),
        ("Bold", {*gb2312(), *big_five(5_401)}),
    ):
        faces = TTCollection(root / "opentype/noto" / f"NotoSansCJK-{weight}.ttc", recalcTimestamp=False).fonts
        _keep(faces[_SIMPLIFIED_CHINESE], wanted, FONTS / f"NotoSansCJKsc-{weight}.otf", ["ccmp", "kern", "mark"])
    emoji = TTFont(asked.emoji, recalcTimestamp=False)
    _keep(emoji, emoji.getBestCmap(), FONTS / "NotoEmoji-Regular.ttf", ["*"])
    (FONTS / "coverage.json").write_text(json.dumps(coverage(FONTS), separators=(",", ":")) + "\n")
    (FONTS / "NOTICES.txt").write_text(notices(FONTS))


def gb2312() -> set[int]:
    """The characters of GB 2312: simplified hanzi, kana, punctuation."""
    return _decoded(((row, cell) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF)), "gb2312")


def big_five(count: int) -> set[int]:
    """The punctuation and the `count` most used hanzi of Big5, which orders them by use in two levels."""
    cells = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    marks = _decoded(((row, cell) for row in range(0xA1, 0xA4) for cell in cells), "big5")
    hanzi = [(row, cell) for row in (*range(0xA4, 0xC7), *range(0xC9, 0xFA)) for cell in cells]
    return marks | _decoded(hanzi[:count], "big5")


def hangul() -> set[int]:
    """The syllables of KS X 1001, the common Korean ones."""
    return _decoded(((row, cell) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)), "euc_kr")


def coverage(folder: Path) -> list[list[int]]:
    """Ranges [first, last] of the characters that at least one font of the folder shows."""
    shown: set[int] = set()
    for path in sorted(folder.glob("*.[ot]tf")):
        shown.update(TTFont(path).getBestCmap())
    ranges: list[list[int]] = []
    for point in sorted(shown):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def notices(folder: Path) -> str:
    """The copyright line and version of each font of the folder, as it states them itself."""
    lines = ["Subsets of fonts of the Noto project, each under the SIL Open Font License 1.1 (OFL.txt).", ""]
    for path in sorted(folder.glob("*.[ot]tf")):
        names = TTFont(path)["name"]
        lines.append(f"{path.name}: {names.getDebugName(0)} ({names.getDebugName(5)})")
    return "\n".join(lines) + "\n"


def _keep(font: TTFont, wanted: Iterable[int], path: Path, features: list[str]) -> None:
    options = subset.Options(
        layout_features=features, hinting=False, glyph_names=False, notdef_outline=True, name_IDs=["*"],
        name_languages=["*"], legacy_kern=False, drop_tables=["BASE", "DSIG", "VORG", "vhea", "vmtx", "STAT"],
        recalc_timestamp=False, ignore_missing_unicodes=True,
    )  # fmt: skip
    cut = subset.Subsetter(options)
    cut.populate(unicodes=wanted)
    cut.subset(font)
    font.save(path)


def _decoded(pairs: Iterable[tuple[int, int]], encoding: str) -> set[int]:
    found = (bytes(pair).decode(encoding, errors="ignore") for pair in pairs)
    return {ord(each) for each in found if len(each) == 1}


if __name__ == "__main__":
    main()
