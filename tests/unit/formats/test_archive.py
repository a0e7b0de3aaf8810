"""Zip and gzip, honest and hostile."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

import pytest

from tallystick.errors import FormatError, LimitExceeded, NotThisFormat
from tallystick.formats.archive import Budget, Limits, Listing, list_zip, read_gzip, read_member, refusal
from tallystick.formats.archive.names import charset_of, decode, safe_path

TEXT = b"Subject: x\n\nhello\n" * 50


def zip_of(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in members:
            archive.writestr(name, content, compress_type=method)
    return buffer.getvalue()


def listing(content: bytes, limits: Limits | None = None) -> Listing:
    return list_zip(io.BytesIO(content), Budget(limits or Limits()))


def contents(content: bytes, budget: Budget | None = None) -> dict[str, bytes]:
    file = io.BytesIO(content)
    return {member.path: b"".join(read_member(file, member, budget)) for member in list_zip(file).members}


def patched(content: bytes, old: bytes, new: bytes, count: int = -1) -> bytes:
    assert old in content
    return content.replace(old, new, count)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_listed_and_read(method: int) -> None:
    """Every member comes out as it went in, folders are counted, and the account balances."""
    content = zip_of(("a/1.eml", TEXT), ("a/", b""), ("empty", b""), ("合同.pdf", b"x"), method=method)
    found = listing(content)
    assert (found.entries, len(found.members), found.folders, found.refusals) == (4, 3, 1, ())
    assert contents(content) == {"a/1.eml": TEXT, "empty": b"", "合同.pdf": b"x"}
    assert found.members[0].modified.startswith("20")
    assert [one.charset for one in found.members] == ["ascii", "ascii", "utf-8"]


@pytest.mark.parametrize("size", [*range(65_000, 66_200, 97), 65_536, 1 << 20, (8 << 20) + 1, (8 << 20) + 7_000])
def test_members_that_shrink_to_nothing_come_out_whole(size: int) -> None:
    """The last packed bits can become kilobytes, which come out though nothing more goes in."""
    content = b"0" + bytes(size)
    assert contents(zip_of(("zeros", content)))["zeros"] == content


def test_members_can_be_read_side_by_side() -> None:
    """Two members read in turns from one file do not disturb one another."""
    big = bytes(range(256)) * 1000
    file = io.BytesIO(zip_of(("a", big), ("b", big[::-1]), method=zipfile.ZIP_STORED))
    one, two = (read_member(file, member) for member in list_zip(file).members)
    pairs = list(zip(one, two, strict=True))
    assert (b"".join(left for left, _ in pairs), b"".join(right for _, right in pairs)) == (big, big[::-1])


def test_program_before_the_archive_does_not_matter() -> None:
    """A self-extracting archive, and one with a comment, are read."""
    assert contents(b"MZ" * 500 + zip_of(("a", TEXT))) == {"a": TEXT}
    commented = io.BytesIO(zip_of(("a", TEXT)))
    with zipfile.ZipFile(commented, "a") as archive:
        archive.comment = b"PK\x05\x06 is only a comment"
    assert contents(commented.getvalue()) == {"a": TEXT}


def test_zip64_is_read() -> None:
    """Sizes, offsets and counts that stand in the zip64 fields are taken from there."""
    plain = zip_of(("a", TEXT))
    at = plain.index(b"PK\x01\x02")
    head, end = bytearray(plain[at : plain.index(b"PK\x05\x06")]), plain.index(b"PK\x05\x06")
    packed = struct.unpack_from("<I", head, 20)[0]
    struct.pack_into("<III", head, 16, zlib.crc32(TEXT), 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<H", head, 30, 28)
    struct.pack_into("<I", head, 42, 0xFFFFFFFF)
    head += struct.pack("<HHQQQ", 1, 24, len(TEXT), packed, 0)
    end64 = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, len(head), at)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, at + len(head), 1)
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert end
    assert contents(plain[:at] + bytes(head) + end64 + locator + tail) == {"a": TEXT}
    assert contents(b"MZ" + plain[:at] + bytes(head) + end64 + locator + tail) == {"a": TEXT}
    astray = struct.pack("<4sIQI", b"PK\x06\x07", 0, 2**60, 1)
    assert contents(plain[:at] + bytes(head) + end64 + astray + tail) == {"a": TEXT}
    with pytest.raises(NotThisFormat, match="zip64"):
        listing(plain[:at] + bytes(head) + b"\0" + end64[1:] + locator + tail)
    with pytest.raises(LimitExceeded):
        listing(plain[:at] + bytes(head) + tail)


def info(name: str, mode: int = 0, *, system: int = 3) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.create_system = system
    made.external_attr = mode << 16
    return made


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zip_of((info("l", stat.S_IFLNK | 0o777), b"/etc/passwd")), "symlink"),
        (zip_of((info("p", stat.S_IFIFO), b"")), "special-file"),
        (zip_of(("n" * 5000, b"")), "name-too-long"),
        (zip_of((info("d/"), b"content")), "folder-with-content"),
        (zip_of(("b", TEXT), method=zipfile.ZIP_BZIP2), "unsupported-method"),
        (
            patched(zip_of(("a", TEXT)), b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"),
            "encrypted",
        ),
        (
            patched(zip_of(("a", TEXT), method=0), struct.pack("<II", 900, 900), struct.pack("<II", 900, 901)),
            "wrong-size",
        ),
    ],
)
def test_what_is_no_plain_file_is_refused_by_name(content: bytes, code: str) -> None:
    """Links, devices, encrypted and unreadable members become refusals with a reason, not errors."""
    found = listing(content)
    assert [one.code for one in found.refusals] == [code]
    assert (len(found.members), found.entries) == (0, 1)
    assert "kept" in found.refusals[0].reason


def test_modes_of_other_systems_are_not_unix_modes() -> None:
    """What DOS wrote into the upper half of the attributes makes no link."""
    assert len(listing(zip_of((info("l", stat.S_IFLNK, system=0), b"x"))).members) == 1


def test_unsafe_and_duplicate_names_are_made_safe_and_said() -> None:
    """No path leads out of the archive, two members of one name stay two, and each change is a problem."""
    found = listing(zip_of(("../../etc/passwd", b"1"), ("/abs", b"2"), ("a", b"3"), ("a", b"4"), ("C:\\x\\y", b"5")))
    assert [one.path for one in found.members] == ["etc/passwd", "abs", "a", "a#2", "x/y"]
    assert [[problem.code for problem in one.problems] for one in found.members] == [
        ["zip-unsafe-name"],
        ["zip-unsafe-name"],
        [],
        ["zip-duplicate-name"],
        ["zip-unsafe-name"],
    ]


def test_paths_of_a_listing_are_unique() -> None:
    """A member that is really called as a duplicate would be is not taken for it."""
    found = listing(zip_of(("a#2", b"1"), ("a", b"2"), ("a", b"3"), ("a", b"4"), ("a#2", b"5")))
    assert [one.path for one in found.members] == ["a#2", "a", "a#3", "a#4", "a#2#2"]


def test_overlapping_entries_are_refused() -> None:
    """Entries that share bytes with another, as in quoted-overlap bombs, are refused but for the first."""
    plain = zip_of(("a", TEXT), ("b", TEXT))
    at, end = plain.index(b"PK\x01\x02"), plain.index(b"PK\x05\x06")
    second = plain.index(b"PK\x01\x02", at + 1)
    twice = bytearray(plain[:end] + plain[at:second] * 3 + plain[end:])
    struct.pack_into("<HHI", twice, len(twice) - 14, 5, 5, end - at + 3 * (second - at))
    found = listing(bytes(twice))
    assert [one.code for one in found.refusals] == ["overlap"] * 3
    assert [one.path for one in found.members] == ["a", "b"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: b"PK\x03\x04",
        lambda content: content[:-1],
        lambda content: content[: len(content) // 2],
        lambda content: patched(content, b"PK\x01\x02", b"PK\x01\x03"),
        lambda content: content[:-10] + b"\xff\xff\0\0" + content[-6:],
        lambda content: content[:-12] + b"\x05\0" + content[-10:],
        lambda content: content[:-12] + b"\0\0" + content[-10:],
        lambda content: content[:-6] + b"\xff\xff\xff\x0f" + content[-2:],
        lambda content: patched(
            content,
            b"PK\x01\x02" + content[content.index(b"PK\x01\x02") + 4 :][:24] + b"\1\0",
            b"PK\x01\x02" + content[content.index(b"PK\x01\x02") + 4 :][:24] + b"\1\1",
        ),
    ],
)
def test_damaged_directory_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    """An archive without a whole and consistent directory is no zip."""
    with pytest.raises(NotThisFormat, match="zip"):
        listing(spoil(zip_of(("a", TEXT))))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"PK\x03\x05" + content[4:],
        lambda content: patched(content, b"a", b"b", 1),
        lambda content: content[:40] + b"\xff" * 4 + content[44:],
        lambda content: patched(content, struct.pack("<I", zlib.crc32(TEXT)), b"\0\0\0\0"),
        lambda content: patched(content, struct.pack("<I", len(TEXT)), struct.pack("<I", len(TEXT) + 1)),
        lambda content: patched(content, struct.pack("<I", len(TEXT)), struct.pack("<I", len(TEXT) - 1)),
    ],
)
def test_member_that_is_not_as_stated_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    """A header elsewhere, another name, damaged content, a wrong CRC or length: refused, also after the content."""
    with pytest.raises(NotThisFormat, match="member a"):
        contents(spoil(zip_of(("a", TEXT))))


def test_archive_that_ends_inside_a_member_is_refused() -> None:
    """A member of more packed bytes than the file has is not read as shorter."""
    content = zip_of(("a", b"x" * 30), method=zipfile.ZIP_STORED)
    longer = patched(content, struct.pack("<II", 30, 30), struct.pack("<II", 9000, 9000))
    with pytest.raises(NotThisFormat, match="ends inside"):
        contents(longer)


def test_expansion_is_bounded() -> None:
    """A member stops at the ratio, at its own size and at the size of all, whichever comes first."""
    bomb = zip_of(("zeros", bytes(3_000_000)))
    for limits in (Limits(ratio_free=100_000), Limits(member_bytes=2_000_000), Limits(total_bytes=2_500_000)):
        budget = Budget(limits)
        with pytest.raises(LimitExceeded):
            contents(bomb, budget)
        assert budget.expanded < 2_600_000
    shared = Budget(Limits(total_bytes=3 * len(TEXT)))
    assert contents(zip_of(("a", TEXT), ("b", TEXT)), shared)
    with pytest.raises(LimitExceeded):
        contents(zip_of(("a", TEXT), ("b", TEXT)), shared.nested())


def test_directory_and_depth_are_bounded() -> None:
    """Too many members, a directory too long, or archives too deep inside one another are refused."""
    content = zip_of(*((str(number), b"") for number in range(20)))
    for limits in (Limits(members=19), Limits(directory_bytes=100)):
        with pytest.raises(LimitExceeded):
            listing(content, limits)
    with pytest.raises(LimitExceeded) as caught:
        Budget(Limits(depth=1)).nested().nested()
    assert refusal(caught.value, "a.zip/b.zip").code == "limit-exceeded"


def test_time_that_is_none_is_empty() -> None:
    """A DOS date of zeros gives no time."""
    content = zip_of((info("a"), b""))
    date = struct.pack("<HH", 0, (1 << 5) | 1)
    assert listing(patched(content, date, bytes(4))).members[0].modified == ""


@pytest.mark.parametrize(
    ("charset", "name"),
    [
        ("cp866", "Договор поставки/Счёт №12.pdf"),
        ("cp1251", "Договор поставки.docx"),
        ("gbk", "合同/发票2024年.xlsx"),
        ("big5", "發票合約書.pdf"),
        ("utf-8", "合同.pdf"),
        ("ascii", "plain.txt"),
    ],
)
def test_charset_of_names_is_found_by_evidence(charset: str, name: str) -> None:
    """Names without a charset are read in the one that their letters speak for."""
    raw = name.encode(charset, "replace")
    assert charset_of([raw, b"readme.txt"]) == charset
    assert decode(raw, None, is_utf8=False, charset=charset) == raw.decode(charset)


def test_western_names_are_not_taken_for_cyrillic() -> None:
    """A single accent between Latin letters is no Russian letter, and what nothing fits is read as APPNOTE says."""
    assert (
        decode("Größe".encode("cp437"), None, is_utf8=False, charset=charset_of(["Größe".encode("cp437")])) == "Größe"
    )
    assert charset_of([b"\xb3\xc4\xdb\xb0x"]) == "cp437"


def test_unicode_path_field_counts_only_for_its_name() -> None:
    """The extra field's name is used where its CRC is that of the plain name."""
    field = b"\1" + struct.pack("<I", zlib.crc32(b"x")) + "合同".encode()
    assert decode(b"x", field, is_utf8=False, charset="ascii") == "合同"
    assert decode(b"y", field, is_utf8=False, charset="ascii") == "y"


