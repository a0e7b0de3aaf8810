"""The machine and the programs that a run was measured with."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path

import psutil

from bench.contenders import PROGRAMS, Program

__all__ = ["installed", "machine", "present", "version"]

_APT = Path(__file__).parent.parent / "tools" / "apt.sh"


def machine() -> dict[str, str]:
    """What a reader needs to judge the figures."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{psutil.virtual_memory().total / 2**30:.1f} GiB",
        "system": _system(),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "load at the start": f"{os.getloadavg()[0]:.2f}",
    }


def present(program: Program) -> bool:
    return version(program) is not None


def version(program: Program) -> str | None:
    """The first line of what the program says of itself; None where it is not here or does not run."""
    try:
        answer = subprocess.run(program.version, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    lines = (answer.stdout or answer.stderr).strip().splitlines()
    return lines[0] if lines else "version unknown"


def installed() -> None:
    """Peers that were missing are installed where tools/apt.sh can; otherwise it has said what to install."""
    missing = [program.package for program in PROGRAMS.values() if program.package and not present(program)]
    if missing:
        subprocess.run([str(_APT), *missing], check=False)


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.mac_ver()[0]}".strip()
