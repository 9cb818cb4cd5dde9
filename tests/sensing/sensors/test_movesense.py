import struct
from collections.abc import Sequence

import numpy as np
import pytest

from sensing.errors import PacketError, SettingsError
from sensing.sensors import movesense
from sensing.sensors.model import Command
from sensing.types import Packet, frozen

DATA = movesense.DATA
REF = 99


def packet(ticks: int = 1000, samples: int = 8) -> Packet:
    acc = np.arange(samples * 3, dtype=np.float32).reshape(-1, 3)
    gyr = np.radians(-np.arange(samples * 3, dtype=np.float32).astype(np.float64)).reshape(-1, 3)
    return Packet(frozen(acc), frozen(gyr), ticks)


def body_of(parts: Sequence[bytes]) -> bytes:
    return b"".join(part[2:] for part in parts)


def test_one_sample_a_packet() -> None:
    # derived from the layout
    payload = bytes.fromhex(
        "02 63 e8 03 00 00 cd cc cc 3d cd cc 4c 3e cd cc 1c 41 00 00 c0 3f 00 00 00 c0 00 00 80 3e"
    )
    (got,) = movesense.model(13).new_decoder().push(DATA, payload)
    assert got.t_device_ticks == 1000
    np.testing.assert_allclose(got.acc_mps2, [[0.1, 0.2, 9.8]], rtol=1e-6)
    assert got.gyr_radps is not None
    np.testing.assert_allclose(np.degrees(got.gyr_radps), [[1.5, -2.0, 0.25]])


def test_arrays_are_planar_and_not_interleaved() -> None:
    # derived from the layout
    payload = bytes.fromhex(
        "02 63 40 e2 01 00 00 00 00 00 00 00 00 00 00 00 1c 41 00 00 00 00 00 00 00 00 00 00 20 41"
        "00 00 80 3f 00 00 80 bf 00 00 00 00 00 00 80 3f 00 00 80 bf 00 00 00 3f"
    )
    (got,) = movesense.model(26).new_decoder().push(DATA, payload)
    assert got.t_device_ticks == 123456
    np.testing.assert_array_equal(got.acc_mps2, [[0, 0, 9.75], [0, 0, 10.0]])
    assert got.gyr_radps is not None
    np.testing.assert_allclose(np.degrees(got.gyr_radps), [[1, -1, 0], [1, -1, 0.5]])


def test_start_and_stop_commands() -> None:
    model = movesense.model()
    start = bytes.fromhex("0163 2f4d6561732f494d55362f313034")
    assert model.start_commands == (Command(movesense.COMMAND, start),)
    assert model.stop_commands == (Command(movesense.COMMAND, bytes.fromhex("0263")),)


@pytest.mark.parametrize(("rate_hz", "parts"), [(13, 1), (26, 1), (52, 1), (104, 2), (208, 3)])
def test_long_packets_are_cut_and_put_together(rate_hz: int, parts: int) -> None:
    model = movesense.model(rate_hz)
    notifications = model.encode(packet(samples=model.samples_per_packet))
    assert [part[0] for part in notifications] == [2, 3, 4][:parts]
    assert max(map(len, notifications)) <= 158
    decoder = model.new_decoder()
    got = [each for part in notifications for each in decoder.push(DATA, part)]
    assert len(got) == 1
    assert len(got[0]) == model.samples_per_packet


@pytest.mark.parametrize("first", [20, 102, 150, 158, 197])
def test_first_part_may_have_any_length(first: int) -> None:
    # 150 and 102 bytes hold whole samples: read for themselves they would mix up the two sensors.
    body = body_of(movesense.model().encode(packet()))
    decoder = movesense.model().new_decoder()
    assert decoder.push(DATA, bytes([2, REF]) + body[: first - 2]) == ()
    (got,) = decoder.push(DATA, bytes([3, REF]) + body[first - 2 :])
    np.testing.assert_array_equal(got.acc_mps2, packet().acc_mps2)


