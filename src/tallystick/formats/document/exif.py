"""EXIF: when, where and with what a picture was taken, as its file states it (EXIF 2.32)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tallystick.formats.document.stated_time import stated_time
from tallystick.model.message import Moment

_EXIF, _GPS = 0x8769, 0x8825
_MAKE, _MODEL, _SOFTWARE, _CHANGED, _ARTIST, _TITLE = 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x010E
_TAKEN, _DIGITIZED, _COMMENT, _LENS = 0x9003, 0x9004, 0x9286, 0xA434
_ZONE, _ZONE_TAKEN, _ZONE_DIGITIZED = 0x9010, 0x9011, 0x9012
_LONGEST = 500


@dataclass(slots=True)
class Exif:
    """What the tags say; empty where there are none."""

    author: str = ""
    title: str = ""
    program: str = ""
    comment: str = ""
    moments: list[Moment] = field(default_factory=list)
    properties: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_camera(self) -> bool:
        return any(name == "camera" for name, _value in self.properties)

    @classmethod
    def of(cls, tags: Any) -> Exif:
        """What the tags, as Pillow has read them, say."""
        found = cls()
        main = _mapping(tags)
        taken = _mapping(tags.get_ifd(_EXIF))
        found.author, found.title = _text(main.get(_ARTIST)), _text(main.get(_TITLE))
        found.program, found.comment = _text(main.get(_SOFTWARE)), _comment(taken.get(_COMMENT))
        camera = " ".join(filter(None, (_text(main.get(_MAKE)), _text(main.get(_MODEL)))))
        found.properties += [("camera", camera)] if camera else []
        found.properties += [("lens", _text(taken.get(_LENS)))] if _text(taken.get(_LENS)) else []
        stated = (
            ("taken", taken.get(_TAKEN), taken.get(_ZONE_TAKEN)),
            ("digitized", taken.get(_DIGITIZED), taken.get(_ZONE_DIGITIZED)),
            ("modified", main.get(_CHANGED), taken.get(_ZONE)),
        )
        for source, time, zone in stated:
            moment = stated_time(_text(time), source, _text(zone))
            found.moments += [moment] if moment else []
        found._read_gps(_mapping(tags.get_ifd(_GPS)))
        return found

    def _read_gps(self, gps: Mapping[int, Any]) -> None:
        latitude, longitude = _degrees(gps.get(2), gps.get(1)), _degrees(gps.get(4), gps.get(3))
        if latitude and longitude:
            self.properties.append(("gps", f"{latitude},{longitude}"))
        time, day = _three(gps.get(7)), stated_time(_text(gps.get(29)), "gps")
        if time and day and day.utc:
            # The satellites' time is UTC, whatever the camera's clock says.
            utc = datetime(day.utc.year, day.utc.month, day.utc.day, tzinfo=UTC)
            span = timedelta(hours=time[0], minutes=time[1], seconds=int(time[2]))
            if timedelta() <= span < timedelta(days=1):
                self.moments.append(Moment(utc + span, 0, "gps", f"{day.raw} {':'.join(f'{part:g}' for part in time)}"))


def _mapping(tags: Any) -> Mapping[int, Any]:
    return tags if isinstance(tags, Mapping) else {}


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return value.replace("\0", " ").strip()[:_LONGEST] if isinstance(value, str) else ""


def _comment(value: object) -> str:
    """UserComment begins with eight bytes that name its character set."""
    if isinstance(value, bytes):
        charset = "utf-16" if value[:7] == b"UNICODE" else "utf-8"
        return value[8:].decode(charset, "replace").replace("\0", " ").strip()[:_LONGEST]
    return _text(value)


def _three(value: Any) -> tuple[float, float, float] | None:
    try:
        first, second, third = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    is_sane = all(-1e6 < part < 1e6 for part in (first, second, third))
    return (first, second, third) if is_sane else None


def _degrees(value: Any, side: object) -> str:
    parts = _three(value)
    if parts is None:
        return ""
    degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    return f"{-degrees if _text(side) in ('S', 'W') else degrees:.6f}"
