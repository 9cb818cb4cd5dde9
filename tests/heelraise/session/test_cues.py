"""What is told, when, and what is not."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heelraise.coach.cues.conduct import Coach, conduct
from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.cues.pace import Pace, beats_of
from heelraise.coach.cues.traits import IN_PHASE_S, TRAITS
from heelraise.coach.cues.voice import Voice, speak
from heelraise.coach.programme.plan import Side
from heelraise.coach.session.events import (
    AttemptSeen,
    Event,
    LinkLost,
    PainAnswered,
    Progress,
    RepDone,
    SensorOk,
    StopAsked,
    Tick,
)
from heelraise.coach.session.state import SessionState, first_state
from heelraise.coach.session.turns import Turn
from models.verdict import Flag
from sensing.prescription import Prescription
from sensing.types import Phase
from tests.heelraise.session.playing import TEMPO, raises, rep_of, stretch
from tests.heelraise.session.test_laws import stories

FAULT_KINDS = {
    CueKind.TOO_FAST_DOWN,
    CueKind.SLOWER_DOWN,
    CueKind.SLOWER_UP,
    CueKind.HOLD,
    CueKind.HIGHER,
    CueKind.LOWER,
}


class Heard:
    """A coach, and all that a person hears of it."""

    def __init__(self, turns: tuple[Turn, ...], *, paced: bool = False) -> None:
        self.coach = Coach(first_state(turns), pace=Pace() if paced else None)
        self.told: list[Cue] = []
        self.do(SensorOk(0.0))

    @property
    def t_s(self) -> float:
        return self.coach.session.t_s

    def do(self, *events: Event) -> "Heard":
        for event in events:
            self.coach, due = conduct(self.coach, event)
            self.told += due
        return self

    def wait_until(self, t_s: float, *events: Event) -> "Heard":
        """Let time go on in packets of samples, with events in between."""
        ticks = [Tick(round(0.1 * n, 1)) for n in range(int(self.t_s * 10) + 1, int(t_s * 10) + 1)]
        return self.do(*sorted([*ticks, *events], key=lambda event: event.t_s))

    def wait(self, seconds: float) -> "Heard":
        return self.wait_until(self.t_s + seconds)

    def lift(
        self,
        *flags: Flag,
        tempo: tuple[float, float, float] = (3.0, 2.0, 3.0),
        warned: bool = False,
        lag_s: float = 0.7,
    ) -> "Heard":
        start_s, (up_s, hold_s, down_s) = self.t_s, tempo
        end_s = start_s + up_s + hold_s + down_s
        down = start_s + up_s + hold_s
        events: list[Event] = [
            Progress(start_s + lag_s, Phase.CONCENTRIC, seen_s=start_s + lag_s),
            Progress(down + 0.3 * down_s, Phase.ECCENTRIC),
            RepDone(end_s + 0.2, rep_of(start_s, *flags, tempo=tempo, warned=warned)),
            Progress(end_s + 0.2, Phase.REST),
        ]
        if warned:
            events.append(Progress(down + 0.6 * down_s, Phase.ECCENTRIC, too_fast=True))
        return self.wait_until(end_s + 0.2, *sorted(events, key=lambda event: event.t_s))

    def kinds(self) -> list[CueKind]:
        return [cue.kind for cue in self.told]

    def numbers(self, kind: CueKind) -> list[int | None]:
        return [cue.number for cue in self.told if cue.kind is kind]


def test_every_kind_has_its_traits() -> None:
    assert set(TRAITS) == set(CueKind)


def test_no_word_within_a_repetition_is_longer_than_0_7_s() -> None:
    for kind, traits in TRAITS.items():
        if (
            traits.in_phase
            and traits.spoken
            and kind
            not in {
                CueKind.HOLD_STILL,  # in a stretch, which has no phases
                CueKind.HALF_WAY,
                CueKind.SENSOR_LOST,  # the repetition is lost anyway
                CueKind.SENSOR_BACK,
                CueKind.STOP,
            }
        ):
            assert traits.lasts_s <= IN_PHASE_S, kind


def test_nobody_is_ever_told_to_hurry() -> None:
    assert not [kind for kind in CueKind if "faster" in kind or "too_slow" in kind]


def test_the_count_is_heard_and_three_left_takes_its_place() -> None:
    heard = Heard(raises(reps=12)).wait(5)
    for _ in range(12):
        heard.lift()
    assert heard.numbers(CueKind.COUNT) == [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12]
    assert heard.numbers(CueKind.LAST_THREE) == [3]


def test_after_a_set_comes_what_matters_one_after_the_other() -> None:
    heard = Heard(raises(reps=3, rest_s=60)).wait(5).lift().lift().lift().wait(60)
    assert heard.kinds()[-8:] == [
        CueKind.SET_DONE,
        CueKind.WELL_DONE,
        CueKind.REST,
        CueKind.REST_ENDING,
        *[CueKind.COUNTDOWN] * 3,
        CueKind.START,
    ]
    assert heard.numbers(CueKind.COUNTDOWN) == [3, 2, 1]


def test_a_fast_lowering_is_named_once_while_the_heel_goes_down() -> None:
    heard = Heard(raises(reps=5)).wait(5)
    heard.lift(Flag.ECCENTRIC_TOO_FAST, Flag.NO_HOLD, tempo=(3.0, 0.3, 1.0), warned=True)
    assert [kind for kind in heard.kinds() if kind in FAULT_KINDS] == [CueKind.TOO_FAST_DOWN]
    (warning,) = (cue for cue in heard.told if cue.kind is CueKind.TOO_FAST_DOWN)
    assert warning.t_s < 5 + 4.3


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ((Flag.ECCENTRIC_TOO_FAST, Flag.LOW), CueKind.SLOWER_DOWN),
        ((Flag.CONCENTRIC_TOO_FAST, Flag.NO_HOLD), CueKind.SLOWER_UP),
        ((Flag.NO_HOLD, Flag.LOW), CueKind.HOLD),
        ((Flag.LOW,), CueKind.HIGHER),
        ((Flag.INCOMPLETE_LOWERING,), CueKind.LOWER),
        ((Flag.WOBBLY,), None),
    ],
)
def test_of_several_faults_the_one_that_matters_most_is_named(
    flags: tuple[Flag, ...], told: CueKind | None
) -> None:
    heard = Heard(raises(reps=5)).wait(5).lift(*flags).wait(1)
    assert [kind for kind in heard.kinds() if kind in FAULT_KINDS] == ([told] if told else [])


def test_the_same_fault_is_not_named_after_every_repetition() -> None:
    heard = Heard(raises(reps=12)).wait(5)
    for _ in range(6):
        heard.lift(Flag.NO_HOLD)
    assert heard.kinds().count(CueKind.HOLD) == 3


def test_walking_during_the_rest_is_not_warned_of() -> None:
    heard = Heard(raises(reps=1)).wait(5).lift().wait(20)
    heard.do(Progress(heard.t_s, Phase.ECCENTRIC, too_fast=True))
    assert CueKind.TOO_FAST_DOWN not in heard.kinds()


def test_a_set_in_haste_gets_one_remark_and_no_praise() -> None:
    heard = Heard(raises(reps=3)).wait(5)
    for _ in range(3):
        heard.lift(tempo=(2.2, 1.5, 2.2))
    heard.wait(20)
    assert heard.kinds().count(CueKind.A_LITTLE_SLOWER) == 1
    assert CueKind.WELL_DONE not in heard.kinds()


def test_a_used_up_set_is_praised() -> None:
    heard = Heard(raises(reps=12)).wait(5).lift().lift().lift()
    heard.do(AttemptSeen(heard.t_s)).wait(10)
    assert CueKind.WELL_DONE in heard.kinds()


def test_praise_is_rare() -> None:
    heard = Heard(raises(reps=3, sets=3, rest_s=5)).wait(5)
    for _ in range(3):
        heard.lift().lift().lift().wait(10)
    assert heard.kinds().count(CueKind.WELL_DONE) == 2


def test_a_sentence_waits_for_the_end_of_a_lift_and_is_left_out_when_it_is_stale() -> None:
    heard = Heard(raises(reps=3)).wait(0.5)  # "get ready" is still being said
    assert heard.kinds() == [CueKind.GET_READY]
    heard = Heard(raises(reps=1, sets=2)).wait(5).lift()
    heard.do(Progress(heard.t_s, Phase.CONCENTRIC)).do(StopAsked(heard.t_s + 0.2))
    assert heard.kinds()[-1] is CueKind.STOP
    assert CueKind.SET_DONE not in heard.wait(10).kinds()


@pytest.mark.parametrize("event", [StopAsked(13.3), LinkLost(13.3), PainAnswered(13.3, 9, stop=True)])
def test_what_is_urgent_cuts_in(event: Event) -> None:
    heard = Heard(raises(reps=3)).wait(5).lift()
    assert heard.do(event).told[-1].t_s == pytest.approx(13.3)


def test_a_stretch_is_counted_in_and_halved() -> None:
    heard = Heard((stretch(Side.LEFT),), paced=True).wait(60)
    assert heard.kinds() == [
        CueKind.GET_READY,
        *[CueKind.COUNTDOWN] * 3,
        CueKind.START,
        CueKind.HALF_WAY,
        CueKind.DONE,
    ]


def test_the_metronome_has_a_beat_for_each_phase_and_a_tick_for_each_second() -> None:
    beats = [(beat.t_s, beat.kind) for beat in beats_of(TEMPO, 10.0)]
    assert beats == [
        (11.0, CueKind.PACE_TICK),
        (12.0, CueKind.PACE_TICK),
        (13.0, CueKind.PACE_HOLD),
        (14.0, CueKind.PACE_TICK),
        (15.0, CueKind.PACE_DOWN),
        (16.0, CueKind.PACE_TICK),
        (17.0, CueKind.PACE_TICK),
        (18.0, CueKind.PACE_UP),
    ]
    assert beats_of(Prescription(None, 0.0, 3.0), 10.0) == ()


def test_the_metronome_starts_with_the_person_and_learns_when_that_is() -> None:
    heard = Heard(raises(reps=12), paced=True).wait(5)
    off_s = []
    for _ in range(5):
        start_s = heard.t_s
        heard.lift(lag_s=1.2)
        holds = [cue.t_s for cue in heard.told if cue.kind is CueKind.PACE_HOLD]
        off_s.append(holds[-1] - (start_s + 3.0))
        heard.wait(1.3)
    assert off_s[0] == pytest.approx(0.5)
    assert abs(off_s[-1]) < 0.05
    assert len(holds) == 5


def test_the_metronome_does_not_call_up_before_the_heel_is_down() -> None:
    heard = Heard(raises(reps=12), paced=True).wait(5).lift(tempo=(3.0, 2.0, 4.0))
    heard.wait(0.5)
    (called,) = (cue.t_s for cue in heard.told if cue.kind is CueKind.PACE_UP)
    assert 5 + 9.0 <= called <= 5 + 9.4


@given(stories())
def test_two_words_are_never_said_at_once(story: tuple[SessionState, list[Event]]) -> None:
    state, events = story
    coach, spoken = Coach(state, pace=Pace()), []
    for event in _in_packets(events):
        coach, due = conduct(coach, event)
        spoken += [cue for cue in due if TRAITS[cue.kind].spoken]
    for first, second in pairwise(spoken):
        late_enough = second.t_s >= first.t_s + TRAITS[first.kind].lasts_s - 1e-9
        traits = TRAITS[second.kind]
        assert late_enough or (traits.urgent and traits.rank > TRAITS[first.kind].rank)


@given(stories())
def test_a_repetition_has_at_most_one_fault(story: tuple[SessionState, list[Event]]) -> None:
    state, events = story
    coach, since = Coach(state), 0
    for event in events:
        coach, due = conduct(coach, event)
        faults = sum(cue.kind in FAULT_KINDS and cue.kind is not CueKind.TOO_FAST_DOWN for cue in due)
        since = faults if isinstance(event, RepDone) else since + faults
        assert since <= 1


@given(st.lists(st.tuples(st.floats(0, 0.5), st.sampled_from(list(CueKind)), st.booleans()), max_size=40))
def test_words_never_overlap_whatever_is_wanted(wanted: Iterable[tuple[float, CueKind, bool]]) -> None:
    voice, t_s, until_s, rank = Voice(), 0.0, -1.0, 0
    for later_s, kind, moving in wanted:
        t_s += later_s
        voice, due = speak(voice, [Cue(t_s, kind)], t_s, moving=moving)
        words = [cue for cue in due if TRAITS[cue.kind].spoken]
        assert len(words) <= 1
        for cue in words:
            traits = TRAITS[cue.kind]
            assert t_s >= until_s or (traits.urgent and traits.rank > rank)
            assert traits.in_phase or not moving
            until_s, rank = t_s + traits.lasts_s, traits.rank


def _in_packets(events: list[Event]) -> list[Event]:
    end_s = min(events[-1].t_s, 60.0)
    ticks = [Tick(0.25 * n) for n in range(int(end_s * 4))]
    return sorted([*events, *ticks], key=lambda event: event.t_s)


@pytest.mark.parametrize(("paced", "tops"), [(False, 1), (True, 0)])
def test_the_top_is_heard_once_and_left_to_the_metronome_where_one_runs(paced: bool, tops: int) -> None:
    phases = (Phase.CONCENTRIC, Phase.HOLD, Phase.HOLD, Phase.ECCENTRIC)
    heard = Heard(raises(), paced=paced).do(*(Progress(3.0 + n, phase) for n, phase in enumerate(phases)))
    assert [cue.kind for cue in heard.told].count(CueKind.TOP) == tops
