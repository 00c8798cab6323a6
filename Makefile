# Every command a person types. `.ci/run` calls the same ones.
PORT ?= 8000
DATA ?= ./var
PYTHON ?= python3
BIN := .venv/bin

SECONDS ?= 60
SEED ?= 1

.PHONY: run test check mutate bench bench-evidence bench-law bench-overload chaos lock format clean

run: .venv/.run-ready ## Start everything on http://127.0.0.1:$(PORT) with a demo city
	@exec $(BIN)/bumang --data $(DATA) serve --port $(PORT) --demo

test: .venv/.dev-ready ## Run every test
	$(BIN)/pytest -n 2 tests

check: .venv/.dev-ready ## Format, lint, types, import boundaries, SQL, dependencies, docs
	$(BIN)/python tools/check.py

bench: .venv/.bench-ready ## Measure beside real peers; writes docs/reference/benchmarks.md
	$(BIN)/python -m bench

bench-evidence: .venv/.bench-ready ## Measure the public log and its proofs; writes docs/reference/benchmarks-evidence.md
	$(BIN)/python -m bench.evidence

bench-overload: .venv/.run-ready ## Measure what happens when far too many come; writes docs/reference/benchmarks-overload.md
	$(BIN)/python -m bench.overload

bench-law: .venv/.dev-ready .venv-bench-law/.ready ## Measure the law beside OpenFisca and ttsim; writes docs/reference/benchmarks-law.md
	$(BIN)/python -m bench.law

mutate: .venv/.dev-ready requirements-mutation.txt ## Change one thing in a rule at a time; a test has to notice
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-mutation.txt
	$(BIN)/python tools/mutation.py

chaos: .venv/.dev-ready ## Kill processes under load for SECONDS with SEED, then audit
	$(BIN)/python -m chaos --seconds $(SECONDS) --seed $(SEED)

lock: ## Resolve the dependencies anew, with hashes
	$(BIN)/python tools/lock.py

format: .venv/.dev-ready
	$(BIN)/ruff check --fix -q src tests tools chaos bench examples; $(BIN)/ruff format -q src tests tools chaos bench examples

clean:
	rm -rf .venv .venv-bench-law

.venv/bin/python:
	@echo "Bumang: making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Bumang needs Python 3.11 or newer; set PYTHON=python3.12, say."; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.run-ready: .venv/bin/python requirements.txt pyproject.toml
	@echo "Bumang: installing the locked dependencies (once, about a minute)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

.venv/.dev-ready: .venv/.run-ready requirements-dev.txt
	@echo "Bumang: installing what checks and tests need"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/.bench-ready: .venv/.run-ready requirements-bench.txt
	@echo "Bumang: installing the peers to measure beside"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

.venv-bench-law/.ready: requirements-bench-law.txt
	@echo "Bumang: installing the engines to measure beside, in an environment of their own"
	@$(PYTHON) -m venv .venv-bench-law
	@.venv-bench-law/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench-law.txt
	@touch $@
