# SPDX-License-Identifier: Apache-2.0
# Everything a person types here starts with `make`; `make` alone lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_DIR := $(CURDIR)/.demo
STAMP := $(VENV)/.setup-stamp
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help setup web dev demo stop fix check test test-unit test-server e2e bench docs screenshots mutations api-coverage wheel clean

help: ## list the targets
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) web ## virtual environment with the package, the trainers and the built web application

$(STAMP): pyproject.toml requirements/bootstrap.txt requirements/dev.txt
	@$(PYTHON) tools/check_python.py
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@# a CPU build of torch if this machine's pip offers one, else the index's own
	@$(BIN)/python -c "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)" \
	  || $(BIN)/python -m pip install -q --disable-pip-version-check --no-index --no-deps 'torch>=2.9' 2>/dev/null || true
	$(BIN)/uv pip install -q --python $(BIN)/python 'torch>=2.9'
	@touch $@

web: $(STAMP) ## build the web application into the package (nothing when nothing changed)
	@$(BIN)/python tools/build_web.py
	@test -x $(BIN)/sightline || $(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .

dev: setup ## run the platform in the foreground on ./.demo
	$(BIN)/sightline up --data-dir $(DEMO_DIR) --free-ports

demo: ## set up, start the platform and walk the whole loop
	@test -f $(STAMP) || echo "First run: downloads about 700 MB of packages (Python wheels with torch, npm); took 2 to 6 minutes elsewhere. The demo itself takes about 2 minutes on 2 cores."
	@$(MAKE) --no-print-directory setup
	@$(BIN)/sightline status --data-dir $(DEMO_DIR) 2>/dev/null || $(BIN)/sightline up --detach --free-ports --data-dir $(DEMO_DIR)
	@$(BIN)/sightline demo --data-dir $(DEMO_DIR)
	@echo "Log in (one time, 15 minutes): $$($(BIN)/sightline admin login-link --data-dir $(DEMO_DIR))"
	@echo "Stop: make stop"

stop: ## stop the platform of `make demo`
	@$(BIN)/sightline down --data-dir $(DEMO_DIR)

fix: $(STAMP) ## format and repair what can be repaired
	$(BIN)/ruff check -q --fix . || true
	$(BIN)/ruff format -q .
	$(BIN)/python tools/npm.py run --silent format

check: setup ## formatters, linters, types, import contracts, size, generated files, leaks
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache -q 2>/dev/null || $(BIN)/lint-imports --no-cache
	$(PYTEST) -q tests/architecture
	$(BIN)/python tools/npm.py run --silent check

test: setup browser ## unit, server, contract and browser tests; ARGS=tests/unit runs a part
ifdef ARGS
	$(PYTEST) $(ARGS)
else
	$(PYTEST) -q tests/unit tests/architecture
	$(PYTEST) -q tests/api tests/compat tests/run --ignore=tests/compat/test_mutations.py
	$(PYTEST) -q tests/compat/test_mutations.py --run-mutations
	$(PYTEST) -q tests/e2e
	$(PYTEST) -q tests/demo
endif

test-unit: setup ## the tests that need no server
	$(PYTEST) -q tests/unit tests/architecture

test-server: setup ## api, compat and process tests
	$(PYTEST) -q tests/api tests/compat tests/run

e2e: setup browser ## the browser tests
	$(PYTEST) -q tests/e2e
	$(PYTEST) -q tests/demo

.PHONY: browser
browser: $(STAMP)
	@$(BIN)/python tools/ensure_browser.py

mutations: setup ## break seeded handlers one by one; each must turn a test red
	$(PYTEST) -q tests/compat/test_mutations.py --run-mutations

bench: setup ## target, figure, ratio and verdict of the rows in docs/reference/performance.md
	$(BIN)/python -m benchmarks

api-coverage: setup ## renew docs/reference/api-coverage.md from the traffic of tests/compat
	$(BIN)/python tools/renew_api_coverage.py

docs: setup ## renew the OpenAPI document and the types generated from it
	$(BIN)/python tools/renew_openapi.py

screenshots: setup browser ## renew docs/images in both themes from the running demo
	$(BIN)/python tools/take_screenshots.py --data-dir $(DEMO_DIR)

wheel: setup ## build dist/*.whl with the web application inside
	$(BIN)/uv build --wheel --no-build-isolation --python $(BIN)/python -q

clean: ## remove what was built, keep .demo
	rm -rf $(VENV) dist build web/node_modules src/sightline/web
