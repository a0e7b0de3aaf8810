"""Timestamp authorities over HTTP: an answer, a refusal or nobody there, each told apart."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import test_authority
from tallystick.errors import AuthorityRefused, AuthorityUnreachable
from tallystick.seal import timestamp
from tallystick.sources.authority import LARGEST_REPLY_BYTES, ask


@contextmanager
def answering(status: int, content: bytes) -> Iterator[str]:
    """A web server that gives everybody the same answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_authority_answers(tmp_path: Path) -> None:
    """The reply to a request is a timestamp over what was asked, with the nonce of the request."""
    authority = test_authority.Authority(tmp_path)
    request = timestamp.request(b"a checkpoint", 12345)
    with test_authority.serve(authority) as url:
        reply = ask("test", url, request)
    found = timestamp.verify(
        reply, b"a checkpoint", asked=timestamp.parse_request(request), roots=[authority.root.read_bytes()], place="x"
    )
    assert {check.verdict.value for check in found.checks} == {"PASS"}


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_another_status_is_a_refusal(status: int) -> None:
    """The error names the authority and the status."""
    with answering(status, b"sorry") as url, pytest.raises(AuthorityRefused, match=f"test.*HTTP status {status}"):
        ask("test", url, b"request")


def test_whatever_is_answered_is_handed_on() -> None:
    """Whether it is a timestamp is judged elsewhere, where it can be named in the log."""
    with answering(200, b"<html>Please log in</html>") as url:
        assert ask("test", url, b"request") == b"<html>Please log in</html>"


def test_more_bytes_than_any_timestamp_has_are_refused() -> None:
    """A reply without end does not fill the memory; one of just the limit is taken."""
    with answering(200, bytes(LARGEST_REPLY_BYTES)) as url:
        assert len(ask("test", url, b"request")) == LARGEST_REPLY_BYTES
    with answering(200, bytes(LARGEST_REPLY_BYTES + 1)) as url, pytest.raises(AuthorityRefused, match="more bytes"):
        ask("test", url, b"request")


def test_nobody_there_is_no_refusal() -> None:
    """A closed port and a name that does not exist are unreachable, so that the request is kept."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/", "http://nowhere.invalid/"):
        with pytest.raises(AuthorityUnreachable, match="'tally seal' will send it again"):
            ask("test", url, b"request")


@pytest.mark.parametrize(
    "sent",
    [b"", b"NONSENSE\r\n\r\n", b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200],
    ids=["nothing", "no HTTP", "half a status", "too many headers"],
)
def test_an_answer_that_breaks_off_is_none(sent: bytes) -> None:
    """A server that speaks no HTTP or hangs up is unreachable, not a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(sent)

        thread = threading.Thread(target=hang_up)
        thread.start()
        try:
            with pytest.raises((AuthorityUnreachable, AuthorityRefused)):
                ask("test", f"http://127.0.0.1:{server.getsockname()[1]}/", b"request")
        finally:
            thread.join()
