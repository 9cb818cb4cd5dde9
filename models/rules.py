"""The flags by formula, from measured times and the shape of the course.

=====================  ==============================================================================
flag                   set where
=====================  ==============================================================================
eccentric_too_fast     lowering shorter than 2/3 of its prescribed time; never on an ``x`` phase
concentric_too_fast    the same for the lift
no_hold                hold under half of the prescribed one
low                    range under 70 % of the reference, unless height faded gradually within the set
incomplete_lowering    the lowering ends higher than the lift began, by 25 % of the reference
dropped                last quarter of the lowering twice as fast as its mean, or a thud at the landing
bounced                fast into and out of the turn before this lift, both three times the clean ones
wobbly                 rolling that does not go with the lift, 2.5 times that of the clean ones
gap                    the repetition touches a hole in the samples
=====================  ==============================================================================

All numbers are in `models.settings`. Comparisons with NaN are false: what is not seen is not flagged.
"""

from __future__ import annotations

from math import exp

from models.measures import Measures
from models.reference import Reference
from models.settings import ShapeSettings, TempoSettings
from models.verdict import Flag, Reason
from sensing.prescription import Prescription
from sensing.types import Placement

_LOGISTIC_SCALE = 0.5513
"""Scale of the logistic distribution with standard deviation 1 (the square root of 3 over pi)."""


def p_under(measured_s: float, limit_s: float, sd_s: float) -> float:
    """Probability that a true time is under a limit, from a measured one with standard error `sd_s`, all s.

    Exactly at the limit it is 0.5; the error is taken as logistic, whose tails are longer than Gauss's.
    """
    z = (measured_s - limit_s) / (_LOGISTIC_SCALE * sd_s)
    return 1.0 / (1.0 + exp(min(z, 700.0)))


def tempo_probabilities(
    measures: Measures, placement: Placement, prescription: Prescription, settings: TempoSettings
) -> dict[Flag, float]:
    """Probability of each tempo flag that the prescription asks about.

    Returns
    -------
    dict of Flag to float
        `eccentric_too_fast` and `concentric_too_fast` where prescribed, `no_hold` where a hold is asked.
    """
    sd_s, share = settings.edge_sd_s(placement), settings.too_fast_share
    out: dict[Flag, float] = {}
    if prescription.eccentric_s is not None:
        p = p_under(measures.eccentric_s, share * prescription.eccentric_s, sd_s)
        unseen = settings.unseen_edge_share if measures.lowering_unseen else 1.0
        out[Flag.ECCENTRIC_TOO_FAST] = unseen * p
    if prescription.concentric_s is not None:
        p = p_under(measures.concentric_s, share * prescription.concentric_s, sd_s)
        out[Flag.CONCENTRIC_TOO_FAST] = (settings.unseen_edge_share if measures.lift_unseen else 1.0) * p
    if prescription.hold_s >= settings.shortest_hold_s:
        out[Flag.NO_HOLD] = p_under(measures.hold_s, settings.no_hold_share * prescription.hold_s, sd_s)
    return out


def tempo_reason(flag: Flag, measures: Measures, prescription: Prescription) -> Reason:
    """Return the number behind a tempo flag: time done and time prescribed, s."""
    done_s, asked_s = {
        Flag.ECCENTRIC_TOO_FAST: (measures.eccentric_s, prescription.eccentric_s),
        Flag.CONCENTRIC_TOO_FAST: (measures.concentric_s, prescription.concentric_s),
        Flag.NO_HOLD: (measures.hold_s, prescription.hold_s),
    }[flag]
    return Reason(flag, done_s, asked_s or 0.0)


def shape_reasons(
    measures: Measures, reference: Reference | None, size_before: float, settings: ShapeSettings
) -> list[Reason]:
    """Return the shape flags with their numbers.

    Parameters
    ----------
    measures : Measures
        Of the repetition.
    reference : Reference or None
        Without it only `dropped` can be said.
    size_before : float
        Range of the last repetition of the set that was not low; NaN for the first one.
    settings : ShapeSettings
        Limits.
    """
    found = [_low(measures, reference, size_before, settings)] if reference else []
    found += [_incomplete(measures, reference, settings)] if reference else []
    found += [_dropped(measures, settings)]
    found += (
        [_bounced(measures, reference, settings), _wobbly(measures, reference, settings)] if reference else []
    )
    return [reason for reason in found if reason is not None]


def _low(m: Measures, reference: Reference, before: float, settings: ShapeSettings) -> Reason | None:
    if not m.size < settings.low_share * reference.size or m.size >= settings.fade_share * before:
        return None
    return Reason(Flag.LOW, 100.0 * m.size / reference.size, 100.0)


def _incomplete(m: Measures, reference: Reference, settings: ShapeSettings) -> Reason | None:
    share = m.raised_bottom / reference.size
    if not share > settings.raised_bottom_share or abs(m.end_deg) <= settings.level_deg:
        return None
    return Reason(Flag.INCOMPLETE_LOWERING, 100.0 * (1.0 - share), 100.0)


def _dropped(m: Measures, settings: ShapeSettings) -> Reason | None:
    if m.late_speed_share > settings.late_speed_share or m.thud_mps2 > settings.thud_mps2:
        return Reason(Flag.DROPPED, m.late_speed_share, 1.0)
    return None


def _bounced(m: Measures, reference: Reference, settings: ShapeSettings) -> Reason | None:
    limit = settings.bounce_per_s * reference.size
    if not m.turn_speed > max(limit, settings.bounce_share * reference.turn_speed):
        return None
    return Reason(Flag.BOUNCED, m.turn_speed / max(reference.turn_speed, limit / settings.bounce_share), 1.0)


def _wobbly(m: Measures, reference: Reference, settings: ShapeSettings) -> Reason | None:
    if not m.roll_deg > max(settings.wobble_deg, settings.wobble_share * reference.roll_deg):
        return None
    return Reason(Flag.WOBBLY, m.roll_deg, reference.roll_deg)
