import pytest

from sensing.simulator import SCENARIOS, Sensor, person, simulate
from sensing.types import Samples


@pytest.fixture(scope="session")
def one_set() -> Samples:
    return simulate(SCENARIOS["one-set"], person(1), Sensor(rate_hz=60.0), 1).samples


@pytest.fixture(scope="session")
def few_seconds(one_set: Samples) -> Samples:
    return one_set[600:1800]
