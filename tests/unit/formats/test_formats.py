"""The table of formats."""

from __future__ import annotations

from tallystick.formats import FORMATS, format_of
from tallystick.formats.mail import KINDS


def test_every_reader_is_there() -> None:
    """Each line of the table names a function that can be imported."""
    for name, one in FORMATS.items():
        assert one.name == name
        assert callable(one.reader())


def test_format_is_found_by_media_type() -> None:
    """A media type leads to its format, an unknown one to none."""
    assert format_of("application/mbox") is FORMATS["mbox"]
    assert format_of("application/octet-stream") is None


def test_formats_and_kinds_agree() -> None:
    """A kind that is sniffed and a format of the same name have one media type, and whatever holds others is read."""
    for name, kind in KINDS.items():
        if name in FORMATS:
            assert FORMATS[name].media_type == kind.media_type
        assert name in FORMATS or not kind.holds
