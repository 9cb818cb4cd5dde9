"""The flags by formula, from measured times and the shape of the course.

=====================  ==============================================================================
flag                   set where
=====================  ==============================================================================
eccentric_too_fast     lowering shorter than 2/3 of its prescribed time; never on an ``x`` phase
concentric_too_fast    the same for the lift
no_hold                hold under half of the prescribed one
low                    range, or how high a limb is lifted, under 70 % of the reference, unless it faded
                       within the set or an edge of the lift lies in a hole; never by rise
incomplete_lowering    the lowering ends higher than the lift began, by 30 % of the reference
dropped                last quarter of the lowering twice as fast as its mean, or a thud
bounced                fast into and out of the turn before this lift, both three times the clean ones
wobbly                 rolling that does not go with the lift, 2.5 times that of the clean ones
gap                    the repetition touches a hole in the samples
=====================  ==============================================================================

All numbers are in `models.settings`. Comparisons with NaN are false: what is not seen is not flagged.
"""

from __future__ import annotations

from dataclasses import replace
from math import exp, hypot, nan
from typing import Any

from models.measures import Measures
from models.reference import Reference
from models.settings import SenseSettings, ShapeSettings, TempoSettings
from models.sight import Sight
from models.verdict import Flag, Reason
from sensing.prescription import Prescription
from sensing.types import Placement

PHASE_OF = {
    Flag.ECCENTRIC_TOO_FAST: "eccentric_s",
    Flag.CONCENTRIC_TOO_FAST: "concentric_s",
    Flag.NO_HOLD: "hold_s",
}
"""What has the time of the phase that a flag is about is called so, in measures and prescriptions alike."""

TEMPO_FLAGS = frozenset(PHASE_OF)
"""Flags about time, which only a prescription can raise."""

_BOUNCE_FLOOR = 0.2
"""Ranges per s: a person who rests at the bottom has no turning speed to compare with."""

_LOGISTIC_SCALE = 0.5513
"""Scale of the logistic distribution with standard deviation 1 (the square root of 3 over pi)."""


def p_under(measured_s: float, limit_s: float, sd_s: float) -> float:
    """Probability that a true time is under a limit, from a measured one with standard error `sd_s`, all s.

    Exactly at the limit it is 0.5; the error is taken as logistic, whose tails are longer than Gauss's.
    """
    z = (measured_s - limit_s) / (_LOGISTIC_SCALE * sd_s)
    return 1.0 / (1.0 + exp(min(z, 700.0)))


def tempo_probabilities(
    measures: Measures, placement: Placement, prescription: Prescription | None, settings: TempoSettings
) -> dict[Flag, float]:
    """Probability of each tempo flag that the prescription asks about, from the measured times alone.

    Returns
    -------
    dict of Flag to float
        `eccentric_too_fast` and `concentric_too_fast` where prescribed, `no_hold` where a hold is asked.
    """
    lift_sd_s, sd_s = phase_sds_s(measures, placement, settings)
    return {
        flag: p_under(
            getattr(measures, PHASE_OF[flag]),
            limit_s,
            lift_sd_s if flag is Flag.CONCENTRIC_TOO_FAST else sd_s,
        )
        for flag, limit_s in settings.limits_s(prescription).items()
    }


def phase_sds_s(measures: Measures, placement: Placement, settings: TempoSettings) -> tuple[float, float]:
    """Return the standard errors of the lift's time, and of the hold's and the lowering's, s.

    Hold and lowering share the edge that is hardest to see, where the lowering begins, and with it the error
    of that fit. By tilt the lift is fitted by itself; by rise one fit takes up and down at once.
    """
    placed_s = settings.edge_sd_s(placement)
    fitted_s = hypot(placed_s, measures.fit_sd_s)
    return placed_s if measures.unit == "deg" else fitted_s, fitted_s


def as_a_whole(
    p: dict[Flag, float], measures: Measures, placement: Placement, asked_s: float, settings: TempoSettings
) -> dict[Flag, float]:
    """Return the probabilities, none higher than that of the whole repetition being too fast.

    Where a hold begins and ends is a matter of tenths in a heel and of seconds in a limb that sinks while it
    is held up: how the time is divided then says which way was hasty, but not whether one was.
    """
    done_s = measures.concentric_s + measures.hold_s + measures.eccentric_s
    sd_s = max(phase_sds_s(measures, placement, settings))
    whole = p_under(done_s, settings.too_fast_share * asked_s, sd_s)
    return {flag: min(value, whole) for flag, value in p.items()}


