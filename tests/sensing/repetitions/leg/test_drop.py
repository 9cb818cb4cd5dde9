import numpy as np
import pytest

from sensing.motion import MotionBlock
from sensing.repetitions.leg.drop import Drop
from sensing.repetitions.track import Track
from sensing.types import FloatArray, frozen

RATE_HZ = 25.0
UPRIGHT, SENSOR_MPS2 = [0.0, 0.0, 1.0], (0.02, 0.1, -0.05, 0.3)


@pytest.fixture
def track() -> Track:
    rng, count = np.random.default_rng(4), 200
    up = np.array(UPRIGHT) + 0.05 * rng.normal(size=(count, 3))
    t_s, three = frozen(np.arange(count) / RATE_HZ), frozen(np.zeros((count, 3)))
    vertical = np.sin(np.arange(count) / 9.0) + 0.2 * rng.normal(size=count)
    out = Track()
    out.append(MotionBlock(t_s, t_s, frozen(up), frozen(vertical), three, three, frozen(np.abs(vertical))))
    return out


def dropped(track: Track, first: int, number: int) -> float:
    """Work it out as its words say."""
    part = track.cut(first, number)
    error: FloatArray = SENSOR_MPS2[0] + (part.up - UPRIGHT) @ np.array(SENSOR_MPS2[1:])
    speed = np.cumsum(part.vertical_mps2 - error)
    return float(speed.max() - speed[-1])


@pytest.mark.parametrize("step", [1, 2, 7])
def test_added_on_it_is_what_the_integral_gives(track: Track, step: int) -> None:
    drop = Drop()
    for number in range(30, 200, step):
        since_s = 0.5 if number < 90 else 3.0
        found = drop.up_to(track, number, since_s, UPRIGHT, SENSOR_MPS2)
        assert found == pytest.approx(dropped(track, track.number_at(since_s), number), abs=1e-9)


def test_what_is_known_of_the_sensor_counts_from_the_beginning(track: Track) -> None:
    drop = Drop()
    drop.up_to(track, 100, 1.0, UPRIGHT, (0.0, 0.0, 0.0, 0.0))
    found = drop.up_to(track, 102, 1.0, UPRIGHT, SENSOR_MPS2)
    assert found == pytest.approx(dropped(track, track.number_at(1.0), 102), abs=1e-9)


def test_a_time_that_has_hardly_come_is_looked_at_from_three_samples_before(track: Track) -> None:
    assert Drop().up_to(track, 50, 9.0, UPRIGHT, SENSOR_MPS2) == pytest.approx(
        dropped(track, 48, 50), abs=1e-9
    )
