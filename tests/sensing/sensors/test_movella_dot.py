import numpy as np
import pytest

from sensing.errors import PacketError, SettingsError
from sensing.sensors import movella_dot
from sensing.sensors.model import Command
from sensing.types import Packet, frozen

# derived from the maker's layout
VALUES = "cdcccc3d cdcc4cbe c3f51c41 0000c03f 000050c0 0000a041"
RATES = bytes.fromhex("1b410000" + VALUES)
WITH_ORIENTATION = bytes.fromhex("80841e00 0000803f 00000000 00000000 00000000" + VALUES)
ACC_MPS2 = [(0.1, -0.2, 9.81)]
GYR_DEGPS = [(1.5, -3.25, 20.0)]


def read(mode: int, payload: bytes) -> Packet:
    sensor = movella_dot.model(mode=mode)
    (got,) = sensor.new_decoder().push(sensor.notify_characteristics[0], payload)
    return got


@pytest.mark.parametrize(
    ("mode", "payload", "padded_to", "ticks"),
    [(21, RATES, 40, 16667), (26, WITH_ORIENTATION, 63, 2_000_000)],
)
def test_one_notification(mode: int, payload: bytes, padded_to: int, ticks: int) -> None:
    for sent in (payload, payload.ljust(padded_to, b"\0")):
        got = read(mode, sent)
        assert got.t_device_ticks == ticks
        np.testing.assert_allclose(got.acc_mps2, ACC_MPS2, rtol=1e-6)
        np.testing.assert_allclose(np.degrees(frozen(got.gyr_radps)), GYR_DEGPS, rtol=1e-6)
    assert movella_dot.model(mode=mode).encode(read(mode, payload)) == (payload.ljust(padded_to, b"\0"),)


def test_stamps_as_a_device_sent_them() -> None:
    # captured by a third party, in mode 6: only its counter is laid out as in the modes that are read here
    first, second = bytes.fromhex("d8052244"), bytes.fromhex("f3462244")
    ticks = [read(21, stamp + bytes(36)).t_device_ticks for stamp in (first, second)]
    assert ticks == [1143080408, 1143097075]
    assert movella_dot.model().tick_hz == 1e6


def test_it_is_stopped_set_to_its_rate_and_started() -> None:
    sensor = movella_dot.model()
    assert sensor.start_commands == (
        Command(movella_dot.CONTROL, bytes.fromhex("010015")),
        Command(movella_dot.DEVICE_CONTROL, bytes.fromhex("10" + "00" * 23 + "3c00" + "00" * 6)),
        Command(movella_dot.CONTROL, bytes.fromhex("010115")),
    )
    assert [sensor.respond(each.payload).streams for each in sensor.start_commands] == [False, None, True]
    assert movella_dot.model(30).start_commands[1].payload[24:26] == b"\x1e\x00"
    assert movella_dot.model(mode=26).start_commands[2].payload == bytes.fromhex("01011a")


@pytest.mark.parametrize(("rate_hz", "mode"), [(120, 21), (60, 4)])
def test_rates_and_modes_that_it_does_not_have(rate_hz: int, mode: int) -> None:
    with pytest.raises(SettingsError, match="take"):
        movella_dot.model(rate_hz, mode)


def test_nonsense_is_refused_and_counted() -> None:
    decoder = movella_dot.model().new_decoder()
    for characteristic, payload in (
        (movella_dot.MEDIUM, RATES[:20]),
        (movella_dot.LONG, RATES),
        (movella_dot.MEDIUM, RATES[:4] + b"\xff" * 24),
    ):
        with pytest.raises(PacketError, match="Movella DOT"):
            decoder.push(characteristic, payload)
    assert decoder.damaged == 3
    assert len(decoder.push(movella_dot.MEDIUM, RATES)) == 1


def test_what_it_cannot_send() -> None:
    two = frozen(np.zeros((2, 3)))
    with pytest.raises(SettingsError, match="one sample"):
        movella_dot.model().encode(Packet(two, two, 0))
