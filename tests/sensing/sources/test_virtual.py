"""Whole sessions through bleak and Bumble: only the radio waves are made up."""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sensing.errors import (
    LinkLostError,
    RadioUnavailableError,
    SensorNotFoundError,
    SensorRefusedError,
    SensorSilentError,
    SettingsError,
    UnknownSensorError,
)
from sensing.sensors import model as model_of
from sensing.sensors.model import Response, SensorModel
from sensing.sensors.packing import packets_of
from sensing.sources import LinkEvent, LinkState
from sensing.sources.hostclock import HostClock
from sensing.sources.radio import Patience, RadioSource, scan
from sensing.sources.virtual import Faults, VirtualSource
from sensing.sources.virtual.backlog import Backlog
from sensing.sources.virtual.sensor import ADDRESS
from sensing.sources.virtual.stage import Stage
from sensing.types import Arrival, Packet, Samples, frozen
from tests.sensing.sources.sending import samples_for


def decoded(model: SensorModel, arrivals: list[Arrival]) -> list[tuple[float, Packet]]:
    decoder = model.new_decoder()
    return [
        (arrival.t_host_s, packet)
        for arrival in arrivals
        for packet in decoder.push(arrival.characteristic, arrival.payload)
    ]


def as_sent(model: SensorModel, samples: Samples) -> list[Packet]:
    sent = [
        Arrival(t_s, model.notify_characteristics[0], payload)
        for t_s, packet in packets_of(model, samples)
        for payload in model.encode(packet)
    ]
    return [packet for _, packet in decoded(model, sent)]


def bits(packets: list[Packet]) -> list[tuple[bytes, bytes, int | None]]:
    return [
        (each.acc_mps2.tobytes(), frozen(each.gyr_radps).tobytes(), each.t_device_ticks)
        for each in packets
        if each.gyr_radps is not None
    ]


async def collect(source: RadioSource, into: list[Arrival | LinkEvent]) -> None:
    async for item in source:
        into.append(item)


async def session(
    source: AsyncIterator[Arrival | LinkEvent],
) -> tuple[list[Arrival], list[LinkEvent]]:
    items = [item async for item in source]
    arrivals = [item for item in items if isinstance(item, Arrival)]
    stamps = [item.t_host_s for item in items]
    assert stamps == sorted(stamps)
    return arrivals, [item for item in items if isinstance(item, LinkEvent)]


@pytest.mark.parametrize("key", ["movesense", "movesense-208", "movesense-13", "witmotion"])
async def test_a_whole_session_arrives_bit_by_bit(key: str) -> None:
    model = model_of(key)
    samples = samples_for(model, 20.0, start_s=3.0)
    async with VirtualSource(key, samples, HostClock(50)) as source:
        assert source.name == model.example_name
        assert source.battery_percent == (87 if model.battery_characteristic else 75)
        arrivals, events = await session(aiter(source))
    got = decoded(model, arrivals)
    assert events == []
    assert bits([packet for _, packet in got]) == bits(as_sent(model, samples))
    # However busy the machine, the stamps tell when the emulated person moved: they lie within one packet.
    due_s = np.array([t_s for t_s, _ in packets_of(model, samples)])
    delays_s = np.array([t_s for t_s, _ in got]) - due_s
    assert np.ptp(delays_s) <= model.samples_per_packet / model.sampling_rate_hz


async def test_a_slow_listener_loses_nothing() -> None:
    model = model_of("movesense")
    samples = samples_for(model, 10.0)
    async with VirtualSource("movesense", samples, HostClock(10_000)) as source:
        arrivals, _ = await session(aiter(source))
    assert bits([packet for _, packet in decoded(model, arrivals)]) == bits(as_sent(model, samples))


async def test_the_link_drops_and_comes_back() -> None:
    model = model_of("movesense")
    samples = samples_for(model, 12.0)
    faults = Faults(drop_link_at_s=5.0, outage_s=2.0)
    async with VirtualSource("movesense", samples, HostClock(50), faults=faults) as source:
        arrivals, events = await session(aiter(source))
    assert [event.state for event in events] == [LinkState.LOST, LinkState.BACK]
    lost, back = events
    got = decoded(model, arrivals)
    before = [packet for t_s, packet in got if t_s <= lost.t_host_s]
    after = [packet for t_s, packet in got if t_s >= back.t_host_s]
    sent = as_sent(model, samples)
    assert bits(before + after) == bits(sent[: len(before)] + sent[-len(after) :])
    hole_s = ((after[0].t_device_ticks or 0) - (before[-1].t_device_ticks or 0)) / 1000
    assert hole_s == pytest.approx(2.0, abs=0.1)


async def test_lost_packets_are_missing_and_nothing_else() -> None:
    model = model_of("movesense")
    samples = samples_for(model, 5.0)
    faults = Faults(lose_packets=lambda number: number % 10 == 3)
    async with VirtualSource("movesense", samples, HostClock(50), faults=faults) as source:
        arrivals, _ = await session(aiter(source))
    kept = [packet for number, packet in enumerate(as_sent(model, samples)) if number % 10 != 3]
    assert bits([packet for _, packet in decoded(model, arrivals)]) == bits(kept)


