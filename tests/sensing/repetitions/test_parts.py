"""The smaller parts of the detector: physics of the foot, scale of the gyroscope, holes, early warning."""

import numpy as np
import pytest

from sensing.motion import MotionBlock
from sensing.repetitions.cycles import CycleFinder, Stage
from sensing.repetitions.evidence import lever_fit, strain, weigh
from sensing.repetitions.foot.warning import EarlyWarning, latest_begin_s, time_share
from sensing.repetitions.holes import at_borders
from sensing.repetitions.tilt import AHEAD, GyroScale, ScaleError, cross, plane_of, tilt_along
from sensing.repetitions.track import Track
from sensing.settings import CycleSettings, HeelRaiseSettings, TiltSettings
from sensing.types import FloatArray, Gap, frozen

RATE_HZ = 25.0
T_S = np.arange(200) / RATE_HZ


def smooth(start_s: float, end_s: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Minimum-jerk course from 0 to 1 with its first and second derivative."""
    span_s = end_s - start_s
    u = np.clip((T_S - start_s) / span_s, 0.0, 1.0)
    return (
        u**3 * (10 - 15 * u + 6 * u**2),
        30 * u**2 * (1 - u) ** 2 / span_s,
        60 * u * (1 - u) * (1 - 2 * u) / span_s**2,
    )


def foot(lever_m: tuple[float, float, float], degrees: float = 40.0) -> tuple[FloatArray, ...]:
    """A rigid foot that turns about its ball, heel up and down.

    Returns up, rate, acceleration without gravity in the sensor's frame, and the pitch in degrees.
    Axes forward, left, up when level; the heel lies behind, so a rising heel turns positively about left.
    """
    rise, fall = smooth(1.0, 3.0), smooth(4.5, 6.5)
    angle, rate, accel = (np.radians(degrees) * (a - b) for a, b in zip(rise, fall, strict=True))
    zeros = np.zeros_like(angle)
    up = np.stack([-np.sin(angle), zeros, np.cos(angle)], axis=1)
    spin = np.stack([zeros, rate, zeros], axis=1)
    spin_up = np.stack([zeros, accel, zeros], axis=1)
    lever = np.array(lever_m)
    acc = np.cross(spin_up, lever) + np.cross(spin, np.cross(spin, lever))
    return up, spin, acc, np.degrees(angle)


def track_of(up: FloatArray, rate: FloatArray, acc: FloatArray) -> Track:
    track = Track()
    vertical = np.einsum("ij,ij->i", up, acc)
    arrays = [frozen(a) for a in (T_S, T_S, up, vertical, acc, rate, np.zeros_like(T_S))]
    track.append(MotionBlock(*arrays))
    return track


@pytest.mark.parametrize("lever_m", [(-0.15, 0.0, 0.05), (-0.05, 0.02, 0.1), (-0.2, -0.03, 0.0)])
def test_a_rigid_foot_is_explained_by_its_lever(lever_m: tuple[float, float, float]) -> None:
    _, spin, acc, _ = foot(lever_m)
    unexplained, lever = lever_fit(spin, acc, RATE_HZ)
    assert unexplained < 0.05 * np.sqrt(np.mean(acc**2)) + 0.02
    assert lever == pytest.approx(np.hypot(lever_m[0], lever_m[2]), rel=0.6)


def test_an_offset_of_the_accelerometer_is_explained_too() -> None:
    _, spin, acc, _ = foot((-0.15, 0.0, 0.05))
    assert lever_fit(spin, acc + np.array([0.3, -0.2, 0.4]), RATE_HZ)[0] < 0.1


def test_travel_of_the_whole_foot_is_not_explained() -> None:
    _, spin, acc, _ = foot((-0.15, 0.0, 0.05))
    swing = 3.0 * np.sin(2.0 * np.pi * 1.1 * T_S)[:, None] * [1.0, 0.0, 0.3]
    assert lever_fit(spin, acc + swing, RATE_HZ)[0] > 1.5


def test_a_clean_raise_is_far_from_the_limits_and_upside_down_disagrees() -> None:
    up, spin, acc, tilt_deg = foot((-0.15, 0.0, 0.05))
    stretch = track_of(up, spin, acc).cut(0, 199)
    right = weigh(stretch, tilt_deg, RATE_HZ, True)
    assert right.lift_agreement > 0.8
    assert right.turning_share == pytest.approx(1.0, abs=0.2)
    assert strain(right, 5.5, HeelRaiseSettings()) < 0.8
    assert weigh(stretch, -tilt_deg, RATE_HZ, True).lift_agreement < -0.8


def test_turning_about_the_vertical_strains() -> None:
    up, spin, acc, tilt_deg = foot((-0.15, 0.0, 0.05))
    stretch = track_of(up, spin + 3.0 * up, acc).cut(0, 199)
    assert strain(weigh(stretch, tilt_deg, RATE_HZ, True), 5.5, HeelRaiseSettings()) > 1.0


def test_the_plane_is_that_of_the_movement_and_up_is_positive() -> None:
    up, _, _, tilt_deg = foot((0.0, 0.0, 0.0))
    base, towards = plane_of(up, up[90] - up[0])
    np.testing.assert_allclose(tilt_along(up, base, towards), tilt_deg, atol=1e-6)
    _, other = plane_of(up, up[0] - up[90])
    np.testing.assert_allclose(other, -towards, atol=1e-9)


@pytest.mark.parametrize("scale", [0.75, 0.8, 1.0, 1.1])
def test_the_scale_of_the_gyroscope_is_found(scale: float) -> None:
    up, spin, acc, tilt_deg = foot((0.0, 0.0, 0.0))
    window = track_of(up, scale * spin, acc).cut(0, 199)
    base, towards = plane_of(up, up[90] - up[0])
    gyro = GyroScale(TiltSettings())
    for _ in range(4):
        course, found, sd = gyro.course(window, base, towards)
        gyro.learn(found, sd)
    assert gyro.scale == pytest.approx(1.0 / scale, abs=0.05)
    np.testing.assert_allclose(course - course[0], tilt_deg, atol=1.5)


def test_a_gyroscope_that_drifts_is_straightened() -> None:
    up, spin, acc, tilt_deg = foot((0.0, 0.0, 0.0))
    window = track_of(up, spin + np.array([0.0, 0.005, 0.0]), acc).cut(0, 199)
    course, _, _ = GyroScale(TiltSettings()).course(window, *plane_of(up, up[90] - up[0]))
    np.testing.assert_allclose(course - course[0], tilt_deg, atol=1.5)


def test_what_was_learnt_is_never_certain() -> None:
    gyro = GyroScale(TiltSettings())
    gyro.learn(1.2, 1e-6)
    up, spin, acc, _ = foot((0.0, 0.0, 0.0))
    _, found, sd = gyro.course(track_of(up, spin, acc).cut(0, 199), *plane_of(up, up[90] - up[0]))
    assert found < 1.2
    assert sd > 1e-3


def test_what_no_gyroscope_reads_is_not_learnt() -> None:
    gyro = GyroScale(TiltSettings())
    gyro.learn(1.2, 0.02)
    for scale in (-0.3, 0.4, 2.0, float("nan")):
        gyro.learn(scale, 0.02)
    assert gyro.scale == 1.2


def shown_by(scale: float) -> tuple[FloatArray, FloatArray]:
    """True tilt as a direction of up, and what a filter shows whose gyroscope reads `scale` times too low."""
    _, _, _, tilt_deg = foot((0.0, 0.0, 0.0))
    true, fast = np.radians(tilt_deg), np.zeros(200)
    for k in range(1, 200):
        fast[k] = (1.0 - 1.0 / (2.0 * RATE_HZ)) * fast[k - 1] + true[k] - true[k - 1]
    shown = true + (1.0 / scale - 1.0) * fast
    return true, np.stack([-np.sin(shown), np.zeros(200), np.cos(shown)], axis=1)


def straightened(scale: float, shown: FloatArray, used: int) -> FloatArray:
    """Direction of up with the scale taken out, so many samples used of those looked at ahead."""
    error, parts, at = ScaleError(RATE_HZ, 2.0), [], 0
    error.learn(scale)
    while at < len(shown):
        parts += error.ahead(shown[at : at + AHEAD])[:used]
        error.went(min(used, len(shown) - at))
        at += used
    return np.array(parts)


@pytest.mark.parametrize("scale", [1.0, 1.15, 1.3])
def test_a_known_scale_is_taken_out_of_the_inclination(scale: float) -> None:
    true, shown = shown_by(scale)
    up = straightened(scale, shown, AHEAD)
    np.testing.assert_allclose(np.degrees(np.arctan2(-up[:, 0], up[:, 2])), np.degrees(true), atol=0.6)


@pytest.mark.parametrize("used", [1, 7, 128])
def test_looking_ahead_changes_nothing(used: int) -> None:
    _, shown = shown_by(1.25)
    np.testing.assert_allclose(straightened(1.25, shown, used), straightened(1.25, shown, 50), atol=1e-12)


def test_the_vector_product_is_that_of_numpy() -> None:
    a, b = np.array([0.1, -2.0, 3.0]), np.array([4.0, 0.5, -0.6])
    np.testing.assert_allclose(cross(a, b), np.cross(a, b))


EDGES = (10.0, 13.0, 15.0, 18.0)


@pytest.mark.parametrize(
    ("gap", "expected", "touched"),
    [
        (None, EDGES, False),
        (Gap(2.0, 5.0), EDGES, False),
        (Gap(19.0, 20.0), EDGES, False),
        (Gap(11.0, 12.0), EDGES, True),
        (Gap(9.0, 11.0), (11.0, 13.0, 15.0, 18.0), True),
        (Gap(12.0, 14.0), (10.0, 12.0, 15.0, 18.0), True),
        (Gap(14.0, 16.0), (10.0, 13.0, 16.0, 18.0), True),
        (Gap(17.0, 19.0), (10.0, 13.0, 15.0, 17.0), True),
        (Gap(12.0, 16.0), (10.0, 12.0, 16.0, 18.0), True),
    ],
)
def test_edges_in_a_hole_go_to_its_border(
    gap: Gap | None, expected: tuple[float, ...], touched: bool
) -> None:
    assert at_borders(EDGES, [gap] if gap else [], 0.0, 30.0) == (expected, touched)


@pytest.mark.parametrize("gap", [Gap(a / 2, b / 2) for a in range(16, 40) for b in range(a + 1, 40)])
def test_edges_stay_in_order_whatever_the_hole(gap: Gap) -> None:
    edges, _ = at_borders(EDGES, [gap], 9.0, 20.0)
    assert list(edges) == sorted(edges)


def test_edges_outside_of_what_was_seen_go_to_its_border() -> None:
    assert at_borders(EDGES, [], 11.0, 17.0)[0] == (11.0, 13.0, 15.0, 17.0)


def warned_at(
    duration_s: float, sag: float = 0.0, deeper: float = 0.0, warning: EarlyWarning | None = None
) -> float | None:
    """Share of a smooth lowering of 30 degrees at which the warning comes.

    Before it the hold sags by a share of the height; it may end deeper by another.
    """
    finder = CycleFinder(CycleSettings(4.0, 0.4, 180.0), RATE_HZ)
    warning = warning or EarlyWarning(2.0, RATE_HZ)
    t_s = np.arange(round((6.0 + duration_s) * RATE_HZ)) / RATE_HZ
    up, down = (np.clip(x, 0.0, 1.0) for x in ((t_s - 1.0) / 2.0, (t_s - 5.0) / duration_s))
    held = np.clip((t_s - 3.0) / 2.0, 0.0, 1.0)
    heights = 30.0 * (
        up**3 * (10 - 15 * up + 6 * up**2)
        - sag * held
        - (1.0 - sag + deeper) * down**3 * (10 - 15 * down + 6 * down**2)
    )
    speeds = np.gradient(heights) * RATE_HZ
    said = []
    for number, (height, speed) in enumerate(zip(heights, speeds, strict=True)):
        finder.step(number, height, speed)
        if warning.step(number, t_s[number], height, speed, 0.3, finder):
            finder.warned = number
            said.append((t_s[number] - 5.0) / duration_s)
    assert len(said) <= 1
    return said[0] if said else None


@pytest.mark.parametrize("duration_s", [0.8, 1.0, 1.3])
def test_a_fast_lowering_is_warned_of_while_it_runs(duration_s: float) -> None:
    share = warned_at(duration_s)
    assert share is not None
    assert 0.2 < share < 0.95


@pytest.mark.parametrize("duration_s", [2.4, 3.0, 5.0])
def test_a_slow_lowering_is_not(duration_s: float) -> None:
    assert warned_at(duration_s) is None


@pytest.mark.parametrize("duration_s", [0.4, 1.0, 3.0, 6.0])
def test_a_lowering_has_begun_before_a_fifth_of_it_is_done(duration_s: float) -> None:
    rise, _, _ = smooth(1.0, 1.0 + duration_s)
    fifth_s = float(T_S[np.argmax(rise > 0.2)])
    assert 1.0 <= latest_begin_s(T_S, rise) <= fifth_s + 0.1
    assert latest_begin_s(T_S[:30], rise[:30]) >= 1.0


def test_a_sag_of_the_hold_is_no_part_of_the_lowering() -> None:
    assert warned_at(1.2, sag=0.09) is not None


def test_a_lowering_that_goes_deeper_than_it_came_from_is_not_over_at_the_old_bottom() -> None:
    assert warned_at(3.0, deeper=0.3) is None


def test_nobody_knows_where_a_first_lowering_ends() -> None:
    assert warned_at(1.6, deeper=-0.12) is not None, "it stops short of where the lift began"
    assert warned_at(2.6, deeper=0.2) is None, "it goes on below"


@pytest.mark.parametrize("duration_s", [1.5, 1.7, 1.8, 1.85, 1.9, 1.95])
def test_nothing_is_said_of_a_lowering_that_is_over(duration_s: float) -> None:
    share = warned_at(duration_s)
    assert share is None or share < 1.0


def test_a_lift_that_began_above_the_bottom_goes_down_farther() -> None:
    for usual_deg, silent in ((36.0, True), (30.0, False)):
        warning = EarlyWarning(2.0, RATE_HZ)
        warning.learn(usual_deg, 0.0)
        assert (warned_at(2.6, deeper=0.2, warning=warning) is None) is silent


def test_nothing_is_said_at_the_bottom() -> None:
    finder = CycleFinder(CycleSettings(4.0, 0.4, 180.0), RATE_HZ)
    assert finder.stage is Stage.BOTTOM
    assert not EarlyWarning(2.0, RATE_HZ).step(0, 0.0, 0.0, 0.0, 0.3, finder)


def test_the_share_of_time_runs_with_the_share_of_travel() -> None:
    shares = [time_share(travel) for travel in np.linspace(0.0, 1.0, 21)]
    assert shares == sorted(shares)
    assert time_share(0.5) == pytest.approx(0.5, abs=0.02)
    assert 0.97 < time_share(1.0) <= 1.0


def test_the_track_forgets() -> None:
    up, spin, acc, _ = foot((0.0, 0.0, 0.0))
    track = track_of(up, spin, acc)
    assert track.following == 200
    track.forget(150)
    assert (track.following, track.cut(0, 199).first, len(track.cut(0, 199))) == (200, 150, 50)
    assert track.t_s(160) == pytest.approx(160 / RATE_HZ)
    assert track.up(0) == pytest.approx(tuple(up[150]))
