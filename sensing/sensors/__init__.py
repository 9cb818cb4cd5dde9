"""The sensors that are known: data about each, and how to read and write its packets."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from sensing.errors import UnknownSensorError
from sensing.sensors import movesense, witmotion
from sensing.sensors.model import SensorModel

_DEFAULTS: Final = (movesense.model(), witmotion.model())
_OTHER_RATES: Final = (
    *(movesense.model(rate) for rate in movesense.SAMPLES_PER_PACKET if rate != movesense.DEFAULT_RATE_HZ),
    *(witmotion.model(rate) for rate in witmotion.RATE_CODES if rate != witmotion.DEFAULT_RATE_HZ),
)

MODELS: Final = MappingProxyType({known.key: known for known in (*_DEFAULTS, *_OTHER_RATES)})
"""All models by key; the same sensor at another rate has its own key, e.g. ``movesense-52``."""


def model(key: str) -> SensorModel:
    """Return the model with that key.

    Raises
    ------
    UnknownSensorError
        If there is none; the message lists those that there are.
    """
    try:
        return MODELS[key]
    except KeyError:
        raise UnknownSensorError(
            f"unknown sensor model '{key}'; known are {', '.join(sorted(MODELS))}"
        ) from None


def recognise(name: str | None, service_uuids: Iterable[str] = ()) -> SensorModel | None:
    """Return the model, at its default rate, that advertises itself so; None where it is none of ours.

    Parameters
    ----------
    name : str or None
        The advertised name.
    service_uuids : iterable of str
        The advertised services, 128-bit.
    """
    services = {uuid.lower() for uuid in service_uuids}
    for known in _DEFAULTS:
        if services.intersection(known.advertised_services):
            return known
    for known in _DEFAULTS:
        if name is not None and name.startswith(known.name_prefixes):
            return known
    return None
