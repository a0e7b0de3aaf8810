"""How well acts are read from messages: F1 per act and language, false acts per 100 messages that perform none.

python -m bench.eval [--half dev|check|all] [--wrong] [FOLDER]

FOLDER holds `dev.jsonl` and `dev.meta.jsonl` as its README describes them; without it the environment's TALLY_SHARED
is asked. A message belongs to the half "dev" or "check" by the parity of the CRC-32 of its id: rules were written
with the first in sight and are checked on the second. Flags are not read yet and are left out on both sides.
"""

from __future__ import annotations

import argparse
import json
import os
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tallystick.language.acts import acts
from tallystick.model.act import Act, ActKind

__all__ = ["Score", "main", "score"]

_KINDS = frozenset(kind.value for kind in ActKind)
_SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[1] / ".." / "shared"))
_LANGUAGES = ("en", "zh", "ru", "mixed")
_LONGEST_FREE = 60
_TIMES_LONGER = 4


@dataclass(slots=True)
class Score:
    """Counts by (language, label): found and supported, predicted, and in gold; false acts; days."""

    hits: Counter[tuple[str, str]] = field(default_factory=Counter)
    plain_hits: Counter[tuple[str, str]] = field(default_factory=Counter)
    predicted: Counter[tuple[str, str]] = field(default_factory=Counter)
    gold: Counter[tuple[str, str]] = field(default_factory=Counter)
    quiet: Counter[tuple[str, str]] = field(default_factory=Counter)
    false: Counter[tuple[str, str]] = field(default_factory=Counter)
    days: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def f1(self, languages: Iterable[str], labels: Iterable[str], *, spans: bool = True) -> tuple[float, float, float]:
        """Precision, recall and F1 over these languages and labels together."""
        keys = [(language, label) for language in languages for label in labels]
        hits = sum((self.hits if spans else self.plain_hits)[key] for key in keys)
        predicted, gold = sum(self.predicted[key] for key in keys), sum(self.gold[key] for key in keys)
        precision, recall = hits / predicted if predicted else 0.0, hits / gold if gold else 0.0
        return precision, recall, 2 * hits / (predicted + gold) if predicted + gold else 0.0


def _supports(text: str, span: str, act: Act) -> bool:
    """Whether an act's words cover half of the shorter of the two, at any place where the span stands."""
    longest = max(_TIMES_LONGER * len(span), _LONGEST_FREE)
    if act.end - act.start > longest:
        return False
    place = text.find(span)
    while place >= 0:
        overlap = min(act.end, place + len(span)) - max(act.start, place)
        if overlap * 2 >= min(len(span), act.end - act.start):
            return True
        place = text.find(span, place + 1)
    return False


def score(rows: Iterable[dict[str, Any]], metas: dict[str, dict[str, Any]]) -> Score:
    """The counts over all messages; optional labels count neither for nor against."""
    total = Score()
    for row in rows:
        _count(total, row, metas[row["id"]])
    return total


def _count(total: Score, row: dict[str, Any], meta: dict[str, Any]) -> None:
    found = acts(row["text"], sent=date.fromisoformat(row["sent"]))
    gold = [one for one in row["labels"] if one["label"] in _KINDS]
    optional = {one["label"] for one in meta.get("optional") or ()}
    gold_labels = {one["label"] for one in gold}
    language = row["lang"]
    for label in sorted(gold_labels | {act.kind.value for act in found}):
        mine = [act for act in found if act.kind.value == label]
        if label not in gold_labels and label in optional:
            continue
        key = (language, label)
        total.predicted[key] += bool(mine)
        total.gold[key] += label in gold_labels
        total.plain_hits[key] += bool(mine) and label in gold_labels
        spans = [one["span"] for one in gold if one["label"] == label]
        is_hit = any(_supports(row["text"], span, act) for span in spans for act in mine)
        total.hits[key] += is_hit
        if not is_hit:
            what = "missed" if not mine else "false" if not spans else "span"
            shown = " | ".join(spans) or " | ".join(f"[{act.ground}] {act.words}" for act in mine)
            total.wrong.append(f"{what:7}{row['id']} {language} {label}: {shown}")
    if not row["labels"]:
        sort = "hard" if meta.get("hard_negative") else "plain"
        total.quiet[language, sort] += 1
        total.false[language, sort] += len({act.kind for act in found})
    _count_day(total, row, found)


