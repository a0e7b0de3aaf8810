"""The pages that explain a proof folder to a person, in English, Chinese and Russian.

A page is a file of its own: no script, nothing fetched, every value escaped. Its words are in `texts/<language>.toml`,
plain text in which `$name` stands for a value.
"""

from __future__ import annotations

import html
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from string import Template
from typing import Any

from tallystick.bundle.material import ProofMaterial, SinglePart, Timestamp, WholeOriginal, safe_extension
from tallystick.seal import checkpoint as checkpoints

# Language, file name. English has the name that a reader opens first.
PAGES = (("en", "README.html"), ("zh", "README.zh.html"), ("ru", "README.ru.html"))
_LONGEST_VALUE = 300


def pages(material: ProofMaterial) -> Iterator[tuple[str, bytes]]:
    """The explanation in each language, as (file name, bytes). Raises MalformedEvent."""
    for language, name in PAGES:
        yield name, render(material, language).encode()


def render(material: ProofMaterial, language: str) -> str:
    """The page in one language, as HTML. Of a part's message it shows nothing but what event.json and part.json do."""
    texts = _texts(language)
    values = _values(material)
    kind = "part" if isinstance(material.shown, SinglePart) else "whole"

    known = {name: _mark(value) for name, value in values.items()}

    def say(text: str, **more: object) -> str:
        marked = {**known, **{name: _mark(value) for name, value in more.items()}}
        return Template(html.escape(text)).substitute(marked)

    def items(texts_of: Sequence[str]) -> str:
        return "\n".join(f"<li>{say(text)}</li>" for text in texts_of)

    steps = [say(text) for text in (*texts["steps"][kind], *texts["steps"]["log"])]
    stamps = [say(texts["steps"]["stamped"], **_stamp(stamp)) for stamp in material.timestamps]
    steps += stamps or [say(texts["steps"]["unstamped"])]
    steps += [say(texts["steps"]["dkim"])] if material.dkim_keys else []
    questions = (*texts["questions"]["all"], *texts["questions"][kind])
    filled = {
        "language": texts["tag"],
        "title": say(texts["title"][kind]),
        "languages": _languages(language),
        "lead": say(texts["lead"]["stamped" if stamps else "unstamped"]),
        "caution": say(texts["caution"]),
        "facts": _facts(texts["facts"], values, say),
        "steps": "\n".join(f"<li>{step}</li>" for step in steps),
        "limits": items(texts["limits"]["all"]),
        "check": "\n".join(f"<li>{say(step)}</li>" for step in texts["check"]["steps"]),
        "commands": _commands(material, values, texts["check"]),
        "questions": "\n".join(f"<dt>{say(one)}</dt>\n<dd>{say(other)}</dd>" for one, other in questions),
        "files": _files(material, texts["files"], say),
        **{f"h_{name}": say(text) for name, text in texts["headings"].items()},
    }
    return Template(_resource("page.html")).substitute(filled)


def _values(material: ProofMaterial) -> dict[str, object]:
    entry, checkpoint = material.entry(), material.checkpoint
    values: dict[str, object] = {
        "time": _readable(str(entry.get("time", ""))),
        "actor": entry.get("actor", ""),
        "index": material.index,
        "origin": checkpoint.origin,
        "log_size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "key": material.vkey,
        "made": f"{material.made:%Y-%m-%d %H:%M:%S} UTC",
        "program": material.program,
    }
    shown = material.shown
    if isinstance(shown, WholeOriginal):
        values |= {"file": shown.name, "sha256": shown.sha256, "size": shown.size, "subject": shown.subject}
    else:
        path, start, length = shown.proof.line.strip("\n").split(" ")
        values |= {"file": f"part/decoded.{safe_extension(shown.media_type, shown.name)}", "name": shown.name}
        values |= {"path": path, "start": start, "length": length, "count": shown.proof.count}
    if material.timestamps:
        values["first_time"] = f"{min(stamp.stated for stamp in material.timestamps):%Y-%m-%d %H:%M:%S} UTC"
    return values


def _readable(time: str) -> str:
    return time[:19].replace("T", " ") + " UTC" if time.endswith("Z") else time


def _stamp(stamp: Timestamp) -> dict[str, object]:
    size = checkpoints.parse(stamp.checkpoint, is_own=True).checkpoint.size
    return {
        "authority": stamp.authority,
        "stated": f"{stamp.stated:%Y-%m-%d %H:%M:%S} UTC",
        "stamped_size": size,
        "reply": f"timestamps/{size}.{stamp.authority}.tsr",
    }


def _mark(value: object) -> str:
    """The value as HTML, in a tag that keeps its direction and look to itself, without control characters."""
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value)[:_LONGEST_VALUE])
    return f"<bdi>{html.escape(text)}</bdi>"


def _languages(current: str) -> str:
    links = []
    for language, name in PAGES:
        texts = _texts(language)
        here = ' aria-current="page"' if language == current else ""
        links.append(f'<a href="{name}" lang="{texts["tag"]}" hreflang="{texts["tag"]}"{here}>{texts["name"]}</a>')
    return "\n".join(links)


def _facts(labels: Mapping[str, str], values: Mapping[str, object], say: Any) -> str:
    rows = [
        f'<tr><th scope="row">{say(label)}</th><td>{_mark(values[name])}</td></tr>'
        for name, label in labels.items()
        if str(values.get(name, ""))
    ]
    return "\n".join(rows)


def _commands(material: ProofMaterial, values: Mapping[str, object], texts: Mapping[str, str]) -> str:
    shown = material.shown
    lines = [("python", "python3 verify.py --roots ROOTS.pem")]
    if isinstance(shown, WholeOriginal):
        lines.append(("hash", f"sha256sum {values['file']}"))
    for stamp in map(_stamp, material.timestamps):
        checked = f"timestamps/{stamp['stamped_size']}.checkpoint"
        lines.append(("openssl", f"openssl ts -verify -data {checked} -in {stamp['reply']} -CAfile ROOTS.pem"))
    return "\n".join(f"<p>{html.escape(texts[kind])}</p>\n<pre>{html.escape(line)}</pre>" for kind, line in lines)


def _files(material: ProofMaterial, texts: Mapping[str, Sequence[str]], say: Any) -> str:
    has = {
        "whole": isinstance(material.shown, WholeOriginal),
        "part": isinstance(material.shown, SinglePart),
        "timestamps": bool(material.timestamps),
        "rotations": bool(material.rotations),
        "dkim": bool(material.dkim_keys),
        "roots": bool(material.roots),
    }
    rows = []
    for kind, (name, meaning) in texts.items():
        if has.get(kind.split("_")[0], True):
            rows.append(f'<tr><th scope="row">{say(name)}</th><td>{say(meaning)}</td></tr>')
    return "\n".join(rows)


@cache
def _texts(language: str) -> dict[str, Any]:
    return tomllib.loads(_resource(f"{language}.toml"))


@cache
def _resource(name: str) -> str:
    return resources.files("tallystick.bundle").joinpath("texts", name).read_text(encoding="utf-8")
