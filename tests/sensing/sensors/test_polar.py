import re
import struct

import numpy as np
import pytest

from sensing.errors import PacketError, SettingsError
from sensing.sensors import model
from sensing.sensors.model import Decoder
from sensing.sensors.polar.control import settings_in
from sensing.sensors.polar.deltas import Deltas, packed, samples_of
from sensing.sensors.polar.stream import CONTROL, DATA
from sensing.types import GRAVITY_MPS2, FloatArray, Packet, frozen

MPS2_PER_MG = GRAVITY_MPS2 / 1000

# vendor test vectors
ACC_RAW = "02 0094357700000000 01 f7ff ffff e703 f8ff feff e503"
ACC_DELTAS = "02 6500000000000000 81 f1ff 1400 f003 06 01 7b0f08"
GYRO_DELTAS = "05 ffffffffffffff7f 80 eaff 0800 0d00 03 01 df00"
GYRO_FLOATS = "05 ffffffffffffff7f 81 0000803f 00002041 0000a041 1c 01 0000a001000008cdccec0d"
ACC_57 = """
71 07 f0 6a 9e 8d 0a 38 be 5c be ba 2f 96 b3 ee 4b e5 ad fb 42 b9 eb be 4c fe ba 2f 92 bf ee 4b
e4 b1 fb 12 b9 ec bd 3c 3e bb 2f 8f d3 de 4b e3 b5 f7 d2 b8 ed bd 30 7e 7b 2f 8b e3 ce 8b e2 ba
f7 a2 b8 ee bc 20 be 7b 2f 88 f3 ce cb e1 bd ef 52 f8 ef bc 18 fe 3b 2f 84 03 bf cb e0 c2 ef 32
b8 f0 bb 04 4e bc 2e 81 13 af 0b e0 c6 ef f2 f7 f1 b9 fc 7d bc 2e 7d 27 9f 4b df ca eb c2 f7 f2
b8 ec cd 7c 2e 7b 37 8f 4b de ce e3 92 f7 f3 b8 e0 0d fd 2d 77 4b 7f cb dd d2 df 62 37 f5 b7 d4
4d bd 2d 74 5b 6f cb dc d7 d7 32 37 f6 b5 c8 8d 7d 2d 71 6b 4f 4b dc dc d3 f2 36 f7 b4 bc dd fd
2c 6f 7b 3f 4b db e0 cf d2 36 f8 b2 b0 2d be 2c 6c 8f 1f cb da e3 c7 a2 76 f9
"""
SETTINGS = "00 01 3400 01 01 1000 02 04 f500 f401 e803 d007 04 01 03"


def read(key: str, frame: str, *answers: str) -> Packet:
    decoder = model(key).new_decoder()
    for answer in answers:
        assert decoder.push(CONTROL, bytes.fromhex(answer)) == ()
    (got,) = decoder.push(DATA, bytes.fromhex(frame))
    assert decoder.damaged == 0
    return got


def test_raw_acceleration() -> None:
    got = read("polar-h10", ACC_RAW)
    np.testing.assert_allclose(got.acc_mps2 / MPS2_PER_MG, [(-9, -1, 999), (-8, -2, 997)])
    assert got.gyr_radps is None
    # the stamp is that of the last sample, the packet's that of the first
    assert got.t_device_ticks == 2_000_000_000 - 10_000_000


def test_compressed_acceleration() -> None:
    got = read("polar-oh1", ACC_DELTAS)
    np.testing.assert_allclose(got.acc_mps2 / MPS2_PER_MG, [(-15, 20, 1008), (-20, 17, 1008)])
    assert got.t_device_ticks == (0x65 - 20_000_000) % 2**64


