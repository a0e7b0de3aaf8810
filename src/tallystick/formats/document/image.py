"""Pictures (PNG, JPEG, GIF, BMP, TIFF, WebP, HEIC): size, when and with what taken, and whether it is a screenshot.

Nothing is decoded beyond the headers. What a picture shows is read by an OCR engine that the caller has (`ocr`).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import Image, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.document.exif import Exif
from tallystick.formats.document.file_name import is_named_screenshot, moment_of_name, program_of_name
from tallystick.model.document import Document
from tallystick.model.message import Problem
from tallystick.model.reading import Count, Reading

MOST_PIXELS = 200_000_000
# Naming the two here loads them; the others Pillow loads by itself.
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", TiffImagePlugin.TiffImageFile.format, WebPImagePlugin.WebPImageFile.format)
_MARKS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_HEIF = frozenset((b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"hevc", b"hevx"))
# Widths of phone screens in pixels, held upright; and whole desktop screens.
_PHONE_WIDTHS = frozenset((640, 720, 750, 828, 1080, 1125, 1170, 1179, 1206, 1220, 1242, 1260, 1284, 1290, 1320, 1440))
_DESKTOPS = frozenset(
    ((1280, 720), (1280, 800), (1366, 768), (1440, 900), (1536, 864), (1600, 900), (1680, 1050), (1920, 1080),
     (1920, 1200), (2560, 1440), (2560, 1600), (2880, 1800), (3024, 1964), (3456, 2234), (3840, 2160))
)  # fmt: skip
_LARGEST_EXIF = 1 << 20
_LARGEST_SEARCHED = 16 << 20


def recognises(head: Head) -> bool:
    block = head.block
    if block.startswith(_MARKS):
        return True
    if block[:2] == b"BM" and len(block) >= 26:
        return int.from_bytes(block[14:18], "little") in (12, 40, 52, 56, 64, 108, 124) and b"\0" in block[2:14]
    return (block[:4] == b"RIFF" and block[8:12] == b"WEBP") or is_heif(block)


def is_heif(block: bytes) -> bool:
    """Whether the file is HEIC, HEIF or AVIF, as phones take pictures."""
    return block[4:8] == b"ftyp" and block[8:12] in _HEIF


def read(original: bytes, name: str = "") -> Iterator[Reading]:
    """The one reading of a picture. Raises NotThisFormat where it is no picture of a kind that is known."""
    if not recognises(Head.of(original, name)):
        raise NotThisFormat("image", "it begins like no picture")
    problems: list[Problem] = []
    kind, size, tags = _heif(original) if is_heif(original) else _opened(original, problems)
    if kind == "HEIF":
        problems.append(Problem("picture-not-decoded", "", "HEIC is named and dated here; its picture is not decoded"))
    exif = _exif(tags, problems)
    problems += _truncation(original, kind)
    yield Reading(
        format="image",
        documents=(_document(kind, size, exif, name),),
        counts=(Count("picture", 1, (("pictures", int(size is not None)), ("problems", int(size is None)))),),
        problems=tuple(problems),
    )


def _document(kind: str, size: tuple[int, int] | None, exif: Exif, name: str) -> Document:
    ground = _screenshot_ground(kind, size, exif, name)
    named = moment_of_name(name)
    properties = [("picture-format", kind)] if kind else []
    properties += [("width", str(size[0])), ("height", str(size[1]))] if size else []
    properties += exif.properties
    properties += [("comment", exif.comment)] if exif.comment else []
    properties += [("screenshot-by", ground)] if ground else []
    properties += [("named-by", program_of_name(name))] if program_of_name(name) else []
    return Document(
        kind="screenshot" if ground else "image",
        title=exif.title,
        author=exif.author,
        program=exif.program,
        moments=(*exif.moments, *((named,) if named else ())),
        properties=tuple(properties),
    )


def _screenshot_ground(kind: str, size: tuple[int, int] | None, exif: Exif, name: str) -> str:
    """What shows that the picture is one of a screen: name, metadata or size; "" where nothing does."""
    if is_named_screenshot(name):
        return "name"
    if "screenshot" in exif.comment.lower():
        return "metadata"
    if kind != "PNG" or size is None or exif.has_camera:
        return ""
    short, tall = sorted(size)
    is_phone = short in _PHONE_WIDTHS and 1.7 <= tall / short <= 2.4
    return "size" if is_phone or (tall, short) in _DESKTOPS else ""


def _opened(original: bytes, problems: list[Problem]) -> tuple[str, tuple[int, int] | None, Any]:
    """The format, the size and the tags, from the headers alone."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(original), formats=_FORMATS)
            kind, size = str(image.format), image.size
            # Pillow looks for tags behind a PNG's picture by decoding it.
            tags = image.getexif() if kind != "PNG" or "exif" in image.info else None
    except Image.DecompressionBombError as error:
        problems.append(Problem("limit-pixels", "", str(error)[:300]))
        return "", None, None
    except UnidentifiedImageError:
        problems.append(Problem("damaged", "", "its headers are not those of a picture"))
        return "", None, None
    except Exception as error:  # Pillow raises what it meets: OSError, SyntaxError, struct.error ...
        problems.append(Problem("damaged", "", f"its headers cannot be read: {str(error)[:300]}"))
        return "", None, None
    if size[0] * size[1] > MOST_PIXELS:
        problems.append(Problem("limit-pixels", "", f"{size[0]} x {size[1]} pixels are never decoded"))
    return {"MPO": "JPEG"}.get(kind, kind), size, tags


def _heif(original: bytes) -> tuple[str, tuple[int, int] | None, Any]:
    """The largest picture of a HEIF file, and its tags. Source: ISO/IEC 23008-12, 6.5.3 and A.2.1."""
    searched = original[:_LARGEST_SEARCHED]
    sizes: list[tuple[int, int, int]] = []
    at = searched.find(b"ispe")
    while at >= 0 and len(sizes) < 10_000:
        width, height = (int.from_bytes(searched[at + step : at + step + 4], "big") for step in (8, 12))
        sizes.append((width * height, width, height))
        at = searched.find(b"ispe", at + 4)
    largest = max(sizes, default=None)
    begin = next((found for mark in (b"Exif\0\0MM\0*", b"Exif\0\0II*\0") if (found := searched.find(mark)) >= 0), -1)
    tags = None
    if begin >= 0:
        tags = Image.Exif()
        tags.load(searched[begin : begin + _LARGEST_EXIF])
    return "HEIF", (largest[1], largest[2]) if largest else None, tags


def _exif(tags: Any, problems: list[Problem]) -> Exif:
    if tags is None:
        return Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Exif.of(tags)
    except Exception as error:  # Pillow reads each tag when it is asked for, and raises what it meets
        problems.append(Problem("damaged-metadata", "EXIF", str(error)[:300]))
        return Exif()


def _truncation(original: bytes, kind: str) -> list[Problem]:
    """A Problem where the picture's end is missing, as in a download that was cut off."""
    end = {"PNG": b"IEND", "JPEG": b"\xff\xd9"}.get(kind)
    if end is None or original.rfind(end) > len(original) // 2:
        return []
    return [Problem("truncated", "", "the end of the picture is missing")]
