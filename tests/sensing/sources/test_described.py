"""Sensors by a description through the unmodified Bluetooth code: parts, text, subscription alone."""

import pytest

from sensing.sensors import SHIPPED
from sensing.sensors.catalogue import Sensors
from sensing.sensors.described import text_model
from sensing.sources.hostclock import HostClock
from sensing.sources.radio import scan
from sensing.sources.virtual import Faults, VirtualSource
from sensing.sources.virtual.backlog import Backlog
from sensing.sources.virtual.stage import Stage
from tests.sensing.sources.sending import check_what_arrives, samples_for

OWN = """
key = "own"
label = "Own sensor"
names = ["Own"]
service = "19b10000-e8f2-537e-4f6c-d104768a1214"
rate-hz = 25
[acc]
unit = "m/s2"
[[streams]]
characteristic = "19b10001-e8f2-537e-4f6c-d104768a1214"
layout = "<3f"
fields = ["acc_x", "acc_y", "acc_z"]
"""
ALL = SHIPPED.plus([text_model(OWN, "own.toml")])


@pytest.mark.parametrize("key", ["thingy52", "infinitime", "puck-js", "nano33ble", "own"])
async def test_what_is_sent_arrives(key: str) -> None:
    model = ALL.model(key)
    samples = samples_for(model, 4.0)
    async with VirtualSource(key, samples, HostClock(50), sensors=ALL) as source:
        assert source.name == model.example_name
        await check_what_arrives(source, samples)


async def test_a_console_tells_its_battery_when_it_is_started() -> None:
    samples = samples_for(ALL.model("puck-js"), 1.0)
    async with VirtualSource("puck-js", samples, HostClock(50), sensors=ALL) as source:
        assert source.battery_percent == 87


async def test_a_scan_knows_own_sensors_only_where_they_are_described() -> None:
    model = ALL.model("own")
    async with Stage() as stage:
        await stage.put_on(model, samples_for(model), HostClock(), Faults(), Backlog(9))
        (stranger,) = await scan(0.1, stage.backends)
        (known,) = await scan(0.1, stage.backends, ALL)
        (other,) = await scan(0.1, stage.backends, Sensors(()))
    assert (stranger.model, known.model, other.model) == (None, model, None)
