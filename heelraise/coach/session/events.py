"""What can happen in a session. Every event carries its time on the session's clock, s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, get_args

from heelraise.coach.programme.plan import Side
from heelraise.coach.summary import JudgedRep
from models.verdict import Flag, Verdict
from sensing.types import Phase


@dataclass(frozen=True, slots=True)
class DoneRep:
    """A repetition as far as a session cares.

    Parameters
    ----------
    start_s, end_s : float
        Its first and last edge on the sensor's clock, s.
    up_s, hold_s, down_s : float
        Times of its phases, s.
    verdict : Verdict
        What was thought of it.
    flags : tuple of Flag
        The reasons.
    warned : bool
        Whether "too fast" was said while the heel went down.
    """

    start_s: float
    end_s: float
    up_s: float
    hold_s: float
    down_s: float
    verdict: Verdict = Verdict.OK
    flags: tuple[Flag, ...] = ()
    warned: bool = False

    @classmethod
    def of(cls, judged: JudgedRep) -> DoneRep:
        """Return what a session keeps of a judged repetition."""
        rep, form = judged.rep, judged.form
        return cls(
            start_s=rep.start_s,
            end_s=rep.end_s,
            up_s=rep.concentric_s,
            hold_s=rep.hold_s,
            down_s=rep.eccentric_s,
            verdict=form.verdict,
            flags=form.flags,
            warned=rep.warned_at_s is not None,
        )

    @property
    def span_s(self) -> tuple[float, float]:
        """First and last edge, s."""
        return self.start_s, self.end_s


@dataclass(frozen=True, slots=True)
class Tick:
    """Time goes on."""

    t_s: float


@dataclass(frozen=True, slots=True)
class SensorOk:
    """The sensor was looked at and will do."""

    t_s: float


@dataclass(frozen=True, slots=True)
class SensorNotOk:
    """The sensor was looked at and will not do yet; why is said elsewhere."""

    t_s: float


@dataclass(frozen=True, slots=True)
class LinkLost:
    """The sensor is out of reach."""

    t_s: float


@dataclass(frozen=True, slots=True)
class LinkBack:
    """The sensor is there again; also the first event after a crash."""

    t_s: float


@dataclass(frozen=True, slots=True)
class Progress:
    """A phase of the movement begins, or a lowering is going to be too fast.

    Parameters
    ----------
    t_s : float
        When it was seen, s.
    phase : Phase
        The phase that goes on now.
    too_fast : bool
        The early warning.
    seen_s : float
        Stamp of the newest sample behind it on the sensor's clock, s.
    """

    t_s: float
    phase: Phase
    too_fast: bool = False
    seen_s: float = 0.0


@dataclass(frozen=True, slots=True)
class RepDone:
    """A repetition was counted."""

    t_s: float
    rep: DoneRep


@dataclass(frozen=True, slots=True)
class AttemptSeen:
    """A lift too small to count."""

    t_s: float


@dataclass(frozen=True, slots=True)
class PauseAsked:
    """The person wants a break now."""

    t_s: float


@dataclass(frozen=True, slots=True)
class GoOnAsked:
    """The person wants to go on: after a pause, out of a rest, to the next set."""

    t_s: float


@dataclass(frozen=True, slots=True)
class SideChanged:
    """The person works with this leg now."""

    t_s: float
    side: Side


@dataclass(frozen=True, slots=True)
class PainAnswered:
    """The person said how much it hurts.

    Parameters
    ----------
    t_s : float
        When, s.
    score : int or None
        0 to 10; None where the person did not want to say.
    stop : bool
        Whether the plan says to stop at that.
    sharp : bool
        Whether it is a sharp pain.
    """

    t_s: float
    score: int | None
    stop: bool = False
    sharp: bool = False


@dataclass(frozen=True, slots=True)
class StopAsked:
    """The person wants to stop. Final."""

    t_s: float


Event: TypeAlias = (
    Tick
    | SensorOk
    | SensorNotOk
    | LinkLost
    | LinkBack
    | Progress
    | RepDone
    | AttemptSeen
    | PauseAsked
    | GoOnAsked
    | SideChanged
    | PainAnswered
    | StopAsked
)

EVENTS: tuple[type[Event], ...] = get_args(Event)
"""All kinds of event, as the table has them for columns."""
