"""Which sensors are known: those that come with the program, and those that a person has described."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sensing.errors import SensorFileError, UnknownSensorError
from sensing.said import said
from sensing.sensors.model import SensorModel


@dataclass(frozen=True, slots=True)
class Sensors:
    """Sensor models by key and by what they advertise.

    Parameters
    ----------
    defaults : tuple of SensorModel
        One a sensor, at its usual rate; the first that fits an advertisement is taken.
    other_rates : tuple of SensorModel
        The same sensors at other rates.
    """

    defaults: tuple[SensorModel, ...]
    other_rates: tuple[SensorModel, ...] = ()

    @property
    def by_key(self) -> Mapping[str, SensorModel]:
        """All models by key."""
        return MappingProxyType({known.key: known for known in (*self.defaults, *self.other_rates)})

    @property
    def labels(self) -> tuple[str, ...]:
        """Names for people, sorted."""
        return tuple(sorted({known.label for known in self.defaults}, key=str.casefold))

    def model(self, key: str) -> SensorModel:
        """Return the model with that key.

        Raises
        ------
        UnknownSensorError
            If there is none; the message lists those that there are.
        """
        known = self.by_key
        if key not in known:
            raise UnknownSensorError(
                said(
                    "unknown sensor model '{key}'; known are {known}", key=key, known=", ".join(sorted(known))
                )
            )
        return known[key]

    def recognise(self, name: str | None, service_uuids: Iterable[str] = ()) -> SensorModel | None:
        """Return the model, at its default rate, that advertises itself so; None where it is none of ours.

        Parameters
        ----------
        name : str or None
            The advertised name.
        service_uuids : iterable of str
            The advertised services, 128-bit.
        """
        services = {uuid.lower() for uuid in service_uuids}
        for known in self.defaults:
            if services.intersection(known.advertised_services):
                return known
        for known in self.defaults:
            if name is not None and known.name_prefixes and name.startswith(known.name_prefixes):
                return known
        return None

    def plus(self, own: Iterable[SensorModel]) -> Sensors:
        """Return these and a person's own, which are recognised first.

        Raises
        ------
        SensorFileError
            If a key is taken already.
        """
        known, added = set(self.by_key), list[SensorModel]()
        for model in own:
            if model.key in known:
                raise SensorFileError(
                    model.label, "key", said("'{key}' is taken; choose another", key=model.key)
                )
            known.add(model.key)
            added.append(model)
        return replace(self, defaults=(*added, *self.defaults))
