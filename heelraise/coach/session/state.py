"""Where a session stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from heelraise.coach.session.events import DoneRep
from heelraise.coach.session.turns import Turn
from sensing.types import Phase


class Stand(StrEnum):
    """The states."""

    CHECK = "check"
    """The sensor is looked at."""
    READY = "ready"
    """Waits for the first lift; a timed exercise counts down."""
    SET = "set"
    """Repetitions are being done."""
    PAUSED = "paused"
    """The person stands still within a set, or asked for a break in a timed exercise."""
    TIMED = "timed"
    """A stretch is held, or a timed exercise done."""
    REST = "rest"
    """Between two sets."""
    SIDE = "side"
    """The other leg is next: waits for the sensor to be moved."""
    CLOSING = "closing"
    """All is done; a few more repetitions would still count."""
    PAIN = "pain"
    """The pain was asked for."""
    DONE = "done"
    STOPPED = "stopped"


OVER = frozenset({Stand.DONE, Stand.STOPPED})
"""Nothing comes after these."""


class SetEnd(StrEnum):
    """Why a set was over."""

    COUNT = "count"
    STILLNESS = "stillness"
    QUALITY = "quality"
    """An attempt, or two low repetitions in a row."""
    ASKED = "asked"
    TIME = "time"


class SessionEnd(StrEnum):
    """Why a session was over."""

    COMPLETE = "complete"
    STOPPED = "stopped"
    PAIN = "pain"
    LEFT = "left"
    """The person did not come back."""


@dataclass(frozen=True, slots=True)
class DoneSet:
    """A set that is over.

    Parameters
    ----------
    turn : Turn
        What was asked.
    reps : tuple of DoneRep
        What was done.
    end : SetEnd
        Why it was over.
    held_s : float
        Time of a stretch or timed exercise, s.
    """

    turn: Turn
    reps: tuple[DoneRep, ...]
    end: SetEnd
    held_s: float = 0.0


@dataclass(frozen=True, slots=True)
class SessionState:
    """Everything that is known of a running session.

    Parameters
    ----------
    t_s : float
        Now, s.
    stand : Stand
        The state.
    since_s : float
        Since when, s.
    turn : Turn
        The set that is done now; between sets the one that comes next, after the last set the last.
    ahead : tuple of Turn
        What comes after it.
    reps : tuple of DoneRep
        Repetitions of the set that is done now.
    done : tuple of DoneSet
        Sets that are over, oldest first.
    until_s : float or None
        When the rest, the countdown or the timer ends, s.
    movement : Phase
        What the heel does.
    movement_since_s : float
        Since when, s.
    active_s : float
        When something last moved or was asked for, s; stillness is counted from here.
    rep_at_s : float
        When a repetition was last counted, s.
    break_asked : bool
        Whether the person asked for the pause.
    attempts : int
        Lifts too small to count.
    linked : bool
        Whether the sensor is in reach.
    asks_pain : bool
        Whether the pain is asked for at the end.
    pain : int or None
        What was answered to that.
    pain_during : int or None
        The worst that was said before, in the middle of it.
    sharp : bool
        Whether what was said last was a sharp pain.
    end : SessionEnd or None
        Why it is over.
    """

    t_s: float
    stand: Stand
    since_s: float
    turn: Turn
    ahead: tuple[Turn, ...] = ()
    reps: tuple[DoneRep, ...] = ()
    done: tuple[DoneSet, ...] = ()
    until_s: float | None = None
    movement: Phase = Phase.REST
    movement_since_s: float = 0.0
    active_s: float = 0.0
    rep_at_s: float = 0.0
    break_asked: bool = False
    attempts: int = 0
    linked: bool = True
    asks_pain: bool = False
    pain: int | None = None
    pain_during: int | None = None
    sharp: bool = False
    end: SessionEnd | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing comes any more."""
        return self.stand in OVER

    @property
    def left_s(self) -> float | None:
        """What is left of the rest, the countdown or the timer, s; None where none runs."""
        if self.until_s is None:
            return None
        now_s = self.since_s if self.stand is Stand.PAUSED else self.t_s
        return max(0.0, self.until_s - now_s)

    @property
    def left_reps(self) -> int | None:
        """Repetitions that the running set still asks for; None where none were asked."""
        return None if self.turn.reps is None else max(0, self.turn.reps - len(self.reps))

    def number_of(self, start_s: float) -> int | None:
        """Return the number, in its set, of the newest repetition; None if it is not the one that began then.

        Parameters
        ----------
        start_s : float
            Its first edge on the sensor's clock, s.
        """
        newest = self.reps or (self.done[-1].reps if self.done else ())
        return len(newest) if newest and newest[-1].start_s == start_s else None

    @property
    def all_reps(self) -> tuple[DoneRep, ...]:
        """Every repetition of the session, oldest first."""
        return tuple(rep for one in self.done for rep in one.reps) + self.reps


def first_state(turns: tuple[Turn, ...], *, asks_pain: bool = False) -> SessionState:
    """Return the state that a session begins in, at 0 s: it waits for the sensor to be looked at.

    Parameters
    ----------
    turns : tuple of Turn
        What is to be done, at least one.
    asks_pain : bool
        Whether to ask for the pain at the end.
    """
    return SessionState(
        t_s=0.0,
        stand=Stand.CHECK,
        since_s=0.0,
        turn=turns[0],
        ahead=turns[1:],
        asks_pain=asks_pain,
    )
