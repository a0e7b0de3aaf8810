#!/bin/sh
# The main job on the two sample deals, with everything it needs started on this machine alone.
set -eu
cd "$(dirname "$0")/.."
exec "${PYTHON:-.venv/bin/python}" tools/demo.py
