import json

import pytest

from sensing.errors import SensorError, SensorNotFoundError, SensorSilentError, UnknownSensorError
from sensing.link import LinkState
from sensing.sources.hostclock import HostClock
from sensing.sources.phone import PhonePatience
from sensing.types import Samples
from tests.sensing.sources.phone.following import count, everything, source_of, states
from tests.sensing.sources.phone.phones import Phyphox, SensorServer, frames_of


async def test_a_set_is_counted(one_set: Samples, clock: HostClock, patience: PhonePatience) -> None:
    with SensorServer(one_set) as phone:
        source = source_of(f"sensorserver={phone.address}", clock, patience)
        items = await everything(source)
    assert count(source, items) == 12
    assert source.model.key == "sensorserver"
    assert phone.paths[0] == (
        '/sensors/connect?types=["android.sensor.accelerometer","android.sensor.gyroscope"]'
    )


async def test_a_phone_without_gyroscope(one_set: Samples, clock: HostClock, patience: PhonePatience) -> None:
    with SensorServer(one_set, has_gyr=False) as phone:
        source = source_of(f"sensorserver={phone.address}", clock, patience)
        items = await everything(source)
    assert source.model.key == "sensorserver-acc"
    assert phone.paths[1] == "/sensor/connect?type=android.sensor.accelerometer"
    assert count(source, items) == 12


async def test_malformed_and_repeated_frames_cost_nothing(
    one_set: Samples, clock: HostClock, patience: PhonePatience
) -> None:
    frames = frames_of(one_set)
    for at, text in ((50, "{"), (90, '{"values": [1], "timestamp": 1}'), (120, frames[100]), (300, "[]")):
        frames.insert(at, text)
    frames.insert(500, json.dumps({"type": "android.sensor.light", "timestamp": 1, "values": [0, 0, 0]}))
    with SensorServer(one_set) as phone:
        phone.parts = [frames]
        source = source_of(f"sensorserver={phone.address}", clock, patience)
        items = await everything(source)
    assert count(source, items) == 12


async def test_the_phone_slept_and_woke_up(
    one_set: Samples, clock: HostClock, patience: PhonePatience
) -> None:
    with SensorServer(one_set) as phone:
        phone.parts = [frames_of(one_set)[:200], frames_of(one_set)[2000:2200]]
        source = source_of(f"sensorserver={phone.address}", clock, patience, give_up_s=5.0)
        seen = []
        async with source:
            async for item in source:
                seen.append(item)
                if len(states(seen)) == 2 and len(seen) > 300:
                    break
    assert states(seen) == [LinkState.LOST, LinkState.BACK]


async def test_the_app_is_not_there(clock: HostClock, patience: PhonePatience) -> None:
    with pytest.raises(SensorNotFoundError, match="start it in the app"):
        await source_of("sensorserver=ws://127.0.0.1:1", clock, patience).__aenter__()


async def test_another_program_answers(one_set: Samples, clock: HostClock, patience: PhonePatience) -> None:
    with Phyphox(one_set) as phone, pytest.raises(UnknownSensorError, match="not as SensorServer does"):
        await source_of(f"sensorserver=127.0.0.1:{phone.port}", clock, patience).__aenter__()
    with SensorServer(one_set) as other:
        other.parts = [["hello"]]
        with pytest.raises(UnknownSensorError, match="not SensorServer's"):
            await source_of(f"sensorserver={other.address}", clock, patience).__aenter__()


async def test_it_sends_nothing(one_set: Samples, clock: HostClock, patience: PhonePatience) -> None:
    with SensorServer(one_set) as phone:
        phone.parts = [[]]
        with pytest.raises(SensorSilentError, match="screen on"):
            await source_of(f"sensorserver={phone.address}", clock, patience).__aenter__()


async def test_it_hangs_up(one_set: Samples, clock: HostClock, patience: PhonePatience) -> None:
    with SensorServer(one_set) as phone:
        phone.has_gyr = False
        phone._send = refuse  # type: ignore[method-assign, assignment]
        phone.do(phone.stop())
        phone.do(phone.start())
        with pytest.raises(SensorError, match=r"hung up: no permission \(4009\)"):
            await source_of(f"sensorserver={phone.address}", clock, patience).__aenter__()


async def refuse(socket: object) -> None:
    await socket.close(4009, "no permission")  # type: ignore[attr-defined]
