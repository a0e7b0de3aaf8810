#!/bin/sh
# .venv holds the locked dependencies and this project, editable. Does nothing when that is so already.
# PYTHON names the interpreter; without it the first of python3, 3.13, 3.12, 3.11 that is 3.11 or newer.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
stamp=$venv/bootstrap.stamp

fail() {
    echo "bootstrap.sh: $*" >&2
    exit 1
}

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

interpreter() {
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if is_new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    fail "no Python of version 3.11 or newer; expected one as python3 or in PYTHON; install it (Debian: apt-get install python3)"
}

# Debian keeps ensurepip in a package of its own.
has_ensurepip() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

python=$(interpreter)
wanted=$("$python" - <<'PYTHON'
import hashlib, os, sys
digest = hashlib.sha256(f"{sys.version} {sys.base_prefix} {os.getcwd()}".encode())
for name in ("pyproject.toml", "requirements/dev.txt", "tools/bootstrap.sh"):
    with open(name, "rb") as file:
        digest.update(file.read())
print(digest.hexdigest())
PYTHON
)
if [ -x "$venv/bin/tally" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

if ! has_ensurepip "$python"; then
    tools/apt.sh python3-venv
    has_ensurepip "$python" || fail "$python cannot make a virtual environment; install python3-venv and run again"
fi

"$python" -m venv --clear "$venv"
pip="$venv/bin/python -m pip --disable-pip-version-check --quiet"
$pip install --requirement requirements/dev.txt
$pip install --no-deps --no-build-isolation --editable .
echo "$wanted" >"$stamp"
echo "bootstrap.sh: $venv is ready, $("$venv/bin/python" --version)" >&2