def test_compressed_acceleration_of_many_blocks_with_the_factor_named_at_the_start() -> None:
    frame = "02 0000000000000000 80" + ACC_57
    got = read("polar-h10", frame, "f0 02 02 00 00 05 01 40da7f39")
    counts = got.acc_mps2 / GRAVITY_MPS2 / struct.unpack("<f", bytes.fromhex("40da7f39"))[0]
    assert len(got) == 57
    np.testing.assert_allclose(
        counts[:3], [(1905, 27376, -29282), (2095, 27271, -29367), (2285, 27165, -29451)]
    )
    np.testing.assert_allclose(counts[-1], (12274, 20173, -32449))
    np.testing.assert_allclose(counts.sum(axis=0), (407646, 1367041, -1774775))
    np.testing.assert_array_equal(np.trunc(got.acc_mps2[0] / MPS2_PER_MG), (464, 6679, -7144))


def gyro_joined(frame: str, *answers: str) -> FloatArray:
    """Angular rate out of a frame, °/s, by an acceleration frame of the same times."""
    payload = bytes.fromhex(frame)
    acc = b"\x02" + payload[1:9] + b"\x01" + bytes(12)
    decoder = model("polar-verity").new_decoder()
    for answer in answers:
        decoder.push(CONTROL, bytes.fromhex(answer))
    assert decoder.push(DATA, acc) == ()
    (got,) = decoder.push(DATA, payload)
    return np.degrees(frozen(got.gyr_radps))


def test_compressed_angular_rate() -> None:
    np.testing.assert_allclose(gyro_joined(GYRO_DELTAS), [(-22, 8, 13), (-23, 11, 16)])
    halved = gyro_joined(GYRO_DELTAS, "f0 02 05 00 00 05 01 0000003f")
    np.testing.assert_allclose(halved, [(-11, 4, 6.5), (-11.5, 5.5, 8)])


def test_angular_rate_as_floats() -> None:
    np.testing.assert_allclose(gyro_joined(GYRO_FLOATS), [(1, 10, 20), (10, 20, 1.1)], rtol=1e-6)


def test_settings_are_read() -> None:
    assert settings_in(bytes.fromhex(SETTINGS)) == {0: (52,), 1: (16,), 2: (245, 500, 1000, 2000), 4: (3,)}
    assert settings_in(bytes.fromhex(SETTINGS)[:-1]) == {0: (52,), 1: (16,), 2: (245, 500, 1000, 2000)}
    assert settings_in(b"\xff\x01\x02") == {}


def conversation(key: str, answers: dict[str, str]) -> list[str]:
    """Commands that are written to a device that answers so."""
    sensor = model(key)
    waiting, written = [*sensor.start_commands], []
    while waiting:
        command = waiting.pop(0)
        assert command.characteristic == CONTROL
        written.append(command.payload.hex())
        said = answers.get(command.payload[:2].hex(), f"f0{command.payload[:2].hex()}0000")
        waiting += sensor.follow_up(bytes.fromhex(said))
    return written


def test_the_start_of_a_verity_sense() -> None:
    # the two start commands are the reference's
    answers = {"0102": "f001020000 00013400 01011000 02010800 040103", "0105": f"f001050000 {SETTINGS}"}
    assert conversation("polar-verity", answers) == [
        "0302",
        "0305",
        "0102",
        "0202 000134000101100002010800040103".replace(" ", ""),
        "0105",
        "0205 0001340001011000 0201d007 040103".replace(" ", ""),
    ]


def test_the_start_of_an_h10_and_of_the_sdk_mode() -> None:
    offered = {"0102": "f001020000 0004 1900 3200 6400 c800 01011000 0203 0200 0400 0800"}
    last = "0202 0001c800 01011000 02010800".replace(" ", "")
    assert conversation("polar-h10-200", offered) == ["0302", "0102", last]
    assert conversation("polar-verity-104", {})[:5] == ["0302", "0305", "0309", "0209", "0102"]


def test_a_range_that_is_not_offered() -> None:
    offered = {"0102": "f001020000 00013200 02020200 0400"}
    assert conversation("polar-oh1", offered)[-1] == "020200013200" + "02010400"


