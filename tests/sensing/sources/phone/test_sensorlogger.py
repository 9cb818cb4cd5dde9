import asyncio
import json
import socket
from collections.abc import Sequence

import httpx
import numpy as np
import pytest

from sensing.errors import RadioError, SensorError, SensorNotFoundError
from sensing.link import LinkState, SourceItem
from sensing.sources.hostclock import HostClock
from sensing.sources.phone import PhonePatience, PhoneSource
from sensing.types import GRAVITY_MPS2, Samples
from tests.ports import free_port
from tests.sensing.sources.phone.following import count, everything, source_of, states
from tests.sensing.sources.phone.phones import posts_of


async def post(port: int, messages: Sequence[bytes]) -> list[int]:
    """What a phone does: it posts message after message, and tries again until somebody listens."""
    statuses = []
    async with httpx.AsyncClient(trust_env=False) as phone:
        for message in messages:
            for _ in range(100):
                try:
                    answer = await phone.post(f"http://127.0.0.1:{port}/data", content=message)
                    break
                except httpx.ConnectError:
                    await asyncio.sleep(0.01)
            statuses.append(answer.status_code)
    return statuses


async def sent(
    messages: Sequence[bytes], clock: HostClock, patience: PhonePatience
) -> tuple[PhoneSource, list[SourceItem], list[int]]:
    port = free_port()
    source = source_of(f"sensorlogger={port}", clock, patience)
    items, statuses = await asyncio.gather(everything(source), post(port, messages))
    return source, items, statuses


async def test_a_set_is_counted(one_set: Samples, clock: HostClock, patience: PhonePatience) -> None:
    source, items, statuses = await sent(posts_of(one_set), clock, patience)
    assert (source.model.key, count(source, items)) == ("sensorlogger", 12)
    assert set(statuses) == {200}
    assert states(items) == [LinkState.LOST]


async def test_a_phone_without_gyroscope(one_set: Samples, clock: HostClock, patience: PhonePatience) -> None:
    source, items, _ = await sent(posts_of(one_set, gyroscope=""), clock, patience)
    assert (source.model.key, count(source, items)) == ("sensorlogger-acc", 12)


@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["as Android", "as an iPhone left as it comes"])
async def test_acceleration_apart_from_gravity(
    one_set: Samples, clock: HostClock, patience: PhonePatience, sign: float
) -> None:
    messages = []
    for body in posts_of(one_set):
        message = json.loads(body)
        for one in list(message["payload"]):
            if one["name"] == "totalacceleration":
                force = sign * np.array([one["values"][axis] for axis in "xyz"])
                gravity = force / np.linalg.norm(force) * GRAVITY_MPS2
                one |= {"name": "accelerometer", "values": vector(force - gravity)}
                message["payload"].append({"name": "gravity", "time": one["time"], "values": vector(gravity)})
        messages.append(json.dumps(message).encode())
    source, items, _ = await sent(messages, clock, patience)
    assert count(source, items) == 12


def vector(values: np.ndarray) -> dict[str, float]:
    return dict(zip("xyz", values.tolist(), strict=True))


async def test_the_uncalibrated_one_of_an_iphone(
    one_set: Samples, clock: HostClock, patience: PhonePatience
) -> None:
    in_g = Samples(one_set.t_s, -one_set.acc_mps2 / GRAVITY_MPS2, one_set.gyr_radps)
    messages = posts_of(in_g, totalacceleration="accelerometerUncalibrated")
    source, items, _ = await sent(messages, clock, patience)
    assert count(source, items) == 12


async def test_messages_that_overtake_are_put_in_order(
    one_set: Samples, clock: HostClock, patience: PhonePatience
) -> None:
    messages = posts_of(one_set)
    for at in range(3, len(messages) - 1, 7):
        messages[at], messages[at + 1] = messages[at + 1], messages[at]
    messages.insert(20, messages[18])
    source, items, _ = await sent(messages, clock, patience)
    assert count(source, items) == 12


async def test_a_second_phone_and_nonsense_are_turned_away(
    one_set: Samples, clock: HostClock, patience: PhonePatience
) -> None:
    messages = posts_of(one_set)
    messages.insert(6, posts_of(one_set, device="another")[0])
    messages.insert(9, b"{")
    messages.insert(12, b'{"messageId": 1, "payload": [3]}')
    messages.insert(15, b'{"messageId": 0, "sessionId": "x", "deviceId": "y", "payload": []}')
    source, items, statuses = await sent(messages, clock, patience)
    assert [statuses[at] for at in (5, 6, 9, 12, 15)] == [200, 409, 400, 400, 200]
    assert count(source, items) == 12


async def test_the_phone_slept_and_woke_up(
    one_set: Samples, clock: HostClock, patience: PhonePatience
) -> None:
    port, messages = free_port(), posts_of(one_set)
    source = source_of(f"sensorlogger={port}", clock, patience, give_up_s=5.0)

    async def follow() -> list[SourceItem]:
        seen: list[SourceItem] = []
        async with source:
            async for item in source:
                seen.append(item)
                if len(states(seen)) == 1 and len(seen) == 11:
                    sending.append(asyncio.create_task(post(port, messages[40:50])))
                if len(states(seen)) == 2:
                    break
        return seen

    sending = [asyncio.create_task(post(port, messages[:10]))]
    seen = await follow()
    for task in sending:
        task.cancel()
    await asyncio.gather(*sending, return_exceptions=True)
    assert states(seen) == [LinkState.LOST, LinkState.BACK]


async def test_no_phone_sends(clock: HostClock, patience: PhonePatience) -> None:
    with pytest.raises(SensorNotFoundError, match="Push URL"):
        await source_of(f"sensorlogger={free_port()}", clock, patience).__aenter__()


async def test_the_port_is_taken(clock: HostClock, patience: PhonePatience) -> None:
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(RadioError, match=f"cannot listen on port {port}"):
            await source_of(f"sensorlogger={port}", clock, patience).__aenter__()


async def test_acceleration_without_gravity_will_not_do(
    one_set: Samples, clock: HostClock, patience: PhonePatience
) -> None:
    port = free_port()
    source = source_of(f"sensorlogger={port}", clock, patience)
    sending = asyncio.create_task(post(port, posts_of(one_set, totalacceleration="accelerometer")[:5]))
    with pytest.raises(SensorError, match="no acceleration with gravity"):
        await source.__aenter__()
    await sending


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"200"),
        (b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", b"405"),
        (b"hello\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n" + b"x" * 4_200_000, b"413"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"x" * 40_000, b"431"),
    ],
    ids=["a browser", "another method", "no HTTP", "too long", "endless head"],
)
async def test_whoever_calls_gets_an_answer(
    clock: HostClock, patience: PhonePatience, request_: bytes, status: bytes
) -> None:
    port = free_port()
    waiting = asyncio.create_task(source_of(f"sensorlogger={port}", clock, patience).__aenter__())
    await asyncio.sleep(0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request_)
    line = await reader.readline()
    assert line.split()[1] == status
    writer.close()
    with pytest.raises(SensorNotFoundError):
        await waiting
