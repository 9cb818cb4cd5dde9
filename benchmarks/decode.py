"""What decoding costs, sensor by sensor: in bulk, as a recording is read, and one notification at a time.

CPU time of this process; the smallest of several runs, for other programs on the machine only ever add to it.
"""

import argparse
import math
from collections.abc import Callable, Sequence
from time import process_time

import numpy as np

from benchmarks.tables import markdown
from sensing.errors import PacketError
from sensing.sensors import SHIPPED
from sensing.sensors.model import Decoder, SensorModel
from sensing.sensors.packing import packets_of
from sensing.stream import SampleStream
from sensing.types import Arrival, Packet, Samples, frozen

HEAD = (
    "sensor",
    "samples a packet",
    "bulk, 10⁶ samples/s",
    "bulk, µs a packet",
    "single, µs a packet",
    "with times",
)


def movement(model: SensorModel, duration_s: float) -> Samples:
    """A foot that moves and trembles within the sensor's range."""
    t_s = np.arange(round(duration_s * model.sampling_rate_hz)) / model.sampling_rate_hz
    tremor = np.random.default_rng(1).normal(size=(2, len(t_s), 3))
    swing = np.sin(2 * math.pi * 0.2 * t_s)[:, None]
    acc = np.array([0.0, 0.0, 9.8]) + swing + 0.05 * tremor[0]
    return Samples(frozen(t_s), frozen(acc), frozen(swing + 0.02 * tremor[1]) if model.has_gyr else None)


def notifications(model: SensorModel, duration_s: float) -> list[tuple[str, bytes]]:
    """What the sensor sends in that time."""
    sent = (packet for _, packet in packets_of(model, movement(model, duration_s)))
    return [each for packet in sent for each in model.notifications(packet)]


def started(model: SensorModel) -> Decoder:
    """A decoder that has heard the sensor's answers to its start."""
    decoder, waiting = model.new_decoder(), [*model.start_commands]
    while waiting:
        for payload in model.respond(waiting.pop(0).payload).notifications:
            decoder.push(model.notify_characteristics[-1], payload)
            waiting.extend(model.follow_up(payload))
    return decoder


def single(decoder: Decoder, sent: Sequence[tuple[str, bytes]]) -> list[Packet]:
    """Decode one notification after the other."""
    return [packet for characteristic, payload in sent for packet in decoder.push(characteristic, payload)]


def bulk(decoder: Decoder, sent: Sequence[tuple[str, bytes]]) -> list[Packet]:
    """Decode all of them at once."""
    # Those with two characteristics for samples take turns; each turn is a run of one.
    runs: list[tuple[str, list[bytes]]] = []
    for characteristic, payload in sent:
        if not runs or runs[-1][0] != characteristic:
            runs.append((characteristic, []))
        runs[-1][1].append(payload)
    return [
        packet
        for characteristic, payloads in runs
        for some in decoder.push_many(characteristic, payloads)
        for packet in some
    ]


def fastest_s(repeats: int, work: Callable[[], object]) -> float:
    """CPU time of the quickest of several runs, s."""
    took_s = []
    for _ in range(repeats):
        before_s = process_time()
        work()
        took_s.append(process_time() - before_s)
    return min(took_s)


def row(model: SensorModel, duration_s: float, repeats: int) -> list[str]:
    """One sensor's line of the table."""
    sent = notifications(model, duration_s)
    packets = bulk(started(model), sent)
    if not packets:
        raise PacketError(f"{model.label} decoded nothing of what it sent")
    samples = sum(map(len, packets))
    count = samples / model.samples_per_packet
    bulk_s = fastest_s(repeats, lambda: bulk(started(model), sent))
    single_s = fastest_s(max(repeats // 2, 1), lambda: single(started(model), sent))
    arrivals = [Arrival(0.01 * n, *each) for n, each in enumerate(sent)]
    timed_s = fastest_s(1, lambda: SampleStream(model).push_many(arrivals))
    return [
        model.key,
        f"{samples / count:g}",
        f"{samples / bulk_s / 1e6:.2f}",
        f"{1e6 * bulk_s / count:.1f}",
        f"{1e6 * single_s / count:.0f}",
        f"{samples / timed_s / 1e6:.2f}",
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how much of each sensor's stream")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", nargs="+", default=[model.key for model in SHIPPED.defaults])
    given = parser.parse_args(arguments)
    rows = [row(SHIPPED.model(key), 60.0 * given.minutes, given.repeats) for key in given.only]
    print(markdown(HEAD, rows))


if __name__ == "__main__":
    main()
