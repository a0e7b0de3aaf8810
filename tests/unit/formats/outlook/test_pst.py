"""Stores of Outlook: messages, folders, two counts, encodings, and stores that are damaged."""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Generator
from pathlib import Path

import pypff
import pytest

from outlook_fixtures import GOLDEN, NUMBER, TEXT, number, store, stored, text, writer
from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.outlook import pst
from tallystick.formats.outlook.node_tree import header_of, walk
from tallystick.formats.outlook.view import View
from tallystick.model.check import Verdict
from tallystick.model.reading import DerivedMail, Reading


def last(original: bytes) -> Reading:
    return list(pst.read(original))[-1]


def golden(name: str) -> Reading:
    return last((GOLDEN / "pst" / name).read_bytes())


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def subjects(mails: tuple[DerivedMail, ...]) -> list[str]:
    return [mail.message.subject for mail in mails]


@pytest.mark.parametrize("path", sorted((GOLDEN / "pst").glob("*.pst")), ids=lambda path: path.name)
def test_every_node_is_accounted_for(path: Path) -> None:
    """Each node of the tree becomes exactly one thing, damaged stores included; each is recognised by content."""
    assert pst.recognises(Head.of(path.read_bytes()))
    count = golden(path.name).counts[0]
    assert (count.unbalanced, count.total) == (0, 18)


def test_messages_are_derived_with_node_and_folder() -> None:
    """Each message says its node and the path of its folder, and the counts agree."""
    reading = golden("store.pst")
    assert [(mail.node, mail.folder.rpartition("/")[2]) for mail in reading.mails] == [
        ("0x200024", "收件箱"),
        ("0x200044", "收件箱"),
        ("0x200064", "Отправленные"),
        ("0x200084", "Отправленные"),
    ]
    assert reading.checks[0].verdict is Verdict.PASS
    assert reading.checks[0].facts["tree"] == reading.checks[0].facts["libpff"] == "4"


def test_a_message_of_a_store_is_read_whole() -> None:
    """Subject without its mark, text, people, categories, header block and file."""
    mail = golden("store.pst").mails[0]
    read = mail.message
    assert (read.subject, read.labels, read.message_id) == ("Re: 合同", ("订单", "Срочно"), "pi017@huayue.example")
    assert read.text.startswith("正文 正文")
    assert [(each.name, each.address) for each in read.to] == [("Анна", "anna@baltimport.example")]
    assert [(file.name, len(file.content)) for file in mail.embedded] == [("提单.pdf", 14400)]


def test_messages_inside_messages_of_a_store_are_read() -> None:
    """What the library's bindings do not open is read from the blocks, at every depth."""
    read = golden("store.pst").mails[0].message
    assert read.nested[0].subject == "fw"
    assert read.nested[0].nested[0].subject == "inner"
    assert read.nested[0].nested[0].to[0].address == "bob@example.com"
    assert read.nested[0].nested[0].parts[0].path == "3.2.1"


@pytest.mark.parametrize("encoding", [0, 1, 2])
def test_an_encoded_store_is_read_without_a_key(encoding: int) -> None:
    """Both encodings are undone by libpff and, for messages inside, here; that they hide nothing is said."""
    reading = last(store(encoding=encoding, password=7 if encoding else 0))
    assert reading.mails[0].message.nested[0].nested[0].text == "innermost"
    assert codes(reading) == (["pst-encoded", "pst-password"] if encoding else [])


def test_an_encryption_of_windows_is_said() -> None:
    """A store that the system encrypted is not taken for an empty one."""
    whole = bytearray(store())
    whole[513] = 0x10
    assert "pst-encrypted" in codes(last(bytes(whole)))


def test_a_message_that_its_folder_hides_is_read_and_said() -> None:
    """A node that its folder's table does not list is read all the same."""
    reading = golden("unlisted.pst")
    assert sorted(subjects(reading.mails)) == ["Re: 合同", "fw", "letter 2", "letter 3"]
    assert codes(reading) == ["pst-encoded", "folder-count-differs", "message-unlisted"]


