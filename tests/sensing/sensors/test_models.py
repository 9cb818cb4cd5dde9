"""What holds for every sensor, whatever its protocol."""

import contextlib
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sensing.errors import PacketError, SettingsError, UnknownSensorError
from sensing.sensors import MODELS, model, recognise
from sensing.sensors.model import SensorModel
from sensing.sensors.packing import packets_of
from sensing.types import FloatArray, Packet, Samples, frozen

ALL = pytest.mark.parametrize("sensor", MODELS.values(), ids=MODELS)
# The sensors' steps: float32, or 1/2048 of standard gravity and 2000/32768 °/s.
ACC_STEP_MPS2 = 0.0048
GYR_STEP_RADPS = 0.00107


def packets(sensor: SensorModel) -> st.SearchStrategy[Packet]:
    shape = (sensor.samples_per_packet, 3)
    ticks = st.none() if sensor.tick_bits is None else st.integers(0, 2**sensor.tick_bits - 1)
    return st.builds(
        Packet,
        arrays(np.float64, shape, elements=st.floats(-150, 150)).map(frozen),
        arrays(np.float64, shape, elements=st.floats(-34, 34)).map(frozen),
        ticks,
    )


def decoded(sensor: SensorModel, sent: list[Packet]) -> list[Packet]:
    decoder = sensor.new_decoder()
    where = sensor.notify_characteristics[0]
    got = [out for each in sent for payload in sensor.encode(each) for out in decoder.push(where, payload)]
    assert decoder.damaged == 0
    return got


def gyr_of(packet: Packet) -> FloatArray:
    assert packet.gyr_radps is not None
    return packet.gyr_radps


@ALL
@given(data=st.data())
def test_what_is_encoded_is_decoded(sensor: SensorModel, data: st.DataObject) -> None:
    sent = data.draw(st.lists(packets(sensor), min_size=1, max_size=3))
    got = decoded(sensor, sent)
    assert [each.t_device_ticks for each in got] == [each.t_device_ticks for each in sent]
    for out, given_ in zip(got, sent, strict=True):
        np.testing.assert_allclose(out.acc_mps2, given_.acc_mps2, atol=ACC_STEP_MPS2 / 2 + 1e-5)
        np.testing.assert_allclose(gyr_of(out), gyr_of(given_), atol=GYR_STEP_RADPS / 2 + 1e-5)


@ALL
@given(data=st.data())
def test_decoding_and_encoding_again_changes_nothing(sensor: SensorModel, data: st.DataObject) -> None:
    (once,) = decoded(sensor, [data.draw(packets(sensor))])
    (twice,) = decoded(sensor, [once])
    np.testing.assert_array_equal(once.acc_mps2, twice.acc_mps2)
    np.testing.assert_allclose(gyr_of(once), gyr_of(twice), rtol=1e-6)


@ALL
@given(payloads=st.lists(st.binary(max_size=250), max_size=5))
def test_random_bytes_raise_nothing_but_packet_errors(sensor: SensorModel, payloads: list[bytes]) -> None:
    decoder = sensor.new_decoder()
    for payload in payloads:
        with contextlib.suppress(PacketError):
            for packet in decoder.push(sensor.notify_characteristics[0], payload):
                assert np.isfinite(packet.acc_mps2).all()
        sensor.read_answer(payload)
        sensor.respond(payload)


@ALL
@given(data=st.data())
def test_truncated_notifications_raise_nothing_but_packet_errors(
    sensor: SensorModel, data: st.DataObject
) -> None:
    decoder = sensor.new_decoder()
    for payload in sensor.encode(data.draw(packets(sensor))):
        with contextlib.suppress(PacketError):
            decoder.push(sensor.notify_characteristics[0], payload[: data.draw(st.integers(0, len(payload)))])


@ALL
def test_the_data_about_it_fit_together(sensor: SensorModel) -> None:
    assert sensor.key == sensor.key.lower()
    assert sensor.example_name.startswith(sensor.name_prefixes)
    uuids = [*sensor.advertised_services, *sensor.notify_characteristics, sensor.service]
    assert [str(UUID(uuid)) for uuid in uuids] == uuids
    assert (sensor.tick_hz is None) == (sensor.tick_bits is None)
    answers = [sensor.respond(command) for command in sensor.start_commands]
    assert answers[-1].streams is True


@ALL
def test_packets_are_read_only(sensor: SensorModel) -> None:
    ticks = None if sensor.tick_bits is None else 0
    zeros = frozen(np.zeros((sensor.samples_per_packet, 3)))
    (got,) = decoded(sensor, [Packet(zeros, zeros, ticks)])
    with pytest.raises(ValueError, match="read-only"):
        got.acc_mps2[0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        gyr_of(got)[0, 0] = 1


def ramp(n: int, rate_hz: float = 104.0) -> Samples:
    values = frozen(np.arange(n * 3.0).reshape(-1, 3))
    return Samples(frozen(np.arange(n) / rate_hz), values, values)


@ALL
def test_samples_are_cut_into_packets_and_none_is_lost(sensor: SensorModel) -> None:
    samples = ramp(5 * sensor.samples_per_packet, sensor.sampling_rate_hz)
    cut = list(packets_of(sensor, samples, first_ticks=2**32 - 1))
    np.testing.assert_array_equal(np.vstack([packet.acc_mps2 for _, packet in cut]), samples.acc_mps2)
    assert cut[-1][0] == samples.t_s[-1]
    if sensor.tick_bits is not None:
        assert all(0 <= (packet.t_device_ticks or 0) < 2**32 for _, packet in cut)


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
    found = recognise(name, services)
    assert (found.key if found else None) == key


def test_unknown_model_says_which_are_known() -> None:
    with pytest.raises(UnknownSensorError, match=r"'sock'; known are movesense, .*witmotion"):
        model("sock")
