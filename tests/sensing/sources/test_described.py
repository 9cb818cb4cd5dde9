"""Sensors by a description through the unmodified Bluetooth code: parts, text, subscription alone."""

import numpy as np
import pytest

from sensing.sensors import SHIPPED
from sensing.sensors.catalogue import Sensors
from sensing.sensors.described import text_model
from sensing.sensors.model import SensorModel
from sensing.sources.hostclock import HostClock
from sensing.sources.radio import scan
from sensing.sources.virtual import Faults, VirtualSource
from sensing.sources.virtual.backlog import Backlog
from sensing.sources.virtual.stage import Stage
from sensing.types import Arrival, Samples, frozen

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


def samples_for(model: SensorModel, duration_s: float = 4.0) -> Samples:
    size = model.samples_per_packet
    n = round(duration_s * model.sampling_rate_hz) // size * size
    values = np.random.default_rng(7).normal(size=(2, n, 3))
    return Samples(frozen(np.arange(n) / model.sampling_rate_hz), frozen(values[0]), frozen(values[1]))


@pytest.mark.parametrize("key", ["thingy52", "infinitime", "puck-js", "nano33ble", "own"])
async def test_what_is_sent_arrives(key: str) -> None:
    model = ALL.model(key)
    samples = samples_for(model)
    decoder = model.new_decoder()
    got = []
    async with VirtualSource(key, samples, HostClock(50), sensors=ALL) as source:
        assert source.name == model.example_name
        async for item in source:
            if isinstance(item, Arrival):
                got.extend(decoder.push(item.characteristic, item.payload))
    assert decoder.damaged == 0
    acc = np.concatenate([packet.acc_mps2 for packet in got])
    np.testing.assert_allclose(acc, samples.acc_mps2, atol=model.acc_span.step)
    if model.gyr_span is not None:
        gyr = np.concatenate([frozen(packet.gyr_radps) for packet in got])
        np.testing.assert_allclose(gyr, samples.gyr_radps, atol=model.gyr_span.step)


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
