"""A bundle of about 500 pages: pages a second and peak memory, beside a peer that sets the same words.

python -m bench.bundle compare [PAGES] [ROUNDS]        a table: each contender in a process of its own, in turns
python -m bench.bundle tally|reportlab PAGES           one of them once; pages, seconds and peak memory as JSON

Both set letters and conversations in English, Chinese and Russian. The peer (reportlab) makes paragraphs under a page
number, in a font that it does not embed for the Chinese: no stamps by item, no list with page numbers, no check that
each character is shown, no PDF/A. The seconds are those of making the bytes, without the start of Python.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

__all__ = ["main"]

_PAGES_EACH = 14.2  # of one letter in each language and one conversation, as our layout sets them
_LANGUAGES = ("en", "zh", "ru")
_LINES = {
    "en": "The goods of order {n} arrived at Hamburg on 9 February with {k} cartons short; please confirm the claim.",
    "zh": "第{n}号订单的货物于二月九日到达汉堡港，经检验短少{k}箱，请贵司于七日内书面确认并提出处理方案，谢谢配合。",
    "ru": "Товар по заказу {n} прибыл в Гамбург девятого февраля, не хватает {k} коробок; просим подтвердить.",
}
_TIME = datetime(2026, 11, 23, tzinfo=UTC)
CONTENDERS = ("tally", "reportlab")


def letters(sets: int) -> Iterator[tuple[str, str]]:
    """(language, text) of each letter, each text another."""
    for number in range(sets):
        for language in _LANGUAGES:
            lines = (_LINES[language].format(n=f"PI-{number}-{line}", k=line % 97) for line in range(66))
            yield language, "\n".join(lines)


def talk(number: int) -> list[tuple[str, str, str]]:
    """(time, sender, text) of each message of a conversation."""
    return [
        (f"2026-02-{1 + place % 28:02} 09:{place % 60:02}", "Berg" if place % 2 else "王经理",
         _LINES[_LANGUAGES[place % 3]].format(n=f"PI-{number}", k=place))
        for place in range(60)
    ]  # fmt: skip


def tally(sets: int) -> tuple[int, int]:
    """Pages and bytes of our bundle."""
    from tallystick.bundle.bundle_pdf import bundle_pdf
    from tallystick.model.bundle import Front, Layout
    from tallystick.model.exhibit import Conversation, Exhibit, Letter, Shown, Spoken

    def exhibit(number: int, show: Callable[[], Shown]) -> Exhibit:
        digest = sha256(str(number).encode()).hexdigest()
        words = {"en": f"Document {number}"}
        return Exhibit(
            number=str(number), title=words, kind="mail", ident=digest[:12], sha256=digest, log_index=number,
            kept_at=_TIME, on=date(2026, 2, 9), origin="Mailbox", proves=words, group="", language="en", form="copy",
            show=show,
        )  # fmt: skip

    def letter(text: str) -> Letter:
        return Letter(fields=(("From", "anna@buyer.example"), ("Subject", "PI-2026-114")), text=text)

    def conversation(number: int) -> Conversation:
        said = tuple(
            Spoken(ident=f"{number}:{place}", time=at, zone="UTC+08:00", sender=who, is_ours=who == "Berg", text=text)
            for place, (at, who, text) in enumerate(talk(number))
        )
        return Conversation(name="Wang", platform="WeChat", messages=said)

    exhibits = [exhibit(place, lambda text=text: letter(text)) for place, (_, text) in enumerate(letters(sets))]  # type: ignore[misc]
    exhibits += [exhibit(10_000 + each, lambda each=each: conversation(each)) for each in range(sets)]  # type: ignore[misc]
    made = bundle_pdf(exhibits, layout=Layout(), front=Front(title="Bench"), time=_TIME)
    return made.pages, len(made.content)


def reportlab(sets: int) -> tuple[int, int]:
    """Pages and bytes of the peer's document of the same words."""
    from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
    from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
    from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate  # type: ignore[import-untyped]

    fonts = Path(__file__).parent.parent / "src" / "tallystick" / "bundle" / "fonts"
    pdfmetrics.registerFont(TTFont("Sans", str(fonts / "NotoSans-Regular.ttf")))
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    sans = ParagraphStyle("sans", fontName="Sans", fontSize=9.5, leading=13.5)
    hanzi = ParagraphStyle("hanzi", fontName="STSong-Light", fontSize=9.5, leading=13.5, wordWrap="CJK")
    flow: list[Any] = []
    for language, text in letters(sets):
        flow += [Paragraph(line, hanzi if language == "zh" else sans) for line in text.split("\n")] + [PageBreak()]
    for number in range(sets):
        for at, who, text in talk(number):
            flow.append(Paragraph(f"{at} {who}", hanzi))
            flow.append(Paragraph(text, hanzi if text.startswith("第") else sans))
        flow.append(PageBreak())
    held, pages = io.BytesIO(), 0

    def count(canvas: Any, document: Any) -> None:
        nonlocal pages
        pages = document.page
        canvas.drawString(500, 20, str(pages))

    SimpleDocTemplate(held).build(flow, onFirstPage=count, onLaterPages=count)
    return pages, len(held.getvalue())


def once(contender: str, pages: int) -> dict[str, float]:
    """Pages, bytes, seconds and peak memory of one making."""
    start, worked = time.perf_counter(), time.process_time()
    made, size = {"tally": tally, "reportlab": reportlab}[contender](max(1, round(pages / _PAGES_EACH)))
    seconds, cpu = time.perf_counter() - start, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"pages": made, "bytes": size, "seconds": seconds, "cpu_seconds": cpu, "peak_bytes": peak}


def compare(pages: int, rounds: int) -> str:
    """A Markdown table of the best round of each contender."""
    best: dict[str, dict[str, float]] = {}
    for _ in range(rounds):
        for contender in CONTENDERS:
            command = [sys.executable, "-m", "bench.bundle", contender, str(pages)]
            got = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            if contender not in best or got["seconds"] < best[contender]["seconds"]:
                best[contender] = got
    rows = [
        f"| {name} | {got['pages']:.0f} | {got['seconds']:.2f} | {got['pages'] / got['seconds']:.0f} "
        f"| {got['pages'] / got['cpu_seconds']:.0f} "
        f"| {got['peak_bytes'] / 1e6:.0f} | {got['bytes'] / 1e6:.1f} |"
        for name, got in best.items()
    ]
    return "\n".join(
        ["| | pages | s | pages/s | pages a CPU second | peak MB | MB |", "|---|---|---|---|---|---|---|", *rows]
    )


def main() -> None:
    """The table, or one measurement as JSON."""
    asked = sys.argv[1:]
    if asked[0] == "compare":
        print(compare(int(asked[1]) if len(asked) > 1 else 500, int(asked[2]) if len(asked) > 2 else 3))
    else:
        print(json.dumps(once(asked[0], int(asked[1]))))


if __name__ == "__main__":
    main()