def _count_day(total: Score, row: dict[str, Any], found: tuple[Act, ...]) -> None:
    said = next((act.due.isoformat() for act in found if act.due is not None), None)
    due = row.get("due")
    is_flag_only = due and not any(one["label"] in _KINDS for one in row["labels"])
    if (due is None and said is None) or is_flag_only:
        return
    verdict = "spurious" if due is None else "missed" if said is None else "right" if said == due else "wrong"
    total.days[verdict] += 1


def _report(total: Score) -> str:
    labels = sorted(_KINDS)
    lines = [f"{'F1 (P/R over all)':22}" + "".join(f"{name:>8}" for name in (*_LANGUAGES, "all")) + "    P/R"]
    for label in labels:
        cells = "".join(
            f"{total.f1([language], [label])[2]:8.2f}" if total.gold[language, label] else f"{'-':>8}"
            for language in _LANGUAGES
        )
        precision, recall, f1 = total.f1(_LANGUAGES, [label])
        lines.append(f"{label:22}{cells}{f1:8.2f}    {precision:.2f}/{recall:.2f}")
    micro = "".join(f"{total.f1([language], labels)[2]:8.2f}" for language in _LANGUAGES)
    precision, recall, f1 = total.f1(_LANGUAGES, labels)
    macro = sum(total.f1(_LANGUAGES, [label])[2] for label in labels) / len(labels)
    lines.append(f"{'micro':22}{micro}{f1:8.2f}    {precision:.2f}/{recall:.2f}")
    lines.append(f"macro {macro:.2f}; micro without spans {total.f1(_LANGUAGES, labels, spans=False)[2]:.2f}")
    for sort in ("hard", "plain"):
        parts = [
            f"{language} {total.false[language, sort]}/{total.quiet[language, sort]}"
            for language in _LANGUAGES
            if total.quiet[language, sort]
        ]
        false, quiet = (sum(counts[key] for key in counts if key[1] == sort) for counts in (total.false, total.quiet))
        rate = 100 * false / quiet if quiet else 0.0
        lines.append(f"false acts per 100 label-free messages, {sort}: {rate:.1f} ({', '.join(parts)})")
    quiet = sum(total.quiet.values())
    lines.append(
        f"false acts per 100 label-free messages: {100 * sum(total.false.values()) / max(1, quiet):.1f} ({quiet})"
    )
    lines.append("due: " + ", ".join(f"{name} {total.days[name]}" for name in ("right", "missed", "wrong", "spurious")))
    lines.append("One author wrote and labelled everything; nobody else checked it, so there is no agreement figure.")
    return "\n".join(lines)


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def in_half(name: str, half: str) -> bool:
    """Whether a message is of a half."""
    return half == "all" or zlib.crc32(name.encode()) % 2 == (half == "check")


def main(arguments: list[str] | None = None) -> None:
    """The table is printed for the messages of a folder."""
    parser = argparse.ArgumentParser(prog="python -m bench.eval", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=_SHARED / "data" / "messages")
    parser.add_argument("--half", choices=("dev", "check", "all"), default="all")
    parser.add_argument("--wrong", action="store_true", help="name what was missed and what was false")
    options = parser.parse_args(arguments)
    if not (options.folder / "dev.jsonl").is_file():
        print(f"no labelled messages in {options.folder}; name a folder with dev.jsonl and dev.meta.jsonl")
        return
    metas = {meta["id"]: meta for meta in _read(options.folder / "dev.meta.jsonl")}
    rows = [row for row in _read(options.folder / "dev.jsonl") if in_half(row["id"], options.half)]
    total = score(rows, metas)
    print(f"{len(rows)} messages, half: {options.half}")
    if options.wrong:
        print("\n".join(total.wrong))
    print(_report(total))


if __name__ == "__main__":
    main()
