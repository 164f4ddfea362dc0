# The few commands anyone needs. `make up` and `make test` set up what they need themselves.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

# A lock names no index: where packages come from is the machine's business.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url \
	--no-emit-find-links --custom-compile-command 'make lock' pyproject.toml
LOCKS := requirements.lock requirements-dev.lock

.PHONY: help setup up test check map rehearse bench bench-scale bench-doors bench-everyone bench-lists bench-pages bench-writes mutants histories lock lock-fresh

help:
	@echo "make up        start everything on this machine; Ctrl-C stops it"
	@echo "make setup     only create .venv from the lock file; .venv/bin/vade is then the CLI"
	@echo "make test      run all tests (ARGS='-k correction' to choose)"
	@echo "make check     ruff, mypy, import contracts, lock freshness"
	@echo "make map       draw the house from its imports into ARCHITECTURE.md"
	@echo "make rehearse  play every example and compare it with what it expects"
	@echo "make bench     Vade against the bare SDK and DBOS by the same acts (ROUNDS=1 for a first look)"
	@echo "make bench-scale  thousands of open cases, and a minute in which all remind (SIZE=2000)"
	@echo "make bench-doors  what a command takes over HTTP and by the typed client, p50 and p95"
	@echo "make bench-writes  what a command writes: commits and SQL statements (CASES=2)"
	@echo "make bench-pages  what each page takes with 10,000 open cases, p50 and p95 (CASES=1000 LOOKS=100)"
	@echo "make bench-everyone  a decree, a renewal, a release over all open cases (SIZES=1000,3000,10000)"
	@echo "make bench-lists  how lists, counts and feeds grow up to 100,000 open cases (SIZES=1000,10000)"
	@echo "make mutants   plant mutants in rules and stories, list what no test notices (PROCESS=course MINUTES=10)"
	@echo "make histories record what cases of this version carry over, once before its release"
	@echo "make lock      compile the lock files from pyproject.toml"

setup: $(STAMP)

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Vade needs Python 3.11 or newer; '$(PYTHON)' is missing or older." \
			"Name another one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
		echo "This Python cannot create virtual environments; install its venv package" \
			"(on Debian and Ubuntu: python3-venv)." >&2; exit 2; }
	@echo "Setting up .venv from requirements-dev.lock (a few minutes the first time)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check \
		--require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check \
		--no-deps --no-build-isolation -e .
	@touch $@

up: $(STAMP)
	@$(BIN)/vade up

# Compiled once and kept, whatever this machine usually does: a run starts some hundred Pythons.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(STAMP)
	$(BIN)/python -m pytest -n 3 --dist worksteal $(ARGS)

check: $(STAMP) lock-fresh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

map: $(STAMP)
	@$(BIN)/python -m tests.house

rehearse: $(STAMP)
	$(BIN)/vade rehearse --check examples/*/*.yaml

# Each takes minutes, on a machine that does nothing else; settings come from the environment.
bench: $(STAMP)
	$(BIN)/python -m tests.bench.compare

bench-scale: $(STAMP)
	$(BIN)/python -m tests.bench.scale

bench-doors: $(STAMP)
	$(BIN)/python -m tests.bench.doors

bench-writes: $(STAMP)
	$(BIN)/python -m tests.bench.writes

bench-everyone: $(STAMP)
	$(BIN)/python -m tests.bench.everyone

bench-lists: $(STAMP)
	$(BIN)/python -m tests.bench.lists

bench-pages: $(STAMP)
	CASES=$(or $(CASES),10000) LOOKS=$(or $(LOOKS),40) $(BIN)/python -m tests.bench.pages

# Minutes, not seconds: run when rules or their tests have changed, never in `make test`.
mutants: $(STAMP)
	$(BIN)/python -m tests.mutants.run $(if $(PROCESS),--process $(PROCESS)) \
		$(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED))

histories: $(STAMP)
	$(BIN)/python -m tests.histories.record

lock: $(STAMP)
	$(COMPILE) --generate-hashes -o requirements.lock
	$(COMPILE) --generate-hashes --group dev -o requirements-dev.lock

# Compiled once more over the pins there are, nothing may change. Hashes are left out: a release
# may gain files for new platforms at any time.
lock-fresh: $(STAMP)
	@mkdir -p build && cp $(LOCKS) build/
	@$(COMPILE) -o build/requirements.lock
	@$(COMPILE) --group dev -o build/requirements-dev.lock
	@for lock in $(LOCKS); do \
		sed -e '/--hash=/d' -e 's/ *\\$$//' $$lock | diff - build/$$lock >&2 || { \
			echo "$$lock is not what pyproject.toml asks for; run: make lock" >&2; exit 1; }; \
	done
