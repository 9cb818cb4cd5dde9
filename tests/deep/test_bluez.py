"""The radio code on bleak's own BlueZ backend, with a real kernel and bluetoothd: `make test-deep`."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from sensing.errors import SensorNotFoundError
from sensing.link import LinkEvent, SourceItem
from sensing.sensors import model
from sensing.sources.hostclock import HostClock
from sensing.sources.radio import Patience, RadioSource, scan
from sensing.sources.virtual import Faults
from sensing.sources.virtual.air import Air
from sensing.sources.virtual.backlog import Backlog
from sensing.sources.virtual.sensor import ADDRESS, EmulatedSensor
from sensing.stream import SampleStream
from sensing.types import Samples, frozen
from tests.deep.appliance.build import BUILT, missing
from tests.deep.appliance.machine import Adapter, Appliance

SENSOR = model("movesense-52")
SPEED = 4.0  # BlueZ in the appliance takes up to 208 notifications a second

pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def appliance(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Appliance]:
    if not request.config.getoption("--deep"):
        pytest.skip("deep tests run with --deep: make test-deep")
    if lacking := missing():
        pytest.skip(f"the appliance needs {', '.join(lacking)}")
    if not (BUILT / "initrd.gz").exists():
        pytest.skip("the appliance is not built: python -m tests.deep.appliance.build")
    with pytest.MonkeyPatch.context() as patch, Appliance(tmp_path_factory.mktemp("appliance")) as made:
        patch.setenv("DBUS_SYSTEM_BUS_ADDRESS", made.bus_address)
        patch.setenv("BLEAK_DBUS_AUTH_UID", "0")  # the bridge is root there
        asyncio.run(made.ready())
        yield made


def samples(duration_s: float) -> Samples:
    t_s = np.arange(round(duration_s * SENSOR.sampling_rate_hz)) / SENSOR.sampling_rate_hz
    acc = np.column_stack((np.sin(t_s), np.zeros_like(t_s), np.full_like(t_s, 9.8)))
    return Samples(frozen(t_s), frozen(acc), frozen(0.1 * acc))


@asynccontextmanager
async def on_air(
    appliance: Appliance, clock: HostClock, faults: Faults | None = None, duration_s: float = 20.0
) -> AsyncIterator[EmulatedSensor]:
    air = Air()
    sensor = EmulatedSensor(SENSOR, samples(duration_s), clock, air, faults or Faults(), Backlog(10**6))
    async with Adapter(appliance, air):
        await sensor.start()
        yield sensor
        await sensor.stop()


async def heard(source: RadioSource, sensor: EmulatedSensor) -> list[SourceItem]:
    items: list[SourceItem] = []
    async for item in source:
        if isinstance(item, LinkEvent) and sensor.finished:
            break
        items.append(item)
    return items


def times(items: list[SourceItem]) -> np.ndarray:
    stream = SampleStream(SENSOR)
    parts = [part.t_s for item in items if (part := stream.push(item)) is not None]
    return np.concatenate([*parts, stream.finish().t_s])


async def test_a_sensor_is_seen(appliance: Appliance) -> None:
    async with on_air(appliance, HostClock(SPEED)):
        found = await scan(3.0)
    assert [(one.name, one.address) for one in found if one.model] == [(SENSOR.example_name, ADDRESS)]


async def test_a_whole_session(appliance: Appliance) -> None:
    clock = HostClock(SPEED)
    async with on_air(appliance, clock) as sensor, RadioSource(None, clock, model=SENSOR) as source:
        assert source.battery_percent == 87
        items = await heard(source, sensor)
    t_s = times(items)
    assert len(t_s) == pytest.approx(20.0 * SENSOR.sampling_rate_hz, abs=8)
    assert np.diff(t_s).max() < 0.03


async def test_the_link_drops_and_comes_back(appliance: Appliance) -> None:
    clock = HostClock(SPEED)
    faults = Faults(drop_link_at_s=8.0, outage_s=4.0)
    async with on_air(appliance, clock, faults) as sensor, RadioSource(None, clock, model=SENSOR) as source:
        items = await heard(source, sensor)
    assert [item.state for item in items if isinstance(item, LinkEvent)] == ["lost", "back"]
    t_s = times(items)
    assert np.diff(t_s).max() == pytest.approx(4.0, abs=0.5)
    assert t_s[-1] == pytest.approx(20.0, abs=0.5)


async def test_a_sensor_that_is_not_there(appliance: Appliance, tmp_path: Path) -> None:
    async with Adapter(appliance, Air()):
        with pytest.raises(SensorNotFoundError, match=r"within 2 s"):
            async with RadioSource("Movesense", HostClock(), patience=Patience(find_s=2.0)):
                pass
