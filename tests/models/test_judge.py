from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.classifier import FormClassifier
from models.judge import FormJudge
from models.rules import TEMPO_FLAGS
from models.verdict import Flag, FormVerdict, Verdict
from sensing.prescription import Prescription
from sensing.types import Course, Exercise, Placement, Rep, frozen
from tests.models.factories import rep

SLOW = Prescription()


def judged(reps: list[Rep], prescription: Prescription | None = SLOW) -> list[FormVerdict]:
    judge = FormJudge(prescription)
    return [judge.judge(one) for one in reps]


def after_reference(last: Rep, prescription: Prescription | None = SLOW) -> FormVerdict:
    return judged([rep(1), rep(2), rep(3), last], prescription)[-1]


def test_slow_and_controlled_is_ok() -> None:
    for form in judged([rep(n) for n in range(1, 6)]):
        assert form.verdict is Verdict.OK
        assert form.flags == ()
        assert form.p_too_fast < 0.01


@pytest.mark.parametrize(
    ("phases", "flag"),
    [
        ((3.0, 2.0, 1.2), Flag.ECCENTRIC_TOO_FAST),
        ((1.2, 2.0, 3.0), Flag.CONCENTRIC_TOO_FAST),
        ((3.0, 0.3, 3.0), Flag.NO_HOLD),
    ],
)
def test_a_phase_that_is_too_short_is_a_fault(phases: tuple[float, float, float], flag: Flag) -> None:
    form = judged([rep(1, phases)])[0]
    assert form.flags == (flag,)
    assert form.verdict is Verdict.FAULT
    assert form.too_fast == (flag is not Flag.NO_HOLD)
    assert form.reasons[0].flag is flag


def test_the_limit_is_two_thirds_of_the_prescribed_time() -> None:
    assert judged([rep(1, (3.0, 2.0, 1.99))])[0].flags == (Flag.ECCENTRIC_TOO_FAST,)
    assert judged([rep(1, (3.0, 2.0, 2.01))])[0].flags == ()


def test_near_the_limit_the_verdict_is_unsure() -> None:
    form = judged([rep(1, (3.0, 2.0, 1.99))])[0]
    assert form.verdict is Verdict.UNSURE
    assert 0.5 <= form.p_too_fast <= 0.65


def test_a_sure_fault_outweighs_a_doubt_elsewhere() -> None:
    assert judged([rep(1, (1.0, 2.0, 2.01))])[0].verdict is Verdict.FAULT


def test_far_from_the_foot_one_is_less_sure() -> None:
    foot, thigh = (
        judged([rep(1, (3.0, 2.0, 1.7), placement=where)])[0].p_too_fast
        for where in (Placement.FOOT, Placement.THIGH)
    )
    assert 0.5 < thigh < foot


def test_too_slow_is_never_a_fault() -> None:
    assert judged([rep(1, (9.0, 6.0, 12.0))])[0].verdict is Verdict.OK


def test_free_phases_are_never_flagged() -> None:
    form = judged([rep(1, (0.3, 0.0, 0.3))], Prescription.parse("x-0-x"))[0]
    assert form.flags == ()
    assert form.p_too_fast == 0.0


def test_a_low_repetition_is_flagged_once_the_reference_is_there() -> None:
    assert after_reference(rep(4, size=25.0)).flags == (Flag.LOW,)
    assert judged([rep(1, size=40.0), rep(2, size=25.0)])[1].flags == ()


def test_low_repetitions_stay_low() -> None:
    forms = judged([*[rep(n) for n in (1, 2, 3)], *[rep(n, size=24.0) for n in (4, 5, 6)]])
    assert [form.flags for form in forms[3:]] == [(Flag.LOW,)] * 3


def test_fading_height_at_the_end_of_a_set_is_no_fault() -> None:
    sizes = [40, 40, 40, 38, 35, 31, 27, 24, 21]
    assert all(
        form.verdict is Verdict.OK for form in judged([rep(n, size=s) for n, s in enumerate(sizes, 1)])
    )


def test_a_new_set_does_not_begin_faded() -> None:
    sizes = [40, 40, 40, 34, 29, 25]
    reps = [rep(n, size=s) for n, s in enumerate(sizes, 1)]
    assert judged([*reps, rep(7, size=24.0, set_index=2)])[-1].flags == (Flag.LOW,)