def test_unicode_path_field_is_found_in_the_directory() -> None:
    """A name in the extra field of a member is the member's path."""
    made = zipfile.ZipInfo("x")
    body = b"\1" + struct.pack("<I", zlib.crc32(b"x")) + "合同".encode()
    made.extra = struct.pack("<HH", 0x7075, len(body)) + body
    assert listing(zip_of((made, b"1"))).members[0].path == "合同"


@pytest.mark.parametrize(
    ("name", "path", "why"),
    [
        ("a/./b//c", "a/b/c", ""),
        ("..", "\ufffd", "steps upwards"),
        ("a\x00b\u202ec", "a\ufffdb\ufffdc", "control characters"),
        ("e\u0301", "é", ""),
        ("/../\x07", "\ufffd", "steps upwards"),
    ],
)
def test_paths_are_safe_to_show(name: str, path: str, why: str) -> None:
    """Steps upwards, roots and controls vanish, and it is said."""
    assert safe_path(name) == (path, why)


def test_gzip_members_are_joined() -> None:
    """Members one after another are one content; padding is no problem."""
    stream = read_gzip(io.BytesIO(gzip.compress(TEXT) + gzip.compress(b"more") + bytes(100_000)))
    assert b"".join(stream) == TEXT + b"more"
    assert stream.problems == ()


