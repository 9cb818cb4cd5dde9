"""A session beside the last one like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from heelraise.coach.course import day_of
from heelraise.history.document import SessionDocument
from heelraise.progress.point import SessionPoint, point_of


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sessions of the same exercise, leg and placement: the one before, and this one."""

    before: SessionPoint
    now: SessionPoint


def compared(
    now: SessionDocument, kept: Sequence[SessionDocument], zone: tzinfo | None = None, starts_hour: int = 0
) -> Comparison | None:
    """Find the last session that this one may be held against; None where there is none.

    Parameters
    ----------
    now : SessionDocument
        The session that has just ended.
    kept : sequence of SessionDocument
        What is kept, in any order; `now` may be among it.
    zone : tzinfo, optional
        The person's zone; the system's if not given.
    starts_hour : int, optional
        Hour at which the person's day starts.
    """
    alike = [one for one in kept if one.id != now.id and one.reps and _is_before(one, now)]
    if not alike or not now.reps:
        return None
    before = max(alike, key=lambda one: one.started_at)
    return Comparison(_point(before, zone, starts_hour), _point(now, zone, starts_hour))


def _is_before(one: SessionDocument, now: SessionDocument) -> bool:
    like = (one.exercise, one.side, one.placement) == (now.exercise, now.side, now.placement)
    return like and one.started_at < now.started_at


def _point(document: SessionDocument, zone: tzinfo | None, starts_hour: int) -> SessionPoint:
    local = document.local_start(zone)
    return point_of(document, local, day_of(local, starts_hour))
