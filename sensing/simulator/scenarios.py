"""Scenarios by name, for ``sim:NAME``, the demo and tests. Data only."""

from __future__ import annotations

from sensing.prescription import Prescription
from sensing.simulator.plan import Doing, Mount, Scenario, SetPlan, Start

_HAELLOEFT = Prescription(None, 0.0, 3.0)

SCENARIOS: dict[str, Scenario] = {
    "one-set": Scenario((SetPlan(fast=4),)),
    "one-set-ankle": Scenario((SetPlan(fast=4),), mount=Mount.ANKLE),
    "clean-set": Scenario((SetPlan(),)),
    "fast-set": Scenario((SetPlan(up_s=1.0, hold_s=0.3, down_s=1.0),)),
    "step": Scenario((SetPlan(start=Start.BELOW, fast=2),)),
    "paused": Scenario((SetPlan(rest_s=2.0, fast=2, low=2),)),
    "last-set": Scenario((SetPlan(stalled=2, attempts=1, fade=0.4),)),
    "sloppy": Scenario((SetPlan(dropped=2, bounced=2, no_hold=2, low=1),)),
    "heel-lift": Scenario((SetPlan(up_s=0.6, hold_s=0.0, down_s=3.0, legs=2),), prescription=_HAELLOEFT),
    "two-sets-with-walk": Scenario(
        (Doing.WALK, SetPlan(fast=2), Doing.SHIFT, Doing.WALK, Doing.SIT, Doing.TURN, SetPlan(fade=0.3))
    ),
    "no-raise": Scenario(tuple(Doing), lead_s=2.0),
}
"""``one-set`` is the demo: 12 repetitions 3-2-3, four of them lowered in 0.8-1.6 s."""
