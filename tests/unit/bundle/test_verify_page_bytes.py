"""The bytes of verify.html: what a browser does with them is tested in a real one."""

from __future__ import annotations

import re
import tomllib
from base64 import b64encode
from hashlib import sha256
from importlib import resources

from tallystick.bundle.verify_page import verify_page

PAGE = verify_page().decode()


def test_only_the_script_that_is_named_can_run() -> None:
    """The policy allows nothing but this script and this style, by their hashes, and no network."""
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', PAGE)
    assert policy is not None
    assert policy[1].startswith("default-src 'none';")
    assert "unsafe" not in policy[1]
    for tag in ("script", "style"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", PAGE, re.DOTALL)
        assert content is not None
        assert f"{tag}-src 'sha256-{b64encode(sha256(content[1].encode()).digest()).decode()}'" in policy[1]


def test_nothing_of_a_folder_becomes_markup_or_code() -> None:
    """No way to make markup or code of text is used, and no address is named."""
    script = PAGE.partition("<script>")[2]
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "fetch(",
                 "XMLHttpRequest", "http:", "https:", "import("):  # fmt: skip
        assert word not in script


def test_every_sentence_is_there_in_each_language() -> None:
    """The three languages have the same sentences with the same values, and each code that the script names."""
    texts = {}
    for language in ("en", "zh", "ru"):
        found = resources.files("tallystick.bundle").joinpath("texts", "verify", f"{language}.toml")
        texts[language] = tomllib.loads(found.read_text(encoding="utf-8"))
    for code, english in texts["en"].items():
        for language in ("zh", "ru"):
            assert sorted(re.findall(r"\{\w+\}", texts[language][code])) == sorted(re.findall(r"\{\w+\}", english))
    script = resources.files("tallystick.bundle").joinpath("texts", "verify", "page.js").read_text(encoding="utf-8")
    named = set(re.findall(r'new (?:Wrong|Unchecked)\("([\w.-]+)"', script))
    named |= set(re.findall(r'need\([^;]*, "([\w-]+)"[^;]*\);', script))
    assert len(named) > 15
    assert named <= set(texts["en"])
