"""A run of the benchmark as Markdown."""

from __future__ import annotations

from bench.contenders import PROGRAMS
from bench.corpus import Corpus
from bench.jobs import GOALS, JOBS, Job
from bench.results import Measurement, Outcome, Results, Spread

__all__ = ["markdown"]

_COLUMNS = {
    "wall": ("wall s", 1.0, 2),
    "cpu": ("cpu s", 1.0, 2),
    "process": ("largest process MB", 2**20, 0),
    "tree": ("all processes MB", 2**20, 0),
    "disk": ("disk MB", 2**20, 0),
    "each": ("a message ms", 0.001, 3),
    "p50": ("p50 ms", 0.001, 3),
    "p99": ("p99 ms", 0.001, 3),
}


def markdown(
    results: Results, machine: dict[str, str], versions: dict[str, str | None], corpora: dict[str, Corpus], cache: str
) -> str:
    """The whole report: machine, corpora, one table a job, the goals."""
    lines = ["# Benchmark", "", "; ".join(f"{name}: {value}" for name, value in machine.items()) + ".", ""]
    lines += [f"- {name}: {versions[name] or 'not here'}" for name in PROGRAMS]
    lines += ["", f"Page cache: {cache}", ""]
    lines += [f"- corpus `{name}`: {made.mails:,} mails, {made.size_bytes:,} bytes" for name, made in corpora.items()]
    for job in JOBS:
        for corpus in job.corpora:
            lines += _table(results, job, corpus)
    return "\n".join([*lines, *_goals(results)]) + "\n"


def _table(results: Results, job: Job, corpus: str) -> list[str]:
    rows = [(contender, results.of(job.name, corpus, contender)) for contender in job.contenders]
    measured = [each for _, runs in rows for each in runs]
    if not measured:
        return []
    columns = [figure for figure in _COLUMNS if any(figure in each.figures for each in measured)]
    title = f"## {job.title}" + (f" (`{corpus}`)" if corpus else "")
    lines = ["", title, "", "| contender | n | " + " | ".join(_COLUMNS[column][0] for column in columns) + " |"]
    lines.append("|---|---|" + "---|" * len(columns))
    lines += [_row(results, f"{job.name}/{corpus}/{contender}", contender, runs, columns) for contender, runs in rows]
    lines += [detail for each in measured for detail in _details(each)]
    return lines


def _row(results: Results, key: str, contender: str, runs: list[Measurement], columns: list[str]) -> str:
    failed = [each for each in runs if each.exit_code]
    if not runs:
        return f"| {contender} | 0 | " + " | ".join(["not measured"] + [""] * (len(columns) - 1)) + " |"
    if len(failed) == len(runs):
        last = failed[-1].said.strip().splitlines()
        words = f"failed with {failed[-1].exit_code}: {last[-1][:120] if last else 'nothing said'}".replace("|", "/")
        return f"| {contender} | 0 | " + " | ".join([words] + [""] * (len(columns) - 1)) + " |"
    cells = [_cell(results.spread(f"{key}/{column}"), column) for column in columns]
    count = f"{len(runs) - len(failed)}" + (f" ({len(failed)} failed)" if failed else "")
    return f"| {contender} | {count} | " + " | ".join(cells) + " |"


def _cell(spread: Spread | None, column: str) -> str:
    if spread is None:
        return ""
    _, unit, digits = _COLUMNS[column]
    text = f"{spread.median / unit:,.{digits}f}"
    if spread.count > 1 and spread.least != spread.greatest:
        text += f" ({spread.least / unit:,.{digits}f}-{spread.greatest / unit:,.{digits}f})"
    return text


def _details(measurement: Measurement) -> list[str]:
    """Classes of queries, once: those of the first round."""
    classes = measurement.details.get("classes", {})
    if not classes or measurement.round:
        return []
    lines = ["", "| class | queries | without a hit | p50 ms | p99 ms |", "|---|---|---|---|---|"]
    for name, figures in classes.items():
        p50, p99 = figures["p50"] * 1000, figures["p99"] * 1000
        lines.append(f"| {name} | {figures['queries']} | {figures['without a hit']} | {p50:.3f} | {p99:.3f} |")
    return lines


def _goals(results: Results) -> list[str]:
    lines = ["", "## Goals", "", "| goal | limit | medians | extremes | |", "|---|---|---|---|---|"]
    return lines + [_goal(results.outcome(goal)) for goal in GOALS]


def _goal(outcome: Outcome) -> str:
    goal = outcome.goal
    limit = f"{'at least' if goal.at_least else 'at most'} {goal.limit:g}"
    if outcome.ratio is None:
        return f"| {goal.words} | {limit} | | | not measured |"
    verdict = "reached" if outcome.is_reached else "**not reached**"
    return f"| {goal.words} | {limit} | {outcome.ratio:.2f} | {outcome.least:.2f}-{outcome.greatest:.2f} | {verdict} |"
