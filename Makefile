# Newsmend. `make` alone lists the commands.
PYTHON ?= python3
DETACH ?=
PORT ?=
DEMO_PORT ?=
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
AIRFLOW_HOME ?= $(CURDIR)/var/airflow
export AIRFLOW_HOME

.DEFAULT_GOAL := help
.PHONY: help install fluency run status stop demo-cli test fuzz faults celery audit static check clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP) ## make .venv and install everything at the pinned versions

$(STAMP): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "$(PYTHON) is not there. Install Python 3.11 or newer, or say which: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) stack/install.py
	@touch $@
	@echo "✓ Installed"

fluency: $(STAMP) ## add KenLM for the fluency model (needs a C++ compiler)
	@$(PYTHON) stack/install.py fluency

run: $(STAMP) ## start everything, fetch and mend the last three days, show what came of it
	@exec $(BIN)/python -m stack run $(if $(DETACH),--detach) $(if $(PORT),--port $(PORT)) $(if $(DEMO_PORT),--demo-port $(DEMO_PORT))

status: $(STAMP) ## show each process of the running stack and its health
	@exec $(BIN)/python -m stack status

stop: $(STAMP) ## stop a running stack
	@exec $(BIN)/python -m stack stop

demo-cli: $(STAMP) ## the same ingest without Airflow's server, in seconds
	@exec $(BIN)/python -m stack demo-cli

test: $(STAMP) ## run all tests
	@exec $(BIN)/pytest

fuzz: $(STAMP) ## extract 100,000 broken pages (some minutes)
	@NEWSMEND_FUZZ=100000 exec $(BIN)/pytest tests/extract/test_fuzz.py --timeout 7200

faults: $(STAMP) ## kill -9 at every fault point, 20 times each (twenty minutes)
	@FAULT_KILLS=20 exec $(BIN)/pytest tests/faults_injected --durations=15

celery: $(STAMP) ## a day through CeleryExecutor and two workers (needs PostgreSQL, Redis and the extra `celery`)
	@CI=true exec $(BIN)/pytest tests/stack/test_celery.py --durations=5

audit: $(STAMP) ## known vulnerabilities of the pinned packages, and an SBOM in var/sbom.json
	@$(BIN)/python stack/audit.py

static: $(STAMP) ## ruff, mypy --strict and the import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports

check: static test ## all static checks, then all tests

clean: ## stop the stack, remove .venv, var/ and every cache
	@if test -x $(BIN)/python && test -d stack; then $(BIN)/python -m stack stop || true; fi
	rm -rf $(VENV) var build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
