"""A real Chromium, driven over its debugging pipe: pages saved as MHTML and pictures of pages.

What it makes is committed and only made again by hand, because another version of the browser writes other bytes.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def is_there() -> bool:
    """Whether a Chromium is installed."""
    return any(map(shutil.which, PROGRAMS))


@dataclass
class Browser:
    """One running browser with one tab; `send` gives the answer to a command of its protocol."""

    _out: int
    _in: int
    _number: int = 0
    _rest: bytes = b""
    _session: str = ""
    _seen: list[dict[str, Any]] = field(default_factory=list)

    def open(self, url: str, *, at: datetime, width: int, height: int, scale: float = 1.0) -> None:
        """The page at `url` is loaded, in a window of that size; its clock stands at `at`."""
        if not self._session:
            target = self.send("Target.createTarget", url="about:blank")["targetId"]
            self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            self.send("Page.enable")
        self.send("Emulation.setTimezoneOverride", timezoneId="Europe/Berlin")
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False
        )
        self._seen.clear()
        self.send("Page.navigate", url=url)
        self._wait_for("Page.loadEventFired")
        self.send("Emulation.setVirtualTimePolicy", policy="advance", initialVirtualTime=at.timestamp())

    def snapshot(self) -> bytes:
        """The page as this browser saves it into one file."""
        return str(self.send("Page.captureSnapshot", format="mhtml")["data"]).encode()

    def picture(self) -> bytes:
        """The window as a PNG."""
        return base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"])

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to the command. Raises RuntimeError where the browser refuses it."""
        self._number += 1
        command: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            command["sessionId"] = self._session
        os.write(self._out, json.dumps(command).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return dict(answer["result"])
            self._seen.append(answer)

    def _wait_for(self, event: str) -> None:
        while not any(one.get("method") == event for one in self._seen):
            self._seen.append(self._next())

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            block = os.read(self._in, 1 << 20)
            if not block:
                raise RuntimeError("the browser has ended")
            self._rest += block
        line, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(line))


@contextmanager
def browser(port: int, hosts: tuple[str, ...]) -> Iterator[Browser]:
    """A browser for which the hosts are the server at `port` of this machine; nobody else is asked."""
    program = next(path for name in PROGRAMS if (path := shutil.which(name)))
    rules = ",".join(f"MAP {host} 127.0.0.1:{port}" for host in hosts)
    to_browser, from_us = os.pipe()
    from_browser, to_us = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            program, "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
            f"--user-data-dir={profile}", "--ignore-certificate-errors",
            f"--host-resolver-rules={rules}", "--hide-scrollbars", "--lang=en-GB", "--disable-background-networking",
            "--no-first-run", "--disable-dev-shm-usage", "--force-color-profile=srgb",
        ]  # fmt: skip

        def at_three_and_four() -> None:
            # Either end may itself be 3 or 4: both are moved out of the way first.
            read, write = fcntl.fcntl(to_browser, fcntl.F_DUPFD, 10), fcntl.fcntl(to_us, fcntl.F_DUPFD, 10)
            os.dup2(read, 3)
            os.dup2(write, 4)

        running = subprocess.Popen(
            command,
            preexec_fn=at_three_and_four,  # noqa: PLW1509 - nothing of it can wait for a lock
            close_fds=False,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(to_us)
        try:
            yield Browser(from_us, from_browser)
        finally:
            running.terminate()
            running.wait(10)
            os.close(from_us)
            os.close(from_browser)


@contextmanager
def served(pages: Mapping[str, tuple[str, bytes]]) -> Iterator[int]:
    """A server of these pages (path, to media type and content) over HTTPS on the loopback interface: its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.get(self.path.partition("?")[0])
            self.send_response(200 if found else 404)
            if found:
                self.send_header("Content-Type", found[0])
                self.send_header("Content-Length", str(len(found[1])))
            self.end_headers()
            self.wfile.write(found[1] if found else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "server.pem")
        path.write_bytes(_certificate())
        context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()


def _certificate() -> bytes:
    """A key and a certificate of one day that nobody trusts but a browser told to."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sample.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + made.public_bytes(serialization.Encoding.PEM)