async def test_leaving_in_the_middle_takes_everything_down() -> None:
    samples = samples_for(model_of("movesense"), 60.0)
    async with VirtualSource("movesense", samples, HostClock(50)) as source:
        async for item in source:
            if isinstance(item, Arrival) and item.payload[0] == 3:
                break
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_scanning_shows_what_is_there() -> None:
    async with Stage() as stage:
        model = model_of("witmotion")
        await stage.put_on(model, samples_for(model, 1), HostClock(), Faults(), Backlog(9))
        (found,) = await scan(0.1, stage.backends)
    assert (found.name, found.address, found.model) == ("WT901BLE67", ADDRESS, model)


async def on_stage(model: SensorModel, wanted: str | None = None, patience_s: float = 10.0) -> None:
    async with Stage() as stage:
        await stage.put_on(model, samples_for(model_of("movesense"), 1), HostClock(50), Faults(), Backlog(9))
        source = RadioSource(
            wanted,
            HostClock(),
            backends=stage.backends,
            patience=Patience(find_s=patience_s, silence_s=patience_s, first_wait_s=0.01),
        )
        async with source:
            assert source.model is model_of("movesense")


@pytest.mark.parametrize("wanted", ["F1:F1:F1:F1:F1:F1", "f1:f1:f1:f1:f1:f1", "Movesense", "000000", None])
async def test_sensors_are_found_by_address_and_by_name(wanted: str | None) -> None:
    await on_stage(model_of("movesense"), wanted)


async def test_a_sensor_that_is_not_there() -> None:
    with pytest.raises(SensorNotFoundError, match=r"'Movesense 12' found within 0\.3 s"):
        await on_stage(model_of("movesense"), "Movesense 12", 0.3)


STRANGER = {"example_name": "Toothbrush", "advertised_services": ("0000180f-0000-1000-8000-00805f9b34fb",)}
NO_SENSOR = r"Toothbrush is no sensor .* known are .*Movesense, .*WitMotion"
OTHER_FIRMWARE = {"notify_characteristics": ("6b200002-ff4e-4979-8186-fb7ba486fcd7",)}
REFUSING = {"respond": lambda _command: Response((bytes.fromhex("01639401"),))}
REFUSAL = r"Movesense 000000000000 refused to start: .*\(status 404\)"
SILENT = {"respond": lambda _command: Response()}


@pytest.mark.parametrize(
    ("changes", "patience_s", "error", "told"),
    [
        (STRANGER, 0.3, UnknownSensorError, NO_SENSOR),
        (OTHER_FIRMWARE, 10.0, UnknownSensorError, "standard firmware"),
        (REFUSING, 10.0, SensorRefusedError, REFUSAL),
        (SILENT, 0.3, SensorSilentError, r"sent nothing within 0\.3 s"),
    ],
)
async def test_a_sensor_that_is_another_than_expected(
    changes: dict[str, Any], patience_s: float, error: type[Exception], told: str
) -> None:
    other = replace(model_of("movesense"), **changes)
    with pytest.raises(error, match=told):
        await on_stage(other, other.example_name.lower(), patience_s)


async def test_a_sensor_that_goes_away_for_good() -> None:
    model = model_of("movesense")
    async with Stage() as stage:
        clock = HostClock(50)
        await stage.put_on(model, samples_for(model, 1), clock, Faults(), Backlog(1000))
        patience = Patience(find_s=0.2, give_up_s=0.0)
        async with RadioSource(None, clock, backends=stage.backends, patience=patience) as source:
            seen: list[Arrival | LinkEvent] = []
            with pytest.raises(LinkLostError, match=r"lost the link to Movesense .* not get it back"):
                await collect(source, seen)
    assert isinstance(seen[-1], LinkEvent)
    assert len(decoded(model, [item for item in seen if isinstance(item, Arrival)])) == 13


async def test_samples_that_do_not_suit_the_sensor() -> None:
    with pytest.raises(SettingsError, match="104 Hz"):
        async with VirtualSource("movesense", samples_for(model_of("witmotion"), 1), HostClock()):
            pass


def test_a_model_that_does_not_exist() -> None:
    with pytest.raises(UnknownSensorError, match="sock"):
        VirtualSource("sock", samples_for(model_of("movesense"), 1), HostClock())


async def test_without_bumble_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "sensing.sources.virtual.stage", raising=False)
    for name in [name for name in sys.modules if name.startswith("sensing.sources.virtual.")]:
        if name.rsplit(".", 1)[1] in ("air", "backend", "sensor", "stage"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "bumble", None)
    with pytest.raises(RadioUnavailableError, match=r"pip install 'heelraise\[virtual\]'"):
        async with VirtualSource("movesense", samples_for(model_of("movesense"), 1), HostClock()):
            pass
