"""Whatever bytes come, a reading comes back, twice the same, with spans that nest."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.formats.mail.deviation import CODES
from tallystick.formats.mail.markup import visible_text
from tallystick.formats.mail.read import read
from tallystick.model.message import Message

PIECES = st.sampled_from(
    [
        b"\r\n",
        b"\n",
        b"\r",
        b"\r\n\r\n",
        b" ",
        b"\t",
        b":",
        b";",
        b'"',
        b"(",
        b"<",
        b">",
        b"=?",
        b"?=",
        b"--b",
        b"--b--",
        b"\r\n--b\r\n",
        b"\r\n--bb\r\n",
        b"\r\n--b--\r\n",
        b"From x Tue Mar  3 10:20:11 2026\n",
        b">From ",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: multipart/digest; boundary=bb\r\n",
        b"Content-Type: multipart/signed\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Type: text/html\r\n",
        b"Content-Type: text/plain; charset=gb2312\r\n",
        b"Content-Type: application/ms-tnef\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        b"Content-Transfer-Encoding: x-uuencode\r\n",
        b"Content-Disposition: attachment; filename*0*=utf-8''%D0\r\n",
        b"Subject: =?utf-8?b?0J/R?= =?utf-8?b?gA==?=\r\n",
        b'To: a@b, "c" <d@e>\r\n',
        b"Date: Tue, 3 Mar 2026 10:20:11 +0800\r\n",
        b"Received: by b; x\r\n",
        b"References: <a@b>\r\n",
        b'X-Gmail-Labels: a,"b\r\n',
        b"DKIM-Signature: d=a; s=b\r\n",
        b"begin 644 a\n",
        b"#86)C\n",
        b"`\nend\n",
        b"aGVsbG8=",
        b"=D0=9F",
        b"<p>",
        b"<!--",
        b"<script>",
        b"&amp;",
        b"<a b='",
        "счёт".encode(),
        "счёт".encode("koi8-r"),
        "银行账户".encode("gb18030"),
        b"\x1b$B",
        b"~{",
        b"\xff\x00",
        b"-----BEGIN PGP MESSAGE-----",
        b"\x78\x9f\x3e\x22\x00\x00\x01",
        b"plain words",
    ]
)
MAIL_LIKE = st.lists(st.one_of(PIECES, st.binary(max_size=8)), max_size=40).map(b"".join)


def assert_sound(message: Message, size: int) -> None:
    assert message.parts
    for part in message.parts:
        assert 0 <= part.start <= part.body_start <= part.end <= size
    assert {problem.code for problem in message.problems} <= set(CODES)
    for inner in message.nested:
        is_decoded = any(problem.code == "nested-decoded" for problem in inner.problems)
        assert_sound(inner, 10**9 if is_decoded else size)


@given(st.one_of(st.binary(max_size=400), MAIL_LIKE))
@settings(max_examples=600, deadline=None)
def test_any_bytes_are_read(original: bytes) -> None:
    """Nothing is raised, every span lies in the original, and the same bytes read the same."""
    message = read(original)
    assert_sound(message, len(original))
    assert read(original) == message


@given(MAIL_LIKE, st.data())
@settings(max_examples=200, deadline=None)
def test_a_changed_byte_is_read(original: bytes, data: st.DataObject) -> None:
    """A mail with one byte changed anywhere is still read."""
    if original:
        place = data.draw(st.integers(0, len(original) - 1))
        value = data.draw(st.integers(0, 255))
        original = original[:place] + bytes((value,)) + original[place + 1 :]
    assert_sound(read(original), len(original))


@given(
    st.lists(st.one_of(st.text(max_size=5), st.sampled_from(["<p>", "<", ">", "<!--", "-->", "<style>", "</style>"])))
)
@settings(max_examples=300, deadline=None)
def test_any_html_gives_text(pieces: list[str]) -> None:
    """Any HTML gives a text without line ends at its edges, and no longer than what resolves from it."""
    text, _ = visible_text("".join(pieces))
    assert text == text.strip()
    assert "\n\n" not in text
