from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sensing.clock import SampleClock, SpreadClock
from sensing.samples import joined
from sensing.sensors import model
from sensing.sensors.model import SensorModel
from sensing.types import FloatArray, Packet, Samples

COUNT = 8  # samples in a packet
RATE_HZ = 104.0
MOVESENSE = replace(model("movesense"), sampling_rate_hz=RATE_HZ, tick_hz=1000.0, tick_bits=32)
TICKLESS = replace(MOVESENSE, tick_hz=None, tick_bits=None)

Sent = tuple[float, Packet]  # host time, packet


def packet(number: int, ticks: int | None, count: int = COUNT) -> Packet:
    """A packet whose samples carry their own number on the x axis."""
    acc = np.zeros((count, 3))
    acc[:, 0] = number * count + np.arange(count)
    return Packet(acc, np.zeros((count, 3)), ticks)


def stream(
    packets: int, rate_hz: float = RATE_HZ, first_ticks: int = 0, bits: int = 32, host0_s: float = 50.0
) -> list[Sent]:
    """Packets of a sensor with a counter in ms, sent 10 ms after their last sample was taken."""
    sent = []
    for number in range(packets):
        taken_s = number * COUNT / rate_hz
        ticks = (first_ticks + int(taken_s * 1000)) % (1 << bits)
        sent.append((host0_s + taken_s + (COUNT - 1) / rate_hz + 0.01, packet(number, ticks)))
    return sent


def run(clock: SampleClock, sent: list[Sent]) -> Samples:
    parts = [clock.push(host_s, [one]) for host_s, one in sent]
    return joined([*parts, clock.finish()])


def true_times(samples: Samples, rate_hz: float = RATE_HZ) -> FloatArray:
    return samples.acc_mps2[:, 0] / rate_hz


