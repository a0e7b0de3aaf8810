"""Files and folders offered in a fixed order; what cannot be kept is refused with its reason."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tallystick.errors import SourceNotFound
from tallystick.model.ledger import Refusal
from tallystick.sources.folder import modified, offers, printable
from tallystick.sources.offer import Offer


def tree(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return folder


def told(*paths: Path) -> list[tuple[str, str]]:
    """Each offer as (locator, kind), each refusal as (locator, code)."""
    return [
        (found.source.locator, found.source.kind) if isinstance(found, Offer) else (found.locator, found.code)
        for found in offers(paths)
    ]


def test_the_order_is_that_of_names(tmp_path: Path) -> None:
    """Folders and files stand where their names stand, depth first, however the disk lists them."""
    folder = tree(tmp_path / "mail", "c.eml", "a/z.eml", "a/b.eml", "b.eml", ".hidden")
    assert told(folder) == [
        ("mail/.hidden", "file"), ("mail/a/b.eml", "file"), ("mail/a/z.eml", "file"), ("mail/b.eml", "file"),
        ("mail/c.eml", "file"),
    ]  # fmt: skip
    assert told(folder / "c.eml", folder / "a") == [("c.eml", "file"), ("a/b.eml", "file"), ("a/z.eml", "file")]


def test_an_offer_says_where_its_bytes_are(tmp_path: Path) -> None:
    """Path, size, name and the file's own time, to the microsecond."""
    folder = tree(tmp_path / "mail", "a.eml")
    os.utime(folder / "a.eml", ns=(0, 1_700_000_000_123_456_789))
    (found,) = offers([folder])
    assert isinstance(found, Offer)
    assert (found.path, found.length, found.name) == (str(folder / "a.eml"), 5, "a.eml")
    assert found.source.modified == "2023-11-14T22:13:20.123456Z"


def test_a_missing_path_is_told_before_anything_is_offered(tmp_path: Path) -> None:
    """A typing mistake in the last path keeps nothing of the first."""
    folder = tree(tmp_path / "mail", "a.eml")
    with pytest.raises(SourceNotFound, match="mial"):
        list(offers([folder, tmp_path / "mial"]))


