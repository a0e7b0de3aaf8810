"""Settings: what a user set, or an error that names the file and the mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import ConfigError
from tallystick.sources.settings import Authority, Settings, load

WHOLE = """
actor = "anna@desk"

[[authority]]
name = "first"
url = "https://tsa.example/"
roots = ["first.pem", "/etc/second.pem"]

[[authority]]
name = "2nd"
url = "http://other.example"

[dns]
servers = ["127.0.0.1", "::1"]
port = 5353
"""


def write(folder: Path, text: str) -> Path:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return folder


def test_no_file_means_what_goes_without_saying(tmp_path: Path) -> None:
    """Nobody needs a file of settings."""
    assert load(tmp_path / "nowhere") == Settings(tmp_path / "nowhere")
    assert load(tmp_path).name_server_port == 53
    assert load(write(tmp_path, "")) == Settings(tmp_path)


def test_everything_that_can_be_set(tmp_path: Path) -> None:
    """Paths of roots count from the folder of the file."""
    found = load(write(tmp_path, WHOLE))
    assert found.actor == "anna@desk"
    assert found.authorities == (
        Authority("first", "https://tsa.example/", (tmp_path / "first.pem", Path("/etc/second.pem"))),
        Authority("2nd", "http://other.example"),
    )
    assert (found.name_servers, found.name_server_port) == (("127.0.0.1", "::1"), 5353)
    assert found.roots == (tmp_path / "first.pem", Path("/etc/second.pem"))


def test_pictures_are_read_only_where_that_is_set(tmp_path: Path) -> None:
    """Languages once each, in their order; none where nothing is said."""
    assert load(write(tmp_path, "[ocr]\nlanguages = ['ru', 'zh', 'ru']")).ocr == ("ru", "zh")
    assert load(write(tmp_path, "actor = 'a'")).ocr == ()


_AUTHORITY = '[[authority]]\nname = "a"\nurl = "https://x"\n'


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        'actor = "a"\nactor = "b"',
        'colour = "red"',
        "[dns]\nserver = ['::1']",
        "dns = 5",
        "[dns]\nport = 'many'",
        "[dns]\nservers = 7",
        "authority = 'https://x'",
        "[[authority]]\nname = 'a'",
        "[[authority]]\nurl = 'https://x'",
        "[[authority]]\nname = 'A b'\nurl = 'https://x'",
        "[[authority]]\nname = '../x'\nurl = 'https://x'",
        "[[authority]]\nname = ''\nurl = 'https://x'",
        "[[authority]]\nname = 'a'\nurl = 'file:///etc/passwd'",
        "[[authority]]\nname = 'a'\nurl = 'ftp://x'",
        "[[authority]]\nname = 5\nurl = 'https://x'",
        _AUTHORITY + "roots = [1]",
        pytest.param(_AUTHORITY + "root = ['x.pem']", id="a misspelt member of an authority"),
        pytest.param(_AUTHORITY + "roots = 'x.pem'", id="roots that are no list"),
        pytest.param(_AUTHORITY + _AUTHORITY, id="two authorities of one name"),
        pytest.param("[dns]\nservers = 'dns.example'", id="servers that are no list"),
        pytest.param("[dns]\nservers = ['dns.example']", id="a server that is no address"),
        pytest.param("[dns]\nport = 70000", id="a port that no machine has"),
        pytest.param("actor = 5", id="an actor that is no text"),
        pytest.param("[ocr]\nlanguages = ['fr']", id="a language that no engine here reads"),
        pytest.param("[ocr]\nlanguages = 'zh'", id="languages that are no list"),
        pytest.param("[ocr]\nlanguages = [['zh']]", id="a language that is a list"),
        pytest.param("[ocr]\nengine = 'other'", id="an unknown setting of ocr"),
        pytest.param("ocr = 5", id="ocr that is no table"),
    ],
)
def test_a_mistake_is_told_with_its_file(tmp_path: Path, text: str) -> None:
    """No mistake is taken for a setting or passed over."""
    with pytest.raises(ConfigError, match=r"config\.toml"):
        load(write(tmp_path, text))


def test_a_file_in_another_charset_is_a_mistake(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are told, and so is a folder in the file's place."""
    (tmp_path / "config.toml").write_bytes(b'actor = "b\xfcro"')
    with pytest.raises(ConfigError):
        load(tmp_path)
    (tmp_path / "config.toml").unlink()
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(ConfigError):
        load(tmp_path)
