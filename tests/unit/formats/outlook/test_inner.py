"""Messages read from a store's own blocks, where every length, id and list may be wrong."""

from __future__ import annotations

import io
import random
import struct
from dataclasses import replace

import pytest

from outlook_fixtures import NUMBER, TEXT, mailbox, number, store, stored, text, writer
from tallystick.errors import FormatError, LimitExceeded
from tallystick.formats.outlook import block, inner, pst
from tallystick.formats.outlook import store as store_module
from tallystick.formats.outlook.block import Blocks, Subnode
from tallystick.formats.outlook.codepage import charset_of, charset_of_locale
from tallystick.formats.outlook.heap import Heap
from tallystick.formats.outlook.inner import InnerMessages
from tallystick.formats.outlook.node_tree import ANSI, LARGE, header_of
from tallystick.formats.outlook.properties import Properties, Value, moment, split_multiple
from tallystick.formats.outlook.transport import transport
from tallystick.formats.outlook.view import View

FIRST = 0x200024


def blocks_of(original: bytes) -> Blocks:
    whole = memoryview(original)
    return Blocks(whole, header_of(whole))


def patched(place: int, value: bytes, original: bytes) -> bytes:
    return original[:place] + value + original[place + len(value) :]


def block_place(original: bytes, ident: int) -> int:
    """Where a block's bytes begin."""
    found = blocks_of(original)
    entry = found._found(header_of(memoryview(original)).block_root, 0x80, ident)
    return int(struct.unpack_from("<Q", entry, 8)[0])


def test_any_damage_to_a_store_is_an_error_of_ours() -> None:
    """Bytes changed anywhere give a message, another message or a FormatError, and nothing else."""
    original, chance = store(), random.Random(7)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(400):
        damaged = bytearray(original)
        for _ in range(6):
            damaged[chance.randrange(0x4600, len(damaged))] = chance.randrange(256)
        try:
            InnerMessages(blocks_of(bytes(damaged)), {}).message(FIRST)
            outcomes["read"] += 1
        except FormatError:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 10


def test_a_damaged_inner_message_costs_only_itself() -> None:
    """The message around it is read, and the damage is said."""
    original = store()
    place = original.index("innermost".encode("utf-16-le"))
    start = original.rindex(b"\xec\xbc", 0, place) - 2
    reading = list(pst.read(patched(start + 2, b"\0", original)))[-1]
    assert reading.mails[0].message.subject == "Re: 合同"
    said = [problem.code for problem in (*reading.problems, *reading.mails[0].message.nested[0].problems)]
    assert {"attachment-damaged", "pst-damaged"} & set(said)


def test_a_damaged_table_of_recipients_is_said() -> None:
    """The inner message is read without its recipients."""
    made = writer()
    letter = made.Letter(stored("inner", "x"), [mailbox("Bob", "bob@example.com", 1)])
    holder = made.Letter(stored("outer", "y"), (), [made.File({(0x3705, NUMBER): number(5)}, letter)])
    original = bytes(made.write_store({"Inbox": [holder]}))
    place = original.index("bob@example.com".encode("utf-16-le"))
    start = original.rindex(b"\xec\x7c", 0, place) - 2
    reading = list(pst.read(patched(start + 2, b"\0", original)))[-1]
    nested = reading.mails[0].message.nested[0]
    assert (nested.subject, nested.to) == ("inner", ())
    assert [problem.code for problem in nested.problems] == ["recipients-unread"]


def test_messages_inside_end_at_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deeper messages are not read, and that is said."""
    monkeypatch.setattr(inner, "DEEPEST", 1)
    read = list(pst.read(store()))[-1].mails[0].message
    assert [problem.code for problem in read.nested[0].problems] == ["limit-depth", "attachment-unread"]


def test_one_message_may_not_cost_more_than_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks are read up to a number of bytes."""
    monkeypatch.setattr(block, "MOST_BYTES", 20_000)
    read = InnerMessages(blocks_of(store()), {}).message(FIRST)
    assert "attachment-damaged" in [code for file in read.files for code, _detail in file.problems]


