"""The one string that says where arrivals come from, such as ``ble:Movesense`` or ``virtual:movesense``.

Imports of a kind of source happen when one of it is opened: analysing a file must not load Bluetooth.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sensing.errors import SettingsError, UnknownSensorError
from sensing.said import said
from sensing.sensors import SHIPPED, model
from sensing.sensors.catalogue import Sensors
from sensing.sources import Source
from sensing.sources.hostclock import HostClock
from sensing.sources.phone import PhoneAddress, open_phone
from sensing.types import Samples

if TYPE_CHECKING:
    from sensing.sources.radio import Company

DEFAULT_SCENARIO = "one-set"
_SIMULATED_SENSOR = "movesense"


class SensorKind(StrEnum):
    """Kinds of source."""

    BLE = "ble"
    REPLAY = "replay"
    VIRTUAL = "virtual"
    SIM = "sim"
    PHONE = "phone"

    @property
    def paced(self) -> bool:
        """Whether it can go faster than the wall clock."""
        return self not in {SensorKind.BLE, SensorKind.PHONE}


@dataclass(frozen=True, slots=True)
class SensorText:
    """A source by its string.

    Parameters
    ----------
    kind : SensorKind
        What stands before the colon.
    name : str
        What stands behind it.
    """

    kind: SensorKind
    name: str

    @classmethod
    def parse(cls, text: str) -> SensorText:
        """Read ``kind:name``.

        Raises
        ------
        SettingsError
            If it is not of that form.
        """
        kind, colon, name = text.partition(":")
        if not colon or kind not in set(SensorKind):
            raise SettingsError(
                f"sensor '{text}' is not understood; write ble:NAME-OR-ADDRESS, phone:APP, replay:FOLDER, "
                "virtual:MODEL or sim:SCENARIO"
            )
        if kind == SensorKind.PHONE:
            PhoneAddress.parse(name)
        return cls(SensorKind(kind), name)


def open_source(
    sensor: SensorText,
    clock: HostClock,
    seed: int = 1,
    sensors: Sensors = SHIPPED,
    company: Company | None = None,
) -> Source:
    """Return a source, not yet entered.

    Parameters
    ----------
    sensor : SensorText
        Which one. ``ble:`` alone takes the first known sensor, ``ble:NAME/MODEL`` sets it to another rate;
        ``virtual:MODEL/SCENARIO`` and ``sim:SCENARIO`` name what the simulated person does.
    clock : HostClock
        Stamps what arrives, and gives the pace of all but real sensors.
    seed : int
        Which simulated person it is.
    sensors : Sensors
        Those that are known.
    company : Company, optional
        Shared by real sensors that are used at once.

    Raises
    ------
    SensingError
        If there is no such sensor, scenario or recording.
    """
    if sensor.kind is SensorKind.BLE:
        from sensing.sources.radio import RadioSource

        name, _, key = sensor.name.partition("/")
        only = sensors.model(key) if key else None
        return RadioSource(name or None, clock, model=only, sensors=sensors, company=company)
    if sensor.kind is SensorKind.PHONE:
        return open_phone(PhoneAddress.parse(sensor.name), clock)
    if sensor.kind is SensorKind.REPLAY:
        from sensing.sources.replay import ReplaySource

        return ReplaySource(sensor.name, clock)
    if sensor.kind is SensorKind.VIRTUAL:
        from sensing.sources.virtual import VirtualSource

        key, _, scenario = sensor.name.partition("/")
        samples = simulated(scenario or DEFAULT_SCENARIO, key, seed, sensors)
        return VirtualSource(key, samples, clock, sensors=sensors)
    from sensing.sources.simulated import SimulatedSource

    scenario = sensor.name or DEFAULT_SCENARIO
    samples = simulated(scenario, _SIMULATED_SENSOR, seed)
    return SimulatedSource(model(_SIMULATED_SENSOR), samples, clock, f"simulation {scenario}")


def simulated(scenario: str, model_key: str, seed: int, sensors: Sensors = SHIPPED) -> Samples:
    """Return what a sensor of that model measures on a simulated person.

    Raises
    ------
    UnknownSensorError
        If there is no such model or scenario.
    """
    from sensing.simulator import SCENARIOS, Sensor, person, simulate

    sensor = Sensor(rate_hz=sensors.model(model_key).sampling_rate_hz)
    if scenario not in SCENARIOS:
        raise UnknownSensorError(
            said(
                "unknown scenario '{scenario}'; known are {known}",
                scenario=scenario,
                known=", ".join(sorted(SCENARIOS)),
            )
        )
    return simulate(SCENARIOS[scenario], person(seed), sensor, seed).samples
