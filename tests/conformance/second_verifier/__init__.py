"""A second verifier of a vault, written from docs/format.md alone and sharing no line with the first.

`python -m second_verifier VAULT [--roots PEM] [--against CHECKPOINT]...`, run in tests/conformance, prints what it
found of each duty of section 8 and ends with 0 where none fails. It needs `cryptography` for Ed25519 and the `openssl`
command for timestamps; duty 11 (witness mails, DKIM) it leaves to others and says so.
"""

from .duties import DUTIES, FAIL, NOT_CHECKED, PASS, main, verify

__all__ = ["DUTIES", "FAIL", "NOT_CHECKED", "PASS", "main", "verify"]
