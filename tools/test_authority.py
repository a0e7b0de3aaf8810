"""A timestamp authority of one's own, by openssl, for tests and the demo. Nobody else trusts it.

Run it as `python tools/test_authority.py --dir DIR --port 0`: it prints its URL and its root certificate's path, one a
line, and answers RFC 3161 requests on the loopback interface until it is ended.
"""

from __future__ import annotations

import argparse
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

LARGEST_REQUEST = 10_000
FOR_TIMESTAMPS = "critical,timeStamping"

_CONFIG = """
[tsa]
default_tsa = authority
[authority]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/authority.pem
certs = {folder}/{sent}
signer_key = {folder}/authority.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.13762.3
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500
clock_precision_digits = 3
tsa_name = yes
ess_cert_id_alg = sha256
[ca]
default_ca = issuing
[issuing]
new_certs_dir = {folder}
database = {folder}/index.txt
rand_serial = yes
default_md = sha256
policy = names
x509_extensions = extensions
[names]
commonName = supplied
[extensions]
basicConstraints = critical,CA:{is_ca}
keyUsage = critical,{usage}
{purpose}
"""


class Authority:
    """A root, an intermediate and an authority's certificate below them, all in one folder, made at first use."""

    def __init__(
        self,
        folder: Path,
        name: str = "Test Authority",
        *,
        first: datetime | None = None,
        last: datetime | None = None,
        purpose: str = FOR_TIMESTAMPS,
        sent: str = "intermediate.pem",
    ) -> None:
        """`first` and `last` bound the authority's certificate, `sent` is the file of certificates put in replies."""
        now = datetime.now(tz=UTC)
        self.folder, self.name, self.sent = folder, name, sent
        self.root = folder / "root.pem"
        self._lock = threading.Lock()
        if not self.root.exists():
            self._make(first or now - timedelta(days=1), last or now + timedelta(days=3650), purpose)

    @property
    def intermediate(self) -> Path:
        """The certificate between root and authority, PEM."""
        return self.folder / "intermediate.pem"

    @property
    def certificate(self) -> Path:
        """The authority's own certificate, PEM; its key is beside it."""
        return self.folder / "authority.pem"

    def reply(self, request: bytes) -> bytes:
        """The reply to a request, both DER."""
        with self._lock:
            (self.folder / "request.tsq").write_bytes(request)
            config = self._config("authority", is_ca=False, usage="digitalSignature", purpose="")
            run("ts", "-reply", "-config", config, "-queryfile", "request.tsq", "-out", "reply.tsr", folder=self.folder)
            return (self.folder / "reply.tsr").read_bytes()

    def issue(self, stem: str, name: str, first: datetime, last: datetime, purpose: str = "", issuer: str = "") -> None:
        """`stem`.key and `stem`.pem are there: a key and a certificate of it, self-signed or by the key of `issuer`."""
        run(
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-out",
            f"{stem}.key",
            folder=self.folder,
        )
        run("req", "-new", "-key", f"{stem}.key", "-subj", f"/CN={name}", "-out", f"{stem}.csr", folder=self.folder)
        is_ca = not purpose
        usage = "keyCertSign,cRLSign" if is_ca else "digitalSignature"
        extension = "" if is_ca or purpose == "none" else f"extendedKeyUsage = {purpose}"
        config = self._config(stem, is_ca=is_ca, usage=usage, purpose=extension)
        by = (
            ["-cert", f"{issuer}.pem", "-keyfile", f"{issuer}.key"]
            if issuer
            else ["-selfsign", "-keyfile", f"{stem}.key"]
        )
        dates = ["-startdate", f"{first:%Y%m%d%H%M%SZ}", "-enddate", f"{last:%Y%m%d%H%M%SZ}"]
        files = ["-in", f"{stem}.csr", "-out", f"{stem}.pem"]
        run("ca", "-config", config, "-batch", "-notext", *by, *dates, *files, folder=self.folder)

    def _make(self, first: datetime, last: datetime, purpose: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "serial").write_text("01\n")
        (self.folder / "index.txt").write_text("")
        (self.folder / "index.txt.attr").write_text("unique_subject = no\n")
        years = timedelta(days=7300)
        self.issue("root", f"{self.name} Root", first - years, last + years)
        self.issue("intermediate", f"{self.name} Intermediate", first - years, last + years, issuer="root")
        self.issue("authority", self.name, first, last, purpose, issuer="intermediate")
        chain = self.intermediate.read_text() + self.root.read_text()
        (self.folder / "chain.pem").write_text(chain)

    def _config(self, stem: str, *, is_ca: bool, usage: str, purpose: str) -> str:
        values = {"folder": self.folder.resolve(), "sent": self.sent, "usage": usage, "purpose": purpose}
        text = _CONFIG.format(is_ca=str(is_ca).upper(), **values)
        (self.folder / f"{stem}.cnf").write_text(text)
        return f"{stem}.cnf"


def run(*arguments: str, folder: Path) -> bytes:
    """What openssl prints when it is run in this folder. Raises RuntimeError with its words where it fails."""
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"openssl {' '.join(arguments)}: {done.stderr.decode(errors='replace')}")
    return done.stdout


@contextmanager
def serve(authority: Authority, port: int = 0) -> Iterator[str]:
    """The authority answers on the loopback interface, at the URL given, as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            is_query = self.headers.get("Content-Type") == "application/timestamp-query"
            if not is_query or not 0 < length <= LARGEST_REQUEST:
                self.send_error(400)
                return
            try:
                reply = authority.reply(self.rfile.read(length))
            except RuntimeError:
                self.send_error(500)
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Nothing: the caller's output stays its own."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    parser = argparse.ArgumentParser(description="A timestamp authority of one's own, for tests and the demo.")
    parser.add_argument("--dir", type=Path, required=True, help="where its keys and certificates are, or will be made")
    parser.add_argument("--port", type=int, default=0, help="on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--name", default="Test Authority")
    arguments = parser.parse_args()
    authority = Authority(arguments.dir, arguments.name)
    with serve(authority, arguments.port) as url:
        print(url, flush=True)
        print(authority.root.resolve(), flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
