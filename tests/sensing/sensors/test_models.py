"""What holds for every sensor, whatever its protocol."""

import contextlib
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sensing.errors import PacketError, SettingsError, UnknownSensorError
from sensing.sensors import SHIPPED, model
from sensing.sensors.model import Decoder, SensorModel, Span
from sensing.sensors.packing import packets_of
from sensing.types import FloatArray, Packet, Samples, frozen

ALL = pytest.mark.parametrize("sensor", SHIPPED.by_key.values(), ids=SHIPPED.by_key)
# Other rates of a sensor go through the same code; what takes long is done at the usual one.
FEW = settings(deadline=None, max_examples=50)
EACH = pytest.mark.parametrize("sensor", SHIPPED.defaults, ids=lambda sensor: sensor.key)


def packets(sensor: SensorModel, most: int = 4) -> st.SearchStrategy[list[Packet]]:
    """Packets in a row, as the sensor would fill them."""
    size = sensor.samples_per_packet
    tick_hz, bits = sensor.tick_hz or 1.0, sensor.tick_bits or 0
    step = size * tick_hz / sensor.sampling_rate_hz

    def instrument(span: Span | None) -> st.SearchStrategy[FloatArray | None]:
        if span is None:
            return st.none()
        limit = span.most - span.step
        return arrays(np.float64, (size, 3), elements=st.floats(-limit, limit)).map(frozen)

    def stamped(first: int, values: list[tuple[FloatArray | None, FloatArray | None]]) -> list[Packet]:
        stamps = [(first + round(n * step)) % 2**bits if bits else None for n in range(len(values))]
        return [
            Packet(frozen(acc), gyr, ticks)
            for (acc, gyr), ticks in zip(values, stamps, strict=True)
            if acc is not None
        ]

    values = st.tuples(instrument(sensor.acc_span), instrument(sensor.gyr_span))
    return st.builds(stamped, st.integers(0, 2**bits - 1), st.lists(values, min_size=1, max_size=most))


def handshake(sensor: SensorModel) -> tuple[list[tuple[str, bytes]], bool | None]:
    """What the sensor answers when it is started as `Link` does it, and whether it streams then."""
    waiting, said, streams = [*sensor.start_commands], list[tuple[str, bytes]](), None
    while waiting:
        response = sensor.respond(waiting.pop(0).payload)
        streams = streams if response.streams is None else response.streams
        for payload in response.notifications:
            answer = sensor.read_answer(payload)
            assert answer is None or answer.accepted
            said.append((sensor.notify_characteristics[-1], payload))
            waiting.extend(sensor.follow_up(payload))
    return said, streams


def ready(sensor: SensorModel) -> Decoder:
    """A decoder that has heard how the sensor was started."""
    decoder = sensor.new_decoder()
    for characteristic, payload in handshake(sensor)[0]:
        assert decoder.push(characteristic, payload) == ()
    return decoder


def sent_as(sensor: SensorModel, sent: list[Packet]) -> list[tuple[str, bytes]]:
    return [notification for packet in sent for notification in sensor.notifications(packet)]


def decoded(sensor: SensorModel, sent: list[Packet]) -> list[Packet]:
    decoder = ready(sensor)
    got = [packet for each in sent_as(sensor, sent) for packet in decoder.push(*each)]
    assert decoder.damaged == 0
    return got


def close(got: FloatArray | None, given_: FloatArray | None, span: Span | None) -> None:
    if span is None:
        assert got is None
        return
    assert got is not None
    assert given_ is not None
    np.testing.assert_allclose(got, given_, rtol=1e-6, atol=span.step / 2 + 1e-6)


@EACH
@FEW
@given(data=st.data())
def test_what_is_encoded_is_decoded(sensor: SensorModel, data: st.DataObject) -> None:
    sent = data.draw(packets(sensor))
    got = decoded(sensor, sent)
    for out, given_ in zip(got, sent, strict=True):
        close(out.acc_mps2, given_.acc_mps2, sensor.acc_span)
        close(out.gyr_radps, given_.gyr_radps, sensor.gyr_span)
        if sensor.tick_bits is None or sensor.tick_hz is None:
            assert out.t_device_ticks is None
            continue
        assert out.t_device_ticks is not None
        assert given_.t_device_ticks is not None
        off = (out.t_device_ticks - given_.t_device_ticks + 2 ** (sensor.tick_bits - 1)) % 2**sensor.tick_bits
        assert abs(off - 2 ** (sensor.tick_bits - 1)) <= 1e-6 * sensor.tick_hz


@EACH
@FEW
@given(data=st.data())
def test_decoding_and_encoding_again_changes_nothing(sensor: SensorModel, data: st.DataObject) -> None:
    once = decoded(sensor, data.draw(packets(sensor)))
    twice = decoded(sensor, once)
    for one, two in zip(once, twice, strict=True):
        np.testing.assert_array_equal(one.acc_mps2, two.acc_mps2)
        if one.gyr_radps is not None:
            np.testing.assert_allclose(frozen(one.gyr_radps), frozen(two.gyr_radps), rtol=1e-6)


def bits_of(packet: Packet) -> tuple[bytes, bytes, int | None]:
    gyr = b"" if packet.gyr_radps is None else packet.gyr_radps.tobytes()
    return packet.acc_mps2.tobytes(), gyr, packet.t_device_ticks


