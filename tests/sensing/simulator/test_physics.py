"""What the sensor reads follows from where it is."""

from dataclasses import replace

import numpy as np
import pytest

from sensing.simulator import PERFECT, Doing, Mount, Person, Scenario, Sensor, SetPlan, simulate
from sensing.simulator.body import Axial, Pose, felt, pose, through_strap, turned, turned_back
from sensing.simulator.posture import RATE_HZ, Column, blank
from sensing.simulator.reading import rotation
from sensing.simulator.sensor import any_mounting
from sensing.types import GRAVITY_MPS2

CALM = Person(tremor=0.0, sway_deg=0.0, dip_deg=0.0, thud=0.0, roll_gain=0.0)
FAST_SENSOR = replace(PERFECT, rate_hz=200.0)
ONE = Scenario((SetPlan(reps=3),))


def still_axial(count: int) -> Axial:
    zeros = np.zeros(count)
    return Axial(zeros, zeros, zeros)


@pytest.mark.parametrize("mount", list(Mount))
def test_who_stands_still_reads_gravity_and_no_turning(mount: Mount) -> None:
    samples = simulate(Scenario((Doing.STAND,), mount), CALM, PERFECT, 1).samples
    assert samples.gyr_radps is not None
    np.testing.assert_allclose(
        samples.acc_mps2, np.tile([0.0, 0.0, GRAVITY_MPS2], (len(samples), 1)), atol=1e-6
    )
    np.testing.assert_allclose(samples.gyr_radps, 0.0, atol=1e-6)


def test_any_mounting_keeps_the_size_of_gravity() -> None:
    sensor = replace(PERFECT, mounting=any_mounting(np.random.default_rng(3)))
    samples = simulate(Scenario((Doing.STAND,)), CALM, sensor, 1).samples
    np.testing.assert_allclose(np.linalg.norm(samples.acc_mps2, axis=1), GRAVITY_MPS2, atol=1e-6)


def test_a_rotation_is_a_rotation() -> None:
    turn = rotation(np.array([0.3, -1.0, 0.7]))
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(turn) == pytest.approx(1.0)


def test_turning_back_undoes_turning() -> None:
    rng = np.random.default_rng(0)
    angles, vectors = rng.normal(size=(50, 3)), rng.normal(size=(50, 3))
    np.testing.assert_allclose(turned_back(angles, turned(angles, vectors)), vectors, atol=1e-12)


def test_the_gyroscope_adds_up_to_the_pitch() -> None:
    made = simulate(ONE, CALM, FAST_SENSOR, 2)
    samples = made.samples
    assert samples.gyr_radps is not None
    summed_deg = np.degrees(np.cumsum(samples.gyr_radps[:, 1])) / 200.0
    pitch_deg = np.interp(samples.t_s + 1 / 400.0, made.course.t_s, made.course.pitch_deg)
    np.testing.assert_allclose(summed_deg, pitch_deg, atol=0.1)


def test_acceleration_is_the_second_derivative_of_the_position() -> None:
    """Turned into the world and summed twice, the specific force without gravity gives the rise."""
    made = simulate(Scenario((SetPlan(reps=2),), Mount.HEEL), CALM, FAST_SENSOR, 3)
    samples = made.samples
    pitch = np.radians(np.interp(samples.t_s, made.course.t_s, made.course.pitch_deg))
    angles = np.stack((np.zeros_like(pitch), pitch, np.zeros_like(pitch)), axis=1)
    up_mps2 = turned(angles, samples.acc_mps2)[:, 2] - GRAVITY_MPS2
    rise_cm = 100.0 * np.cumsum(np.cumsum(up_mps2)) / 200.0**2
    truth_cm = np.interp(samples.t_s, made.course.t_s, made.course.sensor_rise_cm)
    np.testing.assert_allclose(rise_cm, truth_cm, atol=0.15)


def test_turning_at_a_constant_rate_gives_the_centripetal_acceleration() -> None:
    t_s = np.arange(500) / RATE_HZ
    angles = np.stack((np.zeros(500), 2.0 * t_s, np.zeros(500)), axis=1)
    force, rate = felt(Pose(angles, turned(angles, np.array([-0.1, 0.0, 0.0]))))
    gravity = turned_back(angles, np.tile([0.0, 0.0, GRAVITY_MPS2], (500, 1)))
    np.testing.assert_allclose((force - gravity)[2:-2], np.tile([0.4, 0.0, 0.0], (496, 1)), atol=1e-4)
    np.testing.assert_allclose(rate, np.tile([0.0, 2.0, 0.0], (500, 1)), atol=1e-9)


