"""Addresses and values without the secrets that platforms put into them."""

from __future__ import annotations

import re

# Names of parameters, cookies and members whose values open an account. A value is hidden wherever its name ends so.
_OPENING = (
    r"[A-Za-z0-9_.\-]*(?:token|ticket|passw(?:or)?d|secret|signature|session(?:id)?|credential|authorization|cookie2?"
    r"|api[_-]?key|access[_-]?key|auth[_-]?key|_m_h5_tk(?:_enc)?|sgcookie|csrf|reg-sid|uuid_tt|munb|havana\w*|unb"
    r"|_tb_token_|x5sec|tfstk|isg)"
    r"|sid|sign|sig|auth|key|code|pwd|jwt|st|cna|lid"
)
_PARAMETER = re.compile(rf"(?i)([?&;#](?:{_OPENING})=)[^&;#\s\"'<>]+")
_MEMBER = re.compile(rf"(?i)([\"'](?:{_OPENING})[\"']\s*:\s*)[\"'][^\"']*[\"']")
_USER = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,20}://)[^/\s@\"'<>]{1,200}@")
# "Basic information" is prose: a credential has a digit, a sign of equality or a capital behind its first letter.
_BEARER = re.compile(r"\b((?i:bearer|basic))\s+(?=\S*[a-z])(?=\S{1,2000}?[A-Z0-9=])[A-Za-z0-9._~+/=-]{8,}")
HIDDEN = "[hidden]"


def without_secrets(text: str) -> str:
    """The text with the values of tokens, cookies, passwords and signed addresses replaced by "[hidden]"."""
    if "=" in text:
        text = _PARAMETER.sub(rf"\1{HIDDEN}", text)
    if ":" in text:
        text = _MEMBER.sub(rf'\1"{HIDDEN}"', text)
        text = _USER.sub(rf"\1{HIDDEN}@", text)
    return _BEARER.sub(rf"\1 {HIDDEN}", text)
