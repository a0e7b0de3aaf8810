"""What the headers of a recording say, whatever its container."""

from __future__ import annotations

from dataclasses import dataclass, field

from tallystick.model.message import Moment, Problem

# Tags of any container, by the names under which they are shown.
_SHOWN = {
    "title": "title", "tit2": "title", "inam": "title", "©nam": "title",
    "artist": "author", "tpe1": "author", "iart": "author", "©art": "author", "author": "author",
    "encoder": "program", "tsse": "program", "isft": "program", "©too": "program", "software": "program",
    "©swr": "program", "writingapp": "program", "vendor": "program",
    "make": "make", "©mak": "make", "model": "model", "©mod": "model", "location": "gps", "©xyz": "gps",
    "location.iso6709": "gps", "android.version": "android", "comment": "comment", "icmt": "comment",
}  # fmt: skip
_DATES = frozenset(("creationdate", "tdrc", "tyer", "icrd", "idit", "date", "©day", "creation_time", "date_recorded"))
_LONGEST = 500
_MOST_TAGS = 200


@dataclass(slots=True)
class Recorded:
    """`seconds` is None where the file does not tell. `tracks` are (kind, codec): kind is audio, video or other."""

    container: str
    seconds: float | None = None
    tracks: list[tuple[str, str]] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    dates: list[str] = field(default_factory=list)
    properties: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tag(self, name: str, value: str) -> None:
        """Takes note of a tag that means something to us; the first of a kind counts."""
        key = name.strip().lower().removeprefix("com.apple.quicktime.").removeprefix("com.")
        text = value.replace("\0", " ").strip()[:_LONGEST]
        if not text or len(self.shown) + len(self.dates) > _MOST_TAGS:
            return
        if key in _DATES:
            self.dates.append(text)
        elif key in _SHOWN:
            self.shown.setdefault(_SHOWN[key], text)

    def length(self, units: float, units_a_second: float) -> None:
        """States the duration, where it is one that a recording can have."""
        if units_a_second > 0 and 0 < units / units_a_second < 10_000_000:
            self.seconds = units / units_a_second

    def problem(self, code: str, place: str, detail: str) -> None:
        self.problems.append(Problem(code, place, detail))