@pytest.mark.parametrize(("rate_hz", "order"), [(104, (0, 0, 1)), (104, (1, 0, 1)), (208, (0, 2, 0, 1, 2))])
def test_a_packet_of_which_a_part_was_lost_counts_as_damaged(rate_hz: int, order: tuple[int, ...]) -> None:
    model = movesense.model(rate_hz)
    decoder = model.new_decoder()
    parts = model.encode(packet(samples=model.samples_per_packet))
    got = [each for part in order for each in decoder.push(DATA, parts[part])]
    assert (len(got), decoder.damaged) == (1, 1)


def test_two_streams_do_not_mix() -> None:
    decoder = movesense.model().new_decoder()
    first, second = movesense.model().encode(packet(1))
    other = [bytes([part[0], 7]) + part[2:] for part in movesense.model().encode(packet(2))]
    got = [each for part in (first, other[0], second, other[1]) for each in decoder.push(DATA, part)]
    assert [each.t_device_ticks for each in got] == [1, 2]
    assert decoder.damaged == 0


def test_counter_is_given_as_sent_up_to_its_wrap() -> None:
    decoder = movesense.model().new_decoder()
    stamps = [2**32 - 1, 76]
    got = [
        each
        for ticks in stamps
        for part in movesense.model().encode(packet(ticks))
        for each in decoder.push(DATA, part)
    ]
    assert [each.t_device_ticks for each in got] == stamps


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\x02",
        b"\x09\x63abc",
        b"\x02\x63" + bytes(197),
        b"\x02\x63" + bytes(4) + struct.pack("<f", float("nan")) * 48,
        b"\x02\x63" + bytes(4) + struct.pack("<f", 1e30) * 48,
    ],
    ids=["empty", "half a header", "unknown type", "too long", "not a number", "beyond any sensor"],
)
def test_nonsense_is_refused_and_counted_and_the_next_packet_read(payload: bytes) -> None:
    decoder = movesense.model().new_decoder()
    with pytest.raises(PacketError, match="Movesense"):
        decoder.push(DATA, payload)
    assert decoder.damaged == 1
    assert [len(got) for part in movesense.model().encode(packet()) for got in decoder.push(DATA, part)] == [
        8
    ]


def test_packet_that_ends_too_early() -> None:
    decoder = movesense.model(208).new_decoder()
    first, second, third = movesense.model(208).encode(packet(samples=16))
    decoder.push(DATA, first)
    decoder.push(DATA, second)
    with pytest.raises(PacketError, match="ends after"):
        decoder.push(DATA, third[:-1])


@pytest.mark.parametrize(
    ("payload", "status"),
    [("0163c800", 200), ("01639401", 404), ("0163fb01", 507), ("016301fb", 507)],
    ids=["yes", "unknown path", "full", "full, as the sample firmware writes it"],
)
def test_answers_to_commands(payload: str, status: int) -> None:
    answer = movesense.model().read_answer(bytes.fromhex(payload))
    assert answer is not None
    assert (answer.status, answer.accepted) == (status, status == 200)
    assert movesense.model().new_decoder().push(DATA, bytes.fromhex(payload)) == ()


def test_data_is_no_answer() -> None:
    assert movesense.model().read_answer(movesense.model().encode(packet())[0]) is None


def test_sensor_knows_its_own_stream_only() -> None:
    respond = movesense.model().respond
    started = respond(movesense.model().start_commands[0].payload)
    assert (started.notifications, started.streams) == ((bytes.fromhex("0163c800"),), True)
    refused = respond(movesense.model(52).start_commands[0].payload)
    assert (refused.notifications, refused.streams) == ((bytes.fromhex("01639401"),), None)
    assert respond(movesense.model().stop_commands[0].payload).streams is False
    assert respond(bytes([0, 1])).notifications[0][:2] == b"\x01\x01"


def test_rate_that_the_sensor_does_not_have() -> None:
    with pytest.raises(SettingsError, match="no rate 100 Hz"):
        movesense.model(100)


def test_packet_of_another_size_is_not_encoded() -> None:
    with pytest.raises(SettingsError, match="8 samples"):
        movesense.model().encode(packet(samples=7))
