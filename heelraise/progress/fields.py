"""A session of the history as plain fields, for ``heelraise history --json``."""

from __future__ import annotations

from typing import Any

from heelraise.coach.contract import Fields, rounded, time_field
from heelraise.progress.course import Progress
from heelraise.progress.point import SessionPoint, Tempo

_TIME_DECIMALS = 3


def point_fields(point: SessionPoint, progress: Progress) -> Fields:
    """Return one session; times in s, angles in degrees, loads in kg, `pain` that of its day by moment."""
    return {
        "id": str(point.id),
        "started_at": point.started_at.isoformat(),
        "day": point.day.isoformat(),
        "exercise": str(point.exercise),
        "side": point.side,
        "placement": str(point.placement),
        "sets": list(point.sets),
        "reps": point.reps,
        "too_fast": point.too_fast,
        "prescribed": _tempo(point.prescribed),
        "done": _tempo(point.done),
        "time_under_tension_s": time_field(point.tension_s),
        "delivered_s": rounded(point.delivered_s, _TIME_DECIMALS),
        "rom_deg": rounded(point.height_deg, 1),
        "rise_cm": rounded(point.height_cm, 1),
        "load_kg": point.load_kg,
        "pain": {str(one.moment): one.score for one in progress.pain_on(point.day)},
        "notes": [
            {"author": str(one.author), "day": one.day.isoformat(), "text": one.text}
            for one in progress.notes_on(point)
        ],
        "remarks": list(point.remarks),
    }


def _tempo(tempo: Tempo) -> dict[str, Any]:
    return {name: rounded(getattr(tempo, name), _TIME_DECIMALS) for name in ("up_s", "hold_s", "down_s")}
