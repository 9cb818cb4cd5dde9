"""The reading of a leg's rise: what moves, how far, and what is no repetition."""

from itertools import pairwise

import numpy as np
import pytest

from sensing.repetitions.leg.moves import MoveBank
from sensing.repetitions.leg.parse import LiftParser
from sensing.repetitions.leg.ways import Reading
from sensing.settings import ParseSettings, StandingRiseSettings
from sensing.types import FloatArray

RATE_HZ = 12.5
UP = np.array([0.0, 0.0, 1.0])


def move(duration_s: float) -> FloatArray:
    """Acceleration of a minimum-jerk movement over 1 m."""
    x = (np.arange(round(duration_s * RATE_HZ)) + 0.5) / round(duration_s * RATE_HZ)
    out: FloatArray = (60.0 * x - 180.0 * x**2 + 120.0 * x**3) / duration_s**2
    return out


def still(duration_s: float) -> FloatArray:
    return np.zeros(round(duration_s * RATE_HZ))


def one_rep(up_s: float = 3.0, hold_s: float = 2.0, down_s: float = 3.0, rise_m: float = 0.07) -> FloatArray:
    return np.concatenate([rise_m * move(up_s), still(hold_s), -rise_m * move(down_s)])


def lean_of(acceleration: FloatArray, degrees: float) -> FloatArray:
    """Direction of up that follows the height."""
    height = np.cumsum(np.cumsum(acceleration)) / RATE_HZ**2
    angle = np.radians(degrees) * height / max(float(np.abs(height).max()), 1e-9)
    return np.stack([np.sin(angle), np.zeros_like(angle), np.cos(angle)], axis=1)


def go_through(
    parser: LiftParser, acceleration: FloatArray, up: FloatArray | None = None, at_once: int = 50
) -> list[Reading]:
    """Feed samples piece by piece and learn from what comes out."""
    ups = np.tile(UP, (len(acceleration), 1)) if up is None else up
    found = []
    for first in range(0, len(acceleration), at_once):
        piece = slice(first, first + at_once)
        parser.feed(acceleration[piece], np.full(len(acceleration[piece]), 1e-4), ups[piece])
        while parser.pending:
            if parser.skip():
                continue
            reading = parser.step()
            if reading is not None:
                found.append(reading)
                up, down, whole = (
                    reading.top - reading.start,
                    reading.end - reading.down,
                    reading.end - reading.start,
                )
                took_s = up / RATE_HZ, down / RATE_HZ, whole / RATE_HZ
                parser.learn(reading.up_m, reading.lean_deg, took_s)
    return found


def read(
    acceleration: FloatArray, lean_deg: float = 3.0, offset: float = 0.1, at_once: int = 50
) -> list[Reading]:
    rng = np.random.default_rng(1)
    noisy = acceleration + offset + rng.normal(0.0, 0.01, len(acceleration))
    parser = LiftParser(ParseSettings(), RATE_HZ)
    found = go_through(parser, noisy, lean_of(acceleration, lean_deg), at_once)
    last = parser.finish()
    return [*found, last] if last is not None else found


def seconds(reading: Reading) -> list[float]:
    return [number / RATE_HZ for number in (reading.start, reading.top, reading.down, reading.end)]


