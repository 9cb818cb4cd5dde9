"""What is likely of a lowering of the leg that still runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is likely of the running lowering.

    Parameters
    ----------
    too_fast : float
        Probability that it will have been too fast.
    gain : float
        How much likelier it is that the heel goes down than that it is still up, log.
    done : float
        Share of the lowering that is done.
    left_s : float
        What is still to come, s.
    began_s : float
        When it began, s from now.
    rise_cm : float
        How far the heel went up, cm.
    """

    too_fast: float
    gain: float
    done: float
    left_s: float
    began_s: float
    rise_cm: float
