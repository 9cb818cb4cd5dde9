"""SensorServer: one text frame a reading, ``{"type", "timestamp", "values"}``, ns since the phone started.

Android only: acceleration includes gravity, m/s², positive upwards; angular rate in rad/s.
"""

from __future__ import annotations

from typing import Final

from sensing.errors import PacketError
from sensing.sensors.phone.joining import Joiner, packets_of, readings_of
from sensing.sensors.phone.payload import read_object
from sensing.types import Packet

FRAME: Final = "sensorserver/frame"
ACC_TYPE: Final = "android.sensor.accelerometer"
GYR_TYPE: Final = "android.sensor.gyroscope"


class SensorServerReader:
    """Makes packets of SensorServer's frames.

    Parameters
    ----------
    has_gyr : bool
        Whether the gyroscope is read.
    """

    def __init__(self, has_gyr: bool) -> None:
        self._has_gyr = has_gyr
        self._joiner = Joiner(int(has_gyr))

    def take(self, characteristic: str, payload: bytes) -> tuple[Packet, ...]:
        """Take one frame; return a packet for each reading that is complete with it.

        Raises
        ------
        PacketError
            If it is no frame of SensorServer.
        """
        if characteristic != FRAME:
            raise PacketError(f"SensorServer does not send '{characteristic}'")
        content = read_object(payload)
        if not isinstance(content.get("values"), list) or "timestamp" not in content:
            raise PacketError("no frame of SensorServer: timestamp or values are missing")
        # With one sensor only the app leaves out which one it is.
        kind = content.get("type", ACC_TYPE)
        reading = readings_of([(content["timestamp"], content["values"])])
        streams = [reading if kind == ACC_TYPE else []]
        if self._has_gyr:
            streams.append(reading if kind == GYR_TYPE else [])
        return packets_of(self._joiner.push(*streams), self._has_gyr)
