"""Pictures: when and with what taken, which are screenshots, and nothing decoded."""

from __future__ import annotations

import pytest
from PIL import Image

from document_files import bomb_png, box, jpeg, photo, png
from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.document import image
from tallystick.formats.document.file_name import moment_of_name, program_of_name
from tallystick.formats.document.stated_time import stated_time
from tallystick.model.reading import Reading


def read(original: bytes, name: str = "") -> Reading:
    (reading,) = image.read(original, name)
    assert all(count.unbalanced == 0 for count in reading.counts)
    return reading


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def test_photo_says_when_where_and_with_what() -> None:
    """The camera, the place and the time with the zone that the camera stated."""
    document = read(photo()).documents[0]
    assert document.kind == "image"
    assert [(one.source, str(one.utc), one.offset_minutes) for one in document.moments] == [
        ("taken", "2024-03-05 06:22:33+00:00", 480)
    ]
    assert {("camera", "Xiaomi Mi 11"), ("gps", "31.230400,121.473700"), ("width", "64")} <= set(document.properties)


def test_time_of_satellites_is_utc() -> None:
    """GPS states UTC, whatever the camera's clock says; a camera without a zone leaves it unknown."""
    exif = Image.Exif()
    exif[0x0132] = "2024:03:05 14:22:33"
    exif.get_ifd(0x8825).update({7: (6.0, 22.0, 33.0), 29: "2024:03:05"})
    assert [(one.source, str(one.utc), one.offset_minutes) for one in read(jpeg(exif)).documents[0].moments] == [
        ("modified", "2024-03-05 14:22:33+00:00", None),
        ("gps", "2024-03-05 06:22:33+00:00", 0),
    ]


@pytest.mark.parametrize(
    ("name", "ground"),
    [
        ("Screenshot_20240305-142233_WeChat.jpg", "name"),
        ("Снимок экрана 2024-03-05 в 14.22.33.png", "name"),
        ("屏幕截图 2024-03-05 142233.png", "name"),
        ("截屏2024-03-05 下午2.22.33.png", "name"),
        ("微信图片_20240305142233.png", ""),
        ("holiday.png", ""),
    ],
)
def test_screenshot_by_its_name(name: str, ground: str) -> None:
    """Names that phones and computers give to screenshots; a picture that WeChat saved is not one by that."""
    document = read(png(), name).documents[0]
    assert dict(document.properties).get("screenshot-by", "") == ground
    assert document.kind == ("screenshot" if ground else "image")


def test_screenshot_by_size_and_by_metadata() -> None:
    """A PNG as large as a phone's screen, or one that says so, is a screenshot; a photo of that size is not."""
    assert dict(read(png((1170, 2532))).documents[0].properties)["screenshot-by"] == "size"
    assert read(jpeg(size=(1080, 1920))).documents[0].kind == "image"
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0Screenshot"
    assert dict(read(jpeg(exif)).documents[0].properties)["screenshot-by"] == "metadata"


def test_bomb_is_not_decoded() -> None:
    """A picture that states 3.6 billion pixels is a problem and nothing more."""
    assert codes(read(bomb_png())) == ["limit-pixels"]


def test_damage_is_said() -> None:
    """A picture cut off in its body or in its headers says which."""
    assert codes(read(photo()[:-40])) == ["truncated"]
    assert codes(read(b"\xff\xd8\xff\xe0")) == ["damaged"]


def test_heic_is_named_and_dated() -> None:
    """A phone's HEIC gives its size and EXIF, and says that it was not decoded."""
    exif = Image.Exif()
    exif[0x0110] = "iPhone 15"
    sizes = box(b"ispe", bytes(4), (320).to_bytes(4, "big"), (240).to_bytes(4, "big"))
    sizes += box(b"ispe", bytes(4), (4032).to_bytes(4, "big"), (3024).to_bytes(4, "big"))
    original = box(b"ftyp", b"heic", bytes(4)) + box(b"meta", sizes) + box(b"mdat", exif.tobytes())
    reading = read(original)
    assert {("width", "4032"), ("camera", "iPhone 15"), ("picture-format", "HEIF")} <= set(
        reading.documents[0].properties
    )
    assert codes(reading) == ["picture-not-decoded"]


def test_only_pictures_are_recognised() -> None:
    """Each kind is known by its first bytes."""
    for original in (png(), jpeg(), b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 ", b"II*\0"):
        assert image.recognises(Head.of(original))
    for original in (b"BMW is a car" * 3, b"RIFF\0\0\0\0WAVE", b"MM", b""):
        assert not image.recognises(Head.of(original))
    with pytest.raises(NotThisFormat):
        next(image.read(b"text"))


@pytest.mark.parametrize(
    ("name", "utc", "program"),
    [
        ("IMG-20240305-WA0001.jpg", "2024-03-05 00:00:00+00:00", "WhatsApp"),
        ("WhatsApp Image 2024-03-05 at 2.22.33 PM.jpeg", "2024-03-05 14:22:33+00:00", "WhatsApp"),
        ("Screenshot_2024-03-05-14-22-33-123_com.tencent.mm.jpg", "2024-03-05 14:22:33+00:00", "WeChat"),
        ("微信图片_20240305142233.jpg", "2024-03-05 14:22:33+00:00", "WeChat"),
        ("mmexport1709619753000.jpg", "2024-03-05 06:22:33+00:00", "WeChat"),
        ("企业微信截图_17096197530001.png", "None", "WeCom"),
        ("photo_2024-03-05_14-22-33.jpg", "2024-03-05 14:22:33+00:00", "Telegram"),
        ("截屏2024-03-05 下午2.22.33.png", "2024-03-05 14:22:33+00:00", ""),
        ("Снимок экрана 2024-03-05 в 14.22.33.png", "2024-03-05 14:22:33+00:00", ""),
        ("20240231_101010.jpg", "None", ""),
        ("PI-2024-0315.pdf", "None", ""),
    ],
)
def test_names_state_time_and_program(name: str, utc: str, program: str) -> None:
    """The time in a name is a moment without zone, but for milliseconds since 1970; what is no date is none."""
    moment = moment_of_name(name)
    assert str(moment.utc if moment else None) == utc
    assert program_of_name(name) == program


@pytest.mark.parametrize(
    ("text", "zone", "utc", "offset"),
    [
        ("D:20240305093000+08'00'", "", "2024-03-05 01:30:00+00:00", 480),
        ("D:2024", "", "2024-01-01 00:00:00+00:00", None),
        ("2024-03-05T09:30:00Z", "", "2024-03-05 09:30:00+00:00", 0),
        ("2024:03:05 09:30:00", "-05:30", "2024-03-05 15:00:00+00:00", -330),
        ("2024-03-05", "", "2024-03-05 00:00:00+00:00", None),
        ("D:20241305", "", "None", None),
        ("yesterday", "", "None", None),
        ("2024-03-05T09:30:00+99:00", "", "2024-03-05 09:30:00+00:00", None),
    ],
)
def test_stated_times(text: str, zone: str, utc: str, offset: int | None) -> None:
    """A zone counts only where it is stated."""
    moment = stated_time(text, "created", zone)
    assert moment is not None
    assert (str(moment.utc), moment.offset_minutes) == (utc, offset)


def test_empty_times_are_none() -> None:
    """Cameras without a clock write blanks or zeros."""
    assert stated_time("    :  :     :  :  ", "taken") is None
    assert stated_time("0000:00:00 00:00:00", "taken") is None
