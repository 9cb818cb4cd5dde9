"""One incremental algorithm: however the stream is cut, and never from what has not come yet."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensing.grid import Grid
from sensing.repetitions import RepDetector
from sensing.simulator import Mount, SetPlan
from sensing.types import FloatArray, Placement, Rep, RepEvent, Samples
from tests.sensing.repetitions.driving import before, detect, made, reps_in, still, warnings_in, without

CASES = {
    Placement.FOOT: Mount.INSTEP,
    Placement.SHANK: Mount.SHANK,
    Placement.AUTO: Mount.ANKLE,
}
PLAN = SetPlan(reps=3, up_s=1.5, hold_s=1.0, down_s=1.5, fast=1, fast_down_s=(0.8, 1.0))


def damaged(placement: Placement) -> Samples:
    """A set in which packets are lost, and once nothing came for a while."""
    whole = made(PLAN, CASES[placement]).samples
    lost = np.random.default_rng(3).uniform(size=len(whole) // 4 + 1) < 0.04
    return without(whole[~np.repeat(lost, 4)[: len(whole)]], 8.0, 8.4)


def same(got: list[RepEvent], expected: list[RepEvent]) -> None:
    assert [type(event) for event in got] == [type(event) for event in expected]
    for one, other in zip(got, expected, strict=True):
        for field in fields(one):
            if field.name != "course":
                a, b = getattr(one, field.name), getattr(other, field.name)
                # The law asks for 1e-6 s; a difference in the last digit grows where a fit is in doubt.
                assert a == (pytest.approx(b, rel=0, abs=1e-9) if isinstance(b, float) else b), field.name


@pytest.mark.parametrize("placement", CASES)
@given(cuts=st.lists(st.integers(0, 1000), max_size=25))
@settings(max_examples=12, deadline=None)
def test_any_cutting_gives_the_same_events(placement: Placement, cuts: list[int]) -> None:
    samples = damaged(placement)
    expected = detect(samples, placement)
    assert reps_in(expected)
    same(detect(samples, placement, [min(cut, len(samples)) for cut in cuts]), expected)


@pytest.mark.parametrize("placement", CASES)
@pytest.mark.parametrize("size", [1, 7, 104])
def test_blocks_of_one_size_give_the_same_events(placement: Placement, size: int) -> None:
    samples = damaged(placement)
    same(detect(samples, placement, range(size, len(samples), size)), detect(samples, placement))


def test_the_course_too_is_the_same() -> None:
    samples = damaged(Placement.FOOT)
    one, many = detect(samples), detect(samples, cuts=range(5, len(samples), 5))
    for whole, piecewise in zip(reps_in(one), reps_in(many), strict=True):
        np.testing.assert_allclose(piecewise.course.height, whole.course.height, rtol=0, atol=1e-6)
        np.testing.assert_allclose(piecewise.course.t_s, whole.course.t_s, rtol=0, atol=1e-9)


@pytest.mark.parametrize("placement", CASES)
def test_a_repetition_is_there_with_the_sample_that_it_names_and_not_before(placement: Placement) -> None:
    samples = damaged(placement)
    found = reps_in(detect(samples, placement))
    for number, rep in enumerate(found):
        if rep.reported_at_s >= samples.t_s[-1]:
            continue  # it took the end of the recording to know
        so_far = detect(before(samples, rep.reported_at_s, inclusive=True), placement, finish=False)
        less = detect(before(samples, rep.reported_at_s, inclusive=False), placement, finish=False)
        # On the leg the first of a set waits for the second: then two are told at once.
        assert len(reps_in(so_far)) == sum(other.reported_at_s <= rep.reported_at_s for other in found)
        assert len(reps_in(less)) == sum(other.reported_at_s < rep.reported_at_s for other in found)
        same([reps_in(so_far)[number]], [rep])


@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.SHANK])
def test_a_warning_is_there_with_the_sample_that_it_names_and_before_the_end(mount: Mount) -> None:
    samples = made(SetPlan(reps=6, fast=3) if mount is Mount.SHANK else PLAN, mount).samples
    events = detect(samples, mount.placement)
    warned = [rep for rep in reps_in(events) if rep.warned_at_s is not None]
    assert warned
    assert [rep.warned_at_s for rep in warned] == [warning.t_s for warning in warnings_in(events)]
    for number, (rep, warning) in enumerate(zip(warned, warnings_in(events), strict=True)):
        assert rep.eccentric_start_s < warning.t_s < rep.end_s
        so_far = detect(before(samples, warning.t_s, inclusive=True), mount.placement, finish=False)
        less = detect(before(samples, warning.t_s, inclusive=False), mount.placement, finish=False)
        assert len(warnings_in(so_far)) == number + 1
        assert len(warnings_in(less)) == number


@pytest.mark.parametrize("placement", CASES)
def test_it_is_reported_soon_after_its_end(placement: Placement) -> None:
    found = reps_in(detect(made(PLAN, CASES[placement]).samples, placement))
    late_s = [rep.reported_at_s - rep.end_s for rep in found]
    # On the leg the first of a set waits for the second, and the others a little longer than we aim at.
    on_leg = placement in (Placement.SHANK, Placement.THIGH)
    assert all(-0.1 < each < (1.2 if on_leg else 0.8) for each in late_s[1 if on_leg else 0 :])


def reaches(detector: RepDetector) -> int:
    """Number of values that the arrays and lists inside hold."""
    seen: set[int] = set()

    def size(thing: object) -> int:
        if id(thing) in seen:
            return 0
        seen.add(id(thing))
        if isinstance(thing, np.ndarray):
            return thing.size
        if isinstance(thing, dict):
            return sum(size(value) for value in thing.values())
        if isinstance(thing, list | tuple | set) or hasattr(thing, "popleft"):
            return len(thing) + sum(size(value) for value in thing)  # type: ignore[arg-type, union-attr]
        return size(vars(thing)) if hasattr(thing, "__dict__") else 0

    return size(detector)


def test_memory_is_bounded() -> None:
    samples = made(PLAN).samples
    spans: FloatArray = np.arange(40) * (samples.t_s[-1] + 0.02)
    grid, detector = Grid(50.0), RepDetector(50.0)
    held = []
    for span_s in spans:
        again = Samples(samples.t_s + span_s, samples.acc_mps2, samples.gyr_radps)
        found = [event for block in grid.push(again) for event in detector.push(block)]
        assert sum(isinstance(event, Rep) for event in found) <= 4
        held.append(reaches(detector))
    assert max(held[20:]) < 1.1 * max(held[10:20])


def test_an_hour_of_stillness_is_nothing() -> None:
    assert detect(still(3600.0, 25.0), Placement.AUTO, range(0, 90_000, 9000)) == []
