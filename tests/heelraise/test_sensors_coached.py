"""Sets on emulated sensors of several makers, from the command line."""

import pytest

from heelraise.history.store import History
from heelraise.places import Places
from tests.heelraise.command_line import CommandLine


@pytest.mark.parametrize(
    ("sensor", "too_fast"), [("polar-verity", range(4, 6)), ("movella-dot/fast-set", range(12, 13))]
)
def test_a_set_is_counted_right(sensor: str, too_fast: range, heelraise: CommandLine, places: Places) -> None:
    ran = heelraise("coach", "--sensor", f"virtual:{sensor}", "--placement", "foot", "--speed", 100)
    assert (ran.code, ran.err) == (0, "")
    with History(places.history) as history:
        (kept,) = history.sessions()
    assert kept.summary.reps == 12
    assert kept.summary.too_fast in too_fast
