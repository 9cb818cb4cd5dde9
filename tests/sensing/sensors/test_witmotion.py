import struct

import numpy as np
import pytest

from sensing.errors import PacketError, SettingsError
from sensing.sensors import witmotion
from sensing.types import Packet, frozen

DATA = witmotion.DATA
# captured, but the log showed 16 of the 20 bytes: the last four are filled up with zeros
AT_REST = bytes.fromhex("5561 35ff 59ff 0a08 0000 0000 0000 b9fc 0000 0000")
MOVING = bytes.fromhex("5561 9cff c2ff d007 92fe 7bff 2000 29fe 0000 0000")
# derived from the layout
LEVEL = bytes.fromhex("5561 0000 0000 0008 a400 b8fe 0000 0000 0020 00c0")
REGISTER = bytes.fromhex("5571 3a00") + bytes(16)


def read(*payloads: bytes) -> tuple[list[Packet], int]:
    decoder = witmotion.model().new_decoder()
    return [got for payload in payloads for got in decoder.push(DATA, payload)], decoder.damaged


@pytest.mark.parametrize(
    ("frame", "acc_mps2", "gyr_degps"),
    [
        (AT_REST, (-0.972, -0.7997, 9.8545), (0, 0, 0)),
        (MOVING, (-0.479, -0.297, 9.577), (-22.339, -8.118, 1.953)),
        (LEVEL, (0, 0, 9.80665), (10.0098, -20.0195, 0)),
    ],
    ids=["at rest", "moving", "level"],
)
def test_one_frame(frame: bytes, acc_mps2: tuple[float, ...], gyr_degps: tuple[float, ...]) -> None:
    (got,), damaged = read(frame)
    np.testing.assert_allclose(got.acc_mps2, [acc_mps2], atol=6e-4)
    assert got.gyr_radps is not None
    np.testing.assert_allclose(np.degrees(got.gyr_radps), [gyr_degps], atol=6e-4)
    assert (got.t_device_ticks, damaged) == (None, 0)


def test_several_frames_in_a_notification_are_one_packet() -> None:
    (got,), damaged = read(AT_REST + REGISTER + MOVING)
    assert (len(got), damaged) == (2, 0)


@pytest.mark.parametrize("cut", range(1, 40))
def test_cut_frames_are_put_together(cut: int) -> None:
    stream = AT_REST + MOVING + LEVEL
    got, damaged = read(stream[:cut], stream[cut:])
    assert (sum(map(len, got)), damaged) == (3, 0)


def test_noise_is_skipped_and_counted_once() -> None:
    got, damaged = read(b"\x01\x55\x02\x61", b"\x55", b"\x03" + AT_REST, MOVING)
    assert (sum(map(len, got)), damaged) == (2, 1)


def test_frame_whose_end_was_lost_does_not_swallow_the_next() -> None:
    got, damaged = read(AT_REST[:12], MOVING, LEVEL)
    assert (sum(map(len, got)), damaged) == (2, 1)
    np.testing.assert_allclose(got[0].acc_mps2[0, 2], 9.577, atol=6e-4)


def test_the_other_uuid_base_is_taken_too() -> None:
    decoder = witmotion.model().new_decoder()
    assert len(decoder.push("0000ffe4-0000-1000-8000-00805f9b34fb", LEVEL)) == 1
    with pytest.raises(PacketError, match="characteristic"):
        decoder.push("00002a19-0000-1000-8000-00805f9b34fb", LEVEL)


def test_start_commands_unlock_ask_for_the_battery_and_set_the_rate() -> None:
    for model, code in ((witmotion.model(), "09"), (witmotion.model(50), "08"), (witmotion.model(20), "07")):
        written = [command.payload for command in model.start_commands]
        assert written == [bytes.fromhex(each) for each in ("ffaa6988b5", "ffaa276400", f"ffaa03{code}00")]
        assert [model.respond(payload).streams for payload in written] == [None, None, True]
    with pytest.raises(SettingsError, match="no rate 200 Hz"):
        witmotion.model(200)


def test_the_battery_is_read_from_its_register() -> None:
    def said(centivolts: int) -> int | None:
        return witmotion.model().read_battery(
            AT_REST + b"\x55\x71\x64\x00" + struct.pack("<8h", centivolts, *range(7))
        )

    assert [said(volts) for volts in (420, 396, 395, 381, 340, 339)] == [100, 100, 90, 50, 5, 0]
    assert witmotion.model().read_battery(AT_REST) is None
    assert witmotion.model().read_battery(b"\x55\x71\x64\x00\x86") is None
    (answer,) = witmotion.model().respond(bytes.fromhex("ffaa276400")).notifications
    assert witmotion.model().read_battery(answer) == 75


def test_encoding_clips_at_the_range_and_needs_a_gyroscope() -> None:
    acc = frozen([[1000.0, -1000.0, 0.0]])
    (notification,) = witmotion.model().encode(Packet(acc, frozen(np.zeros((1, 3)))))
    (got,), _ = read(notification)
    np.testing.assert_allclose(got.acc_mps2[0, :2] / 9.80665, (16, -16), rtol=1e-4)
    with pytest.raises(SettingsError, match="angular rate"):
        witmotion.model().encode(Packet(acc, None))
