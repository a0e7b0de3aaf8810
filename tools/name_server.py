"""A name server of one's own for the demo and tests: it answers TXT questions on the loopback interface from a file.

Run it as `python tools/name_server.py FILE...`: it prints its port and answers until it is ended. The files are TOML
with a table `txt` from name to text.
"""

from __future__ import annotations

import argparse
import socket
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

_LONGEST_STRING = 255
_TTL_SECONDS = 300


def load(files: list[Path]) -> dict[str, str]:
    """All names of these files, in lower case, with their texts."""
    found: dict[str, str] = {}
    for file in files:
        found |= {name.lower(): text for name, text in tomllib.loads(file.read_text("utf-8"))["txt"].items()}
    return found


def answer(question: bytes, texts: Mapping[str, str]) -> bytes:
    """The reply to one question: the text, or that there is no such name."""
    asked = dns.message.from_wire(question)
    reply = dns.message.make_response(asked)
    reply.flags |= dns.flags.AA
    name = asked.question[0].name
    text = texts.get(name.to_text(omit_final_dot=True).lower())
    if text is None:
        reply.set_rcode(dns.rcode.NXDOMAIN)
    elif asked.question[0].rdtype == dns.rdatatype.TXT:
        pieces = [text[at : at + _LONGEST_STRING] for at in range(0, len(text), _LONGEST_STRING)] or [""]
        strings = " ".join(f'"{piece}"' for piece in pieces)
        reply.answer.append(dns.rrset.from_text(name, _TTL_SECONDS, "IN", "TXT", strings))
    return reply.to_wire()


def serve(texts: Mapping[str, str], server: socket.socket) -> None:
    """Answers until the socket is closed."""
    while True:
        question, asker = server.recvfrom(4096)
        server.sendto(answer(question, texts), asker)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    given = parser.parse_args()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        print(server.getsockname()[1], flush=True)
        serve(load(given.files), server)


if __name__ == "__main__":
    sys.exit(main())