class TestWithCounter:
    @given(
        st.integers(0, 2**32 - 1),
        st.floats(0.98, 1.02),
        st.lists(st.floats(0, 0.4), min_size=200, max_size=200),
    )
    @settings(max_examples=40, deadline=None)
    def test_true_times_whatever_start_rate_and_delay(
        self, first: int, deviation: float, delays: list[float]
    ) -> None:
        sent = stream(200, RATE_HZ * deviation, first)
        late = np.maximum.accumulate([host_s + d for (host_s, _), d in zip(sent, delays, strict=True)])
        samples = run(
            SampleClock(MOVESENSE), [(h, one) for h, (_, one) in zip(late.tolist(), sent, strict=True)]
        )
        assert len(samples) == 200 * COUNT
        assert samples.t_s[0] == 0
        assert (np.diff(samples.t_s) > 0).all()
        # The stamps are whole ms; the rate needs a moment, and 2 % of 7 samples are 1.4 ms.
        np.testing.assert_allclose(samples.t_s, true_times(samples, RATE_HZ * deviation), atol=0.0026)

    def test_learns_the_rate(self) -> None:
        clock = SampleClock(MOVESENSE)
        run(clock, stream(13 * 60, 1.015 * RATE_HZ))
        assert clock.sampling_rate_hz == pytest.approx(1.015 * RATE_HZ, rel=2e-4)

    @pytest.mark.parametrize("bits", [12, 16])
    def test_many_wraps(self, bits: int) -> None:
        samples = run(SampleClock(replace(MOVESENSE, tick_bits=bits)), stream(4000, first_ticks=5, bits=bits))
        np.testing.assert_allclose(samples.t_s, true_times(samples), atol=0.002)

    def test_silence_longer_than_the_counter(self) -> None:
        sent = stream(4000, bits=16)  # wraps every 65.5 s
        samples = run(SampleClock(replace(MOVESENSE, tick_bits=16)), sent[:500] + sent[3000:])
        np.testing.assert_allclose(samples.t_s, true_times(samples), atol=0.002)

    def test_lost_packets_are_a_jump(self) -> None:
        sent = stream(300)
        samples = run(SampleClock(MOVESENSE), sent[:100] + sent[117:200] + sent[201:])
        np.testing.assert_allclose(samples.t_s, true_times(samples), atol=0.002)

    def test_late_and_repeated_packets_are_dropped_and_counted(self) -> None:
        sent = stream(100)
        order = [*range(20), 21, 20, 22, 22, 23, 22, *range(24, 100)]
        clock = SampleClock(MOVESENSE)
        samples = run(clock, [(sent[max(order[: n + 1])][0], sent[k][1]) for n, k in enumerate(order)])
        assert clock.dropped == 3
        assert clock.restarts == 0
        assert (np.diff(samples.t_s) > 0).all()
        np.testing.assert_allclose(samples.t_s, true_times(samples), atol=0.002)

    @given(st.integers(0, 2**32 - 1), st.floats(3.0, 500.0), st.integers(0, 3000))
    @settings(max_examples=60, deadline=None)
    def test_restart_is_anchored_to_the_host(self, before: int, silence_s: float, after: int) -> None:
        first = stream(130, first_ticks=before)
        second = stream(130, first_ticks=after, host0_s=first[-1][0] + silence_s)
        clock = SampleClock(MOVESENSE)
        samples = run(clock, first + second)
        expected_s = second[0][0] - first[-1][0]
        ends = samples.t_s[COUNT - 1 :: COUNT]
        assert (np.diff(samples.t_s) > 0).all()
        # Where the old counter happens to agree with the new one to a few seconds nobody can tell.
        near = (after - (before + 10_000)) % 2**32 < 600_000
        if clock.restarts or not near:
            assert clock.restarts == 1
            assert ends[130 - clock.dropped] - ends[129] == pytest.approx(expected_s, abs=0.6)

    def test_host_slept(self) -> None:
        sent = stream(200)
        asleep = sent[:100] + [(host_s - 90.0, replace_ticks(one, 90_000)) for host_s, one in sent[100:]]
        clock = SampleClock(MOVESENSE)
        samples = run(clock, [(max(h, asleep[99][0] + 0.01 * n), one) for n, (h, one) in enumerate(asleep)])
        assert clock.restarts == 0
        assert np.diff(samples.t_s).max() == pytest.approx(90.0, abs=0.1)

    @given(
        st.lists(
            st.tuples(st.floats(0, 30), st.integers(0, 2**16 - 1), st.integers(1, 9)),
            min_size=1,
            max_size=40,
        )
    )
    @settings(max_examples=100, deadline=None)
    def test_nonsense_never_turns_time_back(self, nonsense: list[tuple[float, int, int]]) -> None:
        clock = SampleClock(replace(MOVESENSE, tick_bits=16))
        sent = [(host_s, packet(n, ticks, count)) for n, (host_s, ticks, count) in enumerate(nonsense)]
        samples = run(clock, sent)
        assert (np.diff(samples.t_s) > 0).all()

    def test_host_from_device(self) -> None:
        clock = SampleClock(MOVESENSE)
        rng = np.random.default_rng(1)
        # The host's second is 0.5 % longer than the sensor's.
        sent = [(h * 1.005 + rng.exponential(0.03), one) for h, one in stream(13 * 90)]
        samples = run(clock, sorted(sent, key=lambda one: one[0]))
        t_s = float(samples.t_s[-1])
        assert clock.host_from_device(t_s) == pytest.approx((50.01 + t_s) * 1.005, abs=0.01)


def replace_ticks(one: Packet, more: int) -> Packet:
    assert one.t_device_ticks is not None
    return replace(one, t_device_ticks=one.t_device_ticks + more)


def bursts(
    seconds: float, rate_hz: float, burst_s: float, lost: tuple[float, float] | None = None
) -> list[Sent]:
    """Single samples that arrive together every `burst_s`, but those taken in the span `lost`."""
    sent = []
    for number in range(int(seconds * rate_hz)):
        taken_s = number / rate_hz
        if lost and lost[0] <= taken_s < lost[1]:
            continue
        host_s = 7.0 + np.ceil((taken_s + 1e-9) / burst_s) * burst_s
        sent.append((float(host_s), packet(number, None, 1)))
    return sent


