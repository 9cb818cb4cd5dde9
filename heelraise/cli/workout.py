"""What a live session sets out to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from heelraise.coach.cues.conduct import Coach, first_coach
from heelraise.coach.programme.model import Pain
from heelraise.coach.programme.plan import ExercisePlan, Side, Watch
from heelraise.coach.session.events import Event
from heelraise.coach.session.turns import Task, counted_turns, free_turn, turns_of
from heelraise.coaching import replayed
from heelraise.journal import CutOff, SessionStart
from sensing.prescription import Prescription


@dataclass(frozen=True, slots=True)
class Workout:
    """A task, or a session that was cut off and goes on.

    Parameters
    ----------
    task : Task
        What is to be done.
    cut_off : CutOff or None
        The session that goes on.
    events : tuple of Event
        What happened in it.
    pain : Pain or None
        What a pain in the middle of it means; None where the programme has no say.
    briefing : tuple of str
        What the person is told before the first lift, in their language.
    """

    task: Task
    cut_off: CutOff | None = None
    events: tuple[Event, ...] = ()
    pain: Pain | None = None
    briefing: tuple[str, ...] = ()

    @classmethod
    def free(cls, tempo: Prescription, side: str | None = None, *, paced: bool = False) -> Workout:
        """Return a workout that counts until it is ended."""
        return cls(Task((free_turn(tempo, None if side is None else Side(side)),), paced=paced))

    @classmethod
    def asked(
        cls,
        tempo: Prescription,
        reps: int | None,
        sets: int,
        rest_s: float,
        side: str | None = None,
        *,
        paced: bool = False,
    ) -> Workout:
        """Return a workout as asked for on the command line.

        Parameters
        ----------
        tempo : Prescription
            Seconds up, hold, down.
        reps : int or None
            Repetitions a set; None just counts.
        sets : int
            Sets.
        rest_s : float
            Least rest between sets, s.
        side : str, optional
            The leg, ``left`` or ``right``.
        paced : bool
            Whether the metronome runs.
        """
        if reps is None:
            return cls.free(tempo, side, paced=paced)
        turns = counted_turns(tempo, reps, sets, rest_s, None if side is None else Side(side))
        return cls(Task(turns, paced=paced))

    @classmethod
    def planned(
        cls, plan: ExercisePlan, pain: Pain, *, paced: bool, watched: bool, asks_pain: bool
    ) -> Workout:
        """Return an exercise of the programme as it is to be done today.

        Parameters
        ----------
        plan : ExercisePlan
            The exercise.
        pain : Pain
            What a pain means.
        paced : bool
            Whether the metronome runs.
        watched : bool
            Whether a sensor is worn.
        asks_pain : bool
            Whether to ask for the pain at the end.
        """
        turns = turns_of([plan if watched else replace(plan, watch=Watch.NOTHING)])
        return cls(Task(turns, asks_pain, paced, plan), pain=pain)

    @classmethod
    def going_on(cls, cut_off: CutOff, now: datetime) -> Workout:
        """Return what is left of a session that was cut off."""
        return cls(cut_off.start, cut_off, cut_off.events_until(now))

    @property
    def plan(self) -> ExercisePlan:
        """The exercise of the programme that it is; only for those that are one."""
        assert self.task.plan is not None
        return self.task.plan

    def start(self, now: datetime) -> SessionStart:
        """Return what the journal begins with; a session that goes on began when it began."""
        if self.cut_off is not None:
            return self.cut_off.start
        task = self.task
        return SessionStart(task.turns, task.asks_pain, task.paced, task.plan, started_utc=now)

    def coach(self) -> Coach:
        """Return the coach as it begins, or goes on."""
        return replayed(first_coach(self.task), self.events)