def test_only_clean_repetitions_make_the_reference() -> None:
    fast = [rep(n, (3.0, 2.0, 1.0), size=60.0) for n in (1, 2, 3)]
    forms = judged([*fast, rep(4), rep(5), rep(6), rep(7, size=30.0)])
    assert all(form.flags == () for form in forms[3:])


def test_incomplete_lowering_needs_the_reference() -> None:
    assert after_reference(rep(4, raised=16.0)).flags == (Flag.INCOMPLETE_LOWERING,)
    assert judged([rep(1, raised=16.0)])[0].flags == ()


def test_a_heel_that_ends_level_on_the_floor_was_lowered_all_the_way() -> None:
    # The last repetition on a step often ends standing level instead of below.
    level = replace(rep(4, raised=16.0), top_deg=25.0)
    assert after_reference(level).flags == ()


def test_a_thud_or_a_late_plunge_is_dropped() -> None:
    assert judged([rep(1, thud=9.0)])[0].flags == (Flag.DROPPED,)
    t = np.arange(9.4, 18.6, 0.04)
    late = np.clip((t - 15.0) / 2.6, 0, 1) * 12.0 + np.clip((t - 17.6) / 0.4, 0, 1) * 28.0
    height = np.where(t < 15.0, 40.0 * np.clip((t - 10.0) / 3.0, 0, 1), 40.0 - late)
    nothing = frozen(np.zeros(len(t)))
    plunge = rep(1, motion=Course(frozen(t), frozen(height), "deg", nothing, nothing))
    assert judged([plunge])[0].flags == (Flag.DROPPED,)


def test_a_bounce_is_on_the_repetition_that_starts_out_of_it() -> None:
    fast = Prescription.parse("x-0-x")
    reps = [rep(n, (2.0, 1.0, 2.0)) for n in (1, 2, 3)]
    into = rep(4, (2.0, 1.0, 0.5))
    out_of = rep(5, (0.5, 1.0, 2.0), start_s=into.end_s)
    forms = judged([*reps, into, out_of], fast)
    assert Flag.BOUNCED not in forms[3].flags
    assert Flag.BOUNCED in forms[4].flags


def test_a_short_dwell_alone_is_no_bounce() -> None:
    reps = [rep(1)]
    for n in range(2, 7):
        reps.append(rep(n, start_s=reps[-1].end_s))
    assert all(form.flags == () for form in judged(reps))


def test_rolling_is_wobbly_against_the_persons_own() -> None:
    assert after_reference(rep(4, roll=8.0)).flags == (Flag.WOBBLY,)
    restless = [rep(n, roll=8.0) for n in range(1, 6)]
    assert all(form.flags == () for form in judged(restless))


def test_a_gap_alone_is_no_fault() -> None:
    form = judged([rep(1, touches_gap=True)])[0]
    assert form.flags == (Flag.GAP,)
    assert form.verdict is Verdict.OK


def test_an_edge_in_a_gap_does_not_make_the_phase_too_fast() -> None:
    whole = rep(1, (3.0, 2.0, 1.0), touches_gap=True)
    kept = whole.course.t_s <= whole.end_s
    c = whole.course
    cut = Course(
        frozen(c.t_s[kept]),
        frozen(c.height[kept]),
        c.unit,
        frozen(c.roll_deg[kept]),
        frozen(c.shake_mps2[kept]),
    )
    form = judged([replace(whole, course=cut)])[0]
    assert form.flags == (Flag.GAP,)
    assert form.p_too_fast < 0.5
    assert form.verdict is Verdict.UNSURE


def test_a_course_that_ends_soon_after_the_repetition_hides_nothing() -> None:
    whole = rep(1, (3.0, 2.0, 1.0), touches_gap=True)
    c, kept = whole.course, whole.course.t_s <= whole.end_s + 0.06
    parts = (frozen(c.t_s[kept]), frozen(c.height[kept]), c.unit, frozen(c.roll_deg[kept]))
    form = judged([replace(whole, course=Course(*parts, frozen(c.shake_mps2[kept])))])[0]
    assert form.flags == (Flag.ECCENTRIC_TOO_FAST, Flag.GAP)
    assert form.verdict is Verdict.FAULT


