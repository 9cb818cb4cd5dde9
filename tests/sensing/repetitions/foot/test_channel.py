"""The running tilt: which way a lift goes, and from where."""

import numpy as np
import pytest

from sensing.repetitions.foot.channel import TiltChannel
from sensing.settings import RepSettings
from sensing.types import FloatArray

RATE_HZ = 25.0


def _up(pitch_deg: FloatArray, roll_deg: FloatArray) -> list[tuple[float, float, float]]:
    pitch, roll = np.radians(pitch_deg), np.radians(roll_deg)
    up = np.stack([np.sin(pitch) * np.cos(roll), np.sin(roll), np.cos(pitch) * np.cos(roll)], axis=1)
    return [(x, y, z) for x, y, z in up.tolist()]


def _heights(pitch_deg: FloatArray, roll_deg: FloatArray) -> list[float]:
    settings = RepSettings()
    channel = TiltChannel(settings.foot_tilt, RATE_HZ, settings.motion.inclination_time_s)
    heights = []
    for number, up in enumerate(_up(pitch_deg, roll_deg)):
        channel.step(number, up)
        heights.append(channel.height)
    return heights


@pytest.mark.parametrize("jolt_deg", [-6.0, 0.0, 6.0])
def test_a_lift_that_begins_with_a_jolt_across_is_as_high_as_it_is(jolt_deg: float) -> None:
    """What shakes the sensor as a lift begins does not say which way it goes."""
    number = np.arange(100)
    heights = _heights(np.interp(number, [26, 76], [0.0, 20.0]), np.interp(number, [20, 24], [0.0, jolt_deg]))
    assert abs(heights[-1] - 20.0) < 2.5
