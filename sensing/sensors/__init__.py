"""The sensors that are known: data about each, and how to read and write its packets."""

from __future__ import annotations

from typing import Final

from sensing.sensors import metamotion, movella_dot, movesense, polar, witmotion
from sensing.sensors.catalogue import Sensors
from sensing.sensors.described import shipped_models

_POLAR: Final = polar.models()
_DEFAULTS: Final = (
    movesense.model(),
    witmotion.model(),
    movella_dot.model(),
    metamotion.model(),
    *(each for each in _POLAR if each.key in polar.DEFAULT_KEYS),
    *shipped_models(),
)
_OTHER_RATES: Final = (
    *(movesense.model(rate) for rate in movesense.SAMPLES_PER_PACKET if rate != movesense.DEFAULT_RATE_HZ),
    *(witmotion.model(rate) for rate in witmotion.RATE_CODES if rate != witmotion.DEFAULT_RATE_HZ),
    *(movella_dot.model(rate) for rate in movella_dot.RATES_HZ if rate != movella_dot.DEFAULT_RATE_HZ),
    movella_dot.model(mode=movella_dot.ORIENTATION_MODE),
    *(metamotion.model(rate) for rate in metamotion.RATE_CODES if rate != metamotion.DEFAULT_RATE_HZ),
    *(each for each in _POLAR if each.key not in polar.DEFAULT_KEYS),
)

SHIPPED: Final = Sensors(_DEFAULTS, _OTHER_RATES)
"""The sensors that come with the program."""

model = SHIPPED.model
