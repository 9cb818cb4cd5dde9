"""What the apps send, decoded. Captured: seen from a phone by somebody; derived: after its documents."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sensing.errors import PacketError, UnknownSensorError
from sensing.sensors.phone import PHONES, phone_model
from sensing.sensors.phone.phyphox import CONFIG, GET, read_answer, read_config
from sensing.sensors.phone.sensorlogger import MESSAGE
from sensing.sensors.phone.sensorserver import FRAME
from sensing.sensors.streaming import stream_model

CHARACTERISTICS = {"phyphox": GET, "sensorlogger": MESSAGE, "sensorserver": FRAME}

# Captured: an experiment made in the app's editor, phyphox for Android.
PHYPHOX_CONFIG = (
    b'{"crc32":"9566a693","title":"My IMU","buffers":[{"name":"acc_time","size":0},{"name":"accX","size":0},'
    b'{"name":"accY","size":0},{"name":"accZ","size":0},{"name":"gyr_time","size":0},{"name":"gyrX","size":0},'
    b'{"name":"gyrY","size":0},{"name":"gyrZ","size":0}],"inputs":[{"source":"accelerometer","outputs":'
    b'[{"x":"accX"},{"y":"accY"},{"z":"accZ"},{"t":"acc_time"}]},{"source":"gyroscope","outputs":[{"x":"gyrX"},'
    b'{"y":"gyrY"},{"z":"gyrZ"},{"t":"gyr_time"}]}],"export":[]}'
)
# Captured, likewise.
PHYPHOX_SINGLE = (
    b'{"buffer":{\n"accX":{"size":0,"updateMode":"single", "buffer":[-7.6995003E-1]},\n'
    b'"accZ":{"size":0,"updateMode":"single", "buffer":[9.8620501E0]}\n},\n'
    b'"status":{\n"session":"883b13", "measuring":true, "timedRun":false, "countDown":0\n}\n}\n'
)
# Captured: the app's own README.
SENSORSERVER_FRAME = (
    b'{"accuracy": 2, "timestamp": 3925657519043709, "values": [0.31892395,-0.97802734,10.049896]}'
)


def test_phyphox_as_captured() -> None:
    experiment = read_config(PHYPHOX_CONFIG)
    assert experiment.title == "My IMU"
    assert experiment.gyr is not None
    assert (experiment.gyr.time, experiment.gyr.axes) == ("gyr_time", ("gyrX", "gyrY", "gyrZ"))
    answer = read_answer(PHYPHOX_SINGLE)
    assert (answer.session, answer.measuring) == ("883b13", True)
    assert answer.buffers["accZ"] == [9.8620501]


def test_phyphox_values_derived() -> None:
    decoder = PHONES["phyphox"].new_decoder()
    decoder.push(CONFIG, PHYPHOX_CONFIG)
    held = {
        "acc_time": [12.51, 12.52], "accX": [0.1, None], "accY": [0, 0], "accZ": [9.8, 9.8],
        "gyr_time": [12.505, 12.515], "gyrX": [1.0, 2.0], "gyrY": [0, 0], "gyrZ": [0, 0],
    }  # fmt: skip
    content = {
        "buffer": {
            name: {"size": 0, "updateMode": "partial", "buffer": values} for name, values in held.items()
        },
        "status": {"session": "a1b2c3", "measuring": True},
    }
    (packet,) = decoder.push(GET, json.dumps(content).encode())
    assert packet.t_device_ticks == 12_510_000_000
    np.testing.assert_allclose(packet.acc_mps2, [[0.1, 0, 9.8]])
    assert packet.gyr_radps is not None
    np.testing.assert_allclose(packet.gyr_radps, [[1.5, 0, 0]])


def test_sensorserver_as_captured() -> None:
    (packet,) = PHONES["sensorserver-acc"].new_decoder().push(FRAME, SENSORSERVER_FRAME)
    assert packet.t_device_ticks == 3925657519043709
    np.testing.assert_array_equal(packet.acc_mps2, [[0.31892395, -0.97802734, 10.049896]])


def test_sensorlogger_derived() -> None:
    def one(name: str, t_ns: int, *xyz: float) -> dict[str, object]:
        return {"name": name, "time": t_ns, "values": dict(zip("xyz", xyz, strict=True)), "accuracy": 3}

    start = 1698501144401040000
    payload = [
        one("accelerometer", start, -0.17, 0.05, 0.0043),
        one("gravity", start - 5, 0.1, 0.0, 9.8), one("gravity", start + 5, 0.3, 0.0, 9.8),
        one("gyroscope", start, 0.1, 0.2, 0.3), one("location", start, 0, 0, 0),
    ]  # fmt: skip
    message = {"messageId": 3, "sessionId": "s", "deviceId": "d", "payload": payload}
    (packet,) = PHONES["sensorlogger"].new_decoder().push(MESSAGE, json.dumps(message).encode())
    assert packet.t_device_ticks == start
    np.testing.assert_allclose(packet.acc_mps2, [[0.03, 0.05, 9.8043]])
    np.testing.assert_array_equal(packet.gyr_radps, [[0.1, 0.2, 0.3]])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
LIKELY = st.fixed_dictionaries(
    {},
    optional={
        "buffer": st.dictionaries(st.sampled_from(["accX", "acc_time"]), JSON, max_size=2),
        "status": JSON,
        "payload": st.lists(st.dictionaries(st.sampled_from(["name", "time", "values"]), JSON)),
        "messageId": JSON, "values": JSON, "timestamp": JSON, "inputs": JSON, "buffers": JSON, "type": JSON,
    },
)  # fmt: skip


@pytest.mark.parametrize("key", PHONES)
@given(
    payloads=st.lists(
        st.binary(max_size=40) | (JSON | LIKELY).map(lambda c: json.dumps(c).encode()), max_size=4
    )
)
def test_anything_raises_nothing_but_packet_errors(key: str, payloads: list[bytes]) -> None:
    decoder = PHONES[key].new_decoder()
    wrong = 0
    for characteristic in (CHARACTERISTICS[key.removesuffix("-acc")], CONFIG):
        for payload in payloads:
            try:
                decoder.push(characteristic, payload)
            except PacketError:
                wrong += 1
    assert decoder.damaged == wrong


def test_models() -> None:
    assert phone_model("phyphox", False) is stream_model("phyphox-acc")
    assert stream_model("movesense").key == "movesense"
    with pytest.raises(UnknownSensorError):
        stream_model("abacus")
