"""The parts of a session as plain fields, keys and order as in the JSON contract of the design.

``analyze --json`` and the session document both use these, so that a repetition reads the same everywhere.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from heelraise.coach.summary import JudgedRep, SessionTotals, SetSummary
from sensing.types import Rep

Fields: TypeAlias = dict[str, Any]

_TIME_DECIMALS = 6
_ANGLE_DECIMALS = 1
_RISE_DECIMALS = 1
_PROBABILITY_DECIMALS = 3


def time_field(seconds: float) -> float:
    """Return a time or duration, s, to the microsecond."""
    return _rounded(seconds, _TIME_DECIMALS)


def span_field(start_s: float, end_s: float) -> list[float]:
    """Return a gap or an attempt as ``[start, end]``, s."""
    return [time_field(start_s), time_field(end_s)]


def rep_fields(judged: JudgedRep) -> Fields:
    """Return one repetition and what was said of it.

    Times are in s on the recording's clock, angles in degrees, ``rise_cm`` in cm, probabilities 0 to 1.
    """
    rep, form = judged.rep, judged.form
    return {
        "index": rep.index,
        "set": rep.set_index,
        "start": time_field(rep.start_s),
        "top": time_field(rep.top_s),
        "eccentric_start": time_field(rep.eccentric_start_s),
        "end": time_field(rep.end_s),
        "concentric_s": time_field(rep.concentric_s),
        "hold_s": time_field(rep.hold_s),
        "eccentric_s": time_field(rep.eccentric_s),
        "rom_deg": rounded(rep.rom_deg, _ANGLE_DECIMALS),
        "top_deg": rounded(rep.top_deg, _ANGLE_DECIMALS),
        "bottom_deg": rounded(rep.bottom_deg, _ANGLE_DECIMALS),
        "rise_cm": rounded(rep.rise_cm, _RISE_DECIMALS),
        "flags": [str(flag) for flag in form.flags],
        "verdict": str(form.verdict),
        "p_too_fast": _rounded(form.p_too_fast, _PROBABILITY_DECIMALS),
        "confidence": _rounded(rep.confidence, _PROBABILITY_DECIMALS),
        "reported_at": time_field(rep.reported_at_s),
        "warned_at": rounded(_in_time(rep), _TIME_DECIMALS),
    }


def set_fields(one_set: SetSummary) -> Fields:
    """Return one set; times in s."""
    return {
        "index": one_set.index,
        "start": time_field(one_set.start_s),
        "end": time_field(one_set.end_s),
        "reps": one_set.reps,
    }


def summary_fields(totals: SessionTotals) -> Fields:
    """Return the sums over a session; times in s."""
    return {
        "reps": totals.reps,
        "too_fast": totals.too_fast,
        "time_under_tension_s": time_field(totals.time_under_tension_s),
    }


def _in_time(rep: Rep) -> float | None:
    """Return when "too fast" was said, s, if the heel was going down just then; any other warning is none."""
    warned_s = rep.warned_at_s
    in_time = warned_s is not None and rep.eccentric_start_s <= warned_s <= rep.end_s
    return warned_s if in_time else None


def _rounded(value: float, decimals: int) -> float:
    # A plain float (numpy's would not be JSON), and never "-0.0".
    return round(float(value), decimals) + 0.0


def rounded(value: float | None, decimals: int) -> float | None:
    """Return a number to so many decimals; None for what was not measured."""
    return None if value is None else _rounded(value, decimals)
