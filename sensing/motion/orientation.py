"""Which way is up, seen from the sensor."""

from __future__ import annotations

import numpy as np
from vqf import VQF

from sensing.types import FloatArray


class Orientation:
    """Direction of up in the sensor's frame, from VQF's six-axis filter fed block by block.

    Only the inclination is used: heading drifts without a magnetometer and says nothing of a heel raise.

    Parameters
    ----------
    sampling_rate_hz : float
        Rate of the samples, Hz.
    inclination_time_s : float
        Time constant of the correction by gravity, s.
    """

    def __init__(self, sampling_rate_hz: float, inclination_time_s: float) -> None:
        self._period_s = 1.0 / sampling_rate_hz
        self._time_s = inclination_time_s
        self._filter = self._new_filter()

    def _new_filter(self) -> VQF:
        return VQF(self._period_s, tauAcc=self._time_s, magDistRejectionEnabled=False)

    def restart(self) -> None:
        """Forget the inclination (the foot may be anywhere after a hole) but keep the gyroscope's bias."""
        bias_radps, sigma_radps = self._filter.getBiasEstimate()
        self._filter = self._new_filter()
        self._filter.setBiasEstimate(bias_radps, sigma_radps)

    def push(self, acc_mps2: FloatArray, gyr_radps: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return up ``(n, 3)``, unit vectors, and the rate without bias ``(n, 3)``, rad/s."""
        found = self._filter.updateBatch(np.ascontiguousarray(gyr_radps), np.ascontiguousarray(acc_mps2))
        w, x, y, z = found["quat6D"].T
        up = np.empty_like(acc_mps2)
        up[:, 0] = 2.0 * (x * z - w * y)
        up[:, 1] = 2.0 * (y * z + w * x)
        up[:, 2] = 1.0 - 2.0 * (x * x + y * y)
        return up, gyr_radps - found["bias"]