@pytest.mark.parametrize(
    ("answer", "status", "meaning"),
    [
        ("f002020d00", 13, "take it out"),
        ("f002020a", 10, "another adapter"),
        ("f001020000 00013200", 8, "rate"),
        ("f002026300", 99, "^$"),
    ],
    ids=["in its charger", "small packets", "no such rate", "unknown"],
)
def test_a_refusal_says_why_and_ends_the_conversation(answer: str, status: int, meaning: str) -> None:
    said = model("polar-verity").read_answer(bytes.fromhex(answer))
    assert said is not None
    assert (said.status, said.accepted) == (status, False)
    assert re.search(meaning, said.meaning)
    assert model("polar-verity").follow_up(bytes.fromhex(answer)) == ()


def test_stopping_what_does_not_run_is_no_fault_and_events_are_no_answers() -> None:
    sensor = model("polar-verity")
    said = sensor.read_answer(bytes.fromhex("f0030206"))
    assert said is not None
    assert said.accepted
    assert sensor.read_answer(b"\x01\x02\x00\x00\x00") is None
    assert sensor.respond(b"\x01").notifications == (bytes.fromhex("f0 01 00 01 00"),)
    assert sensor.respond(bytes.fromhex("0203")).notifications == (bytes.fromhex("f0 02 03 01 00"),)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "02 0000000000000000 01",
        "02 0000000000000000 01 0000",
        "02 0000000000000000 03 000000000000",
        "01 0000000000000000 00 000000",
        "09 0000000000000000 00 000000",
        "05 0000000000000000 80 000000000000",
        "02 0000000000000000 81 0000",
        "02 0000000000000000 81 000000000000 08",
        "02 0000000000000000 81 000000000000 0801 0000",
        "02 0000000000000000 81 000000000000 2101 00000000000000000000000000",
    ],
    ids=[
        "empty",
        "head alone",
        "part of a sample",
        "unknown kind",
        "another measurement",
        "the SDK mode",
        "not asked for",
        "part of the reference",
        "part of a block's head",
        "part of a block",
        "33 bits",
    ],
)
def test_nonsense_is_refused_and_counted(frame: str) -> None:
    decoder = model("polar-h10").new_decoder()
    with pytest.raises(PacketError, match="Polar frame"):
        decoder.push(DATA, bytes.fromhex(frame))
    assert decoder.damaged == 1
    assert len(decoder.push(DATA, bytes.fromhex(ACC_RAW))) == 1
    with pytest.raises(PacketError, match="characteristic"):
        decoder.push("00002a19-0000-1000-8000-00805f9b34fb", b"")


def test_values_beyond_any_range_and_senseless_factors_are_refused() -> None:
    decoder = model("polar-oh1").new_decoder()
    decoder.push(CONTROL, bytes.fromhex("f0 02 02 00 00 05 01 0000c07f"))
    with pytest.raises(PacketError, match="no sensor can measure"):
        decoder.push(DATA, bytes.fromhex(ACC_DELTAS))


def test_fields_of_no_bits_repeat_the_sample() -> None:
    frame = Deltas.parse(bytes.fromhex("0100 0200 0300 0003 0201 15"), 6)
    np.testing.assert_array_equal(samples_of([frame]), [(1, 2, 3)] * 4 + [(2, 3, 4)])


@pytest.mark.parametrize("size", [1, 2, 300])
def test_deltas_there_and_back(size: int) -> None:
    # derived: by way of our own encoder; the differences take 17 bits, and more than one block
    counts = np.random.default_rng(size).choice([-32768, 32767, 0, 5], size=(size, 3))
    frame = Deltas.parse(packed(counts, 6), 6)
    np.testing.assert_array_equal(samples_of([frame, frame]), np.vstack([counts, counts]))


