"""The fault matrix: each fault through the unmodified radio code, with its expected outcome."""

from pathlib import Path

import pytest

from benchmarks.fault_cases import CASES, FaultCase
from benchmarks.faults import PAGE, play


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_the_outcome_is_the_expected_one(case: FaultCase, tmp_path: Path) -> None:
    outcome = await play(case, tmp_path / "recording")
    assert outcome.is_as_expected(case), outcome


def test_the_page_has_every_case() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [case.name for case in CASES if f"| {case.name} |" not in text] == []
