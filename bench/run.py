"""Measures Tallystick beside its peers in one run and writes a Markdown table and JSON under `.bench/results`.

python -m bench.run [--only keep,verify] [--mails 2000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.contenders import CONTENDERS, PROGRAMS, Command, Contender, Room
from bench.corpus import PROFILES, Corpus, corpus, warmed
from bench.jobs import JOBS, SIZES, Job
from bench.machine import installed, machine, version
from bench.measure import Cost, disk_bytes, measured
from bench.queries import COLD, queries
from bench.report import markdown
from bench.results import Measurement, Results

__all__ = ["main"]

HOME = Path(".bench")
_STARTS = 5  # a start is short: so many in each round


class Bench:
    """One run: the corpora that its jobs need, the rooms that its contenders work in, what was measured."""

    def __init__(self, options: argparse.Namespace, versions: dict[str, str | None]) -> None:
        self.results = Results()
        self.corpora: dict[str, Corpus] = {}
        self._options = options
        self._versions = versions
        self._rooms = HOME.resolve() / "rooms" / str(os.getpid())
        self._kept: set[Path] = set()

    def close(self) -> None:
        """What the contenders wrote is gone; the corpora stay for the next run."""
        shutil.rmtree(self._rooms, ignore_errors=True)

    def run(self, job: Job) -> None:
        """Every contender that is here was measured in turns: A B C, A B C."""
        contenders = [CONTENDERS[name] for name in job.contenders if self._takes_part(name)]
        for name in job.corpora:
            if name:
                self._made(name)
            for number in range(self._options.rounds):
                for contender in contenders:
                    if number < self._options.slow_rounds or not contender.is_slow:
                        self._measure(job, name, contender, number)

    def _takes_part(self, name: str) -> bool:
        chosen = self._options.contenders
        return self._versions[CONTENDERS[name].program] is not None and (not chosen or name in chosen)

    def _made(self, name: str) -> None:
        profile, multiple = SIZES[name]
        _say(f"corpus {name}: {self._options.mails * multiple:,} mails")
        self.corpora[name] = corpus(HOME.resolve() / "corpora", PROFILES[profile], self._options.mails * multiple)
        _say(f"corpus {name}: {warmed(self.corpora[name]):,} bytes read once")

    def _measure(self, job: Job, name: str, contender: Contender, number: int) -> None:
        if job.command == "start":
            for _ in range(_STARTS):
                self._add(job, name, contender, number, list(contender.start), {})
            return
        made = self.corpora[name]
        room = Room(self._rooms / f"{made.name}-{contender.name.replace(' ', '-')}", made)
        is_first = job.command == "keep"
        if is_first or room.home not in self._kept:
            self._prepare(contender, room, with_keep=not is_first)
        command = _query(room) if job.command == "query" else getattr(contender, job.command)
        for query in COLD if job.command == "find" else ("",):
            filled = [room.filled(word, number, query) for word in command]
            self._add(job, name, contender, number, filled, self._environment(contender, room), room)

    def _prepare(self, contender: Contender, room: Room, with_keep: bool) -> None:
        shutil.rmtree(room.home, ignore_errors=True)
        room.home.mkdir(parents=True)
        steps: tuple[Command, ...] = contender.prepare
        if with_keep and contender.keep:
            steps = (*steps, contender.keep)
        environment = {**os.environ, **self._environment(contender, room)}
        for step in steps:
            filled = [room.filled(word) for word in step]
            done = subprocess.run(
                filled, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
            )
            if done.returncode:
                _say(f"{contender.name}: could not be prepared: {(done.stderr or done.stdout).strip()[-300:]}")
        self._kept.add(room.home)

    def _environment(self, contender: Contender, room: Room) -> dict[str, str]:
        return {name: room.filled(value) for name, value in contender.environment.items()}

    def _add(
        self,
        job: Job,
        name: str,
        contender: Contender,
        number: int,
        command: list[str],
        environment: dict[str, str],
        room: Room | None = None,
    ) -> None:
        os.sync()
        cost = measured(command, environment, self._options.limit_seconds)
        figures, details = _figures(job, cost, room)
        self.results.add(
            Measurement(job.name, name, contender.name, number, figures, cost.exit_code, cost.said, details)
        )
        outcome = f"exit {cost.exit_code}: {cost.said[-200:]}" if cost.exit_code else f"{cost.wall_seconds:.2f} s"
        _say(f"{job.name} {name} {contender.name} round {number + 1}: {outcome}")


def _figures(job: Job, cost: Cost, room: Room | None) -> tuple[dict[str, float], dict[str, Any]]:
    """What a job's table shows, by the names of `report`, and what stands below it."""
    if room is not None and job.command == "query" and cost.exit_code == 0:
        answers = json.loads((room.home / "answers.json").read_text("utf-8"))
        return {"p50": answers["p50"], "p99": answers["p99"], "process": float(cost.peak_process_bytes)}, answers
    figures = {"wall": cost.wall_seconds, "cpu": cost.cpu_seconds}
    if cost.peak_tree_bytes:
        figures |= {"process": float(cost.peak_process_bytes), "tree": float(cost.peak_tree_bytes)}
    if room is not None and job.command == "keep":
        figures |= {"disk": float(disk_bytes(room.store)), "each": cost.wall_seconds / room.corpus.mails}
    return figures, {}


def _query(room: Room) -> Command:
    asked = room.home / "queries.json"
    asked.write_text(json.dumps(queries(room.corpus), ensure_ascii=False), "utf-8")
    return (sys.executable, "-m", "bench.probe", "{store}", str(asked), str(room.home / "answers.json"))


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.run", description="Measure Tallystick beside its peers.")
    parser.add_argument("--only", type=_listed, default=[], help=f"jobs: {', '.join(job.name for job in JOBS)}")
    parser.add_argument("--contenders", type=_listed, default=[], help=f"some of: {'; '.join(CONTENDERS)}")
    parser.add_argument("--mails", type=int, default=20_000, help="mails; ten times as many in `many`")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slow-rounds", type=int, default=1, help="rounds of notmuch and mu")
    parser.add_argument("--limit-seconds", type=float, default=3600, help="a command is killed after so long")
    options = parser.parse_args()
    unknown = {*options.only} - {job.name for job in JOBS} | {*options.contenders} - {*CONTENDERS}
    if unknown:
        parser.error(f"not known: {', '.join(sorted(unknown))}")
    return options


def main() -> None:
    options = _options()
    installed()
    versions = {name: version(program) for name, program in PROGRAMS.items()}
    facts = machine()
    bench = Bench(options, versions)
    try:
        for job in JOBS:
            if not options.only or job.name in options.only:
                bench.run(job)
    finally:
        bench.close()
    cache = "warm; the corpus was read once before the first round, written data was synced before each run."
    text = markdown(bench.results, facts, versions, bench.corpora, cache)
    place = HOME / "results"
    place.mkdir(parents=True, exist_ok=True)
    stamp = time.strftime("%Y%m%dT%H%M%S")
    (place / f"{stamp}.md").write_text(text, "utf-8")
    measurements = {"machine": facts, "versions": versions, "measurements": bench.results.as_json()}
    (place / f"{stamp}.json").write_text(json.dumps(measurements, ensure_ascii=False, indent=1), "utf-8")
    print(text)


if __name__ == "__main__":
    main()
