"""Apps that send a phone's sensors over the network: what is known of each, and how its messages are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

from sensing.sensors.phone.decoding import PhoneDecoder, Reader
from sensing.sensors.phone.joining import TICK_BITS, TICK_HZ
from sensing.sensors.phone.phyphox import PhyphoxReader
from sensing.sensors.phone.sensorlogger import SensorLoggerReader
from sensing.sensors.phone.sensorserver import SensorServerReader

_USUAL_RATE_HZ = 100.0


@dataclass(frozen=True, slots=True)
class PhoneModel:
    """One app, with or without gyroscope; see `sensing.sensors.streaming.StreamModel`.

    Parameters
    ----------
    key, label : str
        Short name, and name for people.
    has_gyr : bool
        Whether angular rate is read: cheap phones have no gyroscope.
    new_decoder : callable
        Makes a decoder.
    sampling_rate_hz : float
        What phones mostly deliver, Hz. Readings have times of their own, so another rate does no harm.
    tick_hz, tick_bits : float, int
        All apps' times are counted in ns.
    """

    key: str
    label: str
    has_gyr: bool
    new_decoder: Callable[[], PhoneDecoder]
    sampling_rate_hz: float = _USUAL_RATE_HZ
    tick_hz: float = TICK_HZ
    tick_bits: int = TICK_BITS


def _decoder(reader: Callable[[bool], Reader], has_gyr: bool) -> PhoneDecoder:
    return PhoneDecoder(reader(has_gyr))


def _models(key: str, label: str, reader: Callable[[bool], Reader]) -> tuple[PhoneModel, PhoneModel]:
    return (
        PhoneModel(key, label, True, partial(_decoder, reader, True)),
        PhoneModel(f"{key}-acc", f"{label}, accelerometer only", False, partial(_decoder, reader, False)),
    )


PHONES: Final = MappingProxyType(
    {
        model.key: model
        for model in (
            *_models("phyphox", "phyphox", PhyphoxReader),
            *_models("sensorlogger", "Sensor Logger", SensorLoggerReader),
            *_models("sensorserver", "SensorServer", SensorServerReader),
        )
    }
)
"""All apps by key; ``-acc`` is the same app on a phone without gyroscope."""


def phone_model(app: str, has_gyr: bool) -> PhoneModel:
    """Return the model of an app: ``phyphox``, ``sensorlogger`` or ``sensorserver``."""
    return PHONES[app if has_gyr else f"{app}-acc"]
