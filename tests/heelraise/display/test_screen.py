import io
from collections.abc import Iterator
from dataclasses import replace
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from heelraise.coach.cues.conduct import Coach, conduct
from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.programme.plan import Side
from heelraise.coach.session.events import DoneRep, Event, LinkLost, Progress, RepDone, SensorOk, Tick
from heelraise.coach.session.state import Stand, first_state
from heelraise.coach.session.turns import counted_turns, free_turn
from heelraise.display.frame import frame
from heelraise.display.glyphs import large, medium
from heelraise.display.scene import Scene, SensorNews, next_scene
from heelraise.display.screen import Screen, can_show
from heelraise.display.tempo_bars import Running
from heelraise.language import Language, words_in
from models.verdict import Flag, Verdict
from sensing.prescription import Prescription
from sensing.types import Phase

DANISH, ENGLISH = words_in(Language.DANISH), words_in(Language.ENGLISH)
FIRST = first_state(counted_turns(Prescription(), 12, 3, 120.0, Side.LEFT))
UP_S, HOLD_S, SLOW_S, FAST_S = 2.9, 1.9, 2.9, 1.2


def rep_events(start_s: float, down_s: float) -> Iterator[Event]:
    top_s, lowering_s, end_s = start_s + UP_S, start_s + UP_S + HOLD_S, start_s + UP_S + HOLD_S + down_s
    for phase, begins_s, ends_s in (
        (Phase.CONCENTRIC, start_s, top_s),
        (Phase.HOLD, top_s, lowering_s),
        (Phase.ECCENTRIC, lowering_s, end_s),
    ):
        yield Progress(begins_s, phase)
        if phase is Phase.ECCENTRIC and down_s == FAST_S:
            yield Progress(begins_s + 0.7, phase, True)
        yield Tick(ends_s - 0.1)
    yield Progress(end_s, Phase.REST)
    fast = down_s == FAST_S
    verdict, flags = (Verdict.FAULT, (Flag.ECCENTRIC_TOO_FAST,)) if fast else (Verdict.OK, ())
    yield RepDone(end_s + 0.1, DoneRep(start_s, end_s, UP_S, HOLD_S, down_s, verdict, flags, fast))


def scenes() -> list[Scene]:
    """A set of twelve with one repetition too fast, and the rest after it."""
    coach, scene = Coach(FIRST), Scene(FIRST, sensor=SensorNews("Movesense", 87))
    events: list[Event] = [SensorOk(0.1), Tick(3.0)]
    for number in range(12):
        events += rep_events(8.0 + 8.0 * number, FAST_S if number == 4 else SLOW_S)
    last_s = 8.0 + 8.0 * 12
    events += [Tick(last_s + second) for second in range(100)]
    found = []
    for event in events:
        coach, cues = conduct(coach, event)
        scene = next_scene(scene, coach.session, cues)
        found.append(scene)
    return found


SCENES = scenes()
FAST = next(scene for scene in SCENES if scene.running.too_fast)
RESTING = next(s for s in SCENES if s.state.stand is Stand.REST and s.cue is None)


def drawn(scene: Scene, columns: int = 80, rows: int = 24, danish: bool = True) -> str:
    return "\n".join(line.plain for line in frame(scene, DANISH if danish else ENGLISH, columns, rows))


@given(st.sampled_from(SCENES), st.integers(20, 200), st.integers(5, 60), st.booleans())
@settings(max_examples=60, deadline=None)
def test_it_fits_any_terminal(scene: Scene, columns: int, rows: int, danish: bool) -> None:
    lines = frame(scene, DANISH if danish else ENGLISH, columns, rows)
    assert len(lines) <= rows
    assert max(line.cell_len for line in lines) <= columns


@given(st.sampled_from(SCENES), st.integers(60, 200), st.integers(20, 60))
@settings(max_examples=40, deadline=None)
def test_count_or_time_is_always_large_and_whole(scene: Scene, columns: int, rows: int) -> None:
    state = scene.state
    if state.stand is not Stand.SET:
        return
    figure = [" " + row for row in large(str(len(state.reps)), 2 if rows >= 40 and columns >= 120 else 1)]
    plain = drawn(scene, columns, rows).splitlines()
    assert all(plain[2 + place].startswith(row) for place, row in enumerate(figure))


def test_the_warning_is_large_and_the_lowering_marked() -> None:
    plain = drawn(FAST)
    assert all(row in plain for row in medium("langsomt"))
    assert "NED" in plain
    spans = [span.style for line in frame(FAST, DANISH, 80, 24) for span in line.spans]
    assert any("#b00020" in str(style) for style in spans)


def test_each_repetition_has_its_bar_times_and_verdict() -> None:
    plain = drawn(RESTING, 100, 30, danish=False)
    fast = next(line for line in plain.splitlines() if line.strip().startswith("5 "))
    assert "2.9  1.9  1.2" in fast
    assert "! down too fast" in fast
    good = next(line for line in plain.splitlines() if line.strip().startswith("4 "))
    assert "✓" in good
    assert good.count("\\") > fast.count("\\") > 0, "the fast lowering is the shorter bar"


