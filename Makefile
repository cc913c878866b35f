# What a person does with a fresh clone. Nothing else needs installing first but Python >= 3.11.
#
#   make demo    design examples/clinic and prove it      make lock    make the lock files again (UPGRADE=1: with the newest versions)
#   make test    the whole test suite                     make bench   how long reading texts and proving rules takes
#   make clean   remove the virtual environment, caches and the demo's output
#
# PYTHON=/path/to/python3.12 chooses the interpreter; WORKERS=4 the processes that run the tests.

VENV    ?= .venv
WORKERS ?= 2
OUTPUT  ?= build/demo

usable   = import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON  ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14 python; do \
                     $$name -c '$(usable)' >/dev/null 2>&1 && echo $$name && break; done)
BIN      = $(VENV)/bin
PIP      = PYTHONNOUSERSITE=1 $(BIN)/python -m pip --disable-pip-version-check --no-input

# A stamp is younger than what it was installed from, and named for the interpreter's job: running or testing.
RUNTIME  = $(VENV)/.installed-runtime
DEV      = $(VENV)/.installed-dev
PACKAGE  = pyproject.toml src/database_designer/__init__.py

UV_LOCK  = $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-config \
             --only-binary :all: --emit-build-options --no-emit-package database-designer \
             $(if $(UPGRADE),--upgrade) --custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help demo test lint lock bench clean
.DELETE_ON_ERROR:

help:
	@sed -n '3,7s/^# \{0,1\}//p' Makefile

demo: $(RUNTIME)
	$(BIN)/database-designer design examples/clinic --output $(OUTPUT)
	@echo
	@echo "The design:      $(OUTPUT)/database_schema.md"
	@echo "The migrations:  $(OUTPUT)/migrations/"
	@echo "The diagram:     $(OUTPUT)/erd.mmd"
	@echo "To correct:      $(OUTPUT)/model.yaml, then run the same command again"

test: lint
	$(BIN)/pytest -n $(WORKERS)

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: $(DEV)
	$(UV_LOCK) --group build pyproject.toml --output-file requirements.lock
	$(UV_LOCK) --group build --group dev pyproject.toml --constraint requirements.lock --output-file requirements-dev.lock

bench: $(RUNTIME)
	$(BIN)/python benchmarks/discovery_scale.py
	$(BIN)/python benchmarks/reading_scale.py
	$(BIN)/python benchmarks/rules_scale.py
	$(BIN)/python benchmarks/indexing_scale.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with the venv module was not found." \
	  "Install it (Debian and Ubuntu: apt-get install python3-venv), or name it: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c '$(usable)' || { echo "$(PYTHON) is not Python 3.11 or newer with the venv module." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock $(PACKAGE) | $(BIN)/python
	$(PIP) install --quiet --require-hashes --requirement requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.lock $(PACKAGE) | $(BIN)/python
	$(PIP) install --quiet --require-hashes --requirement requirements-dev.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(RUNTIME)
