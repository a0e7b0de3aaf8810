# Everything runs in .venv, which tools/bootstrap.sh makes from the locked requirements.

PYTHON_BIN := .venv/bin
BENCH_ARGS ?=
EVAL_ARGS ?=
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench eval lock clean ready

help:  ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

demo: ready  ## keep, find, seal, prove and verify two sample deals
	tools/apt.sh openssl
	PATH="$(CURDIR)/$(PYTHON_BIN):$$PATH" tools/demo.sh

test: ready  ## run all tests
	tools/apt.sh openssl strace chromium
	$(PYTHON_BIN)/pytest $(PYTEST_ARGS)

lint: ready  ## check style, format, types and layers
	$(PYTHON_BIN)/ruff check .
	$(PYTHON_BIN)/ruff format --check .
	$(PYTHON_BIN)/mypy
	$(PYTHON_BIN)/lint-imports

bench: ready  ## measure beside borg, restic, notmuch, mu and reportlab: make bench BENCH_ARGS="--only keep --mails 2000"
	$(PYTHON_BIN)/python -m bench.run $(BENCH_ARGS)
	$(PYTHON_BIN)/python -m bench.bundle compare

eval: ready  ## say how well acts are read, on a labelled set: make eval EVAL_ARGS="--set PATH"
	$(PYTHON_BIN)/python -m bench.eval $(EVAL_ARGS)

lock:  ## write requirements/dev.txt anew
	tools/lock.sh

clean:  ## remove .venv, caches, and what the benchmark and the demo left
	rm -rf .venv .bench build dist demo .coverage* .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@tools/bootstrap.sh
