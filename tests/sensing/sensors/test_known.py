"""Sensors that come as descriptions: packets by their layout, and what they are told.

All vectors are derived from the layouts, none was captured from a device; the micro:bit's has the values of a
library's documentation.
"""

from contextlib import suppress

import numpy as np
import pytest

from sensing.errors import PacketError
from sensing.sensors import SHIPPED, model
from sensing.types import GRAVITY_MPS2, Packet, frozen

G = GRAVITY_MPS2

THINGY = "00 00 00 fe 00 04 20 00 c0 ff 80 0c a0 00 c0 fe e0 01"
INFINITIME = "00 00 00 fe 00 04"
MICROBIT = "ce ff ce ff 00 fc"
PHYPHOX = "00 00 80 3f 00 00 00 40 c3 f5 1c 41 00 00 00 00 00 00 00 00"
ARDUINO = "00 00 00 00 00 00 00 bf 00 00 80 3f"
PUCK = b"A,1000,12,-40,8160,5,-3,0\n"


def read(key: str, *payloads: bytes) -> tuple[list[Packet], int]:
    sensor = model(key)
    decoder = sensor.new_decoder()
    where = sensor.notify_characteristics
    got = [packet for n, each in enumerate(payloads) for packet in decoder.push(where[n % len(where)], each)]
    return got, decoder.damaged


@pytest.mark.parametrize(
    ("key", "payloads", "acc_mps2", "gyr_degps"),
    [
        ("thingy52", [THINGY], (0, -0.5 * G, G), (1, -2, 100)),
        ("infinitime", [INFINITIME], (0, -0.5 * G, G), None),
        ("microbit", [MICROBIT], (0.05 * G, 0.05 * G, 1.024 * G), None),
        ("phyphox-ble", [PHYPHOX], (1, 2, 9.81), None),
        ("phyphox-ble", [PHYPHOX[: 3 * 12 - 1]], (1, 2, 9.81), None),
        ("arduino-science", [ARDUINO, ARDUINO], (0, -0.5 * G, G), (0, -0.5, 1)),
        ("nano33ble", [ARDUINO, ARDUINO], (0, -0.5 * G, G), (0, -0.5, 1)),
    ],
)
def test_one_packet(
    key: str, payloads: list[str], acc_mps2: tuple[float, ...], gyr_degps: tuple[float, ...] | None
) -> None:
    (got,), damaged = read(key, *map(bytes.fromhex, payloads))
    np.testing.assert_allclose(got.acc_mps2, [acc_mps2], atol=1e-6)
    if gyr_degps is None:
        assert got.gyr_radps is None
    else:
        np.testing.assert_allclose(np.degrees(frozen(got.gyr_radps)), [gyr_degps], atol=1e-6)
    assert damaged == 0


def test_a_line_of_a_puck_in_any_pieces_among_what_a_console_says() -> None:
    text = b"\x11>=undefined\r\n>" + PUCK.replace(b"\n", b"\r\n") + b"\x13Uncaught Error\r\nB,87\r\n" + PUCK
    sensor = model("puck-js")
    for size in (1, 7, 20, len(text)):
        decoder = sensor.new_decoder()
        got = [
            packet
            for start in range(0, len(text), size)
            for packet in decoder.push(sensor.notify_characteristics[0], text[start : start + size])
        ]
        assert [packet.t_device_ticks for packet in got] == [1000, 1000]
        np.testing.assert_allclose(got[0].acc_mps2 / G, [[0.00146, -0.00488, 0.99609]], atol=5e-6)
        np.testing.assert_allclose(np.degrees(frozen(got[0].gyr_radps)), [[0.04375, -0.02625, 0]], atol=1e-9)
        assert decoder.damaged == 0