def with_unseen_edges(p: dict[Flag, float], sight: Sight, settings: TempoSettings) -> dict[Flag, float]:
    """Return the probabilities with those lowered whose phase has an edge in a hole of the samples.

    The phase took at least as long as measured and at most the hole longer. Where even that is too fast the
    flag stands; else the probability stays below even.
    """
    measures = sight.measures
    hidden_s = {
        Flag.ECCENTRIC_TOO_FAST: measures.lowering_hidden_s,
        Flag.CONCENTRIC_TOO_FAST: measures.lift_hidden_s,
        Flag.NO_HOLD: measures.lift_hidden_s + measures.lowering_hidden_s,
    }
    if not any(hidden_s.values()):
        return p
    longest_s: dict[str, Any] = {
        PHASE_OF[flag]: getattr(measures, PHASE_OF[flag]) + hole_s for flag, hole_s in hidden_s.items()
    }
    longest = replace(measures, **longest_s)
    least = tempo_probabilities(longest, sight.rep.placement, sight.prescription, settings)
    share = settings.unseen_edge_share
    return {
        flag: min(value, max(share * value, least.get(flag, 0.0))) if hidden_s.get(flag) else value
        for flag, value in p.items()
    }


def tempo_reason(flag: Flag, sight: Sight) -> Reason:
    """Return the number behind a tempo flag: time done and time prescribed, s."""
    phase = PHASE_OF[flag]
    return Reason(flag, getattr(sight.measures, phase), getattr(sight.prescription, phase))


def shape_reason(flag: Flag, sight: Sight, settings: ShapeSettings) -> Reason:
    """Return the number behind a shape flag; NaN where it takes a reference that is not there."""
    m, reference = sight.measures, sight.reference
    size = reference.size if reference else nan
    turn_speed = max(reference.turn_speed, _BOUNCE_FLOOR * size) if reference else _BOUNCE_FLOOR * m.size
    share = reference.share_of(m, settings.least_lift_cm) if reference else nan
    return {
        Flag.LOW: Reason(Flag.LOW, 100.0 * share, 100.0),
        Flag.INCOMPLETE_LOWERING: Reason(
            Flag.INCOMPLETE_LOWERING, 100.0 * (1.0 - m.raised_bottom / size), 100.0
        ),
        Flag.DROPPED: Reason(Flag.DROPPED, m.late_speed_share, 1.0),
        Flag.BOUNCED: Reason(Flag.BOUNCED, m.turn_speed / turn_speed, 1.0),
        Flag.WOBBLY: Reason(Flag.WOBBLY, m.roll_deg, reference.roll_deg if reference else nan),
    }[flag]


def shape_reasons(sight: Sight, settings: ShapeSettings) -> list[Reason]:
    """Return the shape flags with their numbers; without a reference only `dropped` can be said."""
    found = [Flag.DROPPED] if _dropped(sight.measures, settings) else []
    if sight.reference is not None:
        checks = {
            Flag.LOW: _low(sight.measures, sight.reference, sight.usual, settings),
            Flag.INCOMPLETE_LOWERING: _incomplete(sight.measures, sight.reference, settings),
            Flag.BOUNCED: _bounced(sight.measures, sight.reference, settings),
            Flag.WOBBLY: _wobbly(sight.measures, sight.reference, settings),
        }
        found += [flag for flag, holds in checks.items() if holds]
    return [shape_reason(flag, sight, settings) for flag in found]


def makes_no_sense(m: Measures, settings: SenseSettings) -> bool:
    """Say whether the course is that of no repetition: not up, held and down again by a standing leg."""
    raised, sunk, span = settings.raised_share, settings.sunk_share, settings.hold_span
    if m.unit != "deg":
        raised = sunk = span = settings.share_by_rise
    return (
        m.lift_directness < settings.lift_directness
        or m.lowering_directness < settings.lowering_directness
        or m.hold_span > span * m.size
        or m.raised_bottom > raised * m.size
        or m.raised_bottom < -sunk * m.size
        or m.shake_mps2 > settings.shake_mps2
    )


def _low(m: Measures, reference: Reference, usual: Measures | None, settings: ShapeSettings) -> bool:
    share = reference.share_of(m, settings.least_lift_cm)
    before = reference.share_of(usual, settings.least_lift_cm) if usual else nan
    # Where the bottom or the top lies in a hole the lift may have been higher than what is seen of it.
    seen = m.unit == "deg" and not m.lift_hidden_s
    return seen and share < settings.low_share and not share >= settings.fade_share * before


def _incomplete(m: Measures, reference: Reference, settings: ShapeSettings) -> bool:
    raised = m.raised_bottom > settings.raised_bottom_share * reference.size
    seen = m.unit == "deg" and not (m.lift_hidden_s or m.lowering_hidden_s)
    return seen and raised and not abs(m.end_deg) <= settings.level_deg


def _dropped(m: Measures, settings: ShapeSettings) -> bool:
    return m.late_speed_share > settings.late_speed_share or m.thud_mps2 > settings.thud_mps2


def _bounced(m: Measures, reference: Reference, settings: ShapeSettings) -> bool:
    least = settings.bounce_per_s * reference.size
    return m.turn_speed > max(least, settings.bounce_share * reference.turn_speed)


def _wobbly(m: Measures, reference: Reference, settings: ShapeSettings) -> bool:
    return m.roll_deg > max(settings.wobble_deg, settings.wobble_share * reference.roll_deg)
