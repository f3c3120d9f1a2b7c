# Two commands: `make repro` runs the main job, `make test` the tests. Both make .venv first.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
export PATH := $(CURDIR)/$(BIN):$(PATH)
export DVC_NO_ANALYTICS := 1

.PHONY: help environment repro test coverage check lint types docs benchmark corpus constraints system clean

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

environment: $(VENV)/.complete  ## the environment in .venv, from constraints.txt

$(VENV)/.complete: constraints.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kopling needs Python 3.11 or newer, found " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

repro: environment  ## documents to report: outputs/reporting/index.html
	@# an unpacked archive has no git history, and DVC wants to be told
	@if git rev-parse --is-inside-work-tree >/dev/null 2>&1; \
	then $(BIN)/dvc config --local --quiet --unset core.no_scm 2>/dev/null || true; \
	else $(BIN)/dvc config --local core.no_scm true; fi
	$(BIN)/dvc repro
	@echo "The report: outputs/reporting/index.html"

test: environment  ## the tests
	$(BIN)/python -m pytest

coverage: environment  ## what the tests cover; traced readers are slow, and some bounds of time are met
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered

check: lint types docs repro test  ## what CI runs: style, types, docs, the main job, the tests

lint: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: environment
	$(BIN)/mypy

docs: environment  ## the data dictionary agrees with the schemas, links in the docs lead somewhere
	$(BIN)/python -m docs.check

benchmark: environment  ## accuracy, in one run
	$(BIN)/python -m benchmarks.accuracy

corpus: environment  ## build the example corpus anew from benchmarks/corpus
	$(BIN)/python -m benchmarks.corpus.build

constraints:  ## pin anew (needs uv); UPGRADE=--upgrade takes the newest
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate \
	  --custom-compile-command "make constraints" $(UPGRADE) -o constraints.txt

system:  ## Debian packages for OCR, browser tests and corpus building
	scripts/install-system-packages

clean:  ## outputs and caches, never documents or reviews
	rm -rf outputs .kopling dvc_plots .pytest_cache .mypy_cache .ruff_cache
