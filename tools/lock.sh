#!/bin/sh
# Writes requirements/dev.txt: exact versions of everything that pyproject.toml and requirements/dev.in ask for.
set -eu
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

"$python" -m venv "$scratch/venv"
"$scratch/venv/bin/python" - >"$scratch/runtime.txt" <<'PYTHON'
import tomllib
with open("pyproject.toml", "rb") as file:
    print("\n".join(tomllib.load(file)["project"]["dependencies"]))
PYTHON
"$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    -r "$scratch/runtime.txt" -r requirements/dev.in

# A frozen line has lost its marker ("; sys_platform == ..."); it is taken back from what asked for it.
"$scratch/venv/bin/python" -m pip freeze --disable-pip-version-check >"$scratch/frozen.txt"
{
    echo "# Written by tools/lock.sh from pyproject.toml and requirements/dev.in; not edited by hand."
    awk -F ';' '
        function name(text) { sub(/[^A-Za-z0-9._-].*/, "", text); gsub(/[_.]/, "-", text); return tolower(text) }
        NR == FNR { if (NF > 1) marker[name($1)] = ";" $2; next }
        { text = $0; print text (name(text) in marker ? " " marker[name(text)] : "") }
    ' requirements/dev.in "$scratch/frozen.txt"
} >"$scratch/dev.txt"

if grep -qE '@|://' "$scratch/dev.txt"; then
    echo "lock.sh: a requirement is not from an index; expected name==version only:" >&2
    grep -E '@|://' "$scratch/dev.txt" >&2
    exit 1
fi
mv "$scratch/dev.txt" requirements/dev.txt
echo "requirements/dev.txt: $(grep -c == requirements/dev.txt) packages"
