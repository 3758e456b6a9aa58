# Every target needs only python3 (3.11 to 3.13) and make; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
READY := $(VENV)/.ready
# Every task is a process of its own: without byte code each would compile its imports again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test check up down bench bench-scale fuzz evaluate-other contracts docs lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

demo: $(READY)  ## sample exports at full scale through Airflow to released KPIs, with a summary
	@$(BIN)/python -m warehouse.demo

up: $(READY)  ## the same stack, kept running with Airflow's pages; make down stops it
	@$(BIN)/python -m warehouse.demo --keep

down: $(READY)  ## stop Airflow and the embedded Postgres
	@$(BIN)/warehouse down

test: $(READY)  ## all tests, against a real Postgres and real files
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

check: $(READY)  ## ruff, mypy, sqlfluff, yamllint and dbt parse
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/yamllint --strict .
	@$(BIN)/python -m warehouse.dbt parse
	@$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar dbt_project/models dbt_project/tests sql

bench: $(READY)  ## the loader beside COPY, to_sql and dlt in the same run; see docs/performance.md
	@$(BIN)/python -m benchmarks

bench-scale: $(READY)  ## the Ambassador marts at the programme's size and at ten times that
	@$(BIN)/python -m benchmarks.scale

fuzz: $(READY)  ## 10,000 mutated files into a scratch warehouse; FUZZ="--files 500 --seed 2" for others
	@$(BIN)/python -m tests.fuzz $(FUZZ)

evaluate-other: $(READY)  ## the model of 'Other' on texts it has never seen; INDEX=, REGISTER=: occupations, GIAS
	@$(BIN)/python -m cleaning.evaluate $(if $(INDEX),--index $(INDEX)) $(if $(REGISTER),--register $(REGISTER))

contracts: $(READY)  ## write what is generated from the contracts: dbt sources, staging models, gaps, data dictionary
	@$(BIN)/python -m extract.dbt_sources
	@$(BIN)/python -m extract.staging_models
	@$(BIN)/python -m extract.reference_gaps
	@$(BIN)/python -m warehouse.dictionary

lock: $(READY)  ## resolve requirements.lock anew from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.lock

clean: ## remove the environment and everything under var/ (make down first)
	@rm -rf $(VENV) var

$(READY): requirements.lock bootstrap.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 14) else "Python %d.%d found; this project needs 3.11, 3.12 or 3.13. Name one: make PYTHON=python3.12 …" % sys.version_info[:2])'
	@echo "Making $(VENV) from requirements.lock …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r bootstrap.lock
	@$(BIN)/uv --system-certs pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock bootstrap.lock
	@$(BIN)/uv --system-certs pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@
