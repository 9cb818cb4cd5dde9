"""What is done in the protocol, and what counts in it."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from sensing.prescription import Prescription
from sensing.simulator import Doing, Mount, Scenario, Sensor, SetPlan, Start, person, simulate
from sensing.types import Exercise, Phase, PhaseProgress, Placement
from tests.sensing.repetitions.driving import (
    acc_only,
    attempts_in,
    detect,
    edges_of,
    made,
    reps_in,
    twice,
    warnings_in,
)

NEAR_S = 0.3
"""Far above what edges err by with a calm person; accuracy itself is for the evaluation to measure."""


@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.HEEL, Mount.ANKLE])
@pytest.mark.parametrize(
    "plan",
    [
        SetPlan(reps=4),
        SetPlan(reps=4, rest_s=2.0),
        SetPlan(reps=4, hold_s=0.0),
        SetPlan(reps=5, up_s=0.7, hold_s=0.2, down_s=0.7, rest_s=0.3),
        SetPlan(reps=3, up_s=5.0, hold_s=5.0, down_s=5.0),
        SetPlan(reps=4, start=Start.STEP),
        SetPlan(reps=4, start=Start.BELOW),
        SetPlan(reps=4, start=Start.BELOW, pause_before_first_s=3.0),
        SetPlan(reps=5, stalled=1, fade=0.4),
    ],
    ids=str,
)
def test_every_repetition_counts_once_with_its_edges(plan: SetPlan, mount: Mount) -> None:
    whole = made(plan, mount)
    reps = reps_in(detect(whole.samples, mount.placement))
    assert len(reps) == plan.reps
    truth = [(rep.start_s, rep.top_s, rep.eccentric_start_s, rep.end_s) for rep in whole.truth]
    off = np.abs(edges_of(reps) - np.array(truth))
    assert np.median(off) < 0.15
    assert off.max() < (NEAR_S if plan.up_s < 5.0 and not plan.stalled else 3.0 * NEAR_S)


@pytest.mark.parametrize("stands", [1, 2])
def test_who_walks_up_and_stands_has_not_begun_to_lift_with_the_last_step(stands: int) -> None:
    before = (Doing.STAND, Doing.WALK, *[Doing.STAND] * stands)
    calm = replace(person(1), tremor=0.1, sway_deg=0.4, submovements=0.2)
    whole = simulate(Scenario((*before, SetPlan(reps=3))), calm, Sensor(rate_hz=52.0), 1)
    reps = reps_in(detect(whole.samples))
    truth = [(rep.start_s, rep.top_s, rep.eccentric_start_s, rep.end_s) for rep in whole.truth]
    assert len(reps) == 3
    assert np.abs(edges_of(reps) - np.array(truth)).max() < NEAR_S


def test_a_continuous_3_2_3_reads_as_the_design_says() -> None:
    phases = [
        (rep.concentric_s, rep.hold_s, rep.eccentric_s)
        for seed in range(8)
        for rep in reps_in(detect(made(SetPlan(reps=4), seed=seed).samples))
    ]
    assert np.median(phases, axis=0) == pytest.approx((2.75, 2.25, 2.75), abs=0.12)


def test_numbers_and_edges_are_in_order() -> None:
    reps = reps_in(detect(made(SetPlan(reps=5)).samples))
    assert [rep.index for rep in reps] == [1, 2, 3, 4, 5]
    assert (np.diff(edges_of(reps).ravel()) >= 0).all()
    for earlier, later in pairwise(reps):
        assert earlier.reported_at_s < later.reported_at_s


def test_a_first_lowering_below_the_step_is_no_repetition() -> None:
    whole = made(SetPlan(reps=3, start=Start.BELOW, pause_before_first_s=2.0))
    reps = reps_in(detect(whole.samples))
    assert len(reps) == 3
    assert reps[0].start_s > whole.truth[0].start_s - NEAR_S


def test_the_level_stand_divides_the_range() -> None:
    whole = made(SetPlan(reps=3, start=Start.BELOW))
    reps = reps_in(detect(whole.samples))
    for rep, truth in zip(reps, whole.truth, strict=True):
        assert rep.rom_deg == pytest.approx(truth.rom_deg, rel=0.15)
        assert rep.top_deg is not None
        assert rep.bottom_deg is not None
        assert rep.top_deg - rep.bottom_deg == pytest.approx(rep.rom_deg)
        assert rep.bottom_deg < -5.0


def test_half_lifts_are_listed_apart() -> None:
    whole = made(SetPlan(reps=5, attempts=2))
    events = detect(whole.samples)
    assert len(reps_in(events)) == 5
    found = [(attempt.start_s, attempt.end_s) for attempt in attempts_in(events)]
    assert len(found) == len(whole.attempts) == 2
    np.testing.assert_allclose(found, whole.attempts, atol=0.6)


def test_no_repetition_begins_before_the_last_one_has_ended() -> None:
    reps = reps_in(detect(made(SetPlan(reps=6, bounced=2)).samples))
    pauses_s = [later.start_s - earlier.end_s for earlier, later in pairwise(reps)]
    assert len(reps) == 6
    assert min(pauses_s) >= 0.0


def test_fading_repetitions_still_count() -> None:
    assert len(reps_in(detect(made(SetPlan(reps=10, fade=0.5)).samples))) == 10


@pytest.mark.parametrize(("pause_s", "sets"), [(15.0, [1, 1, 1, 1]), (25.0, [1, 1, 2, 2])])
def test_sets_are_divided_by_twenty_seconds(pause_s: float, sets: list[int]) -> None:
    one_set = made(SetPlan(reps=2))
    first = one_set.samples
    length_s = float(first.t_s[-1])
    ends_s, starts_s = one_set.truth[-1].end_s, one_set.truth[0].start_s
    still_s = pause_s - (length_s - ends_s) - starts_s
    assert still_s > 0
    assert sets == [rep.set_index for rep in reps_in(detect(twice(first, still_s)))]


def followed(plan: SetPlan, mount: Mount = Mount.INSTEP, seed: int = 1) -> list[PhaseProgress]:
    events = detect(made(plan, mount, seed).samples, mount.placement)
    return [event for event in events if isinstance(event, PhaseProgress) and not event.too_fast]


def test_the_running_phase_is_followed() -> None:
    events = followed(SetPlan(reps=2, rest_s=1.0))
    one = [Phase.CONCENTRIC, Phase.HOLD, Phase.ECCENTRIC, Phase.REST]
    assert [event.phase for event in events] == 2 * one
    assert (np.diff([event.t_s for event in events]) >= 0).all()


@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.ANKLE])
def test_hold_and_lowering_are_told_soon_after_they_begin(mount: Mount) -> None:
    for seed in range(4):
        plan = SetPlan(reps=4)
        holds = [event.t_s for event in followed(plan, mount, seed) if event.phase is Phase.HOLD]
        downs = [event.t_s for event in followed(plan, mount, seed) if event.phase is Phase.ECCENTRIC]
        truth = made(plan, mount, seed).truth
        assert all(-0.3 < told - rep.top_s < 0.8 for told, rep in zip(holds, truth, strict=True))
        assert all(0.0 < told - rep.eccentric_start_s < 1.0 for told, rep in zip(downs, truth, strict=True))


def test_a_stalled_lift_goes_on_once_at_most() -> None:
    for seed in range(6):
        phases = [event.phase for event in followed(SetPlan(reps=5, stalled=2), seed=seed)]
        per_rep = "".join(phase.value[0] for phase in phases).replace("r", "").split("e")[:-1]
        assert len(per_rep) == 5
        assert set(per_rep) <= {"c", "ch", "chc", "chch"}


def warned_and_fast(mount: Mount) -> list[tuple[bool, bool]]:
    """For each repetition of some people whether it was warned of, and whether it was too fast."""
    out: list[tuple[bool, bool]] = []
    for seed in range(8):
        whole = made(SetPlan(reps=6, fast=3), mount, seed)
        reps = reps_in(detect(whole.samples, mount.placement))
        for rep, truth in zip(reps, whole.truth, strict=True):
            out.append((rep.warned_at_s is not None, "eccentric_too_fast" in truth.flags))
    return out


@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.ANKLE])
def test_who_lowers_slowly_is_not_warned(mount: Mount) -> None:
    assert not any(warned and not fast for warned, fast in warned_and_fast(mount))


@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.ANKLE])
def test_who_lowers_too_fast_is_warned(mount: Mount) -> None:
    of_fast = [warned for warned, fast in warned_and_fast(mount) if fast]
    assert np.mean(of_fast) >= 0.95


@pytest.mark.parametrize("mount", [Mount.SHANK, Mount.POCKET])
def test_a_leg_is_warned_of_fast_lowerings_once_the_person_is_known(mount: Mount) -> None:
    fast, slow = [], []
    for seed in range(8):
        whole = made(SetPlan(reps=6, fast=3), mount, seed)
        reps = reps_in(detect(whole.samples, mount.placement))
        for rep in reps[1:]:
            (truth,) = (each for each in whole.truth if each.start_s < rep.eccentric_start_s < each.end_s)
            of_kind = fast if "eccentric_too_fast" in truth.flags else slow
            of_kind.append(rep.warned_at_s is not None and rep.warned_at_s < truth.end_s)
    assert np.mean(fast) >= 0.25
    assert not any(slow)


def test_a_leg_is_not_warned_without_a_gyroscope() -> None:
    whole = made(SetPlan(reps=6, fast=3), Mount.SHANK)
    assert not warnings_in(detect(acc_only(whole.samples), Placement.SHANK))


@pytest.mark.parametrize("start", [Start.BELOW, Start.STEP])
def test_nobody_is_warned_before_the_heel_has_been_up(start: Start) -> None:
    for seed in range(4):
        whole = made(SetPlan(reps=3, start=start), seed=seed)
        warned_s = [warning.t_s for warning in warnings_in(detect(whole.samples))]
        assert all(warned > whole.truth[0].eccentric_start_s for warned in warned_s)


def test_without_a_prescribed_lowering_there_is_no_warning() -> None:
    free = Prescription(3.0, 2.0, None)
    assert not warnings_in(detect(made(SetPlan(reps=3, fast=2)).samples, prescription=free))


def test_auto_finds_out_what_carries() -> None:
    for mount in (Mount.INSTEP, Mount.ANKLE):
        events = detect(made(SetPlan(reps=4), mount).samples, Placement.AUTO)
        assert len(reps_in(events)) == 4
        assert {rep.course.unit for rep in reps_in(events)} == {"deg"}


def test_on_the_shank_the_rise_carries() -> None:
    whole = made(SetPlan(reps=3, up_s=1.5, hold_s=1.0, down_s=1.5), Mount.SHANK)
    reps = reps_in(detect(whole.samples, Placement.SHANK))
    assert len(reps) == 3
    for rep, truth in zip(reps, whole.truth, strict=True):
        assert rep.course.unit == "cm"
        assert rep.rom_deg is rep.top_deg is rep.bottom_deg is None
        assert rep.rise_cm == pytest.approx(truth.rise_cm, rel=0.5)


def test_limb_counts_what_is_no_heel_raise() -> None:
    """Lifted and lowered upside down, as a knee extension may look: no heel raise, but a limb's movement."""
    whole = made(SetPlan(reps=4, rest_s=1.0))
    assert len(reps_in(detect(whole.samples, Placement.AUTO, exercise=Exercise.LIMB))) == 4


@pytest.mark.parametrize("what", Doing)
def test_other_doings_are_no_heel_raises(what: Doing) -> None:
    for seed in range(3):
        for mount in (Mount.INSTEP, Mount.ANKLE):
            made_now = simulate(Scenario((what,), mount), person(seed), Sensor(rate_hz=52.0), seed)
            assert reps_in(detect(made_now.samples, mount.placement)) == []


def test_a_set_among_other_doings_counts_exactly() -> None:
    doings = (Doing.WALK, Doing.SIT, Doing.TURN)
    scenario = Scenario((*doings, SetPlan(reps=4), *doings), Mount.INSTEP)
    who = replace(person(2), tremor=0.1)
    whole = simulate(scenario, who, Sensor(rate_hz=52.0), 2)
    assert len(reps_in(detect(whole.samples))) == 4
