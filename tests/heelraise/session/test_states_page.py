"""`docs/session-states.md` is made from the table: every state by every event."""

from dataclasses import asdict
from pathlib import Path

from heelraise.coach.session import rules
from heelraise.coach.session.events import EVENTS
from heelraise.coach.session.settings import SessionSettings
from heelraise.coach.session.state import SessionEnd, SetEnd, Stand
from heelraise.coach.session.table import TABLE

PAGE = Path(__file__).parents[3] / "docs" / "session-states.md"

HEAD = """# The states of a session

Made from `heelraise.coach.session.table` by `pytest tests/heelraise/session --update-golden`; a test holds
it against the code. `step(state, event)` is a pure function: time comes with the events, and the same events
give the same session.

Before an event is looked up here, time goes on to it: what was due by itself in between happens first, each
at its own time (see the last table).
"""

BY_TIME = {
    Stand.CHECK: "nothing",
    Stand.READY: "{left_after_s:g} s without a lift: `done`, the person has left (never while the sensor is"
    " lost, nor where nothing but counting was asked). A timed exercise: `timed` after {countdown_s:g} s",
    Stand.SET: "{pause_after_s:g} s without movement: `paused`. {walked_off_after_s:g} s without a"
    " repetition: the set is over. Neither while the sensor is lost",
    Stand.PAUSED: "{set_over_after_s:g} s since the last movement: the set is over (without a repetition it"
    " was none: `ready`). A pause that was asked for: `done` after {left_after_s:g} s",
    Stand.TIMED: "the timer is up: the set is over",
    Stand.REST: "the rest, counted from the end of the set's movement, is over: `ready`",
    Stand.SIDE: "the rest is over, and {move_sensor_s:g} s to move the sensor or {change_s:g} s to change"
    " legs: `ready`",
    Stand.CLOSING: "{closing_s:g} s, longer while a repetition is going on: `pain` if it is asked for,"
    " else `done`",
    Stand.PAIN: "{answer_within_s:g} s: `done`",
    Stand.DONE: "nothing",
    Stand.STOPPED: "nothing",
}


def page() -> str:
    used = dict.fromkeys(rule for row in TABLE.values() for rule in row.values() if rule is not rules.stay)
    parts = [HEAD, "| event | " + " | ".join(f"`{stand}`" for stand in Stand) + " |"]
    parts.append("|---" * (len(Stand) + 1) + "|")
    for event in EVENTS:
        cells = (TABLE[stand][event] for stand in Stand)
        names = ["·" if rule is rules.stay else rule.__name__.replace("_", " ") for rule in cells]
        parts.append(f"| `{event.__name__}` | " + " | ".join(names) + " |")
    parts.append("\n`·` changes nothing. The others:\n")
    parts += ["| rule | what it does |", "|---|---|"]
    parts += [f"| {r.__name__.replace('_', ' ')} | {(r.__doc__ or '').splitlines()[0]} |" for r in used]
    parts.append("\n## By itself\n\n| state | what happens |\n|---|---|")
    times = asdict(SessionSettings())
    parts += [f"| `{stand}` | {text.format(**times)} |" for stand, text in BY_TIME.items()]
    ends = ", ".join(f"`{end}`" for end in SetEnd)
    parts.append(f"\nA set is over by {ends}; a session by {', '.join(f'`{end}`' for end in SessionEnd)}.")
    return "\n".join(parts) + "\n"


def test_the_page_is_that_of_the_table(update_golden: bool) -> None:
    if update_golden:
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()
    assert set(BY_TIME) == set(Stand)