class TestWithoutCounter:
    @pytest.mark.parametrize("burst_s", [0.02, 0.1, 0.5])
    @pytest.mark.parametrize("deviation", [0.98, 1.0, 1.01])
    def test_spreads_bursts(self, burst_s: float, deviation: float) -> None:
        rate_hz = RATE_HZ * deviation
        clock = SampleClock(TICKLESS)
        samples = run(clock, bursts(90, rate_hz, burst_s))
        error_s = samples.t_s - true_times(samples, rate_hz)
        assert (np.diff(samples.t_s) > 0).all()
        assert np.ptp(error_s[int(40 * rate_hz) :]) < 0.03
        three_s = int(3 * rate_hz)
        assert np.abs(error_s[three_s:] - error_s[:-three_s]).max() < 0.09
        assert clock.sampling_rate_hz == pytest.approx(rate_hz, rel=0.003)

    @given(st.floats(0.4, 20.0), st.floats(20, 40), st.sampled_from([0.02, 0.1]))
    @settings(max_examples=20, deadline=None)
    def test_a_loss_is_a_jump_of_its_size(self, lost_s: float, at_s: float, burst_s: float) -> None:
        sent = bursts(at_s + lost_s + 10, RATE_HZ, burst_s, lost=(at_s, at_s + lost_s))
        samples = run(SampleClock(TICKLESS), sent)
        error_s = samples.t_s - true_times(samples)
        hole = int(np.argmax(np.diff(samples.t_s)))
        assert abs(error_s[hole + 1] - error_s[hole]) < burst_s + 0.03

    def test_a_late_burst_is_no_loss(self) -> None:
        sent = bursts(40, RATE_HZ, 0.1)
        held = [(max(host_s, 27.0) if 26.0 < host_s < 27.0 else host_s, one) for host_s, one in sent]
        samples = run(SampleClock(TICKLESS), held)
        assert np.diff(samples.t_s).max() < 1.2 / RATE_HZ

    def test_samples_wait_no_longer_than_the_backlog_may_take(self) -> None:
        clock = SampleClock(TICKLESS)
        seen = 0
        for host_s, one in bursts(40, RATE_HZ, 0.02, lost=(20.0, 21.0)):
            seen += len(clock.push(host_s, [one]))
            assert host_s - 7.0 - (one.acc_mps2[0, 0] / RATE_HZ) < 0.03
            assert one.acc_mps2[0, 0] + 1 - seen <= (1.0 + 0.3) * RATE_HZ
        assert len(clock.finish()) == 0

    def test_what_still_waits_at_the_end_is_not_lost(self) -> None:
        sent = bursts(21.1, RATE_HZ, 0.02, lost=(20.0, 21.0))
        clock = SampleClock(TICKLESS)
        before = sum(len(clock.push(host_s, [one])) for host_s, one in sent)
        assert before + len(clock.finish()) == len(sent)
        assert before < len(sent)

    @given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 9)), min_size=1, max_size=60))
    @settings(max_examples=100, deadline=None)
    def test_nonsense_never_turns_time_back(self, nonsense: list[tuple[float, int]]) -> None:
        clock = SpreadClock(25.0)
        times = [t for host_s, count in nonsense for t in clock.push(host_s, count)] + clock.finish()
        assert len(times) == sum(count for _, count in nonsense)
        assert all(np.diff(times) > 0)


@pytest.mark.parametrize("sensor", [MOVESENSE, TICKLESS], ids=["counter", "no counter"])
@given(st.data())
@settings(max_examples=30, deadline=None)
def test_the_same_however_the_packets_are_handed_over(sensor: SensorModel, data: st.DataObject) -> None:
    sent = [(host_s // 0.3 * 0.3, one) for host_s, one in stream(150)]
    gone = data.draw(st.integers(20, 120))
    sent = sent[:gone] + sent[gone + 13 :]
    whole, cut = SampleClock(sensor), SampleClock(sensor)
    one_by_one = run(cut, sent)
    stamps = sorted({host_s for host_s, _ in sent})
    together = [whole.push(stamp, [one for host_s, one in sent if host_s == stamp]) for stamp in stamps]
    together.append(whole.finish())
    np.testing.assert_array_equal(np.concatenate([part.t_s for part in together]), one_by_one.t_s)
    np.testing.assert_array_equal(np.concatenate([part.acc_mps2 for part in together]), one_by_one.acc_mps2)
