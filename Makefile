# Two targets matter: `make demo` (the main job, no hardware) and `make check` (everything CI runs).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CATALOGUES := $(wildcard heelraise/locale/*/LC_MESSAGES/*.po)
LANGUAGES := $(CATALOGUES:.po=.mo)

.PHONY: demo check test test-deep faults format lint types bench accuracy picture catalogue fuzz lock setup clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(LANGUAGES): $(CATALOGUES) | $(READY)
	$(BIN)/python -c "from heelraise.locale.catalogue import compile_all; compile_all()"

demo: $(READY) $(LANGUAGES)
	$(BIN)/heelraise demo

check: lint types test

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(READY)
	$(BIN)/mypy

test: $(READY) $(LANGUAGES)
	$(BIN)/pytest -n auto --dist loadfile --cov

# BlueZ and a kernel with Bluetooth, in a virtual machine; on Debian, with qemu-system-x86 bluez dbus
# busybox-static cpio kmod.
test-deep: $(READY)
	$(BIN)/python -m tests.deep.appliance.build
	$(BIN)/pytest tests/deep --deep

# Breaks the link in every way and writes the outcome into docs/link.md.
faults: $(READY)
	$(BIN)/python -m benchmarks.faults --write

bench: $(READY)
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.decode

# Writes docs/accuracy.md anew; takes some minutes.
accuracy: $(READY)
	$(BIN)/python -m benchmarks.accuracy

# Writes docs/demo.svg anew, the picture in README.md, docs/progress.png and docs/screen.svg.
picture: $(READY)
	HEELRAISE_DATA=build/picture $(BIN)/heelraise demo --lang en --picture docs/demo.svg
	rm -r build/picture
	$(BIN)/python -m benchmarks.progress_picture
	$(BIN)/python -m benchmarks.screen_picture

# Brings heelraise/locale up to date with the texts in the code and names what is not translated yet.
catalogue: $(READY)
	$(BIN)/python -m heelraise.locale

# Feeds every decoder what nobody would send, minute by minute, and keeps what reached something new. Linux only.
fuzz: build/fuzz/.ready
	build/fuzz/env/bin/python -m benchmarks.fuzz --seconds 60 --keep

build/fuzz/.ready:
	$(PYTHON) -m venv build/fuzz/env
	build/fuzz/env/bin/python -m pip install --quiet atheris numpy
	touch $@

# Needs uv; run after changing the dependencies in pyproject.toml.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --extra dev pyproject.toml --output-file requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .coverage
