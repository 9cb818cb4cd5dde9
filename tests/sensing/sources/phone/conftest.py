import pytest

from sensing.simulator import SCENARIOS, Sensor, person, simulate
from sensing.sources.hostclock import HostClock
from sensing.sources.phone import PhonePatience
from sensing.types import Samples

PATIENCE = PhonePatience(
    answer_s=0.5,
    find_s=1.0,
    silence_s=0.25,
    poll_s=0.005,
    first_wait_s=0.01,
    longest_wait_s=0.02,
    give_up_s=0.0,
)


@pytest.fixture(scope="session")
def one_set() -> Samples:
    return simulate(SCENARIOS["one-set"], person(1), Sensor(rate_hz=52.0), 1).samples


@pytest.fixture
def clock() -> HostClock:
    return HostClock()


@pytest.fixture
def patience() -> PhonePatience:
    return PATIENCE
