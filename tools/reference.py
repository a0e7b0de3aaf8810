"""Writes docs/errors.md, docs/commands.md and docs/formats/ from the program itself.

Run it as `python tools/reference.py`; with `--check` it writes nothing and ends with 1 where a file is not up to date.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import click

from tallystick import errors
from tallystick.cli.main import COMMANDS, tally
from tallystick.errors import TallyError
from tallystick.formats.guide import LANGUAGES, guide, names

DOCS = Path(__file__).resolve().parent.parent / "docs"
_NOTE = "<!-- Written by tools/reference.py; do not edit. -->\n"
_WIDTH = 100
# One member a line, dots for what stands inside, [] for each of a list.
MEMBERS: dict[str, dict[str, str]] = {
    "init": {
        "vault": "where it is",
        "origin": "its name in the log",
        "key": "its verifier key",
        "key_file": "the file of the signing key",
    },
    "keep": {
        "ledger": "1, the ledger's format",
        "run": "names this import in the log",
        "sources": "what was given",
        "offered": "how many things were found",
        "kept": "how many were kept now",
        "already_kept": "how many the vault had",
        "refused[].locator": "where it is",
        "refused[].code": "why, as a stable word",
        "refused[].reason": "why, in a sentence",
        "kept_bytes": "bytes of what was kept now",
        "containers": "how many were taken apart",
        "problems": "object from problem code to how often it was met",
        "interrupted": "whether it was stopped before its end",
        "unbalanced": "0, or how many things are unaccounted for",
        "ledger_id": 'the ledger\'s own id; "" with --dry-run',
        "is_dry_run": "whether nothing was written",
        "conflicts[].message_id": "a Message-ID under which mails say different things",
        "conflicts[].originals[]": "log_index, id and subject of one mail of each kind",
    },
    "find": {
        "query": "what was asked",
        "total": "how many match",
        "behind": "how many originals the index has not taken in",
        "hits[].id": "SHA-256",
        "hits[].log_index": "its original's place in the log",
        "hits[].position": "its place among the items of its original",
        "hits[].channel": "mail, a chat platform, page, file, bank or work",
        "hits[].place": "where it stands in its original",
        "hits[].date": 'UTC; without the Z a local time whose zone is unknown; "" where there is none',
        "hits[].from": "the sender",
        "hits[].subject": "the subject",
        "hits[].score": "higher is better",
        "hits[].snippet": "a passage that says it",
        "hits[].matches[]": "start and end of each match in the snippet, in characters",
    },
    "show": {
        "id": "SHA-256",
        "log_index": "its place in the log",
        "kept_at": "UTC",
        "size": "bytes",
        "type": "media type",
        "source": "object of kind, locator and modified",
        "container": "object of sha256 and path, or null",
        "strength.name": "how strong it is as evidence",
        "strength.reason": "why",
        "does_not_prove": "what it does not prove",
        "signatures[]": "domain, selector and a check",
        "conflicts[]": "as in keep",
        "message": "what a mail says; not there for anything else",
        "contents.formats[]": "the formats that it was read in",
        "contents.total": "how many items it has",
        "contents.items[]": "position, kind, channel, place, origin, title, from, utc, zone_minutes, marks, text, "
        "files and sums",
        "contents.counts[]": "format, unit, total, what the units became, and how many are unaccounted for",
        "contents.findings[]": "name, verdict and reason of what was checked while reading",
        "contents.problems[]": "code, place and detail",
    },
    "parties": {
        "parties[].name": "the name used most",
        "parties[].names[]": "all names",
        "parties[].identifiers[]": "scheme and value",
        "parties[].items": "how many items name it",
        "parties[].channels": "object from channel to number of items",
        "parties[].first": "UTC, or null",
        "parties[].last": "UTC, or null",
        "parties[].is_ours": "whether it is our own side",
        "parties[].joined_because[]": "why identifiers are one party",
        "proposals[]": "kind (same, company, lookalike, ours), one, other and reason",
        "decisions[]": "id, kind, identifiers, undoes and why; a decision alone where one is made",
    },
    "timeline": {
        "subject": "of whom or what",
        "entries[].id": "SHA-256 of the original",
        "entries[].log_index": "its place in the log",
        "entries[].position": "the item's place in it",
        "entries[].kind": "mail, message, page, statement, document, transaction, invoice or work",
        "entries[].channel": "as in find",
        "entries[].utc": "UTC, or null; a local reading where zone_minutes is null",
        "entries[].zone_minutes": "the stated zone, or null",
        "entries[].clock": "source, certainty (confirmed, stated, local, contradicted, none) and reason",
        "entries[].from[]": "scheme, value and name",
        "entries[].is_ours": "whether our own side said it, or null",
        "entries[].title": "subject or title",
        "entries[].text": "its own words, without quotes",
        "entries[].sums[]": "role, amount and currency",
        "entries[].files[]": "names",
        "entries[].marks[]": "what is said of it: deleted, edited, tail ...",
        "entries[].origin": 'how it was derived, "" where it stands by itself',
        "entries[].silence_days": "days of silence before it, or null",
        "entries[].copies[]": "log index and position of copies of the same mail or message",
        "entries[].strength": "as in show",
        "entries[].does_not_prove": "what it does not prove",
    },
    "matter": {
        "sheet": "new: the draft; show: the id of the sheet that counts",
        "matter": "its name",
        "id": "apply: under which the sheet is kept",
        "belongs": "apply: object from ground to number of items",
        "unknown[]": "names in the sheet that nobody goes by",
        "title": "show: in the person's words",
        "numbers[]": "show: what names it",
        "counterparties[]": "show: names",
        "items[]": "show: id, position, kind, channel, utc, title, ground and reason",
        "matters[]": "show without a name: matter, title and id of each",
    },
    "gaps": {
        "of": "whom or what was asked for",
        "gaps[].kind": "a stable word",
        "gaps[].weight": "high, medium or low",
        "gaps[].ground": "what shows it",
        "gaps[].mend": "what can be done",
        "gaps[].who": "who said the first of its items",
        "gaps[].items[]": "id and position",
        "gaps[].recovered": "the text of a secondary copy",
        "gaps[].differences[]": "removed and added words",
        "matter": "with --forum: the matter asked for",
        "forum": "with --forum: the pack; pack_version and pack_sha256 say which",
        "as_of": "with --forum: the day as of which it is asked",
        "acts[]": "with --forum: item, channel, act, words, verdict (basis, ok, conditional, no), rule, cures",
        "acts[].elsewhere[]": "with --forum: items where the same side does the same, by sum or day, and it counts",
        "requirements[]": "with --forum: rule, title, cited, stage, severity, element, and the check with its verdict",
        "factors[]": "with --forum: presumptions, each factor with its verdict",
    },
    "deadlines": {
        "clocks[].matter": "the matter's name",
        "clocks[].forum, rule, title": "under which rule of which pack",
        "clocks[].pack_version, pack_sha256": "so that it can be computed again years later",
        "clocks[].state": "missed, running, opens, not-started or kept",
        "clocks[].last_day": "the last day in the safest reading, null where it cannot be told",
        "clocks[].safe_day": "the last working day on or before it",
        "clocks[].candidates[]": "all last days, where readings differ",
        "clocks[].is_final": "false where a source is unverified or in conflict, or a fact or holiday is not known",
        "clocks[].missing[]": "events and traits that are not known",
        "clocks[].explanation[]": "the computation and its sources in sentences",
        "clocks[].prolonged": "the same clock if what was only read in messages were stated too, else null",
        "clocks[].by[]": "the ids of the items in which that was read",
    },
    "claim": {
        "matter": "the matter asked for",
        "forum": "the pack; pack_version says which",
        "as_of": "the day as of which it is asked",
        "claims[]": "kind, amount, currency, due, low, high, fixed, steps, notes, rules, interest line by line",
        "totals[]": "by currency: principal, interest, sum, each low and high",
        "costs[]": "each fee with its brackets, amount, rate and source",
        "stated_costs[]": "what --cost stated",
        "spending[]": "by currency: to start, and with everything that may follow",
        "durations[]": "rules that say how long it takes",
        "uncounted_payments[]": "payments that no claim counts",
        "rounding": "how sums are rounded",
        "days": "how days are counted",
    },
    "compare": {
        "matter": "the matter asked for",
        "as_of": "the day as of which it is asked",
        "forums[]": "sums, costs, durations, readiness, enforceability, what it cannot grant, what would change it",
        "actions[]": "steps by rung, each with its rule and command",
        "note": "that it informs and does not advise",
    },
    "forums": {
        "forums[]": "id, title, version, sha256, language, currency, layers, rules_by_status",
        "rules[]": "with FORUM: id, kind, title, says, when, disputes, values with citations",
    },
    "bundle": {
        "folder": "where it is",
        "written": "false where what must be met is not",
        "exhibits": "how many",
        "pages": "how many, of the bundle",
        "originals": "how many are enclosed with proofs",
        "withheld[]": "id, reason, why",
        "checks[]": "name, verdict, reason, place, facts with citation",
        "warnings[]": "what to know before it is handed in",
        "files[]": "what was written",
    },
    "letter": {
        "folder": "where it was written, null where a required fact is missing",
        "files[]": "their names",
        "forum": "the pack by which it is to count, empty where none is known",
        "letter.kind": "as asked for",
        "letter.language": "en, zh or ru",
        "letter.title": "what it is called",
        "letter.from": "our address, empty where none is known",
        "letter.to[]": "theirs; none for what is not meant for the other side",
        "letter.paragraphs[]": "role, and sentences with id, text and grounds",
        "letter.rests_on[]": "all grounds: kind (item, stated, sheet, record, situation, rule), id, detail",
        "letter.so_that_it_counts[]": "steps for the sender, with their grounds",
        "letter.missing[]": "fact, its name in three languages, the sentence that needs it",
        "letter.left_out[]": "sentences not written, and the facts or rules that were missing",
        "candidates[]": "confirmation, restatement: acts in other channels to choose from",
        "warnings[]": "sentences on what was chosen",
    },
    "formats": {
        "formats[]": "name and title, where none was asked for",
        "name": "the format",
        "title": "in the language asked for",
        "reads": "what is read",
        "lacks": "what such a file does not show",
        "export[]": "app and steps",
        "problems": "object from problem code to what it means",
    },
    "export": {
        "folder": "the bag",
        "originals": "how many",
        "size": "bytes",
        "manifest_sha256": "hash of the manifest, which the log names",
    },
    "seal": {
        "size": "log entries that the seal covers",
        "seals[].size": "log entries that this one covers",
        "seals[].authority": "its name",
        "seals[]": "and a check",
        "dkim_keys": "object of wanted, kept, absent and unanswered",
        "draft": "the mail to a witness, or null",
    },
    "prove": {
        "folder": "the proof",
        "id": "SHA-256 of the item",
        "log_index": "the entry that is proved",
        "part": 'the part proved, "" for all',
        "timestamps": "how many seals cover it",
        "files[]": "what is in the folder",
    },
    "verify": {
        "verdict": "the worst of all checks",
        "log_size": "entries",
        "originals": "how many were looked at",
        "original_bytes": "their bytes",
        "is_quick": "whether their bytes were left out",
        "checks[]": "a check for each duty of docs/format.md section 8, or several",
    },
    "rebuild": {
        "log_size": "entries that the views hold",
        "tables[].table": "a table of the record",
        "tables[].rows": "how many",
        "tables[].sha256": "digest of its content",
    },
    "key": {
        "origin": "the vault's name in its log",
        "keys[]": "verifier keys in the order in which they signed",
        "key_file": "where the signing key is",
        "problem": 'why this machine cannot sign, "" where it can',
    },
    "doctor": {"checks[]": "a check for each thing that matters"},
}


@cache
def error_classes() -> tuple[type[TallyError], ...]:
    """Every error class, in the order of the source."""
    found = [each for _name, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, TallyError)]
    return tuple(sorted(found, key=lambda each: inspect.getsourcelines(each)[1]))


def wording(kind: type[TallyError]) -> str:
    """What the class says, with the names of its arguments in braces; "" where it only groups others."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "__init__":
            return "".join(_pieces(call.args[0]))
    return ""


