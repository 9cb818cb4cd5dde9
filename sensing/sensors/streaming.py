"""What the line needs to know of anything that streams, be it a Bluetooth sensor or an app on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sensing.sensors import model
from sensing.sensors.model import Decoder
from sensing.sensors.phone import PHONES


class StreamModel(Protocol):
    """One kind of stream; `sensing.sensors.model.SensorModel` is one, so is a phone's app."""

    @property
    def key(self) -> str:
        """Short name, as recordings have it."""

    @property
    def label(self) -> str:
        """Name for people."""

    @property
    def sampling_rate_hz(self) -> float:
        """Nominal rate, Hz."""

    @property
    def tick_hz(self) -> float | None:
        """Rate of the stream's own counter, Hz; None without one."""

    @property
    def tick_bits(self) -> int | None:
        """Width of that counter."""

    @property
    def has_gyr(self) -> bool:
        """Whether angular rate is delivered."""

    @property
    def new_decoder(self) -> Callable[[], Decoder]:
        """Makes a decoder."""


def stream_model(key: str) -> StreamModel:
    """Return the model with that key: a sensor's or an app's.

    Raises
    ------
    UnknownSensorError
        If there is none; the message lists those that there are.
    """
    return PHONES[key] if key in PHONES else model(key)
