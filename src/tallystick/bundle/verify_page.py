"""verify.html: one page that a clerk opens without a network, drops a folder on, and reads what is proved.

It runs only the script whose hash its own policy names, fetches nothing, and shows whatever a folder says as text.
"""

from __future__ import annotations

import json
import tomllib
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import resources
from string import Template

from tallystick.model.rule import LANGUAGES


@cache
def verify_page() -> bytes:
    """The page, the same bytes each time."""
    texts = {language: tomllib.loads(_resource(f"texts/verify/{language}.toml")) for language in LANGUAGES}
    # What begins a tag or ends a script cannot stand in the texts.
    said = json.dumps(texts, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    script = _resource("texts/verify/page.js").replace("$texts", said, 1)
    style = _resource("texts/verify/page.css")
    return Template(_resource("verify.html")).substitute(
        script=script, style=style, script_hash=_source_hash(script), style_hash=_source_hash(style)
    ).encode()  # fmt: skip


def _source_hash(text: str) -> str:
    """How a Content-Security-Policy names an inline source."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _resource(name: str) -> str:
    return resources.files("tallystick.bundle").joinpath(*name.split("/")).read_text(encoding="utf-8")