def test_gzip_that_spans_reads_is_whole() -> None:
    """Content and padding longer than one read come out whole."""
    noise = zlib.compress(TEXT) * 9000
    stream = read_gzip(io.BytesIO(gzip.compress(noise) + bytes(70_000) + gzip.compress(b"end")))
    assert b"".join(stream) == noise + b"end"


def test_gzip_head_names_the_file() -> None:
    """Name and time of the first member are read, with and without an extra field."""
    buffer = io.BytesIO()
    with gzip.GzipFile("box.mbox", "wb", fileobj=buffer, mtime=1_700_000_000) as file:
        file.write(b"x")
    head = read_gzip(io.BytesIO(buffer.getvalue())).head
    assert (head.name, head.modified is not None) == ("box.mbox", True)
    plain = buffer.getvalue()
    extra = plain[:3] + bytes([plain[3] | 4]) + plain[4:10] + b"\2\0ab" + plain[10:]
    assert read_gzip(io.BytesIO(extra)).head.name == "box.mbox"
    assert b"".join(read_gzip(io.BytesIO(extra))) == b"x"
    empty = read_gzip(io.BytesIO(gzip.compress(b"", mtime=0))).head
    assert (empty.name, empty.modified) == ("", None)


def test_gzip_with_something_behind_is_read_and_said() -> None:
    """What follows the last member is a problem, and the content is whole."""
    stream = read_gzip(io.BytesIO(gzip.compress(b"x") + b"trailing"))
    assert b"".join(stream) == b"x"
    assert [problem.code for problem in stream.problems] == ["gzip-trailing"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"plain",
        b"\x1f\x8b\x08",
        gzip.compress(TEXT)[:-1],
        gzip.compress(TEXT)[:-8] + bytes(8),
        gzip.compress(TEXT)[:12] + b"\xff\xff" + gzip.compress(TEXT)[14:],
    ],
)
def test_damaged_gzip_is_refused(content: bytes) -> None:
    """A cut or changed gzip raises, if only at its end."""
    with pytest.raises(FormatError, match="gzip"):
        list(read_gzip(io.BytesIO(content)))


def test_gzip_expansion_is_bounded() -> None:
    """A gzip of zeros stops at the ratio."""
    with pytest.raises(LimitExceeded):
        list(read_gzip(io.BytesIO(gzip.compress(bytes(3_000_000))), Budget(Limits(ratio_free=100_000)), "zeros.gz"))