@pytest.mark.parametrize(("hole_s", "surely"), [(0.7, True), (1.5, False)])
def test_a_short_hole_cannot_hide_that_a_phase_was_slow(hole_s: float, surely: bool) -> None:
    whole = rep(1, (3.0, 2.0, 1.0), touches_gap=True)
    c = whole.course
    later = c.t_s > whole.end_s
    t_s = frozen(np.where(later, c.t_s + hole_s, c.t_s))
    form = judged([replace(whole, course=replace(c, t_s=t_s))])[0]
    assert (Flag.ECCENTRIC_TOO_FAST in form.flags) is surely


def test_poor_signal_is_unsure() -> None:
    form = judged([rep(1, (3.0, 2.0, 1.0), confidence=0.4)])[0]
    assert form.verdict is Verdict.UNSURE
    assert form.flags == (Flag.ECCENTRIC_TOO_FAST,)


def noisy(one: Rep) -> Rep:
    wandering = np.random.default_rng(1).normal(0.0, 8.0, len(one.course.t_s))
    return replace(one, course=replace(one.course, height=frozen(one.course.height + wandering)))


def walked(one: Rep) -> Rep:
    return replace(one, course=replace(one.course, shake_mps2=frozen(np.full(len(one.course.t_s), 5.0))))


def cut_at_the_top(one: Rep) -> Rep:
    return replace(one, eccentric_start_s=one.top_s + 0.5, end_s=one.eccentric_start_s)


def cut_half_way_down(one: Rep) -> Rep:
    return replace(one, end_s=one.eccentric_start_s + 0.4 * one.eccentric_s)


@pytest.mark.parametrize("spoiled", [noisy, walked, cut_at_the_top, cut_half_way_down])
def test_what_is_no_repetition_is_unsure(spoiled: Callable[[Rep], Rep]) -> None:
    assert after_reference(spoiled(rep(4))).verdict is Verdict.UNSURE


def test_own_tempo_takes_the_first_three_as_asked() -> None:
    own = [rep(n, (1.2, 0.6, 1.2)) for n in range(1, 5)]
    forms = judged([*own, rep(5, (1.2, 0.6, 0.6)), rep(6, (1.2, 0.6, 1.2), size=20.0)], None)
    assert all(form.flags == () and form.p_too_fast < 0.1 for form in forms[:4])
    assert forms[4].flags == (Flag.ECCENTRIC_TOO_FAST,)
    assert forms[5].flags == (Flag.LOW,)


def limb_flags(*phases: tuple[float, float, float]) -> list[set[Flag]]:
    judge = FormJudge(None, exercise=Exercise.LIMB)
    own = [(0.8, 3.0, 0.8)] * 3
    return [set(judge.judge(rep(n, one)).flags) & TEMPO_FLAGS for n, one in enumerate([*own, *phases], 1)][3:]


def holed(whole: Rep, at_s: float) -> Rep:
    """Half a second of samples is missing at an edge."""
    t_s = whole.course.t_s
    shifted = (
        np.where(t_s < at_s, t_s - 0.5, t_s)
        if at_s == whole.start_s
        else np.where(t_s > at_s, t_s + 0.5, t_s)
    )
    return replace(whole, course=replace(whole.course, t_s=frozen(shifted)))


def test_a_lift_whose_bottom_nobody_saw_is_not_low() -> None:
    low = rep(4, size=25.0, touches_gap=True)
    assert after_reference(holed(low, low.end_s)).flags == (Flag.LOW, Flag.GAP)
    assert after_reference(holed(low, low.start_s)).flags == (Flag.GAP,)


def test_a_lowering_whose_end_nobody_saw_is_not_incomplete() -> None:
    high = rep(4, raised=16.0, touches_gap=True)
    assert after_reference(high).flags == (Flag.INCOMPLETE_LOWERING, Flag.GAP)
    assert after_reference(holed(high, high.end_s)).flags == (Flag.GAP,)


def test_a_limb_in_its_own_tempo_is_hasty_as_a_whole() -> None:
    """People hurry a leg raise by leaving the hold out; where a hold that sinks ends is anybody's guess."""
    both = {Flag.CONCENTRIC_TOO_FAST, Flag.ECCENTRIC_TOO_FAST}
    assert limb_flags((0.8, 0.1, 1.0), (0.5, 2.9, 0.9), (0.8, 0.0, 3.5)) == [both, set(), set()]


