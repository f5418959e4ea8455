.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

help: ## list the verbs
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/.stamp ## create .venv from the hash-locked list (uv if present, else pip)

.venv/.stamp: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Assay needs Python 3.11 or newer; name one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
	  uv pip install --quiet --python .venv --require-hashes -r requirements.lock && \
	  uv pip install --quiet --python .venv --no-deps --no-build-isolation -e . ; \
	else \
	  $(PYTHON) -m venv .venv && \
	  $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e . ; \
	fi
	@touch $@

lab: setup ## open JupyterLab on the stories
	@$(BIN)/jupyter lab --notebook-dir=. notebooks/README.md

report: setup ## build the edition and say where the page is
	@$(BIN)/assay build

test: setup ## lint, types, unit tests, stories under nbval, browser tests where a Chromium exists
	@$(BIN)/ruff check lib tests
	@$(BIN)/mypy
	@$(BIN)/pytest -q -n 2
	@$(BIN)/pytest -q --nbval notebooks

lock: ## resolve requirements.lock again from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --all-extras --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 -o requirements.lock -q

clean: ## remove the environment, caches and built editions
	@rm -rf .venv data/.cache reports/editions reports/current reports/held .pytest_cache .mypy_cache .ruff_cache

.PHONY: help setup lab report test lock clean
