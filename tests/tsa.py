"""A timestamp authority for tests: `Authority` makes one by openssl in a folder, `serve` answers over loopback HTTP.

Both come from tools/test_authority.py, which the demo runs. The rest makes replies that no honest authority would.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from tallystick.seal import der

_TOOL = Path(__file__).resolve().parents[1] / "tools" / "test_authority.py"
_spec = importlib.util.spec_from_file_location("tallystick_test_authority", _TOOL)
assert _spec is not None
assert _spec.loader is not None
_tool = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = _tool
_spec.loader.exec_module(_tool)

Authority = _tool.Authority
serve = _tool.serve
run = _tool.run

__all__ = ["Authority", "forge", "run", "serve", "signed_data", "statement", "with_certificates", "with_status"]


def signed_data(reply: bytes) -> list[der.Element]:
    """The fields of a reply's signed data."""
    token = der.children(der.read(reply))[1]
    return der.children(der.read(der.children(token)[1].content))


def statement(reply: bytes) -> bytes:
    """The TSTInfo that an authority signed, DER."""
    return der.read(der.children(signed_data(reply)[2])[1].content).content


def with_certificates(reply: bytes, *certificates: bytes) -> bytes:
    """A copy of the reply that carries these certificates (DER) in exactly this order, sorted or not."""
    fields = [field for field in signed_data(reply) if field.tag != der.CONTEXT_0]
    parts = [field.whole for field in fields]
    if certificates:
        parts.insert(3, der.encode(der.CONTEXT_0, *certificates))
    status, token = der.children(der.read(reply))
    kind = der.children(token)[0].whole
    rebuilt = der.encode(der.SEQUENCE, kind, der.encode(der.CONTEXT_0, der.encode(der.SEQUENCE, *parts)))
    return der.encode(der.SEQUENCE, status.whole, rebuilt)


def with_status(reply: bytes, status: int) -> bytes:
    """A copy of the reply with another status, which nobody signs."""
    token = der.children(der.read(reply))[1]
    return der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, der.encode_integer(status)), token.whole)


def forge(folder: Path, reply: bytes, signer: str) -> bytes:
    """The statement of a reply, signed anew by the certificate `signer`.pem of the authority's folder."""
    (folder / "statement.der").write_bytes(statement(reply))
    content = ["-binary", "-in", "statement.der", "-nodetach", "-econtent_type", "id-smime-ct-TSTInfo", "-cades"]
    keys = ["-signer", f"{signer}.pem", "-inkey", f"{signer}.key", "-certfile", "intermediate.pem", "-md", "sha256"]
    run("cms", "-sign", *content, *keys, "-nosmimecap", "-outform", "DER", "-out", "forged.der", folder=folder)
    granted = der.encode(der.SEQUENCE, der.encode_integer(0))
    return der.encode(der.SEQUENCE, granted, (folder / "forged.der").read_bytes())
