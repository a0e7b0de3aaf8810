"""Pictures made fit for a page."""

from __future__ import annotations

import base64
import io
import re

import pytest
from PIL import Image

import bundle_exhibits
from tallystick.bundle.pictures import fit
from tallystick.model.exhibit import Picture


def inner(content: bytes) -> Image.Image:
    """The picture inside the frame."""
    found = re.search(rb"base64,([^\"]+)", content)
    assert found
    return Image.open(io.BytesIO(base64.b64decode(found[1])))


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGB", "PNG"), ("RGBA", "PNG"), ("P", "GIF"), ("L", "JPEG"), ("CMYK", "JPEG"), ("RGB", "WEBP"), ("1", "PNG")],
)
def test_each_kind_of_picture_is_shown_in_grey_or_rgb(mode: str, kind: str) -> None:
    """Whatever its colours were, what goes on the page needs no colour profile of its own."""
    made = fit(bundle_exhibits.picture((60, 40), mode, kind))
    assert made is not None
    assert inner(made.content).mode in ("L", "RGB")


def test_a_large_picture_has_at_most_300_dots_to_the_inch() -> None:
    """A camera's picture is reduced to what the frame shows."""
    made = fit(bundle_exhibits.picture((6000, 4000), "RGB", "JPEG"))
    assert made is not None
    assert inner(made.content).width <= 2070


def test_a_turned_picture_stands_upright() -> None:
    """A camera's note of how it was held is followed."""
    held = io.BytesIO()
    image = Image.new("RGB", (60, 20), "red")
    turned = image.getexif()
    turned[0x0112] = 6
    image.save(held, "JPEG", exif=turned)
    made = fit(Picture(name="a.jpg", content=held.getvalue()))
    assert made is not None
    assert inner(made.content).size == (20, 60)


def test_the_stills_of_a_moving_picture_are_counted() -> None:
    """Of an animation the first still is shown and their number told."""
    held = io.BytesIO()
    stills = [Image.new("L", (8, 8), shade) for shade in (0, 90, 200)]
    stills[0].save(held, "GIF", save_all=True, append_images=stills[1:])
    made = fit(Picture(name="a.gif", content=held.getvalue()))
    assert made is not None
    assert made.stills == 3


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\nbroken", b"<svg xmlns='x'/>"])
def test_what_is_no_picture_is_none(content: bytes) -> None:
    """Bytes that cannot be decoded are told, not raised."""
    assert fit(Picture(name="a", content=content)) is None