def _pieces(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from _pieces(value)
    elif isinstance(node, ast.FormattedValue):
        yield "{" + ast.unparse(node.value) + "}"
    elif isinstance(node, ast.Constant):
        yield str(node.value)


def errors_page() -> str:
    """docs/errors.md"""
    lines = [
        _NOTE,
        "# Errors\n",
        "What fails says so in one line on standard error.",
        'With `--json` the same stands on standard output as `{"error": {"code": ..., "message": ...}}`.',
        "Codes and exit codes are stable, wordings are not.",
        "What a check finds is no error: it is a check with a verdict, see [commands.md](commands.md).\n",
        "| code | exit | class | wording |",
        "|---|---|---|---|",
    ]
    for kind in error_classes():
        said = wording(kind).replace("|", "\\|")
        lines.append(f"| `{kind.code}` | {kind.exit_code} | `{kind.__name__}` | {said or '(groups those below)'} |")
    return "\n".join(lines) + "\n"


def commands_page() -> str:
    """docs/commands.md"""
    lines = [
        _NOTE,
        "# Commands\n",
        "Exit codes: 0 done and nothing failed, 1 a check failed, 2 misuse, 3 partly done.",
        "The vault is the one of `--vault`, else of `TALLY_VAULT`, else the nearest `tallystick.toml` above.",
        "Settings and keys are in the folder that `tally doctor` names; `TALLY_CONFIG` names another.",
        "A *check* in JSON has `name`, `verdict` (`PASS`, `FAIL`, `NOT_CHECKED`), `reason`, `place` and `facts`.\n",
        f"```\n{_help(tally)}\n```",
    ]
    for name in COMMANDS:
        command = tally.get_command(click.Context(tally), name)
        assert command is not None
        lines += [f"\n## tally {name}\n", f"```\n{_help(command, name)}\n```\n", "| JSON | |", "|---|---|"]
        lines += [f"| `{member}` | {what} |" for member, what in MEMBERS[name].items()]
    return "\n".join(lines) + "\n"


def _help(command: click.Command, name: str = "") -> str:
    context = click.Context(tally, info_name="tally", **{**tally.context_settings, "terminal_width": _WIDTH})
    if name:
        context = click.Context(command, parent=context, info_name=name, **command.context_settings)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


_HEADINGS = {
    "en": ("What is read", "What it does not show", "How to export it"),
    "zh": ("读取内容", "不能说明什么", "如何导出"),
    "ru": ("Что читается", "Чего не показывает", "Как выгрузить"),
}


def format_page(name: str) -> str:
    """docs/formats/NAME.md, in each language one after the other"""
    shown = guide(name)
    lines = [_NOTE, f"# {shown.title['en']}\n", f"`tally formats {name}`\n"]
    for language in LANGUAGES:
        reads, lacks, export = _HEADINGS[language]
        lines += [f"## {shown.title[language]}\n", f"**{reads}.** {shown.reads[language]}\n"]
        lines += [f"**{lacks}.** {shown.lacks[language]}\n", f"### {export}\n"]
        for way in shown.export:
            lines += [f"**{way.app}**\n"]
            lines += [f"{number}. {step}" for number, step in enumerate(way.steps[language], 1)] + [""]
    lines += ["## Problem codes\n", "| code | meaning |", "|---|---|"]
    lines += [f"| `{code}` | {what} |" for code, what in sorted(shown.problems.items())]
    return "\n".join(lines) + "\n"


def formats_page() -> str:
    """docs/formats/README.md"""
    lines = [_NOTE, "# Formats\n", "| format | | 中文 | по-русски |", "|---|---|---|---|"]
    for name in names():
        title = guide(name).title
        lines.append(f"| [{name}]({name}.md) | {title['en']} | {title['zh']} | {title['ru']} |")
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "errors.md": errors_page,
    "commands.md": commands_page,
    "formats/README.md": formats_page,
    **{f"formats/{name}.md": partial(format_page, name) for name in names()},
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, end with 1 where a page is not up to date")
    is_check = parser.parse_args().check
    old = [name for name, page in PAGES.items() if _text(DOCS / name) != page()]
    for name in old:
        if is_check:
            print(f"docs/{name} is not up to date: run tools/reference.py", file=sys.stderr)
        else:
            (DOCS / name).parent.mkdir(exist_ok=True)
            (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
    return 1 if is_check and old else 0


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main())