def test_a_node_may_not_own_more_subnodes_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of more subnodes is refused."""
    monkeypatch.setattr(block, "MOST_SUBNODES", 1)
    with pytest.raises(LimitExceeded):
        InnerMessages(blocks_of(store()), {}).message(FIRST)


def test_a_block_is_not_in_the_tree() -> None:
    """Ids that the trees do not hold, and trees that are none, are refused."""
    original = store()
    found = blocks_of(original)
    for ident in (0x1FFFE4, 0xFFFFFFE4, 1):
        with pytest.raises(FormatError):
            found.node(ident)
    root = header_of(memoryview(original)).root
    for place, value in ((488, b"\xff"), (496, b"\0"), (490, b"\1")):
        with pytest.raises(FormatError):
            blocks_of(patched(root + place, value, original)).node(FIRST)


def test_lists_of_blocks_do_not_hold_themselves() -> None:
    """A list of blocks that lists itself is refused, as is a data block in the place of a list."""
    original = store()
    large = blocks_of(original).subnodes(blocks_of(original).node(FIRST).inner)[0x25]
    listed = next(each.data for each in blocks_of(original).subnodes(large.inner).values() if each.data & 2)
    place = block_place(original, listed)
    with pytest.raises(FormatError):
        blocks_of(patched(place + 8, struct.pack("<Q", listed), original)).pieces(listed)
    with pytest.raises(FormatError):
        blocks_of(patched(place, b"\x07", original)).pieces(listed)


def test_a_list_of_lists_of_subnodes_is_followed() -> None:
    """Where there are many subnodes, lists of lists hold them; one that holds itself is refused."""
    original = store()
    inner_block = blocks_of(original).node(FIRST).inner
    place = block_place(original, inner_block)
    upper = patched(place, struct.pack("<BBHIQQ", 2, 1, 1, 0, 0, inner_block), original)
    with pytest.raises(FormatError):
        blocks_of(upper).subnodes(inner_block)


def test_the_blocks_of_a_new_ost_are_not_opened() -> None:
    """Compressed blocks are refused, and the store's messages inside are then only named."""
    whole = memoryview(store())
    with pytest.raises(FormatError):
        Blocks(whole, replace(header_of(whole), layout=LARGE))
    assert Blocks(whole, replace(header_of(whole), layout=ANSI)).pieces(0) == []


def test_a_heap_of_another_kind_is_refused() -> None:
    """A table is no set of properties, a set of properties no table, and text no heap."""
    found = blocks_of(store())
    node = found.node(FIRST)
    table = found.subnodes(node.inner)[0x692]
    with pytest.raises(FormatError):
        list(Heap(found, table).properties())
    with pytest.raises(FormatError):
        list(Heap(found, node).rows())
    with pytest.raises(FormatError):
        Heap(found, Subnode(0, 0))


def test_folders_deeper_than_the_bound_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders in folders end at a bound; what stands below is read as left over."""
    monkeypatch.setattr(store_module, "DEEPEST_FOLDER", 1)
    reading = list(pst.read(store()))[-1]
    assert [problem.code for problem in reading.problems].count("folder-unread") == 2
    assert [problem.code for problem in reading.problems].count("message-recovered") == 4


def test_more_recipients_and_files_than_the_bound_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is beyond a bound is said with its number."""
    monkeypatch.setattr(store_module, "MOST_RECIPIENTS", 1)
    monkeypatch.setattr(store_module, "MOST_ATTACHMENTS", 1)
    monkeypatch.setattr(store_module, "LARGEST_FILE", 100)
    mail = list(pst.read(store()))[-1].mails[0]
    said = [problem.code for problem in mail.message.problems]
    assert {"limit-recipients", "limit-files", "limit-file-bytes"} <= set(said)
    assert len(mail.embedded[0].content) == 100


def test_many_unread_messages_are_summed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number, lost messages are counted, not listed."""
    monkeypatch.setattr(pst, "_MOST_UNREAD", 1)
    details = [problem.detail for problem in list(pst.read(store()[:-1536]))[-1].problems]
    assert "3 further messages could not be read" in details


def test_a_view_behaves_as_a_file() -> None:
    """A view is read and sought like any file."""
    view = View(b"0123456789")
    assert (view.readable(), view.seekable(), view.get_size()) == (True, True, 10)
    assert (view.seek(-3, io.SEEK_END), view.read()) == (7, b"789")
    assert (view.seek(-9, io.SEEK_CUR), view.tell(), view.read(2)) == (1, 1, b"12")
    view.close()
    view.close()


def test_code_pages_and_locales_have_names() -> None:
    """Known numbers have a table, others none."""
    numbers = (936, 1251, 20866, 28595, 65001, 12345, 0)
    assert [charset_of(each) for each in numbers] == ["gb18030", "cp1251", "koi8-r", "iso8859-5", "utf-8", "", ""]
    locales = (0x0804, 0x0C04, 0x0C1A, 0x081A, 0x0409)
    assert [charset_of_locale(each) for each in locales] == ["gb18030", "cp950", "cp1251", "cp1250", ""]


def test_values_that_are_none_are_nothing() -> None:
    """A number is no text, a stump no list, and the end of time no moment."""
    assert Value(NUMBER, (b"\1\0\0\0",)).texts("cp1252") == ()
    assert split_multiple(b"\1\0", 10) == ()
    assert moment(Value(0x40, (struct.pack("<Q", 0x0CB34557A3DD4000),)), "delivery") is None
    assert moment(Value(0x40, (struct.pack("<Q", 10_000_000),)), "delivery") is not None


def test_a_header_block_with_junk_is_read_around_it() -> None:
    """Lines that are no field are said; a block with no field at all is none."""
    banner = "Microsoft Mail Internet Headers Version 2.0\r\n"
    kept = transport(Properties({0x007D: Value(TEXT, (text(f"{banner}Subject: s\r\njunk\r\nX-Y: z\r\n"),))}))
    assert kept is not None
    assert (kept.subject, [problem.code for problem in kept.problems]) == ("s", ["junk-header-line"])
    assert transport(Properties({0x007D: Value(TEXT, (text("no header at all"),))})) is None
