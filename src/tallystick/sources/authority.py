"""Timestamp authorities over HTTP. Source: RFC 3161 3.4."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException

from tallystick.errors import AuthorityRefused, AuthorityUnreachable

LARGEST_REPLY_BYTES = 1 << 20
_SECONDS = 30


def ask(name: str, url: str, request: bytes) -> bytes:
    """The authority's reply to a TimeStampReq (DER), not verified. Raises AuthorityUnreachable, AuthorityRefused."""
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    asked = urllib.request.Request(url, data=request, headers=headers)  # noqa: S310 - http(s) only, see settings
    try:
        with urllib.request.urlopen(asked, timeout=_SECONDS) as reply:  # noqa: S310
            content: bytes = reply.read(LARGEST_REPLY_BYTES + 1)
    except urllib.error.HTTPError as error:
        raise AuthorityRefused(name, f"HTTP status {error.code}") from error
    except (OSError, ValueError, HTTPException) as error:
        raise AuthorityUnreachable(name, str(getattr(error, "reason", error))) from error
    if len(content) > LARGEST_REPLY_BYTES:
        raise AuthorityRefused(name, "more bytes than any timestamp has")
    return content
