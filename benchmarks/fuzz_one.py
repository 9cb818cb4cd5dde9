"""Fuzzes one model in this process: ``python -m benchmarks.fuzz_one KEY [options of libFuzzer]``."""

from __future__ import annotations

import sys
import warnings

import atheris  # type: ignore[import-not-found]

# What is imported inside is watched.
with atheris.instrument_imports(include=["sensing"]):
    from benchmarks.fuzz_target import target_of

if __name__ == "__main__":
    warnings.simplefilter("error")  # as in the tests
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target_of(sys.argv[1]))
    atheris.Fuzz()