def test_a_limb_too_fast_as_a_whole_is_so_on_one_way_at_least() -> None:
    assert limb_flags((0.4, 0.0, 2.3), (2.3, 0.0, 0.4)) == [
        {Flag.CONCENTRIC_TOO_FAST},
        {Flag.ECCENTRIC_TOO_FAST},
    ]


def test_a_limb_with_a_prescription_is_judged_phase_by_phase() -> None:
    judge = FormJudge(Prescription(3.0, 2.0, 3.0), exercise=Exercise.LIMB)
    assert judge.judge(rep(1, (3.0, 8.0, 1.5))).flags[0] is Flag.ECCENTRIC_TOO_FAST


def limb_lifted(*lifted_cm: float | None, own_cm: float | None = 20.0) -> list[set[Flag]]:
    judge = FormJudge(None, exercise=Exercise.LIMB)
    heights = [own_cm] * 3 + list(lifted_cm)
    return [
        set(judge.judge(replace(rep(n), lifted_cm=height_cm)).flags) for n, height_cm in enumerate(heights, 1)
    ][3:]


def test_a_limb_lifted_less_high_is_low_though_it_turned_as_far() -> None:
    assert limb_lifted(18.0, 13.0, None, 30.0, 12.0) == [set(), {Flag.LOW}, set(), set(), {Flag.LOW}]


def test_a_limb_that_hardly_rises_is_measured_by_its_angle() -> None:
    assert limb_lifted(1.0, own_cm=3.0) == [set()]
    assert limb_lifted(1.0, own_cm=None) == [set()]


def test_own_prescription_is_known_after_three() -> None:
    judge = FormJudge(None)
    for n, down in enumerate((2.0, 2.5, 9.0), 1):
        assert judge.prescription is None
        judge.judge(rep(n, (1.0, 0.1, down)))
    assert judge.prescription is not None
    assert judge.prescription.eccentric_s == pytest.approx(2.5)
    assert judge.prescription.hold_s == 0.0


def test_a_repetition_without_a_course_is_judged_by_its_times() -> None:
    nothing = frozen([])
    empty = Course(nothing, nothing, "deg", nothing, nothing)
    reps = [rep(n, motion=empty) for n in (1, 2, 3)]
    assert judged([*reps, rep(4, (3.0, 2.0, 1.0), motion=empty)])[-1].flags == (Flag.ECCENTRIC_TOO_FAST,)


@given(
    st.lists(
        st.tuples(st.floats(0.2, 6), st.floats(0, 4), st.floats(0.2, 6), st.floats(5, 60), st.floats(0, 1)),
        max_size=8,
    ),
    st.booleans(),
)
def test_laws_of_a_verdict(rows: list[tuple[float, float, float, float, float]], own: bool) -> None:
    reps = [
        rep(n, (up, hold, down), size=size, confidence=sure)
        for n, (up, hold, down, size, sure) in enumerate(rows, 1)
    ]
    for form in judged(reps, None if own else SLOW):
        assert 0.0 <= form.p_too_fast <= 1.0
        assert list(form.flags) == sorted(set(form.flags), key=list(Flag).index)
        assert tuple(reason.flag for reason in form.reasons) == form.flags
        if form.verdict is Verdict.OK:
            assert form.flags == ()
        if form.verdict is Verdict.FAULT:
            assert set(form.flags) - {Flag.GAP}


def test_the_first_of_a_set_cannot_have_bounced() -> None:
    weights = FormClassifier.load()
    judge = FormJudge(Prescription(), weights)
    reps = [rep(1), rep(2, start_s=28.0), rep(3, start_s=60.0, set_index=2)]
    told = []
    for one in reps:
        told.append(judge.believe(judge.see(one)))
        assert Flag.BOUNCED not in judge.judge(one).flags
    assert [Flag.BOUNCED in belief.p for belief in told] == [False, True, False]
    assert not any(belief.blind for belief in told)


def test_a_rise_is_never_called_low() -> None:
    judge = FormJudge(Prescription(), FormClassifier.load())
    for number in range(1, 6):
        one = rep(number, size=4.0 if number == 5 else 10.0, placement=Placement.SHANK)
        by_rise = replace(one, rom_deg=None, rise_cm=one.range, course=replace(one.course, unit="cm"))
        assert Flag.LOW not in judge.judge(by_rise).flags