def verity(first_s: float, size: int = 13) -> Packet:
    t_s = first_s + np.arange(size) / 52
    acc = frozen(np.column_stack([t_s, -t_s, 9.8 + 0 * t_s]))
    return Packet(acc, frozen(np.column_stack([0 * t_s, t_s, -t_s])), round(first_s * 1e9))


def fed(decoder: Decoder, payloads: list[bytes]) -> list[Packet]:
    return [packet for payload in payloads for packet in decoder.push(DATA, payload)]


def started() -> Decoder:
    sensor = model("polar-verity")
    decoder = sensor.new_decoder()
    for command in ("0202", "0205"):
        (answer,) = sensor.respond(bytes.fromhex(command)).notifications
        decoder.push(CONTROL, answer)
    return decoder


def frames(count: int, size: int = 13) -> list[list[bytes]]:
    encode = model("polar-verity").encode
    return [list(encode(verity(n * size / 52))) for n in range(count)]


def test_instruments_that_are_not_in_step_are_joined_by_time() -> None:
    # The gyroscope's frames are shifted by 7 samples and 5 ms.
    encode, decoder = model("polar-verity").encode, started()
    payloads = []
    for n in range(6):
        payloads.append(encode(verity(n * 0.25))[0])
        payloads.append(encode(verity(n * 0.25 - 6 / 52 - 0.005))[1])
    got = fed(decoder, payloads)
    acc, gyr = (np.vstack(parts) for parts in zip(*((p.acc_mps2, p.gyr_radps) for p in got), strict=True))
    assert len(acc) > 60
    np.testing.assert_allclose(gyr[:, 1], acc[:, 0], atol=0.006)
    stamps = [round((p.t_device_ticks or 0) / 1e9 * 52) for p in got]
    assert stamps == list(np.cumsum([stamps[0], *(len(p) for p in got[:-1])]))
    assert decoder.damaged == 0


def test_halves_that_are_lost_leave_a_hole_and_nothing_wrong() -> None:
    for lost in (0, 1):
        sent = frames(5)
        del sent[2][lost]
        got = fed(started(), [payload for pair in sent for payload in pair])
        times = np.concatenate([(p.t_device_ticks or 0) / 1e9 + np.arange(len(p)) / 52 for p in got])
        acc = np.vstack([p.acc_mps2 for p in got])
        np.testing.assert_allclose(acc[:, 0], times, atol=0.003)
        assert len(acc) == 4 * 13
        assert np.diff(times).max() == pytest.approx(14 / 52, abs=1e-6)


def test_late_and_repeated_frames_are_left_out() -> None:
    decoder = started()
    (a0, g0), (a1, g1), (a2, g2) = frames(3)
    got = fed(decoder, [a0, g0, a0, a1, g1, g1, a2, a1, g2])
    assert sum(map(len, got)) == 39
    assert decoder.damaged == 3


def test_a_clock_that_was_set_starts_anew() -> None:
    decoder = started()
    sent = [payload for pair in frames(3) for payload in pair]
    ahead = [p[:1] + (int.from_bytes(p[1:9], "little") + 10**15).to_bytes(8, "little") + p[9:] for p in sent]
    got = fed(decoder, [*sent, *ahead, *sent])
    assert sum(map(len, got)) == 3 * 39
    assert decoder.damaged == 0


def test_what_has_waited_too_long_for_its_other_half_is_dropped() -> None:
    decoder = started()
    sent = frames(40)
    assert fed(decoder, [acc for acc, _ in sent]) == []
    # The rates of the first half second come ten seconds late.
    gyr = sent[1][1]
    assert fed(decoder, [gyr]) == []


def test_what_a_device_cannot_send() -> None:
    with pytest.raises(SettingsError, match="all its instruments"):
        model("polar-verity").encode(Packet(verity(0).acc_mps2, None, 0))
    with pytest.raises(SettingsError, match="ticks"):
        model("polar-h10").encode(Packet(verity(0).acc_mps2, None))
