"""Whose words stand where: the time that zoning takes beside two peers, and how often each agrees with replies whose
new text is known.

python -m bench.zoning make FILES BODIES                          replies made of the corpus' mails, of about 3 KB
python -m bench.zoning tally|talon|mail-parser-reply BODIES       the new text of each; its characters are printed
python -m bench.zoning agree SHARED                               a table: found / expected, for us and each peer

The peers are asked with the interpreter that TALLY_PEERS_PYTHON names:
python -m venv PEERS && PEERS/bin/pip install talon mail-parser-reply && TALLY_PEERS_PYTHON=PEERS/bin/python
"""

from __future__ import annotations

import email
import email.policy
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["main"]

BODIES = 2_000
_PEERS = os.environ.get("TALLY_PEERS_PYTHON", sys.executable)
_SIZE = 1_500
_HTML_REPLY = "Hi. I am fine. Thanks, Alex"
_OTHER_HTML = {"reply-separated-by-hr.html": "Hi there Bob", "OLK_SRC_BODY_SECTION.html": "Reply"}
_REPLY_TEXTS = {"iphone": "iphone_reply_text", "sparrow": "sparrow_reply_text"}
_READERS = ("tally", "talon", "mail-parser-reply")


def make(files: Path, bodies: Path) -> None:
    """Each mail's words stand above an attribution and the words of the mail before it, with signs."""
    made: list[str] = []
    before = "Please confirm.\n"
    for path in sorted(path for path in files.rglob("*") if path.is_file())[:BODIES]:
        words = _plain(path)[:_SIZE]
        signed = "".join(f"> {line}\n" for line in before.splitlines())
        made.append(
            f"{words}\n\nBest regards,\nAnna\n\nOn Mon, Apr 2, 2012 at 6:26 PM, Li <li@example.com> wrote:\n\n{signed}"
        )
        before = words
    bodies.write_text(json.dumps(made), "utf-8")


def _plain(path: Path) -> str:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    part = message.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def _tally(kind: str, text: str, _sender: str) -> str:
    from tallystick.language.zones import zones
    from tallystick.language.zones_html import zones_html
    from tallystick.model.zone import ZonedText, ZoneKind

    page = zones_html(text) if kind == "html" else ZonedText(text, zones(text))
    if kind == "signature":
        return page.words(ZoneKind.SIGNATURE)
    return page.words(ZoneKind.OWN, ZoneKind.SIGNATURE, ZoneKind.DISCLAIMER)


def _talon(kind: str, text: str, _sender: str) -> str:
    from lxml import html as lxml_html
    from talon import quotations  # type: ignore[import-not-found]

    if kind == "html":
        return "".join(map(str, lxml_html.fromstring(quotations.extract_from_html(text)).itertext()))
    if kind == "signature":
        return _talon_signature(text)
    return str(quotations.extract_from_plain(text))


def _talon_signature(text: str) -> str:
    """By its rules: its trained classifier cannot be loaded by a scikit-learn of today, which no longer has joblib."""
    import joblib  # type: ignore[import-not-found]
    import sklearn.externals  # type: ignore[import-not-found]

    sklearn.externals.joblib = joblib
    from talon.signature import bruteforce  # type: ignore[import-not-found]

    return str(bruteforce.extract_signature(text)[1] or "")


def _mail_parser_reply(kind: str, text: str, _sender: str) -> str:
    from mailparser_reply import EmailReplyParser  # type: ignore[import-not-found]

    if kind == "html":
        return "not its task"
    replies = EmailReplyParser(languages=["en", "de"]).read(text).replies
    if not replies:
        return ""
    return str(replies[0].signatures if kind == "signature" else replies[0].full_body)


def _reader(name: str) -> Callable[[str, str, str], str]:
    if name == "talon":
        import talon

        talon.init()
    return {"tally": _tally, "talon": _talon, "mail-parser-reply": _mail_parser_reply}[name]


def _cases(shared: Path) -> list[tuple[str, str, str, str, str]]:
    """Each case of the shared folder: its kind, name, text, sender and the expected words."""
    home = shared / "mail" / "talon"
    found = []
    for path in sorted((home / "standard_replies").glob("*.eml")):
        expected = home / "standard_replies" / _REPLY_TEXTS.get(path.stem, "-")
        found.append(
            ("reply", path.stem, _plain(path), "", expected.read_text("utf-8") if expected.is_file() else "Hello")
        )
    pages = dict.fromkeys(sorted((home / "html_replies").glob("*.html")), _HTML_REPLY)
    pages |= {home / name: words for name, words in _OTHER_HTML.items()}
    found += [("html", path.stem, path.read_text("utf-8", "replace"), "", words) for path, words in pages.items()]
    for path in sorted((home / "signature" / "emails" / "stripped").glob("*_body")):
        stem = str(path).removesuffix("_body")
        known = [
            Path(f"{stem}_{part}").read_text("utf-8") if Path(f"{stem}_{part}").is_file() else ""
            for part in ("sender", "signature")
        ]
        found.append(
            (
                "signature",
                path.name,
                path.read_text("utf-8").replace("#sig#", ""),
                known[0],
                known[1].replace("#sig#", ""),
            )
        )
    return found


def answer(name: str, shared: Path) -> None:
    """What one reader says of each case was printed as JSON."""
    ask = _reader(name)
    print(json.dumps([ask(kind, text, sender) for kind, _name, text, sender, _words in _cases(shared)]))


def agree(shared: Path) -> None:
    """A table of found / expected was printed, and the cases that a reader missed."""
    cases = _cases(shared)
    kinds = sorted({case[0] for case in cases})
    print("| reader | " + " | ".join(kinds) + " | missed |\n|---|" + "---|" * (len(kinds) + 1))
    for name in _READERS:
        python = sys.executable if name == "tally" else _PEERS
        command = [python, "-m", "bench.zoning", "answer", name, str(shared)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"| {name} | not here |")
            continue
        answers: list[Any] = json.loads(done.stdout.splitlines()[-1])
        right = [_same(given, case[4]) for given, case in zip(answers, cases, strict=True)]
        cells = []
        for kind in kinds:
            of_kind = [hit for hit, case in zip(right, cases, strict=True) if case[0] == kind]
            cells.append(f"{sum(of_kind)} / {len(of_kind)}")
        missed = [f"{case[0]} {case[1]}" for hit, case in zip(right, cases, strict=True) if not hit]
        print(f"| {name} | " + " | ".join(cells) + f" | {', '.join(missed)} |")


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def main() -> None:
    task, *given = sys.argv[1:]
    if task == "make":
        make(Path(given[0]), Path(given[1]))
    elif task == "agree":
        agree(Path(given[0]))
    elif task == "answer":
        answer(given[0], Path(given[1]))
    else:
        ask = _reader(task)
        print(sum(len(ask("reply", body, "")) for body in json.loads(Path(given[0]).read_text("utf-8"))))


if __name__ == "__main__":
    main()