@pytest.mark.parametrize("seed", range(4))
def test_where_one_ends_and_the_next_begins_is_left_open_until_both_were_seen(seed: int) -> None:
    rng = np.random.default_rng(seed)
    times = rng.uniform((0.9, 0.1, 1.2), (1.4, 0.4, 2.0), (8, 3))
    found = read(np.concatenate([still(4), *[one_rep(*row) for row in times], still(4)]), 1.0)
    assert len(found) == 8
    assert all(0.04 < reading.up_m < 0.11 for reading in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


def test_a_lowering_without_its_lift_shows_in_the_weaker_gain() -> None:
    whole = read(np.concatenate([still(4), one_rep(), still(4)]))
    half = read(np.concatenate([still(4), -0.07 * move(3.0), still(4)]), lean_deg=0.0)
    least = StandingRiseSettings().first_weaker_gain
    assert whole[0].weaker_gain > 10.0
    assert all(reading.weaker_gain < least < reading.gain for reading in half)


@pytest.mark.parametrize("lean_deg", [2.0, 3.0, -5.0])
def test_a_set_without_rest_is_read_edge_by_edge(lean_deg: float) -> None:
    found = read(np.concatenate([still(4), *[one_rep()] * 4, still(4)]), lean_deg)
    assert len(found) == 4
    for place, reading in enumerate(found):
        expected = 4.0 + 8.0 * place + np.array([0.0, 3.0, 5.0, 8.0])
        assert seconds(reading) == pytest.approx(expected, abs=1.0)
        assert reading.up_m == pytest.approx(0.06, rel=0.35)
        assert reading.gain > 20.0


def test_a_leg_that_does_not_lean_at_all_is_counted_by_its_rise() -> None:
    assert len(read(np.concatenate([still(4), *[one_rep()] * 4, still(4)]), 0.0)) == 4


def test_going_up_and_down_by_turns_without_hold_is_counted() -> None:
    found = read(np.concatenate([still(4), *[one_rep(0.8, 0.0, 2.0)] * 6, still(4)]))
    assert len(found) == 6
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_lift_that_stalls_is_one_repetition() -> None:
    stalled = np.concatenate([0.04 * move(2), still(1), 0.03 * move(2), still(2), -0.07 * move(3)])
    found = read(np.concatenate([still(4), one_rep(), stalled, one_rep(), still(4)]))
    assert len(found) == 3
    assert found[1].up_m == pytest.approx(0.07, rel=0.35)


def test_what_turns_the_leg_over_before_a_set_hides_none_of_it() -> None:
    one = one_rep()
    quiet, lifts = still(4.0), np.concatenate([one, still(1.0), one, still(3.0)])
    # A squat: the shank leans by 20 degrees and comes back, and its sensor hardly rises; then a step aside.
    bend = np.concatenate([np.linspace(0.0, 20.0, 20), np.full(10, 20.0), np.linspace(20.0, 6.0, 20)])
    acceleration = np.concatenate([quiet, -0.02 * move(4.0), quiet, lifts])
    angle = np.concatenate([np.zeros(len(quiet)), bend, np.full(len(quiet) + len(lifts), 6.0)])
    up = np.stack([np.sin(np.radians(angle)), np.zeros_like(angle), np.cos(np.radians(angle))], axis=1)
    up[-len(lifts) :] += lean_of(lifts, 3.0) - UP
    noisy = acceleration + np.random.default_rng(2).normal(0.0, 0.01, len(acceleration))
    parser = LiftParser(ParseSettings(), RATE_HZ)
    found = [seconds(each) for each in go_through(parser, noisy, up)]
    assert [each[0] for each in found[-2:]] == pytest.approx([12.0, 21.0], abs=0.5)
    assert [each[3] for each in found[-2:]] == pytest.approx([20.0, 29.0], abs=0.5)


def test_a_step_up_that_looks_like_a_lift_hides_no_lift_for_long() -> None:
    slow = one_rep(2.6, 2.0, 2.6, rise_m=0.05)
    a_set = [each for _ in range(3) for each in (slow, still(0.3))]
    found = read(np.concatenate([still(4.0), 0.02 * move(0.6), still(4.5), *a_set, still(4.0)]), 1.0)
    starts_s = [seconds(reading)[0] for reading in found[-3:]]
    assert starts_s == pytest.approx([9.1, 16.6, 24.1], abs=1.0)


def test_who_stands_still_has_done_nothing() -> None:
    assert read(still(60.0)) == []


def test_a_lift_that_never_comes_down_is_none() -> None:
    assert read(np.concatenate([still(4), 0.07 * move(3), still(20)])) == []


def test_an_hour_of_standing_keeps_no_more_than_a_minute() -> None:
    settings = ParseSettings(memory_s=20.0)
    parser = LiftParser(settings, RATE_HZ)
    rng = np.random.default_rng(2)
    quiet = rng.normal(0.0, 0.01, 6000)
    assert go_through(parser, quiet) == []
    found = go_through(parser, np.concatenate([one_rep(), still(3)]))
    assert [reading.start for reading in found] == [pytest.approx(6000, abs=8)]


def test_a_restart_forgets_the_movement_that_ran() -> None:
    parser = LiftParser(ParseSettings(), RATE_HZ)
    signal = np.concatenate([still(4), one_rep()])
    go_through(parser, signal[:80])
    parser.restart(0)
    assert not parser.is_up
    assert go_through(parser, signal[80:]) == []


def test_the_cut_of_the_stream_changes_nothing() -> None:
    signal = np.concatenate([still(4), *[one_rep(2.0, 1.0, 2.5)] * 3, still(4)])
    wholes, ones = read(signal, at_once=256), read(signal, at_once=1)
    assert [seconds(one) for one in ones] == [seconds(whole) for whole in wholes]
    assert [one.gain for one in ones] == [whole.gain for whole in wholes]


@pytest.mark.parametrize("duration_s", [0.8, 1.92, 3.0])
def test_travel_and_lean_of_a_movement_are_seen_at_its_end(duration_s: float) -> None:
    bank = MoveBank(ParseSettings(), RATE_HZ, 400)
    signal = np.concatenate([still(12), 0.05 * move(duration_s)])
    bank.push(signal, np.full(len(signal), 1e-4), lean_of(signal, 4.0))
    moves = bank.weigh(np.array([len(signal)]))
    nearest = int(np.argmin(np.abs(bank.lengths - round(duration_s * RATE_HZ))))
    assert moves.travel_m[0, nearest] == pytest.approx(0.05, rel=0.15)
    assert np.linalg.norm(moves.lean_deg[0, nearest]) == pytest.approx(4.0, rel=0.15)
