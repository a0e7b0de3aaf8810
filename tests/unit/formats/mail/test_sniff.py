"""What kind of file a beginning and a name are."""

from __future__ import annotations

import pytest

from tallystick.formats.mail import HEAD_BYTES, KINDS, folder_kind, maildir_flags, sniff

FROM = b"From alice@example.org Mon Jan  1 10:00:00 2024\n"
MAIL = b"From: alice@example.org\nSubject: x\n\nbody\n"


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (MAIL, "a.bin", "message"),
        (b"\xef\xbb\xbf" + MAIL, "a", "message"),
        (b"Received: x\n\ty\nX-Foo: z\n\n", "1", "message"),
        (b"Strange: x\nFrom: a\nDate: y\n\n", "1", "message"),
        (b"Subject: x\n\nbody", "a.eml", "message"),
        (b"Subject: a novel\n\nIt was a dark night", "a.txt", "unknown"),
        (b"no header at all\n", "a.eml", "message"),
        (b"no header at all\n", "1700000000.M1P2.host:2,S", "message"),
        (b"\0\0binary", "a.eml", "unknown"),
        (b"no header at all\n", "a.txt", "unknown"),
        (b"Key: value\nOther: value\n", "a.yaml", "unknown"),
        (b"", "empty", "unknown"),
        (b"", "empty.eml", "message"),
        (FROM + MAIL, "inbox", "message"),
        (FROM + MAIL, "x.mbox", "mbox"),
        (FROM + MAIL, "a.eml", "message"),
        (FROM + MAIL + b"\n" + FROM + MAIL, "a.eml", "mbox"),
        (b"\xef\xbb\xbf" + FROM + MAIL + b"\n" + FROM + MAIL, "a", "mbox"),
        (b"From hell\nit came\n", "a.txt", "unknown"),
        (b"%d\n" % len(MAIL) + MAIL, "1.emlx", "emlx"),
        (b"99999\n" + MAIL, "1.emlx", "unknown"),
        (b"12\nno header", "1.txt", "unknown"),
        (b"1,2,3\n", "1.csv", "unknown"),
        (b"PK\x05\x06" + bytes(18), "e.zip", "zip"),
        (b"PK\x03\x04" + bytes(22) + b"\5\0\0\0a.eml", "a.zip", "zip"),
        (b"PK\x03\x04" + bytes(22) + b"\x13\0\0\0[Content_Types].xml", "a.docx", "ooxml"),
        (b"PK\x03\x04" + bytes(22) + b"\x08\0\0\0mimetypeapplication/x", "a.odt", "opendocument"),
        (b"\x1f\x8b\x08\0", "a.gz", "gzip"),
        (b"\x1f", "a.gz", "unknown"),
        (b"\x78\x9f\x3e\x22\0\0", "winmail.dat", "tnef"),
        (b"%PDF-1.7", "a.eml", "pdf"),
        (b"!BDN", "a.pst", "pst"),
    ],
)
def test_kind_follows_content_before_name(head: bytes, name: str, kind: str) -> None:
    """The bytes decide; the name speaks where they are silent."""
    assert sniff(head, len(head), name) is KINDS[kind]


def test_file_longer_than_its_head_is_an_mbox_unless_its_name_says_message() -> None:
    """Where the second separator may lie beyond what was read, the name decides."""
    head = (FROM + MAIL + b"x" * HEAD_BYTES)[:HEAD_BYTES]
    assert sniff(head, 10**9, "inbox").name == "mbox"
    assert sniff(head, 10**9, "a.eml").name == "message"


def test_kinds_that_hold_others_say_so() -> None:
    """A container is told from a plain original."""
    assert {kind.name for kind in KINDS.values() if kind.holds} == {"mbox", "emlx", "zip", "gzip"}


@pytest.mark.parametrize(
    "head", [b"A:" * 40_000, b"From " * 16_000, b"\n" * 65_536, b"1" * 65_536, b"a" * 65_536, b"X-: \n " * 9000]
)
def test_hostile_beginning_is_decided_quickly(head: bytes) -> None:
    """No beginning of 64 KiB keeps the decision from being made, and none fails."""
    assert sniff(head, len(head), "x").name in KINDS


@pytest.mark.parametrize(
    ("names", "folders", "kind"),
    [
        (["cur", "new", "tmp"], [], "maildir"),
        ([], ["cur", "new"], "maildir"),
        (["1", "2", "10"], [], "mh"),
        (["1", ",2", ".hidden"], [], "mh"),
        ([".mh_sequences"], [], "mh"),
        (["notes.txt", ".xmhcache"], [], "mh"),
        (["2023", "2024"], [], "tree"),
        (["1", "a.eml"], [], "tree"),
        (["01", "02"], [], "tree"),
        ([], [], "tree"),
        ([".x"], ["cur"], "tree"),
    ],
)
def test_folder_layout_follows_from_names(names: list[str], folders: list[str], kind: str) -> None:
    """Maildir and MH are known by their names alone; everything else is a tree."""
    assert folder_kind(names, folders) == kind


@pytest.mark.parametrize(
    ("name", "flags"), [("1.M2.h:2,RS", "RS"), ("1.M2.h;2,F", "F"), ("1.M2.h:2,", ""), ("a.eml", "")]
)
def test_maildir_flags_are_read_from_the_name(name: str, flags: str) -> None:
    """Flags stand behind the last comma of a Maildir name."""
    assert maildir_flags(name) == flags
