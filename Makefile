# make run: open the application (PORT=8600 for another port).  make quick: what takes under a minute.  make test: the whole gate.
# make docs: write the generated files anew.  make versions: install as users do, with old and new versions.  make packages: the quick part of it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Servers and commands that tests start import the same modules: they are compiled once.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run docs quick test packages versions lint all-tests quick-tests needs clean

run: $(VENV)/.installed
	@$(BIN)/l2kg app $(if $(PORT),--port $(PORT))

# Codebook, coverage, ontology pages, README's picture and the JSON-LD context: tests hold each up to date.
docs: $(VENV)/.tested
	$(BIN)/python -m l2kg.codebook > docs/codebook.md.new
	mv docs/codebook.md.new docs/codebook.md
	set -e; for script in docs/make_*.py; do $(BIN)/python $$script; done

# ruff and mypy fill what the tests leave idle of two cores.
test: $(VENV)/.tested needs
	@$(MAKE) --no-print-directory --jobs=2 lint all-tests

# Wheel and source archive in empty environments, and README's commands there: half a minute.
packages: $(VENV)/.tested
	$(BIN)/pytest installing -k "not test_versions"

# The same, then the lowest versions that are declared and the newest, by Python 3.11 to 3.13: a quarter of an hour or more.
versions: $(VENV)/.tested
	$(BIN)/pytest installing

# Without browser, servers, Java, R and notebooks: tests/conftest.py tells which tests need them.
quick: $(VENV)/.tested
	@$(MAKE) --no-print-directory --jobs=2 lint quick-tests

lint:
	$(BIN)/ruff check .
	$(BIN)/mypy

all-tests:
	$(BIN)/pytest -n 3 --dist loadfile

quick-tests:
	$(BIN)/pytest -n 3 --dist loadfile -m "not slow" --hypothesis-profile=quick

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "l2kg needs Python 3.11 or newer with venv; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "Installing L2KG and what its application needs into $(VENV): once, a minute or two"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -e '.[app,analysis]'
	@touch $@

$(VENV)/.tested: $(VENV)/.installed pyproject.toml
	@echo "Installing what the tests need into $(VENV): once, some minutes"
	$(BIN)/python -m pip install --disable-pip-version-check -e '.[test]'
	@touch $@

# What the tests need from Debian: a browser, Java for HermiT, Node for foreign clients, R to read what is exported, Virtuoso as a remote store.
needs:
	@missing=""; \
	command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || missing="$$missing chromium-headless-shell"; \
	command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	command -v node >/dev/null || missing="$$missing nodejs"; \
	command -v Rscript >/dev/null || missing="$$missing r-base-core"; \
	command -v virtuoso-t >/dev/null || missing="$$missing virtuoso-opensource-7"; \
	if [ -z "$$missing" ]; then exit 0; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
	else echo "The tests need$$missing; on Debian: sudo apt-get install$$missing"; exit 1; fi

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .artefacts
