"""Fast or not? Real exercises of other limbs than the heel, against each person's own first repetitions."""

from pathlib import Path

import pytest

from benchmarks.styles import STYLES, in_blocks
from heelraise.analyze import analyze
from models.verdict import Flag
from sensing.types import Exercise

TOO_FAST = {Flag.CONCENTRIC_TOO_FAST, Flag.ECCENTRIC_TOO_FAST}


@pytest.mark.parametrize("name", ["s1_e4", "s2_e3", "s3_e5"])
def test_fast_is_told_from_correct_and_low(shared_data: Path, name: str) -> None:
    judged = analyze(shared_data / "rehab_styles" / f"{name}.csv", exercise=Exercise.LIMB).judged
    wrong = [
        one.rep.start_s
        for style, block in zip(STYLES, in_blocks(judged), strict=True)
        for one in block
        if bool(TOO_FAST & set(one.form.flags)) != (style == "fast")
    ]
    assert len(wrong) <= 1, wrong