@EACH
@FEW
@given(data=st.data())
def test_many_at_once_are_decoded_as_one_by_one(sensor: SensorModel, data: st.DataObject) -> None:
    """With losses, repeats, swaps, cut and made up notifications, and whatever is fed together."""
    where = sensor.notify_characteristics[0]
    stream = [payload for each, payload in sent_as(sensor, data.draw(packets(sensor))) if each == where]
    junk = st.binary(max_size=60) | st.sampled_from([*stream, b""]).map(lambda one: one[: len(one) // 2])
    chosen = st.lists(st.sampled_from(stream) | junk, max_size=6)
    stream = data.draw(st.permutations(stream) | st.just(stream)) + data.draw(chosen)
    single, bulk = ready(sensor), ready(sensor)
    one_by_one = []
    for payload in stream:
        one_by_one.append(())
        with contextlib.suppress(PacketError):
            one_by_one[-1] = single.push(where, payload)
    cut = data.draw(st.integers(0, len(stream)))
    many = [*bulk.push_many(where, stream[:cut]), *bulk.push_many(where, stream[cut:])]
    assert [[bits_of(each) for each in some] for some in many] == [
        [bits_of(each) for each in some] for some in one_by_one
    ]
    assert bulk.damaged == single.damaged


@EACH
@FEW
@given(payloads=st.lists(st.binary(max_size=250), max_size=5))
def test_random_bytes_raise_nothing_but_packet_errors(sensor: SensorModel, payloads: list[bytes]) -> None:
    decoder = ready(sensor)
    for payload in payloads:
        for characteristic in sensor.notify_characteristics:
            with contextlib.suppress(PacketError):
                for packet in decoder.push(characteristic, payload):
                    assert np.isfinite(packet.acc_mps2).all()
        sensor.read_answer(payload)
        sensor.read_battery(payload)
        sensor.follow_up(payload)
        sensor.respond(payload)


@EACH
@FEW
@given(data=st.data())
def test_truncated_notifications_raise_nothing_but_packet_errors(
    sensor: SensorModel, data: st.DataObject
) -> None:
    decoder = ready(sensor)
    said, _ = handshake(sensor)
    for characteristic, payload in said + sent_as(sensor, data.draw(packets(sensor))):
        with contextlib.suppress(PacketError):
            decoder.push(characteristic, payload[: data.draw(st.integers(0, len(payload)))])


@ALL
def test_it_starts_and_stops(sensor: SensorModel) -> None:
    assert handshake(sensor)[1] is (True if sensor.start_commands else None)
    for command in sensor.stop_commands:
        for payload in sensor.respond(command.payload).notifications:
            answer = sensor.read_answer(payload)
            assert answer is None or answer.accepted


@ALL
def test_the_data_about_it_fit_together(sensor: SensorModel) -> None:
    assert sensor.key == sensor.key.lower()
    found = SHIPPED.recognise(sensor.example_name, sensor.advertised_services)
    assert found is not None
    assert sensor.key.startswith(found.key)
    assert sensor.label.startswith(found.label)
    uuids = [*sensor.advertised_services, *sensor.notify_characteristics, sensor.service]
    assert [str(UUID(uuid)) for uuid in uuids] == uuids
    assert (sensor.tick_hz is None) == (sensor.tick_bits is None)
    assert 1 <= sensor.sample_characteristics <= len(sensor.notify_characteristics)


@ALL
def test_packets_are_read_only(sensor: SensorModel) -> None:
    ticks = None if sensor.tick_bits is None else 0
    zeros = frozen(np.zeros((sensor.samples_per_packet, 3)))
    (got,) = decoded(sensor, [Packet(zeros, zeros if sensor.has_gyr else None, ticks)])
    for values in (got.acc_mps2, got.gyr_radps):
        if values is not None:
            with pytest.raises(ValueError, match="read-only"):
                values[0, 0] = 1


def ramp(n: int, rate_hz: float = 104.0) -> Samples:
    values = frozen(np.arange(n * 3.0).reshape(-1, 3))
    return Samples(frozen(np.arange(n) / rate_hz), values, values)


@ALL
def test_samples_are_cut_into_packets_and_none_is_lost(sensor: SensorModel) -> None:
    samples = ramp(5 * sensor.samples_per_packet, sensor.sampling_rate_hz)
    wrap = 2 ** (sensor.tick_bits or 32)
    cut = list(packets_of(sensor, samples, first_ticks=wrap - 1))
    np.testing.assert_array_equal(np.vstack([packet.acc_mps2 for _, packet in cut]), samples.acc_mps2)
    assert cut[-1][0] == samples.t_s[-1]
    if sensor.tick_bits is not None:
        assert all(0 <= (packet.t_device_ticks or 0) < wrap for _, packet in cut)


def test_samples_of_another_rate_are_not_sent() -> None:
    with pytest.raises(SettingsError, match="104 Hz, the samples come at 100"):
        list(packets_of(model("movesense"), ramp(16, 100.0)))
    with pytest.raises(SettingsError, match="angular rate"):
        list(packets_of(model("movesense"), Samples(ramp(8).t_s, ramp(8).acc_mps2, None)))


@pytest.mark.parametrize(
    ("name", "services", "key"),
    [
        ("Movesense 223430000019", [], "movesense"),
        (None, ["0000FDF3-0000-1000-8000-00805f9b34fb"], "movesense"),
        ("WT901BLE67", [], "witmotion"),
        ("ankle left", ["0000ffe5-0000-1000-8000-00805f9a34fb"], "witmotion"),
        ("Toothbrush", ["0000180f-0000-1000-8000-00805f9b34fb"], None),
        (None, [], None),
    ],
)
def test_sensors_are_recognised(name: str | None, services: list[str], key: str | None) -> None:
    found = SHIPPED.recognise(name, services)
    assert (found.key if found else None) == key


def test_unknown_model_says_which_are_known() -> None:
    with pytest.raises(UnknownSensorError, match=r"'sock'; known are .*movesense, .*witmotion"):
        model("sock")
