"""The way from arrivals to samples when the link breaks in between."""

from collections.abc import Iterable

import numpy as np
import pytest

from sensing.link import LinkEvent, LinkState, SourceItem
from sensing.sensors import model
from sensing.sensors.model import SensorModel
from sensing.stream import SampleStream
from sensing.types import Arrival, FloatArray, Packet

OUTAGE_S = 7.0
PART_S = 30.0


def part(
    sensor: SensorModel, begins_s: float, first_ticks: int | None, number: int, burst_s: float = 0.0
) -> list[Arrival]:
    """PART_S seconds of a sensor that runs 1 % fast; its samples carry the host's time on the x axis."""
    rate_hz, size = 1.01 * sensor.sampling_rate_hz, sensor.samples_per_packet
    out = []
    for start in range(0, int(PART_S * rate_hz) // size * size, size):
        taken_s = begins_s + (start + np.arange(size)) / rate_hz
        acc = np.zeros((size, 3))
        acc[:, 0] = taken_s
        acc[:, 1] = number
        ticks = None
        if first_ticks is not None:
            ticks = (first_ticks + round(1.01 * 1000 * (taken_s[0] - begins_s))) % 2**32
        t_host_s = float(taken_s[-1]) + 0.02
        if burst_s:
            t_host_s = float(np.ceil(t_host_s / burst_s) * burst_s)
        for payload in sensor.encode(Packet(acc, np.zeros((size, 3)), ticks)):
            out.append(Arrival(100.0 + t_host_s, sensor.notify_characteristics[0], payload))
    return out


def broken(sensor: SensorModel, after: int | None, burst_s: float = 0.0) -> list[SourceItem]:
    """Two parts with an outage between; the counter of the second begins at `after`."""
    first = None if sensor.tick_hz is None else 5000
    one = part(sensor, 0.0, first, 1, burst_s)
    two = part(sensor, PART_S + OUTAGE_S, None if sensor.tick_hz is None else after, 2, burst_s)
    lost, back = one[-1].t_host_s + 1.0, two[0].t_host_s - 0.1
    return [*one, LinkEvent(lost, LinkState.LOST), LinkEvent(back, LinkState.BACK), *two]


def run(stream: SampleStream, items: Iterable[SourceItem]) -> tuple[FloatArray, FloatArray]:
    parts = [out for item in items if (out := stream.push(item)) is not None] + [stream.finish()]
    return np.concatenate([one.t_s for one in parts]), np.concatenate([one.acc_mps2 for one in parts])


@pytest.mark.parametrize("burst_s", [0.0, 0.5])
@pytest.mark.parametrize(
    ("key", "after", "restarts"),
    [
        ("movesense", 5000 + round(1010 * (PART_S + OUTAGE_S)), False),
        ("movesense", 0, True),
        ("movesense", 5000 + round(1010 * PART_S), True),
        ("movesense", 4_000_000_000, True),
        ("witmotion", None, False),
    ],
    ids=["counter goes on", "counter from 0", "counter stood still", "another counter", "no counter"],
)
def test_the_outage_is_a_hole_of_its_length(
    key: str, after: int | None, restarts: bool, burst_s: float
) -> None:
    stream = SampleStream(model(key))
    t_s, acc = run(stream, broken(model(key), after, burst_s))
    assert (np.diff(t_s) > 0).all()
    hole = int(np.argmax(np.diff(t_s)))
    if key == "movesense":
        assert acc[hole, 1] < acc[hole + 1, 1]  # not a sample of either side is missing
        assert stream.missing == 0
    # A counter that goes on knows it on the sensor's own clock, else the host tells.
    expected_s = OUTAGE_S if after is None else 1.01 * OUTAGE_S
    assert np.diff(t_s)[hole] == pytest.approx(expected_s, abs=0.6 if burst_s else 0.12)
    said = " ".join(stream.notes())
    assert "the link to the sensor was lost 1 time" in said
    assert ("restarted 1 time" in said) is restarts


def test_the_host_time_is_right_on_either_side() -> None:
    sensor = model("movesense")
    stream = SampleStream(sensor)
    t_s, acc = run(stream, broken(sensor, 0, 0.5))
    late_s = stream.host_s(float(t_s[-1])) - 100.0 - acc[-1, 0]
    assert -0.1 < late_s < 0.6


def test_the_rest_of_a_cut_packet_is_not_joined_to_the_next_link() -> None:
    sensor = model("movesense")
    one, two = part(sensor, 0.0, 5000, 1), part(sensor, 40.0, 45_400, 2)
    cut = [*one[:-1], LinkEvent(135.0, LinkState.LOST), LinkEvent(140.0, LinkState.BACK), *two]
    stream = SampleStream(sensor)
    _, acc = run(stream, cut)
    whole = SampleStream(sensor)
    _, all_acc = run(whole, [*one, *two])
    assert len(acc) == len(all_acc) - sensor.samples_per_packet
    assert set(np.unique(acc[:, 1])) == {1.0, 2.0}


@pytest.mark.parametrize("key", ["movesense", "witmotion"])
def test_a_lost_link_gives_out_what_was_held_back(key: str) -> None:
    sensor = model(key)
    items = part(sensor, 0.0, 0 if sensor.tick_hz else None, 1)
    stream = SampleStream(sensor)
    hole_s = items[-20].t_host_s + 3.0
    held = [*items[:-20], *(Arrival(hole_s, one.characteristic, one.payload) for one in items[-20:])]
    before = sum(len(out) for item in held if (out := stream.push(item)) is not None)
    flushed = stream.push(LinkEvent(hole_s + 1.0, LinkState.LOST))
    assert flushed is not None
    assert len(stream.finish()) == 0
    assert before + len(flushed) == (len(items) if key == "witmotion" else before)


@pytest.mark.parametrize("key", ["movesense", "witmotion"])
def test_many_items_at_once_give_the_same_to_the_bit(key: str) -> None:
    items = [item for n, item in enumerate(broken(model(key), 0, 0.5)) if n % 37 != 5]
    items.insert(40, Arrival(items[40].t_host_s, "elsewhere", b"nothing"))
    one_by_one, many = SampleStream(model(key)), SampleStream(model(key))
    t_s, acc = run(one_by_one, items)
    parts = [*many.push_many(items[:300]), *many.push_many(items[300:]), many.finish()]
    np.testing.assert_array_equal(np.concatenate([part.t_s for part in parts]), t_s)
    np.testing.assert_array_equal(np.concatenate([part.acc_mps2 for part in parts]), acc)
    assert many.notes() == one_by_one.notes()
