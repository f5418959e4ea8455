.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# stories name the kernel python3; under our doors that is the warm one
WARM := JUPYTER_PATH=$(CURDIR)/lib/assay/kernels/lab
CHROMIUM := $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name))))

help: ## list the verbs
	@sed -nE 's/^([a-z]+):.*## /\1\t/p' $(firstword $(MAKEFILE_LIST)) | expand -t 10

setup: .venv/.stamp ## create .venv from the locked, hashed list (with uv if present, else pip)

# the lock is whole, and pip left to look for more takes a newer one for a name with an extra
.venv/.stamp: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Assay needs Python 3.11 or newer, $(PYTHON) is not; name one: make setup PYTHON=python3.12"; exit 1; }
	@set -e; if command -v uv >/dev/null; then \
	  uv venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" .venv; \
	  uv pip install --quiet --python .venv --require-hashes -r requirements.lock; \
	  uv pip install --quiet --python .venv --offline --no-deps --no-build-isolation -e .; \
	else \
	  $(PYTHON) -m venv .venv; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

lab: setup ## open JupyterLab on the stories
	@$(WARM) JUPYTER_CONFIG_PATH=$(CURDIR)/lib/assay/kernels/lab/config $(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks \
	  --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate

report: setup ## build the edition and say where its front page is
	@$(BIN)/assay build

test: setup ## lint, types, tests, stories under nbval; pages too where there is a Chromium
	@$(if $(CHROMIUM),,echo "No Chromium on the PATH: no page is opened in a browser"; test "$$ASSAY_REQUIRE_BROWSER" != 1)
	$(BIN)/ruff check lib tests
	$(BIN)/mypy
	$(BIN)/pytest -q -n auto tests
	$(WARM) $(BIN)/pytest -q -p no:hypothesispytest --nbval --ignore-glob='*/_*' notebooks

bench: setup ## measure kernels, batches and rebuilds against stock ones, as one table of ratios
	@$(BIN)/python -m bench --growth 10 100 1000

# jsonschema 4.25 and 4.26 compile 35 grammars when they are imported, which nbformat does at once:
# 1.2 s of every command that opens a notebook (python-jsonschema/jsonschema#1428). The bound is not
# in pyproject.toml: there uv reads it when it installs the lock, and refuses it for having no hash
lock: ## resolve requirements.lock again from pyproject.toml (needs uv)
	@echo 'jsonschema<4.25' | uv pip compile pyproject.toml --constraint - --quiet --all-extras --universal --fork-strategy fewest --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" -o requirements.lock

clean: ## remove the environment and the caches (editions stay)
	@rm -rf .venv data/.cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find lib tests notebooks -name __pycache__ -prune -exec rm -rf {} +

.PHONY: help setup lab report test bench lock clean
