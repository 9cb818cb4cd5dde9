import asyncio
import json
from typing import Any

import pytest

from sensing.errors import SensorError, SensorNotFoundError, SensorSilentError, UnknownSensorError
from sensing.link import LinkState
from sensing.sources.hostclock import HostClock
from sensing.sources.phone import PhonePatience
from sensing.types import Arrival, Samples
from tests.sensing.sources.phone.following import count, everything, source_of, states
from tests.sensing.sources.phone.phones import CONFIG, Phyphox

ACC_ONLY = CONFIG | {"inputs": CONFIG["inputs"][:1]}  # type: ignore[index]
LINEAR = {"source": "linear_acceleration", "outputs": [{"x": "ax"}, {"y": "ay"}, {"z": "az"}, {"t": "t_a"}]}


async def test_a_set_is_counted(one_set: Samples, clock: HostClock, patience: PhonePatience) -> None:
    with Phyphox(one_set) as phone:
        source = source_of(f"phyphox={phone.address}", clock, patience)
        items = await everything(source)
    assert count(source, items) == 12
    assert (source.name, source.model.key, source.battery_percent) == ("phyphox: Heel", "phyphox", None)
    assert states(items) == [LinkState.LOST]
    assert phone.measuring, "it starts an experiment that stands still"


async def test_a_phone_without_gyroscope(one_set: Samples, clock: HostClock, patience: PhonePatience) -> None:
    with Phyphox(one_set) as phone:
        phone.config = ACC_ONLY
        source = source_of(f"phyphox={phone.address}", clock, patience)
        items = await everything(source)
    assert source.model.key == "phyphox-acc"
    assert count(source, items) == 12


async def test_what_was_measured_before_is_not_used(
    one_set: Samples, clock: HostClock, patience: PhonePatience
) -> None:
    with Phyphox(one_set) as phone:
        phone.measuring, phone._now = True, 4500
        items = await everything(source_of(f"phyphox={phone.address}", clock, patience))
    first = next(item for item in items[1:] if isinstance(item, Arrival))
    assert json.loads(first.payload)["buffer"]["t_a"]["buffer"][0] > one_set.t_s[4490]
    assert not any("cmd=" in target for target in phone.asked)


async def test_two_programs_ask_the_same_phone(one_set: Samples, patience: PhonePatience) -> None:
    with Phyphox(one_set) as phone:
        sources = [source_of(f"phyphox={phone.address}", HostClock(), patience) for _ in range(2)]
        found = await asyncio.gather(*(everything(source) for source in sources))
    assert [count(source, items) for source, items in zip(sources, found, strict=True)] == [12, 12]


async def test_repeated_malformed_and_missing_answers_cost_nothing(
    one_set: Samples, clock: HostClock, patience: PhonePatience
) -> None:
    with Phyphox(one_set) as phone:
        source = source_of(f"phyphox={phone.address}", clock, patience)
        async with source:
            first = source._opened.arrivals[1].payload  # type: ignore[union-attr]
            null = json.loads(first)
            null["buffer"]["ax"]["buffer"][5] = None
            phone.replies = [first, b"{", json.dumps(null).encode(), b"", b"[]", first]
            items = await rest_of(source)
    assert count(source, items) == 12


async def test_paused_by_its_user_and_played_again(
    one_set: Samples, clock: HostClock, patience: PhonePatience
) -> None:
    with Phyphox(one_set, step=100) as phone:
        source = source_of(f"phyphox={phone.address}", clock, patience, give_up_s=5.0)
        seen = []
        async with source:
            async for item in source:
                seen.append(item)
                phone.measuring = not 3 < len(seen) < 6 or states(seen) == [LinkState.LOST]
                if states(seen) == [LinkState.LOST]:
                    phone.measuring = True
                if len(states(seen)) == 2:
                    break
    assert states(seen) == [LinkState.LOST, LinkState.BACK]


async def test_the_app_was_closed_and_opened_again(
    one_set: Samples, clock: HostClock, patience: PhonePatience
) -> None:
    phone = Phyphox(one_set)
    with phone:
        source = source_of(f"phyphox={phone.address}", clock, patience, give_up_s=5.0)
        seen = []
        async with source:
            async for item in source:
                seen.append(item)
                if len(seen) == 4:
                    phone.do(phone.stop())
                if states(seen) == [LinkState.LOST] and not phone._server.is_serving():
                    phone.restart_experiment()
                    phone.do(phone.start())
                if len(states(seen)) == 2 and len(seen) > 8:
                    break
    assert states(seen) == [LinkState.LOST, LinkState.BACK]
    back = next(i for i, item in enumerate(seen) if getattr(item, "state", None) is LinkState.BACK)
    kept = seen[back + 1]
    assert isinstance(kept, Arrival)
    assert kept.characteristic == "phyphox/config", "the new decoder has to know the buffers"


async def test_the_experiment_was_opened_anew_without_a_break(
    one_set: Samples, clock: HostClock, patience: PhonePatience
) -> None:
    with Phyphox(one_set) as phone:
        source = source_of(f"phyphox={phone.address}", clock, patience)
        async with source:
            stream = aiter(source)
            for _ in range(6):
                await anext(stream)
            phone.restart_experiment()
            items = await rest_of(source)
    assert count(source, items) == 12


async def rest_of(source: Any) -> list[Any]:
    from sensing.errors import LinkLostError

    items = []
    try:
        async for item in source:
            items.append(item)
    except LinkLostError:
        return items
    raise AssertionError


NOT_AS_PHYPHOX = "not as phyphox does"


def says(answer: bytes) -> dict[str, Any]:
    return {"_answer": lambda _: answer}


@pytest.mark.parametrize(
    ("changes", "error", "told"),
    [
        (says(b"<html>router</html>"), UnknownSensorError, NOT_AS_PHYPHOX),
        (says(b'{"hello": 1}'), UnknownSensorError, NOT_AS_PHYPHOX),
        (says(b"[]"), UnknownSensorError, NOT_AS_PHYPHOX),
        (says(b'{"buffers": [], "inputs": 3}'), UnknownSensorError, NOT_AS_PHYPHOX),
        ({"config": CONFIG | {"inputs": [LINEAR]}}, SensorError, "no accelerometer with gravity"),
        ({"delay_s": 1.0}, SensorNotFoundError, "does not answer"),
        ({"_step": 0}, SensorSilentError, "press play"),
    ],
)
async def test_what_cannot_be_used_is_said(
    one_set: Samples,
    clock: HostClock,
    patience: PhonePatience,
    changes: dict[str, Any],
    error: type[Exception],
    told: str,
) -> None:
    with Phyphox(one_set) as phone:
        for name, value in changes.items():
            setattr(phone, name, value)
        with pytest.raises(error, match=told):
            await source_of(f"phyphox={phone.address}", clock, patience).__aenter__()


async def test_the_app_is_not_there(clock: HostClock, patience: PhonePatience) -> None:
    with pytest.raises(SensorNotFoundError, match="Allow remote access"):
        await source_of("phyphox=http://127.0.0.1:1", clock, patience).__aenter__()