def test_a_path_longer_than_any_is_not_found(tmp_path: Path) -> None:
    """A name that the disk cannot have is one of ours to tell, not a traceback."""
    with pytest.raises(SourceNotFound):
        list(offers([tmp_path / ("x" * 300)]))


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A link to a file, to a folder, to nothing and to its own folder are refused, each by name."""
    folder = tree(tmp_path / "mail", "a.eml")
    (folder / "b").symlink_to(folder / "a.eml")
    (folder / "c").symlink_to(folder)
    (folder / "d").symlink_to("/nowhere")
    assert told(folder) == [
        ("mail/a.eml", "file"), ("mail/b", "is-a-link"), ("mail/c", "is-a-link"), ("mail/d", "is-a-link")
    ]  # fmt: skip


def test_a_link_that_was_named_is_followed(tmp_path: Path) -> None:
    """What the user himself gave is meant, link or not."""
    folder = tree(tmp_path / "mail", "a.eml")
    (tmp_path / "link").symlink_to(folder)
    assert told(tmp_path / "link") == [("link/a.eml", "file")]


def test_pipes_sockets_and_devices_are_refused_without_opening_them(tmp_path: Path) -> None:
    """A pipe without a writer does not stop the walk, within a folder or named."""
    folder = tree(tmp_path / "mail", "a.eml")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket"))
        assert told(folder) == [("mail/a.eml", "file"), ("mail/pipe", "is-no-file"), ("mail/socket", "is-no-file")]
    assert told(folder / "pipe", Path("/dev/null")) == [("pipe", "is-no-file"), ("null", "is-no-file")]


def test_names_that_are_no_utf_8_are_shown_by_their_bytes(tmp_path: Path) -> None:
    """A Latin-1 or KOI8-R name is offered, opened by its own bytes, and shown with escapes."""
    folder = tree(tmp_path / "mail")
    folder.mkdir()
    (Path(os.fsdecode(bytes(folder) + b"/b\xfcro.eml"))).write_bytes(b"x")
    (found,) = offers([folder])
    assert isinstance(found, Offer)
    assert found.source.locator == "mail/b\\xfcro.eml"
    assert Path(found.path).read_bytes() == b"x"
    assert printable("büro") == "büro"


def test_a_folder_that_cannot_be_read_is_a_refusal(tmp_path: Path) -> None:
    """The walk says so and goes on."""
    folder = tree(tmp_path / "mail", "a/x.eml", "b.eml")
    (folder / "a").chmod(0)
    try:
        if os.access(folder / "a", os.R_OK):
            pytest.skip("this user may read everything")
        assert told(folder) == [("mail/a", "source-unreadable"), ("mail/b.eml", "file")]
    finally:
        (folder / "a").chmod(0o700)


def test_a_folder_that_goes_away_is_a_refusal(tmp_path: Path) -> None:
    """A folder removed between listing and walking is said, and the rest is offered."""
    folder = tree(tmp_path / "mail", "a.eml", "b/x.eml", "c.eml")
    walk = offers([folder])
    next(walk)
    (folder / "b" / "x.eml").unlink()
    (folder / "b").rmdir()
    refused, last = walk
    assert isinstance(refused, Refusal)
    assert (refused.locator, refused.code) == ("mail/b", "source-unreadable")
    assert isinstance(last, Offer)


def test_a_file_that_goes_away_is_a_refusal(tmp_path: Path) -> None:
    """The same for a file."""
    folder = tree(tmp_path / "mail", "a.eml", "b.eml")
    walk = offers([folder])
    next(walk)
    (folder / "b.eml").unlink()
    (refused,) = walk
    assert isinstance(refused, Refusal)
    assert refused.code == "source-unreadable"


def test_a_vault_in_the_way_is_left_out(tmp_path: Path) -> None:
    """A vault is not kept in a vault; its neighbours are."""
    folder = tree(tmp_path / "mail", "vault/tallystick.toml", "vault/originals/x", "z.eml")
    assert told(folder) == [("mail/vault", "is-a-vault"), ("mail/z.eml", "file")]
    assert told(folder / "vault") == [("vault", "is-a-vault")]


def test_maildir_and_mh_are_recognised(tmp_path: Path) -> None:
    """The kind of carrier follows from the layout of the folders."""
    maildir = tree(tmp_path / "md", "cur/1.a:2,S", "new/2.b", "tmp/.keep", ".Sent/cur/3.c:2,S", ".Sent/new/.keep")
    assert [kind for locator, kind in told(maildir) if "/cur/" in locator or "/new/" in locator] == ["maildir"] * 4
    assert told(tree(tmp_path / "mh", "1", "2", "10", ".mh_sequences"))[1:] == [
        ("mh/1", "mh"), ("mh/10", "mh"), ("mh/2", "mh")
    ]  # fmt: skip


def test_this_folder_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`keep .` and `keep ..` say the same places as `keep FOLDER`."""
    folder = tree(tmp_path / "mail", "a.eml", "sub/b.eml")
    monkeypatch.chdir(folder)
    assert told(Path()) == told(folder)
    monkeypatch.chdir(folder / "sub")
    assert told(Path("..")) == told(folder)


def test_a_time_outside_the_calendar_is_no_time(tmp_path: Path) -> None:
    """A file from before year 1 or after 9999 has no time, and is offered all the same."""
    folder = tree(tmp_path / "mail", "a.eml")
    try:
        os.utime(folder / "a.eml", (0, 400_000_000_000))
    except (OSError, OverflowError):
        pytest.skip("this disk has no such times")
    found = (folder / "a.eml").stat()
    assert modified(found) == "" or found.st_mtime < 300_000_000_000
