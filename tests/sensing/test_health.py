from dataclasses import replace

import numpy as np
import pytest

from sensing.health import Finding, Health, health_of
from sensing.simulator import Doing, Mount, Scenario, Sensor, SetPlan, person, sensor, simulate
from sensing.types import Samples, frozen

ONE_LIFT = Scenario((SetPlan(reps=1),), lead_s=2.5)


def measured(worn: Sensor, mount: Mount = Mount.INSTEP, seed: int = 1) -> Samples:
    return simulate(replace(ONE_LIFT, mount=mount), person(seed), worn, seed).samples


def judged(worn: Sensor, battery_percent: int | None = None) -> Health:
    return health_of(measured(worn), worn.rate_hz, battery_percent)


@pytest.mark.parametrize("mount", [Mount.INSTEP, Mount.HEEL, Mount.ANKLE])
def test_a_good_sensor_is_fit(mount: Mount) -> None:
    health = health_of(measured(Sensor(), mount), 104.0, 87)
    assert (health.go, health.findings) == (True, ())
    assert health.rate_hz == pytest.approx(104.0, rel=0.01)


@pytest.mark.parametrize("seed", range(1, 13))
def test_everyday_sensors_in_any_mounting_may_begin(seed: int) -> None:
    worn = sensor(seed)
    assert health_of(measured(worn, seed=seed), worn.rate_hz).go


def test_upside_down_is_fine() -> None:
    assert judged(Sensor(mounting=(np.pi, 0.0, 0.0))).findings == ()


def test_without_gyroscope_is_fine() -> None:
    assert judged(Sensor(has_gyr=False)).findings == ()


@pytest.mark.parametrize(
    ("found", "worn"),
    [
        (Finding.LOOSE, Sensor(strap_hz=5.0, strap_damping=0.05)),
        (Finding.AXIS_UNCLEAR, Sensor(strap_hz=8.0, strap_damping=0.05)),
        (Finding.LOSSES, Sensor(loss=0.1)),
        (Finding.MANY_LOSSES, Sensor(loss=0.5)),
        (Finding.NO_GRAVITY, Sensor(acc_scale=0.5)),
        (Finding.GYR_STUCK, Sensor(gyr_scale=0.0, gyr_noise_radps_rthz=0.0)),
        (Finding.RATE_LOW, Sensor(rate_hz=8.0)),
    ],
)
def test_what_is_wrong_is_found(found: Finding, worn: Sensor) -> None:
    health = judged(worn)
    assert found in health.findings
    assert health.go is not found.forbids


def test_half_the_rate_that_was_asked_for() -> None:
    assert Finding.RATE_LOW in health_of(measured(Sensor(rate_hz=52.0)), 104.0).findings


@pytest.mark.parametrize(
    ("percent", "found"),
    [(87, []), (20, [Finding.BATTERY_LOW]), (3, [Finding.BATTERY_EMPTY])],
)
def test_battery(percent: int, found: list[Finding]) -> None:
    assert list(judged(Sensor(), battery_percent=percent).findings) == found


def test_standing_still_only_shows_no_lift() -> None:
    still = simulate(Scenario((Doing.STAND,), lead_s=3.0), person(1), Sensor(), 1).samples
    health = health_of(still, 104.0)
    assert health.findings == (Finding.NO_LIFT,)
    assert health.go


def test_walking_about_is_never_still() -> None:
    samples = measured(Sensor())
    shaken = frozen(samples.acc_mps2 + 3.0 * np.sin(20.0 * samples.t_s)[:, None])
    assert Finding.NEVER_STILL in health_of(replace(samples, acc_mps2=shaken), 104.0).findings


@pytest.mark.parametrize("count", [0, 1, 100])
def test_too_little_to_say_anything(count: int) -> None:
    health = health_of(measured(Sensor())[:count], 104.0)
    assert (health.go, health.findings) == (False, (Finding.SILENT,))
