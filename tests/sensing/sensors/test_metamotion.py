import numpy as np
import pytest

from sensing.errors import PacketError, SettingsError
from sensing.sensors import metamotion
from sensing.sensors.model import Decoder
from sensing.types import GRAVITY_MPS2, Packet, frozen

DATA = metamotion.DATA
# vendor test vectors, at the ranges that are used here: 8 g and 1000 °/s
ACC_270 = bytes.fromhex("0305 62b7 530d e9fd 16d0 4d0e 5702 8aff a105 0a01")
GYR_160 = bytes.fromhex("1307 0915 ad26 08de 8a1a 0d26 65e4 8d20 ac27 73ec")
ACC_G = [(-4.539, 0.833, -0.131), (-2.995, 0.894, 0.146), (-0.029, 0.352, 0.065)]
GYR_DEGPS = [(164.177, 301.860, -265.122), (207.134, 296.982, -215.457), (254.055, 309.634, -152.591)]


def decoder() -> Decoder:
    return metamotion.model().new_decoder()


def halves(number: int) -> tuple[bytes, bytes]:
    """Both halves of a packet in which everything is `number` counts."""
    values = np.full((3, 3), float(number))
    packet = Packet(frozen(values * metamotion.MPS2_PER_COUNT), frozen(values * metamotion.RADPS_PER_COUNT))
    acc, gyr = metamotion.model().encode(packet)
    return acc, gyr


def leads(one: Decoder, payloads: list[bytes]) -> list[int]:
    """By how many packets the accelerometer is ahead of the gyroscope, in each packet that comes out."""
    got = [packet for payload in payloads for packet in one.push(DATA, payload)]
    return [
        round(float(p.acc_mps2[0, 0]) / metamotion.MPS2_PER_COUNT)
        - round(float(frozen(p.gyr_radps)[0, 0]) / metamotion.RADPS_PER_COUNT)
        for p in got
    ]


def test_two_halves() -> None:
    one = decoder()
    assert one.push(DATA, ACC_270) == ()
    (got,) = one.push(DATA, GYR_160)
    np.testing.assert_allclose(got.acc_mps2 / GRAVITY_MPS2, ACC_G, atol=6e-4)
    np.testing.assert_allclose(np.degrees(frozen(got.gyr_radps)), GYR_DEGPS, atol=6e-4)
    assert (got.t_device_ticks, one.damaged) == (None, 0)


@pytest.mark.parametrize(
    ("chip", "written"),
    [
        # BMI160 as in the reference's example (derived), at 100 Hz; chips as vendor tests answer
        ("03800101", ["03032808", "031c01", "03020100", "030101"]),
        ("13800001", ["13032801", "130701", "13020100", "130101"]),
        ("03800400", ["0303a802", "030501", "03020100", "030101"]),
        ("13800100", ["13032801", "130501", "13020100", "130101"]),
    ],
)
def test_each_chip_is_started_in_its_own_way(chip: str, written: list[str]) -> None:
    sensor = metamotion.model()
    said = sensor.read_answer(bytes.fromhex(chip))
    assert said is not None
    assert said.accepted
    assert [each.payload.hex() for each in sensor.follow_up(bytes.fromhex(chip))] == written


def test_the_other_rate() -> None:
    (config, *_) = metamotion.model(50).follow_up(bytes.fromhex("03800101"))
    assert config.payload == bytes.fromhex("03032708")
    with pytest.raises(SettingsError, match="no rate 400 Hz"):
        metamotion.model(400)


@pytest.mark.parametrize(("chip", "what"), [("038009", "accelerometer"), ("1380", "gyroscope")])
def test_an_unknown_chip_is_a_refusal(chip: str, what: str) -> None:
    said = metamotion.model().read_answer(bytes.fromhex(chip))
    assert said is not None
    assert not said.accepted
    assert what in said.meaning
    assert metamotion.model().follow_up(bytes.fromhex(chip)) == ()


def test_it_is_stopped_before_it_is_asked() -> None:
    written = [each.payload.hex() for each in metamotion.model().start_commands]
    assert written == ["030100", "03020001", "130100", "13020001", "0380", "1380"]


def test_what_one_sent_before_the_other_was_started_is_no_lead() -> None:
    early = [halves(n)[0] for n in range(5)]
    rest = [half for n in range(5, 9) for half in halves(n)[::-1]]
    one = decoder()
    assert leads(one, [*early, halves(4)[1], *rest]) == [0] * 5
    assert one.damaged == 0


def test_bursts_are_no_lead() -> None:
    pairs = [halves(n) for n in range(30)]
    bursts = [pairs[0], *(pairs[n : n + 3] for n in range(1, 28, 3))]
    stream = [
        *bursts[0],
        *(half for burst in bursts[1:] for side in (0, 1) for half in (p[side] for p in burst)),
    ]
    one = decoder()
    assert leads(one, stream) == [0] * 28
    assert one.damaged == 0


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("losses", [1, 3])
def test_lost_halves_never_put_them_further_apart_than_one_packet(side: int, losses: int) -> None:
    stream = [half for n in range(90) for half in halves(n)]
    for number in range(losses):
        del stream[2 * (5 + 25 * number) + side - number]
    one = decoder()
    found = leads(one, stream)
    assert found[:5] == [0] * 5
    assert set(np.abs(found[-8:])) <= {1 - side}
    assert len(found) >= 90 - 2 * losses
    assert one.damaged == losses - (1 - side)


def test_an_instrument_that_is_silent_takes_no_memory() -> None:
    one = decoder()
    assert leads(one, [halves(n)[0] for n in range(100)]) == []
    assert one.damaged == 100 - 32


@pytest.mark.parametrize("payload", ["", "03", "0304 16c4 94a2 2ad0", "0305", "1107 00", "1305" + "00" * 17])
def test_nonsense_is_refused_and_counted(payload: str) -> None:
    one = decoder()
    with pytest.raises(PacketError, match="MetaMotion notification"):
        one.push(DATA, bytes.fromhex(payload))
    with pytest.raises(PacketError, match="characteristic"):
        one.push(metamotion.COMMAND, ACC_270)
    assert one.damaged == 2
    assert one.push(DATA, bytes.fromhex("118c5a0010")) == ()  # an answer to something that was not asked


def test_what_it_cannot_send() -> None:
    three = frozen(np.zeros((3, 3)))
    with pytest.raises(SettingsError, match="3 samples"):
        metamotion.model().encode(Packet(three, None))