def test_a_store_that_the_library_gives_up_is_read_from_its_blocks() -> None:
    """All messages with their folders are recovered, and the two counts disagree in the open."""
    reading = golden("damaged-names.pst")
    assert [mail.folder for mail in reading.mails[:1]] == ["Top of Outlook data file/收件箱"]
    assert subjects(reading.mails) == ["Re: 合同", "letter 2", "letter 3", "fw"]
    assert codes(reading).count("message-recovered") == 4
    assert reading.checks[0].verdict is Verdict.FAIL
    assert reading.checks[0].facts["recovered"] == "4"


def test_a_store_cut_short_says_which_messages_are_lost() -> None:
    """The tree of nodes still names what cannot be read."""
    reading = golden("damaged-cut.pst")
    assert reading.mails == ()
    assert codes(reading).count("message-unread") == 4
    assert dict(reading.counts[0].became)["problems"] == 4
    assert reading.checks[0].verdict is Verdict.FAIL


def test_a_damaged_page_of_the_tree_is_said() -> None:
    """Where a page's checksum is wrong, equal counts prove nothing."""
    whole = bytearray(store())
    header = header_of(memoryview(bytes(whole)))
    whole[header.root + 487] ^= 1
    reading = last(bytes(whole))
    assert "pst-tree-damaged" in codes(reading)
    assert reading.checks[0].verdict is Verdict.NOT_CHECKED


def test_a_large_store_gives_several_readings() -> None:
    """Messages come some hundred at a time; counts and checks come with the last."""
    made = writer()
    letters = [made.Letter(stored(f"letter {number}", "x")) for number in range(250)]
    readings = list(pst.read(bytes(made.write_store({"Inbox": letters}))))
    assert [len(reading.mails) for reading in readings] == [200, 50]
    assert [len(reading.checks) for reading in readings] == [0, 1]
    assert readings[0].mails[199].message.subject == "letter 199"


def test_large_attachments_end_a_reading_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reading holds no more than so many bytes of attachments, one message apart."""
    monkeypatch.setattr(pst, "BYTES_A_READING", 1000)
    readings = list(pst.read((GOLDEN / "pst" / "store.pst").read_bytes()))
    assert [len(reading.mails) for reading in readings] == [1, 3]


def test_a_mapped_file_is_read_and_let_go(tmp_path: Path) -> None:
    """A store mapped from a disk is read, and can be closed afterwards, also when reading was broken off."""
    path = tmp_path / "mapped.pst"
    path.write_bytes(store())
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        assert len(next(iter(pst.read(mapped))).mails) == 4
        readings = pst.read(mapped)
        assert isinstance(readings, Generator)
        next(readings)
        readings.close()
        mapped.close()


def test_what_is_no_store_is_refused() -> None:
    """Another magic, another client and an unknown version are not this format."""
    whole = store()
    for damaged in (
        b"",
        b"!BDN",
        whole[:500],
        b"X" + whole[1:],
        whole[:8] + b"AB" + whole[10:],
        whole[:10] + b"\1\0" + whole[12:],
    ):
        with pytest.raises(NotThisFormat):
            list(pst.read(damaged))
    assert not pst.recognises(Head.of(whole[:8] + b"AB" + whole[10:]))


def ansi(entries: list[tuple[int, int]]) -> bytes:
    """The head of a store of Outlook 97 to 2002 with one page of its tree of nodes."""
    page = b"".join(struct.pack("<IIII", node, 4, 0, parent) for node, parent in entries).ljust(496, b"\0")
    page += struct.pack("<BBBB", len(entries), 31, 16, 0)
    page += struct.pack("<BBHII", 0x81, 0x81, 0, 8, zlib.crc32(page, 0xFFFFFFFF) ^ 0xFFFFFFFF)
    header = bytearray(1024)
    header[:12] = b"!BDN\0\0\0\0SM\x0e\0"
    struct.pack_into("<II", header, 184, 8, 1024)
    return bytes(header) + page


def test_the_tree_of_an_old_store_is_walked() -> None:
    """The narrow layout of Outlook 97 to 2002 is counted like the wide one."""
    original = memoryview(ansi([(0x122, 0x122), (0x200024, 0x8022), (0x200028, 0x8022)]))
    header = header_of(original)
    nodes = walk(original, header)
    assert (header.layout.name, nodes.of_type(4), nodes.faults) == ("ANSI", {0x200024}, [])


def test_the_tree_of_a_new_ost_is_walked() -> None:
    """The pages of 4 KiB of Outlook 2013 are counted like the small ones."""
    page = struct.pack("<QQQII", 0x200024, 4, 0, 0x8022, 0).ljust(4056, b"\0") + struct.pack("<HHBB", 1, 126, 32, 0)
    header = bytearray(4096)
    header[:12] = b"!BDN\0\0\0\0SO\x24\0"
    struct.pack_into("<QQ", header, 216, 8, 4096)
    original = memoryview(bytes(header) + page.ljust(4072, b"\0") + b"\x81\x81".ljust(24, b"\0"))
    assert header_of(original).kind == "OST"
    assert walk(original, header_of(original)).of_type(4) == {0x200024}


@pytest.mark.parametrize(
    ("place", "value"),
    [(488, b"\xff"), (490, b"\1"), (491, b"\x20"), (496, b"\x80")],
)
def test_a_page_that_does_not_hold_together_is_a_fault(place: int, value: bytes) -> None:
    """Counts, widths, levels and kinds of pages are not believed."""
    whole = bytearray(store())
    root = header_of(memoryview(bytes(whole))).root
    whole[root + place : root + place + 1] = value
    original = memoryview(bytes(whole))
    assert walk(original, header_of(original)).faults


def test_a_tree_in_a_circle_ends() -> None:
    """A page that lists itself is met once."""
    body = struct.pack("<QQQ", 1, 8, 1024).ljust(488, b"\0") + struct.pack("<BBBBI", 1, 20, 24, 1, 0)
    page = body + struct.pack("<BBHIQ", 0x81, 0x81, 0, zlib.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF, 8)
    header = bytearray(store()[:1024])
    struct.pack_into("<QQ", header, 216, 8, 1024)
    original = memoryview(bytes(header) + page)
    assert [why for _place, why in walk(original, header_of(original)).faults] == ["a page that the tree lists twice"]


def test_the_library_reads_what_the_writer_wrote() -> None:
    """libpff itself opens a written store, so that the fixtures are judged by another's eye."""
    file = pypff.file()
    file.open_file_object(View(store(encoding=1)))
    assert file.get_root_folder().get_sub_folder(0).number_of_sub_folders == 2
    file.close()


