"""What the doctor found, a line each: a mark, what it is, and what to do."""

from __future__ import annotations

from heelraise.doctor import Diagnosis, Grade
from heelraise.language import Words

_MARKS = {Grade.FINE: "✓", Grade.REMARK: "!", Grade.BAD: "✗"}


def doctor_lines(found: tuple[Diagnosis, ...], words: Words) -> list[str]:
    """Say what was found, a line each."""
    return [f"{_MARKS[one.grade]} {words.say(one.text)}" for one in found]
