# Every target does its own set-up; all it needs is python3 (3.11 or newer), make and the package index.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8090

.DEFAULT_GOAL := help
.PHONY: help setup demo run test lint browser pictures bench soak lock clean

help:  ## what one can do
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is %d.%d: make PYTHON=python3.11 ..." % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=24'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@$(BIN)/umkm-bot ask halo >/dev/null || true  # learns to understand, once, so that the first start need not
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -OO -c 'import handlers.run' || true  # compiled without docstrings, which is how `run` runs
	@touch $@

setup: $(VENV)/.installed  ## make .venv with everything in it

demo: setup  ## try the bot in the browser: no token, no network
	$(BIN)/umkm-bot demo --port $(PORT)

run: setup  ## the bot against Telegram (needs .env)
	$(BIN)/umkm-bot run

test: setup  ## all tests, on SQLite and a real PostgreSQL
	$(BIN)/pytest -q -n 2 --dist worksteal -m "not browser and not soak"

lint: setup  ## ruff, mypy, imports one way, content, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/umkm-bot content check db/content/balikpapan

browser: setup  ## the chat page in Debian's chromium, with screenshots
	$(BIN)/pytest -q -m browser

pictures: browser  ## docs/images anew, from the browser tests
	for picture in docs/images/*.png; do cp .screenshots/$${picture##*/} $$picture; done

bench: setup  ## speed, side by side with bare bots, as ratios
	$(BIN)/python -m tests.benchmarks

soak: setup  ## long chaos runs (SOAK=short for the form that CI runs)
	$(BIN)/pytest -q -m soak --timeout 3000

lock:  ## pin the newest versions that go together (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --extra test pyproject.toml -o requirements.lock

clean:  ## remove what set-up and tests made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .screenshots *.egg-info