def test_an_attachment_that_holds_nothing_is_said() -> None:
    """An attachment without content is a part with a problem, not an empty file."""
    made = writer()
    empty = made.File({(0x3705, NUMBER): number(1), (0x3707, TEXT): text("lost.pdf")})
    mail = last(bytes(made.write_store({"Inbox": [made.Letter(stored("s", "x"), (), [empty])]}))).mails[0]
    assert [problem.code for problem in mail.message.problems] == ["attachment-unread"]
    assert mail.embedded == ()


def with_parent(original: bytes, node: int, parent: int) -> bytes:
    """The store with a node moved below another, the checksum of its page put right."""
    entry = original.index(struct.pack("<Q", node), header_of(memoryview(original)).root - 2048)
    page = entry // 512 * 512
    changed = bytearray(original)
    struct.pack_into("<I", changed, entry + 24, parent)
    crc = zlib.crc32(changed[page : page + 496], 0xFFFFFFFF) ^ 0xFFFFFFFF
    struct.pack_into("<I", changed, page + 500, crc)
    return bytes(changed)


def test_a_message_below_no_folder_is_read_and_said() -> None:
    """A message whose folder is gone is found all the same, and nothing is counted twice."""
    reading = last(with_parent(store(unlisted=[0x200044]), 0x200044, 0x9982))
    assert sorted(subjects(reading.mails)) == ["Re: 合同", "fw", "letter 2", "letter 3"]
    assert {"message-unlisted", "message-recovered"} & set(codes(reading))
    assert reading.counts[0].unbalanced == 0


def test_a_folder_below_no_folder_is_read() -> None:
    """The messages of a folder whose own place is lost are not lost with it."""
    reading = last(with_parent(store(), 0x8042, 0x9982))
    assert len(reading.mails) == 4
    assert reading.counts[0].unbalanced == 0
