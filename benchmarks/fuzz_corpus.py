"""From all inputs that a fuzzer kept to the fewest that still take every step from line to line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any

import sensing
from benchmarks.fuzz_seeds import CORPUS
from benchmarks.fuzz_target import target_of

_WATCHED = str(Path(sensing.__file__).parent)

Step = tuple[str, int, int]


def fewest(name: str, inputs: Iterable[bytes]) -> list[bytes]:
    """Return inputs, smallest first, that together take all steps that all of them take."""
    target = target_of(name)
    taken: set[Step] = set()
    chosen = []
    for each in sorted(set(inputs), key=lambda one: (len(one), one)):
        steps = steps_of(target, each)
        if steps - taken:
            taken |= steps
            chosen.append(each)
    return chosen


def steps_of(target: Callable[[bytes], None], data: bytes) -> set[Step]:
    """Return each step from one line of `sensing` to the next that an input takes."""
    steps: set[Step] = set()
    last: dict[int, int] = {}

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        file = frame.f_code.co_filename
        if not file.startswith(_WATCHED):
            return None
        if event == "line":
            steps.add((file, last.get(id(frame), 0), frame.f_lineno))
            last[id(frame)] = frame.f_lineno
        elif event in {"call", "return"}:
            last.pop(id(frame), None)
        return trace

    sys.settrace(trace)
    try:
        target(data)
    finally:
        sys.settrace(None)
    return steps


def keep(name: str, inputs: Iterable[bytes]) -> int:
    """Write the fewest inputs into the corpus of the tests, a line each; return how many there are."""
    kept = fewest(name, inputs)
    CORPUS.mkdir(exist_ok=True)
    (CORPUS / f"{name}.hex").write_text("".join(f"{one.hex()}\n" for one in kept))
    return len(kept)
