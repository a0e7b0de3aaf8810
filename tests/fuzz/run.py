"""Fuzzes every parser with atheris, each in its own process: `python tests/fuzz/run.py --seconds 60`.

A leaked exception, a hang of more than 5 seconds and more than 1 GB of memory are faults. What caused one is saved in
the folder given by --faults as <target>-<kind>-<hash> and can be run again with --target NAME --input FILE.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

import seeds
import targets

LONGEST_INPUT = 1 << 16
HANG_SECONDS = 5
MOST_MEMORY_MB = 1024


def main() -> int:
    options = _options()
    if options.input is not None:
        for path in options.input:
            targets.run(options.target, path.read_bytes())
        return 0
    if options.inside is not None:
        return _fuzz(options.target, options.seconds, options.faults, options.inside)
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: nothing was fuzzed", file=sys.stderr)
        return 2
    names = [options.target] if options.target else list(targets.TARGETS)
    seconds = max(1, options.seconds // len(names))
    options.faults.mkdir(parents=True, exist_ok=True)
    faulty = [name for name in names if not _fuzz_apart(name, seconds, options.faults)]
    print(f"{len(names)} targets, {seconds} s each: " + (f"faults in {', '.join(faulty)}" if faulty else "no fault"))
    return 1 if faulty else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="for all targets together")
    parser.add_argument("--target", choices=targets.TARGETS, help="only this one")
    parser.add_argument("--faults", type=Path, default=Path("fuzz-faults"), help="where what caused a fault is saved")
    parser.add_argument("--input", type=Path, nargs="+", help="run the target on these files once")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.input is not None and options.target is None:
        parser.error("--input needs --target")
    return options


def _fuzz_apart(name: str, seconds: int, faults: Path) -> bool:
    """Whether the target has run without fault in a process of its own."""
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds.seeds(name)):
            Path(corpus, f"seed-{number}").write_bytes(seed)
        command = [sys.executable, __file__, "--target", name, "--seconds", str(seconds), "--faults", str(faults)]
        try:
            run = subprocess.run(
                [*command, "--inside", corpus], capture_output=True, text=True, errors="replace", timeout=seconds + 60
            )
        except subprocess.TimeoutExpired:
            print(f"{name}: fault: it did not end")
            return False
    if run.returncode:
        print(f"{name}: fault\n{run.stdout[-4000:]}{run.stderr[-4000:]}")
    else:
        print(f"{name}: {_count(run.stderr)} runs")
    return run.returncode == 0


def _count(log: str) -> str:
    """How many inputs were tried, as the fuzzer's last line says."""
    done = [line for line in log.splitlines() if line.startswith("Done ")]
    return done[-1].split()[1] if done else "?"


def _fuzz(name: str, seconds: int, faults: Path, corpus: Path) -> int:
    import atheris

    with atheris.instrument_imports(include=["tallystick"]):
        # The first run imports what the target needs, so that it is followed branch by branch.
        for seed in seeds.seeds(name):
            targets.run(name, seed)
    arguments = [
        sys.argv[0],
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST_INPUT}",
        f"-timeout={HANG_SECONDS}",
        f"-rss_limit_mb={MOST_MEMORY_MB}",
        f"-artifact_prefix={faults}/{name}-",
        "-print_final_stats=0",
        str(corpus),
    ]
    atheris.Setup(arguments, lambda content: targets.run(name, content))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