@pytest.mark.parametrize(
    "line",
    [
        b"A,1000,12,-40\n",
        b"A,1000,12,-40,8160,5,-3,nan\n",
        b"A,1e3,12,-40,8160,5,-3,0\n",
        b"A,1000,12,-40,8160,5,-3,0,9\n",
        b"A,1000,12,-40,99999999,5,-3,0\n",
        b"A," + b"1," * 400,
    ],
    ids=["cut", "not a number", "ticks with a point", "too many", "beyond any sensor", "without end"],
)
def test_a_line_that_makes_no_sense_is_counted_and_the_next_one_read(line: bytes) -> None:
    sensor = model("puck-js")
    decoder = sensor.new_decoder()
    with suppress(PacketError):
        assert decoder.push(sensor.notify_characteristics[0], line) == ()
    assert decoder.damaged == 1
    assert len(decoder.push(sensor.notify_characteristics[0], b"\n" + PUCK)) == 1


def test_a_lost_half_costs_its_packet_and_no_other() -> None:
    sensor = model("nano33ble")
    acc, gyr = sensor.notify_characteristics
    payload = bytes.fromhex(ARDUINO)
    halves = [acc, gyr, acc, acc, gyr, gyr, acc, gyr]
    decoder = sensor.new_decoder()
    got = [len(decoder.push(half, payload)) for half in halves]
    assert got == [0, 1, 0, 0, 1, 0, 0, 1]
    assert decoder.damaged == 2


@pytest.mark.parametrize("payload", [b"", bytes(17), bytes(19)], ids=["empty", "short", "long"])
def test_packets_of_another_length_are_refused(payload: bytes) -> None:
    sensor = model("thingy52")
    decoder = sensor.new_decoder()
    with pytest.raises(PacketError, match=f"Thingy:52 notification of {len(payload)} bytes, expected 18"):
        decoder.push(sensor.notify_characteristics[0], payload)
    with pytest.raises(PacketError, match="does not send data on"):
        decoder.push("0000", bytes(18))
    assert decoder.damaged == 2


def test_what_they_are_told() -> None:
    thingy, microbit = model("thingy52"), model("microbit")
    assert [command.payload for command in thingy.start_commands] == [bytes.fromhex("e803e803f401640000")]
    assert [command.payload for command in microbit.start_commands] == [bytes.fromhex("1400")]
    assert model("infinitime").start_commands == ()


@pytest.mark.parametrize("key", ["puck-js", "bangle-js"])
def test_a_console_gets_lines_that_it_does_not_echo_in_pieces_of_20_bytes(key: str) -> None:
    sensor = model(key)
    for commands in (sensor.start_commands, sensor.stop_commands):
        assert max(len(command.payload) for command in commands) <= 20
        text = b"".join(command.payload for command in commands)
        assert text.startswith(b"\x03")
        assert all(line.startswith(b"\x10") for line in text[1:].splitlines())
        assert text.endswith(b";\n")
        assert text.count(b"(") == text.count(b")")


def test_a_console_tells_its_battery() -> None:
    read_battery = model("puck-js").read_battery
    assert read_battery(b"B,87\r\n") == 87
    assert read_battery(b"B,187\r\n") is None
    assert read_battery(PUCK) is None
    assert model("thingy52").read_battery(b"B,87\r\n") is None


@pytest.mark.parametrize(
    ("name", "services", "key"),
    [
        ("Thingy", [], "thingy52"),
        ("left foot", ["ef680100-9b35-4933-9b10-52ffa9740042"], "thingy52"),
        ("BBC micro:bit [zuvov]", [], "microbit"),
        ("InfiniTime", [], "infinitime"),
        ("Puck.js 3a2f", ["6e400001-b5a3-f393-e0a9-e50e24dcca9e"], "puck-js"),
        ("Bangle.js 3a2f", ["6e400001-b5a3-f393-e0a9-e50e24dcca9e"], "bangle-js"),
        ("UART", ["6e400001-b5a3-f393-e0a9-e50e24dcca9e"], None),
        ("phyphox-Arduino", [], "phyphox-ble"),
        ("BLESense-2F00", ["555a0002-0000-467a-9538-01f0652c74e8"], "arduino-science"),
        ("BLESense-2F00", [], None),
        ("Nano33BLESense-2F00", [], "nano33ble"),
    ],
)
def test_they_are_recognised(name: str, services: list[str], key: str | None) -> None:
    found = SHIPPED.recognise(name, services)
    assert (found.key if found else None) == key
