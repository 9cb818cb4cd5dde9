"""Plays sessions by hand: short words for what happens."""

from collections.abc import Iterable

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.programme.plan import ExerciseKind, Side, Watch, Wording
from heelraise.coach.session.events import DoneRep, Event, Progress, RepDone, SensorOk, Tick
from heelraise.coach.session.state import SessionState, first_state
from heelraise.coach.session.table import step
from heelraise.coach.session.turns import Turn, counted_turns
from models.verdict import Flag, Verdict
from sensing.prescription import Prescription
from sensing.types import Phase

TEMPO = Prescription()


def raises(reps: int = 3, sets: int = 2, rest_s: float = 60.0, side: Side | None = None) -> tuple[Turn, ...]:
    return counted_turns(TEMPO, reps, sets, rest_s, side)


def stretch(side: Side, seconds: float = 30.0, watch: Watch = Watch.NOTHING) -> Turn:
    return Turn(
        "stretch",
        Wording("stræk", "stretch"),
        ExerciseKind.HOLD,
        side,
        timer_s=seconds,
        rest_s=0.0,
        watch=watch,
    )


def rep_of(
    start_s: float, *flags: Flag, tempo: tuple[float, float, float] = (3.0, 2.0, 3.0), warned: bool = False
) -> DoneRep:
    verdict = Verdict.FAULT if flags else Verdict.OK
    return DoneRep(start_s, start_s + sum(tempo), *tempo, verdict, flags, warned)


class Player:
    """A session and all that it said."""

    def __init__(self, turns: tuple[Turn, ...], *, asks_pain: bool = False) -> None:
        self.state: SessionState = first_state(turns, asks_pain=asks_pain)
        self.said: list[Cue] = []
        self.do(SensorOk(0.0))

    @property
    def t_s(self) -> float:
        return self.state.t_s

    def do(self, *events: Event) -> "Player":
        for event in events:
            self.state, said = step(self.state, event)
            self.said += said
        return self

    def wait(self, seconds: float) -> "Player":
        return self.do(Tick(self.t_s + seconds))

    def lift(self, *flags: Flag) -> "Player":
        """One repetition of 8 s, from its first movement to its report."""
        start_s = self.t_s
        self.do(Progress(start_s + 0.6, Phase.CONCENTRIC), Progress(start_s + 5.5, Phase.ECCENTRIC))
        self.do(RepDone(start_s + 8.2, rep_of(start_s, *flags)))
        return self.do(Progress(start_s + 8.2, Phase.REST))

    def lifts(self, count: int) -> "Player":
        for _ in range(count):
            self.lift()
        return self

    def kinds(self) -> list[CueKind]:
        return [cue.kind for cue in self.said]

    def sets(self) -> list[tuple[int, str]]:
        return [(len(one.reps), one.end) for one in self.state.done]


def run(turns: tuple[Turn, ...], events: Iterable[Event]) -> SessionState:
    return Player(turns).do(*events).state
