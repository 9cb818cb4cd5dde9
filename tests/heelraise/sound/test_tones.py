from itertools import combinations

import numpy as np
import pytest

from heelraise.sound.clip import SAMPLE_RATE_HZ
from heelraise.sound.tones import SHAPES, Tone, tone

FIFTH = 7.0  # semitones: told apart by people who no longer hear fine differences of pitch


def differences(one: Tone, other: Tone) -> set[str]:
    """The ways in which two tones differ clearly."""
    a, b = SHAPES[one], SHAPES[other]
    found = set()
    if len(a.beats) != len(b.beats):
        found.add("beats")
    longer, shorter = sorted((tone(one).duration_s, tone(other).duration_s), reverse=True)
    if longer >= 1.4 * shorter:
        found.add("duration")
    if bool(a.rough_hz) != bool(b.rough_hz):
        found.add("roughness")
    if glide(one) != glide(other):
        found.add("glide")
    if abs(pitch(one) - pitch(other)) >= FIFTH:
        found.add("pitch")
    return found


def glide(which: Tone) -> int:
    beats = SHAPES[which].beats
    change = 12.0 * np.log2(beats[-1].to_hz / beats[0].from_hz)
    return 0 if abs(change) < 2.0 else int(np.sign(change))


def pitch(which: Tone) -> float:
    return float(np.mean([6.0 * np.log2(beat.from_hz * beat.to_hz) for beat in SHAPES[which].beats]))


def test_any_two_tones_differ_in_two_ways() -> None:
    alike = [(one, other) for one, other in combinations(Tone, 2) if len(differences(one, other)) < 2]
    assert alike == []


@pytest.mark.parametrize("which", list(Tone))
def test_a_tone_begins_and_ends_softly_and_is_never_too_loud(which: Tone) -> None:
    samples = tone(which).samples
    assert abs(samples[0]) < 0.01
    assert abs(samples[-1]) < 0.01
    assert 0.1 < np.max(np.abs(samples)) < 0.95


@pytest.mark.parametrize("which", list(Tone))
def test_a_tone_lies_where_old_ears_hear(which: Tone) -> None:
    samples = tone(which).samples
    power = np.abs(np.fft.rfft(samples)) ** 2
    hz = np.fft.rfftfreq(len(samples), 1.0 / SAMPLE_RATE_HZ)
    assert power[(hz > 200.0) & (hz < 2000.0)].sum() > 0.9 * power.sum()


def test_the_warning_is_the_loudest_of_what_is_heard_while_the_heel_moves() -> None:
    level = {which: float(np.sqrt(np.mean(tone(which).samples ** 2))) for which in Tone}
    in_phase = (Tone.UP, Tone.HOLD, Tone.DOWN, Tone.BOTTOM, Tone.TICK, Tone.COUNT, Tone.REMARK)
    assert level[Tone.WARNING] > max(level[which] for which in in_phase)
