"""A source with an emulated sensor at the other end of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Self

from sensing.errors import RadioUnavailableError
from sensing.said import said, said_by
from sensing.sensors import SHIPPED
from sensing.sensors.catalogue import Sensors
from sensing.sensors.model import SensorModel
from sensing.sources import LinkEvent, LinkState
from sensing.sources.hostclock import HostClock
from sensing.sources.radio import Patience, RadioSource
from sensing.sources.virtual.backlog import Backlog
from sensing.sources.virtual.faults import Faults
from sensing.types import Arrival, Samples

if TYPE_CHECKING:
    from sensing.sources.virtual.sensor import EmulatedSensor

_BACKLOG_S = 1.0
_SHORTEST_BACKLOG = 16


class VirtualSource:
    """An emulated sensor and the radio source that found it and listens to it; see `sensing.sources.Source`.

    Iteration ends when the sensor has sent all its samples. Only the radio is emulated: scanning, connecting
    and starting are those of `RadioSource`.

    Parameters
    ----------
    model_key : str
        What to emulate, by its key in `sensors`.
    samples : Samples
        What the sensor sends, at the model's rate.
    clock : HostClock
        Stamps what arrives. Its speed is that of the session; the sensor holds it back where the machine is
        too slow, so that stamps stay true and nothing is lost.
    faults : Faults, optional
        What goes wrong on the way.
    patience : Patience, optional
        That of the radio source.
    sensors : Sensors
        Those that are known.

    Raises
    ------
    UnknownSensorError
        If there is no such model.
    """

    def __init__(
        self,
        model_key: str,
        samples: Samples,
        clock: HostClock,
        *,
        faults: Faults | None = None,
        patience: Patience | None = None,
        sensors: Sensors = SHIPPED,
    ) -> None:
        self.model = sensors.model(model_key)
        self.name = self.model.example_name
        self.battery_percent: int | None = None
        self._sensors = sensors
        self._samples = samples
        self._clock = clock
        self._faults = faults or Faults()
        self._patience = patience
        self._backlog = Backlog(_most_waiting(self.model))
        self._stack = AsyncExitStack()
        self._sensor: EmulatedSensor | None = None
        self._radio: RadioSource | None = None

    async def __aenter__(self) -> Self:
        """Switch the sensor on and let the radio source find it.

        Raises
        ------
        RadioUnavailableError
            If Bumble, which emulates the radio, is not installed.
        SettingsError
            If the samples do not suit the sensor.
        """
        try:
            from sensing.sources.virtual.sensor import ADDRESS
            from sensing.sources.virtual.stage import Stage
        except ImportError as error:
            raise RadioUnavailableError(
                said(
                    "no virtual sensors without Bumble ({why}); run: pip install 'heelraise[virtual]'",
                    why=said_by(error),
                )
            ) from error
        async with AsyncExitStack() as stack:
            stage = await stack.enter_async_context(Stage())
            await stage.put_on_twins(self.model, self._samples, self._clock, self._faults.twins)
            self._sensor = await stage.put_on(
                self.model, self._samples, self._clock, self._faults, self._backlog
            )
            radio = RadioSource(
                ADDRESS,
                self._clock,
                model=self.model,
                backends=stage.backends,
                patience=self._patience,
                sensors=self._sensors,
            )
            self._radio = await stack.enter_async_context(radio)
            self.battery_percent = radio.battery_percent
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect and take everything down."""
        await self._stack.aclose()

    async def __aiter__(self) -> AsyncIterator[Arrival | LinkEvent]:
        """Yield what arrives until the sensor has sent everything."""
        assert self._radio is not None
        assert self._sensor is not None
        async for item in self._radio:
            if isinstance(item, Arrival):
                self._backlog.take()
            elif item.state is LinkState.LOST and self._sensor.finished:
                return
            yield item


def _most_waiting(model: SensorModel) -> int:
    """Return how many notifications may wait: about `_BACKLOG_S` seconds; a packet takes three at most."""
    packets = _BACKLOG_S * model.sampling_rate_hz / model.samples_per_packet
    return max(_SHORTEST_BACKLOG, round(3 * packets))
