# Development commands. They need Python 3.11 or later and make; `make` alone lists them.
# docs/install.md tells how the portal is put into service.

DEBUG ?= true
# Everybody knows what `make run` is for.
export DJANGO_RUNSERVER_HIDE_WARNING := true

# What settings.py would find in .env counts too; it has its own default for the database.
dotenv = $(shell sed -n 's/^$(1)=//p' .env 2>/dev/null)
ifeq ($(origin PORT),undefined)
PORT := $(or $(call dotenv,PORT),8000)
endif
export PORT DEBUG
ifeq ($(origin DATABASE_URL),undefined)
DATABASE_URL := $(call dotenv,DATABASE_URL)
endif
ifneq ($(value DATABASE_URL),)
export DATABASE_URL
else
unexport DATABASE_URL
endif

PY := .venv/bin/python
MANAGE := $(PY) manage.py
STAMPS := .venv/stamps

CATALOGUES := $(wildcard locale/*/LC_MESSAGES/*.po)
COMPILED := $(CATALOGUES:.po=.mo)
MIGRATIONS := $(wildcard */migrations/*.py)
FIXTURES := $(sort $(shell find fixtures -type f 2>/dev/null))
TEMPLATES = $(shell find templates */templates -name '*.html' 2>/dev/null)

# What was done to a database is remembered under the name of that database.
DATABASE := $(STAMPS)/database-$(shell printf %s '$(value DATABASE_URL)' | cksum | cut -d' ' -f1)
ifneq ($(filter postgres%,$(value DATABASE_URL)),)
DATABASE_THERE = $(PY) -c 'import psycopg2, sys; psycopg2.connect(sys.argv[1]).cursor().execute("select 1 from django_migrations")' '$(value DATABASE_URL)' 2>/dev/null
else
SQLITE_FILE := $(or $(patsubst sqlite:///%,%,$(value DATABASE_URL)),var/portal.sqlite3)
DATABASE_THERE = test -s '$(SQLITE_FILE)'
endif

.PHONY: help setup run test lint messages openapi bench deep lock clean FORCE
.DELETE_ON_ERROR:
.SECONDEXPANSION:

help:
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(STAMPS)/runtime $(STAMPS)/catalogues ## environment, locked packages, compiled messages

run: setup $(DATABASE) ## serve on 127.0.0.1:8000 (PORT=, DATABASE_URL=)
	@cat $(DATABASE)
	@printf '\nThe portal: http://localhost:%s  (Ctrl-C stops it)\n\n' $(PORT)
	@trap 'kill $$server $$worker 2>/dev/null; wait' EXIT; trap 'exit 0' HUP INT TERM; \
	nice -n 5 $(MANAGE) db_worker & worker=$$!; \
	$(MANAGE) runserver 127.0.0.1:$(PORT) & server=$$!; \
	wait $$server

test: setup $(STAMPS)/dev ## the whole suite on SQLite, then on PostgreSQL (ARGS=)
	@$(PY) tests/run.py $(ARGS)

lint: $(STAMPS)/dev ## ruff, djade, mypy
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(if $(TEMPLATES),.venv/bin/djade --target-version 5.2 --check $(TEMPLATES))
	$(PY) -m mypy

messages: setup ## collect the texts to translate (needs gettext), then compile them
	$(MANAGE) makemessages --locale es --locale fr --locale pt_BR \
		--no-location --no-obsolete --ignore '.venv/*' --ignore 'tests/*' --ignore 'bench/*'
	$(MANAGE) compile_catalogues

openapi: setup ## write the document of the API from the code
	$(MANAGE) write_openapi

bench: setup $(STAMPS)/dev $(DATABASE) ## measure, as ratios in one run
	@set -e; export DATABASE_URL="$${DATABASE_URL:-sqlite:///$(CURDIR)/$(SQLITE_FILE)}"; \
	for measure in $$(grep -l '^if __name__' bench/*.py | grep -v odd_requests); do \
		echo "== $$measure"; $(PY) -m "bench.$$(basename $$measure .py)"; \
	done

deep: setup $(STAMPS)/dev ## the suite with its long campaigns, many more inputs, odd requests, faults
	@HYPOTHESIS_PROFILE=deep $(PY) tests/run.py -m '' $(ARGS)
	@echo '== bench/odd_requests.py'; $(PY) -m bench.odd_requests
	@set -e; for fault in $$(grep -l '^if __name__' bench/faults/*.py); do \
		echo "== $$fault"; $(PY) -m "bench.faults.$$(basename $$fault .py)"; \
	done

lock: $(STAMPS)/dev ## compile the requirements from pyproject.toml (UPGRADE=1)
	$(PY) requirements/lock.py $(if $(UPGRADE),--upgrade)

clean: ## remove what the commands made, except .venv and var/
	rm -rf $(STAMPS) $(COMPILED) staticfiles .pytest_cache .ruff_cache .mypy_cache .coverage
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

$(STAMPS)/environment:
	@for python in $(PYTHON) python3.11 python3.12 python3.13 python3; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; python=; \
	done; \
	test -n "$$python" || { echo 'Python 3.11 or later is needed: name it with PYTHON=/path/to/python'; exit 1; }; \
	$$python -m venv .venv
	@mkdir -p $(@D) && touch $@

$(STAMPS)/runtime: requirements/runtime.txt | $(STAMPS)/environment
	@echo 'Installing the locked packages …'
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/runtime
	@echo 'Installing the locked packages of the development tools …'
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

$(STAMPS)/catalogues: $(STAMPS)/runtime $(CATALOGUES) $(if $(filter-out $(wildcard $(COMPILED)),$(COMPILED)),FORCE)
	@$(MANAGE) compile_catalogues
	@touch $@

# The stamp holds the accounts that `make run` shows.
$(DATABASE): $(STAMPS)/runtime $(STAMPS)/catalogues $(MIGRATIONS) $(FIXTURES) $$(if $$(shell $$(DATABASE_THERE) && echo yes),,FORCE)
	@$(MANAGE) migrate --no-input --verbosity 0
	@$(MANAGE) load_reference
	@$(MANAGE) load_demo
	@$(MANAGE) create_demo_accounts > $@
