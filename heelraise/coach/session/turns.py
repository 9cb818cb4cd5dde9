"""What is to be done, laid out set after set: the only form in which a session sees a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from heelraise.coach.programme.plan import ExerciseKind, ExercisePlan, Side, Watch, Wording
from sensing.prescription import Prescription


@dataclass(frozen=True, slots=True)
class Turn:
    """One set on one side.

    Parameters
    ----------
    exercise : str
        Key of the exercise in the programme.
    name : Wording
        Its name.
    kind : ExerciseKind
        Repetitions, a stretch or a timed exercise.
    side : Side or None
        The leg; None where nobody said.
    number : int
        Number of the set on this side, from 1.
    of : int or None
        Sets on this side; None for as many as are possible.
    reps : int or None
        Repetitions asked; None just counts.
    at_least : bool
        Whether the set goes on past `reps` for as long as the quality lasts.
    tempo : Prescription or None
        Seconds up, hold, down.
    timer_s : float or None
        How long a stretch or a timed exercise lasts, s.
    rest_s : float or None
        Least rest after it, s; None asks for none.
    watch : Watch
        What a sensor can follow.
    """

    exercise: str
    name: Wording
    kind: ExerciseKind = ExerciseKind.RAISES
    side: Side | None = None
    number: int = 1
    of: int | None = 1
    reps: int | None = None
    at_least: bool = False
    tempo: Prescription | None = None
    timer_s: float | None = None
    rest_s: float | None = None
    watch: Watch = Watch.REPETITIONS

    @property
    def open_ended(self) -> bool:
        """Whether another set follows until the person ends it."""
        return self.of is None


@dataclass(frozen=True, slots=True)
class Task:
    """What a session sets out to do.

    Parameters
    ----------
    turns : tuple of Turn
        Set after set, at least one.
    asks_pain : bool
        Whether the pain is asked for at the end.
    paced : bool
        Whether the metronome runs.
    plan : ExercisePlan or None
        The exercise of the programme that it is; None for what was asked for on the command line.
    """

    turns: tuple[Turn, ...]
    asks_pain: bool = False
    paced: bool = False
    plan: ExercisePlan | None = None

    @property
    def tempo(self) -> Prescription:
        """What repetitions are held against."""
        return next((turn.tempo for turn in self.turns if turn.tempo is not None), Prescription())

    @property
    def is_free(self) -> bool:
        """Whether it just counts."""
        return all(turn.reps is None and turn.timer_s is None for turn in self.turns)


HEEL_RAISE = "heel_raise"
_HEEL_RAISE_NAME = Wording(da="tåhævning", en="heel raise")


def turns_of(plans: Iterable[ExercisePlan]) -> tuple[Turn, ...]:
    """Lay out exercises set after set; one side is finished before the next begins."""
    return tuple(turn for plan in plans for side in plan.sides for turn in _sets(plan, side))


def _sets(plan: ExercisePlan, side: Side) -> Iterator[Turn]:
    raises = plan.raises
    for number in range(1, (plan.sets or 1) + 1):
        yield Turn(
            exercise=plan.key,
            name=plan.name,
            kind=plan.kind,
            side=side,
            number=number,
            of=plan.sets,
            reps=None if raises is None else raises.reps,
            at_least=raises is not None and raises.at_least,
            tempo=None if raises is None else raises.tempo,
            timer_s=plan.timer_s,
            rest_s=plan.rest_s,
            watch=plan.watch,
        )


def free_turn(tempo: Prescription | None, side: Side | None = None) -> Turn:
    """Return a turn that just counts, set after set, until the person ends it."""
    return Turn(HEEL_RAISE, _HEEL_RAISE_NAME, side=side, of=None, tempo=tempo)


def counted_turns(
    tempo: Prescription, reps: int, sets: int, rest_s: float, side: Side | None = None
) -> tuple[Turn, ...]:
    """Return a plan made on the command line.

    Parameters
    ----------
    tempo : Prescription
        Seconds up, hold, down.
    reps, sets : int
        Repetitions a set, and sets.
    rest_s : float
        Least rest between sets, s.
    side : Side, optional
        The leg.
    """
    return tuple(
        Turn(
            HEEL_RAISE, _HEEL_RAISE_NAME, side=side, number=n, of=sets, reps=reps, tempo=tempo, rest_s=rest_s
        )
        for n in range(1, sets + 1)
    )