def test_the_bar_goes_on_into_the_hold_where_its_beginning_was_not_seen() -> None:
    unseen = Scene(FAST.state, Running(Phase.CONCENTRIC, (4.0, 0.0, 0.0)))
    bar = drawn(unseen).splitlines()[15]
    assert bar.count("=") == pytest.approx(10, abs=1), "half of the hold's field"
    assert "\\" not in bar


def test_without_anything_to_say_the_phase_is_written_large() -> None:
    up = replace(FAST, cue=None, running=Running(Phase.CONCENTRIC, (1.0, 0.0, 0.0)))
    assert all(row in drawn(up) for row in medium("op"))
    held = replace(up, running=Running(Phase.CONCENTRIC, (3.4, 0.0, 0.0)))
    assert all(row in drawn(held) for row in medium("hold"))


def test_it_reads_without_colour() -> None:
    plain = drawn(FAST)
    assert "/////" in plain
    assert "=====" in plain
    assert "\\\\" in plain


def test_the_rest_counts_down_and_says_what_is_next() -> None:
    plain = drawn(RESTING)
    assert plain.startswith("Næste: Sæt 2 af 3 · venstre ben")
    left = RESTING.state.left_s
    assert left is not None
    minutes, seconds = divmod(ceil(left), 60)
    assert all(row in plain for row in large(f"{minutes}:{seconds:02d}"))
    assert all(row in plain for row in medium("Pause"))


def test_a_lost_sensor_is_seen_at_once() -> None:
    state = replace(FAST.state, linked=False)
    scene = next_scene(FAST, state, (Cue(state.t_s, CueKind.SENSOR_LOST),))
    assert "✗ ingen sensor" in drawn(scene)
    coach, cues = conduct(Coach(FAST.state), LinkLost(FAST.state.t_s + 0.1))
    assert "✗ no sensor" in drawn(next_scene(FAST, coach.session, cues), danish=False)


def test_without_a_sensor_nothing_is_said_of_one() -> None:
    assert "sensor" not in drawn(Scene(FIRST), danish=False)


def test_a_cue_leaves_the_screen_after_a_while() -> None:
    assert FAST.cue is not None
    later = next_scene(FAST, replace(FAST.state, t_s=FAST.state.t_s + 5.0), ())
    assert later.cue is None


def test_the_warning_is_gone_when_the_heel_goes_up_again() -> None:
    assert FAST.cue is not None
    assert FAST.cue.kind is CueKind.TOO_FAST_DOWN
    up = next_scene(FAST, replace(FAST.state, movement=Phase.CONCENTRIC), ())
    assert up.cue is None
    assert not up.running.too_fast


def test_a_free_session_without_a_tempo_shows_too() -> None:
    scene = Scene(first_state((free_turn(None),)))
    assert "Sæt 1" in drawn(scene)
    free_up = first_state((free_turn(Prescription.parse("x-0-3")),))
    plain = drawn(Scene(replace(free_up, stand=Stand.SET)))
    assert "OP frit" in plain
    assert "HOLD" not in plain


def test_letters_that_are_not_known_are_marked() -> None:
    assert medium("€") == medium("?")
    assert {len(medium(text)) for text in ("a", "Gør dig klar", "0:59")} == {4}
    assert {len(large(text)) for text in ("a", "12/12")} == {7}


def test_the_screen_draws_and_gives_the_terminal_back() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=80, height=24, color_system="truecolor")
    with Screen(console, DANISH, FIRST, SensorNews()) as screen:
        screen.show(FAST.state, ())
        screen.tell("Ingen lyd")
    text = out.getvalue()
    assert "Sæt 1 af 3" in text
    assert text.index("\x1b[?1049h") < text.index("\x1b[?1049l")


def test_the_foot_shows_the_newest_notice_and_as_many_before_it_as_fit() -> None:
    notices = ("Ingen lyd", "p: pause, q: stop", "Smerte 4: Gør det lettere")
    assert drawn(replace(FAST, notices=notices)).splitlines()[-1] == " · ".join(notices)
    assert drawn(replace(FAST, notices=notices), 60).splitlines()[-1] == " · ".join(notices)
    assert drawn(replace(FAST, notices=notices), 44).splitlines()[-1] == notices[-1]


def test_what_is_to_be_known_stands_there_until_the_first_lift() -> None:
    before = Scene(FIRST, briefing=("Forfoden på et trin: langsomt op, hold, langsomt ned under trinnet.",))
    assert "langsomt ned under" in drawn(before, 60)
    assert "langsomt ned under" not in drawn(replace(before, state=FAST.state), 60)


@pytest.mark.parametrize(
    ("terminal", "columns", "rows", "can"),
    [(True, 80, 24, True), (False, 80, 24, False), (True, 50, 24, False), (True, 80, 10, False)],
)
def test_where_it_cannot_be_shown_lines_are_printed(
    terminal: bool, columns: int, rows: int, can: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    file = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    console = Console(file=file, force_terminal=terminal, width=columns, height=rows)
    assert can_show(console) is can


def test_a_terminal_without_block_characters_gets_lines() -> None:
    file = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    assert not can_show(Console(file=file, force_terminal=True, width=80, height=24))