def test_the_heel_rises_as_geometry_says() -> None:
    made = simulate(ONE, CALM, PERFECT, 4)
    expected_cm = 100.0 * CALM.foot_m * np.sin(np.radians(made.course.pitch_deg))
    np.testing.assert_allclose(made.course.heel_rise_cm, expected_cm, atol=1e-9)
    assert 5.0 < made.course.heel_rise_cm.max() < 12.5


def test_a_lift_leaves_the_ball_of_the_foot_where_it_is() -> None:
    posture = blank(0.1)
    posture[:, Column.FOOT] = np.linspace(0.0, 30.0, len(posture))
    ball = replace(CALM, instep_back_m=0.0, instep_up_m=0.0)
    place = pose(posture, still_axial(len(posture)), np.zeros(len(posture)), ball, Mount.INSTEP)
    np.testing.assert_allclose(place.position_m, 0.0, atol=1e-12)


def test_the_shank_tilts_little_and_rises_like_the_ankle() -> None:
    made = simulate(Scenario((SetPlan(reps=2),), Mount.SHANK), CALM, FAST_SENSOR, 5)
    gyr = made.samples.gyr_radps
    assert gyr is not None
    tilt_deg = np.degrees(np.cumsum(gyr[:, 1])) / 200.0
    assert 2.0 < np.ptp(tilt_deg) < 6.0
    assert 4.0 < made.truth[0].rise_cm < 9.0


def test_a_stiff_strap_changes_nothing_and_a_soft_one_rings() -> None:
    t_s = np.arange(2000) / RATE_HZ
    moved = np.zeros((2000, 3))
    moved[:, 2] = 0.05 * np.clip((t_s - 1.0) / 0.05, 0.0, 1.0)
    course = Pose(np.zeros((2000, 3)), moved)
    np.testing.assert_allclose(through_strap(course, 2000.0, 0.7).position_m, moved, atol=2e-3)
    soft = through_strap(course, 10.0, 0.2).position_m[:, 2]
    assert soft.max() > 0.055
    assert soft[-1] == pytest.approx(0.05, abs=1e-3)


def test_a_slip_turns_the_sensor_once_by_its_angle() -> None:
    made = simulate(ONE, CALM, replace(PERFECT, slip_deg=20.0), 6)
    before, after = made.samples.acc_mps2[50], made.samples.acc_mps2[-50]
    cosine = before @ after / (np.linalg.norm(before) * np.linalg.norm(after))
    assert 0.0 < np.degrees(np.arccos(cosine)) <= 20.01


def test_a_clock_that_is_off_stretches_samples_and_truth_alike() -> None:
    right, off = (simulate(ONE, CALM, Sensor(clock_error=error), 7) for error in (0.0, 0.01))
    assert off.truth[-1].end_s == pytest.approx(1.01 * right.truth[-1].end_s)
    fastest_s = []
    for made in (right, off):
        assert made.samples.gyr_radps is not None
        fastest_s.append(float(made.samples.t_s[np.argmax(made.samples.gyr_radps[:, 1])]))
    assert fastest_s[1] == pytest.approx(1.01 * fastest_s[0], abs=0.03)
    np.testing.assert_allclose(np.diff(off.samples.t_s), 1 / 104.0)


def test_lost_packets_leave_holes_of_whole_packets() -> None:
    samples = simulate(ONE, CALM, Sensor(loss=0.05, packet_samples=8), 8).samples
    missing = np.round(np.diff(samples.t_s) * 104.0).astype(int) - 1
    assert missing.max() > 0
    assert set(np.unique(missing % 8)) == {0}


def test_readings_are_rounded_and_saturate() -> None:
    sensor = replace(PERFECT, acc_step_mps2=0.01, acc_limit_mps2=9.5)
    acc = simulate(ONE, CALM, sensor, 9).samples.acc_mps2
    assert acc.max() == 9.5
    np.testing.assert_allclose(np.round(acc / 0.01), acc / 0.01, atol=1e-6)


def test_an_accelerometer_alone_has_no_gyroscope() -> None:
    assert simulate(ONE, CALM, Sensor(has_gyr=False), 10).samples.gyr_radps is None
