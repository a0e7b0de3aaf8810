"""Pictures of others made fit for a page: decoded here, upright, in RGB or grey, at most 300 dpi."""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from tallystick.bundle import typeset
from tallystick.model.exhibit import Picture

_DPI = 300
_FRAME_INCHES = (6.9, 9.0)  # what a picture on a page can fill, as pages.typ sets it
_PIXELS = 120_000_000
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
_QUALITY = 88


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A picture ready for the typesetter: its bytes, its size in points, and how many stills the original holds."""

    content: bytes  # SVG around the picture's bytes, as the typesetter takes it
    width: float
    height: float
    stills: int = 1


def fit(picture: Picture) -> Fit | None:
    """The picture as it goes on a page, or None where it cannot be decoded or is larger than is decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _fit(picture.content)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, OverflowError, KeyError, IndexError,
            TypeError, struct.error, Image.DecompressionBombError, MemoryError):  # fmt: skip
        return None


def _fit(content: bytes) -> Fit | None:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
        if opened.width * opened.height > _PIXELS or min(opened.size) < 1:
            return None
        stills = int(getattr(opened, "n_frames", 1))
        kind = opened.format
        if kind == "JPEG":
            opened.draft(None, _limits(opened.size))
        upright = ImageOps.exif_transpose(opened)
        plain = upright if upright.mode in ("L", "RGB") else _plain(upright)
        plain.thumbnail(_limits(plain.size), Image.Resampling.LANCZOS)
        held, encoding = io.BytesIO(), "jpeg" if kind == "JPEG" else "png"
        if encoding == "jpeg":
            plain.save(held, "JPEG", quality=_QUALITY)
        else:
            plain.save(held, "PNG", compress_level=1)  # the typesetter compresses it anew
    # A small picture keeps a size at which its pixels can be seen: 110 to the inch, a large one fills the frame.
    points = 72 / 110
    framed = typeset.picture(held.getvalue(), encoding, plain.width, plain.height)
    return Fit(content=framed, stills=stills, width=plain.width * points, height=plain.height * points)


def _limits(size: tuple[int, int]) -> tuple[int, int]:
    """The most pixels that the frame shows at 300 to the inch, for a picture of this shape."""
    scale = min(_FRAME_INCHES[0] * _DPI / size[0], _FRAME_INCHES[1] * _DPI / size[1], 1.0)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _plain(image: Image.Image) -> Image.Image:
    """On white where it is transparent: what is printed is what is seen on paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    return image.convert("L" if image.mode in ("1", "I;16") else "RGB")
