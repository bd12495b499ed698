# Everything that is done in this repository; `make` alone lists it.
#
# The environment is `.venv/`, made with uv from the hashes in requirements.lock. Where there is no
# uv, one is put into `.uv/`. Both are rebuilt by deleting them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Any Python of 3.11 or newer: make PYTHON=/path/to/python3.12
FITS := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" $(FITS) 2>/dev/null && echo "$$python" && break; done)

# default: PyTorch as PyPI has it, on Linux with about 4.5 GB of GPU libraries.
# cpu: PyTorch's CPU build. The choice is kept until the other one is asked for.
TORCH ?= $(shell cat .venv/.torch 2>/dev/null || echo default)
ifeq ($(filter cpu default,$(TORCH)),)
$(error TORCH may be cpu or default, not '$(TORCH)')
endif

UV ?= $(shell uv --version >/dev/null 2>&1 && echo uv || echo .uv/bin/uv)
PIP = $(UV) pip $(1) --python .venv/bin/python
READY := .venv/.ready-$(TORCH)
BIN := .venv/bin
LOCKED_TORCH = $(shell sed -n 's/^\(torch==[^ ;]*\).*/\1/p' requirements.lock)
# 1.2.3+cpu satisfies ==1.2.3, so a CPU build has to be told to make room.
REPLACE_TORCH = $(if $(wildcard .venv/lib/python*/site-packages/torch-*+*.dist-info),--reinstall-package torch)

# The tests that need no server and little time, side by side on two processors; those of a file
# stay together, since they share what is made for them.
QUICK := -n 2 --dist loadfile -m 'not slow and not neo4j'
# Those of them that are small and know no door (no HTTP, no command line, no page), to be run all
# day; they do without the plugin that asks doors, which takes seconds to begin.
UNIT := -n 2 --dist loadfile -p no:schemathesis -m 'not slow and not neo4j and not large' \
	tests/graph tests/community tests/matcher tests/loaders
# The others: those that need the server on one processor, those that take long on the other, in
# the order that tests/conftest.py gives them.
OTHERS := -n 2 --dist loadgroup --no-loadscope-reorder -m 'slow or neo4j'

# Style, types and layers take one processor; meanwhile the other compiles what many tests need.
LOOK_OVER = $(BIN)/python -m tests.compiled & trap "kill $$! 2>/dev/null || :" EXIT; \
	$(BIN)/ruff check .; \
	$(BIN)/ruff format --check .; \
	$(BIN)/mypy; \
	$(BIN)/lint-imports; \
	wait $$!

# Two tests side by side on two processors: libraries that start a thread for each would wait.
test check unit: export OMP_NUM_THREADS = 1
# Tests start many processes: none compiles again what another one has compiled.
unexport PYTHONDONTWRITEBYTECODE

# Big wheels on slow lines.
export UV_HTTP_TIMEOUT ?= 300

.PHONY: help install demo unit test check bench serve docs client lock neo4j clean

help: ## List what can be made
	@sed -n 's/^\([a-z0-9]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18
	@echo
	@echo '  TORCH=cpu       with any of them: PyTorch without 4.5 GB of GPU libraries'
	@echo '  PYTHON=…        with any of them: the Python (3.11 or newer) to build .venv with'

demo: $(READY) ## Load a real community and recommend mentors, peers and next steps
	$(BIN)/kinpath demo

unit: $(READY) ## The tests below the doors that are small: about a minute on two processors
	$(BIN)/pytest $(UNIT)

test: $(READY) ## Everything: style, types, layers, all tests on both stores
	$(LOOK_OVER)
	$(BIN)/pytest $(QUICK)
	$(BIN)/pytest $(OTHERS)

check: $(READY) ## The quick part: style, types, layers, tests that need no server and little time
	$(LOOK_OVER)
	$(BIN)/pytest $(QUICK)

bench: $(READY) ## Measure quality and speed beside simpler methods (minutes), into docs/benchmarks.md
	$(BIN)/python -m tests.benchmarks.everything

serve: $(READY) ## Answer over HTTP, on this machine only
	$(BIN)/kinpath serve

docs: $(READY) ## Check the documentation: links lead somewhere, code runs
	$(BIN)/pytest tests/test_documentation.py tests/test_documented_*.py

install: $(READY) ## Make .venv/ and nothing else

neo4j: $(READY) ## Run a Neo4j for development until Ctrl-C; data in .neo4j/, no Docker
	$(BIN)/python -m tests.neo4j_server

client: $(READY) ## Write api/client/made/ and the reference pages anew
	$(BIN)/python -m environment.client_maker

lock: | $(filter .uv/bin/uv,$(UV)) ## Renew requirements.lock from pyproject.toml
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --all-extras --group dev \
		pyproject.toml --output-file requirements.lock

clean: ## Delete what tests, tools and demos left; .venv/ stays
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage* dist
	rm -rf demo.db* *.egg-info .kinpath
	find . -name __pycache__ -not -path './.venv/*' -not -path './.uv/*' -prune -exec rm -rf {} +

# ------------------------------------------------------------------------- the environment

define demand_python
@"$(or $(PYTHON),false)" $(FITS) || { echo "Kinpath needs Python 3.11 or newer, but found" \
	"$(or $(PYTHON),none on the PATH). Name one: make PYTHON=/path/to/python3.12" >&2; exit 1; }
endef

.uv/bin/uv:
	$(demand_python)
	$(PYTHON) -m venv --clear .uv
	.uv/bin/pip install --quiet 'uv>=0.9,<1'

.venv/bin/python: | $(filter .uv/bin/uv,$(UV))
	$(demand_python)
	$(UV) venv --quiet --clear --python $(PYTHON) .venv

.venv/.ready-default: requirements.lock pyproject.toml | .venv/bin/python
	@rm -f .venv/.ready-* && echo default > .venv/.torch
	$(call PIP,sync) --require-hashes $(REPLACE_TORCH) requirements.lock
	$(call PIP,install) --no-deps --editable .
	@touch $@

.venv/.ready-cpu: requirements.lock pyproject.toml environment/cpu_lock.py | .venv/bin/python
	@rm -f .venv/.ready-* && echo cpu > .venv/.torch
	$(BIN)/python environment/cpu_lock.py requirements.lock > .venv/requirements-cpu.lock
	$(call PIP,sync) --require-hashes .venv/requirements-cpu.lock
	$(call PIP,install) --no-deps --torch-backend=cpu '$(LOCKED_TORCH)'
	$(call PIP,install) --no-deps --editable .
	@touch $@
