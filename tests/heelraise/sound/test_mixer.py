import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from heelraise.sound.clip import SAMPLE_RATE_HZ, clip_of
from heelraise.sound.mixer import CUT_S, Mixer, Sound


def sound(name: str, lasts_s: float, *, beat: bool = False) -> Sound:
    return Sound(name, clip_of(np.full(round(lasts_s * SAMPLE_RATE_HZ), 0.2)), beat)


def heard(mixer: Mixer, lasts_s: float) -> np.ndarray:
    return mixer.draw(0, round(lasts_s * SAMPLE_RATE_HZ))[0]


def at(samples: np.ndarray, t_s: float) -> float:
    return float(samples[round(t_s * SAMPLE_RATE_HZ)])


def test_a_sound_begins_when_it_is_put() -> None:
    mixer = Mixer()
    mixer.put(sound("count", 0.3), 1.0)
    samples = heard(mixer, 2.0)
    assert np.flatnonzero(samples)[0] == SAMPLE_RATE_HZ
    assert np.flatnonzero(samples)[-1] == round(1.3 * SAMPLE_RATE_HZ) - 1


def test_a_new_word_cuts_the_one_before() -> None:
    mixer = Mixer()
    mixer.put(sound("count", 0.5), 1.0)
    mixer.put(sound("warning", 0.3), 1.2)
    samples = heard(mixer, 2.0)
    assert at(samples, 1.55) == 0.0, "the count does not come back"
    assert at(samples, 1.4) == at(samples, 1.1), "after the fade only the warning is heard"


def test_what_is_cut_fades_without_a_click() -> None:
    mixer = Mixer()
    mixer.put(sound("long", 1.0), 0.0)
    mixer.hush(0.5, 0.7)
    steps = np.abs(np.diff(heard(mixer, 1.0)[100:]))
    assert steps.max() < 0.2 / (CUT_S * SAMPLE_RATE_HZ) * 1.5


def test_a_word_that_was_to_come_is_cut_before_it_begins() -> None:
    mixer = Mixer()
    mixer.put(sound("later", 0.5), 1.0)
    mixer.put(sound("now", 0.2), 0.5)
    assert not np.any(heard(mixer, 2.0)[round(0.71 * SAMPLE_RATE_HZ) :])


def test_beats_sound_under_speech_and_more_softly() -> None:
    mixer = Mixer()
    mixer.put(sound("count", 1.0), 0.0)
    mixer.put(sound("tick", 2.0, beat=True), 0.0)
    samples = heard(mixer, 2.0)
    assert at(samples, 0.5) < np.tanh(0.4)
    assert at(samples, 0.5) > at(samples, 1.5)


def test_only_long_speech_is_hushed() -> None:
    for lasts_s, left in ((0.65, True), (2.0, False)):
        mixer = Mixer()
        mixer.put(sound("speech", lasts_s), 0.0)
        mixer.put(sound("tick", 2.0, beat=True), 0.0)
        mixer.hush(0.2, 0.7)
        samples = heard(mixer, 2.0)
        assert (at(samples, 0.6) > at(samples, 1.0)) is left
        assert at(samples, 1.0) > 0.0, "beats go on"


def test_each_sound_is_named_once_as_it_begins() -> None:
    mixer = Mixer()
    mixer.put(sound("count", 0.3), 0.1)
    names = [[one.name for one in mixer.draw(first, 1000)[1]] for first in range(0, 10_000, 1000)]
    assert sum(names, []) == ["count"]  # noqa: RUF017
    assert names[2] == ["count"]


puts = st.lists(st.tuples(st.floats(0.0, 0.5), st.floats(0.05, 1.0)), max_size=12)


@given(puts)
@settings(max_examples=50, deadline=None)
def test_two_things_are_never_said_at_once(cues: list[tuple[float, float]]) -> None:
    mixer, now_s = Mixer(), 0.0
    for after_s, lasts_s in cues:
        now_s += after_s
        mixer.put(sound("x", lasts_s), now_s)
    samples = heard(mixer, 8.0)
    overlap = np.count_nonzero(samples > np.tanh(0.2) + 1e-4) / SAMPLE_RATE_HZ
    assert overlap <= CUT_S * len(cues), "but for the fade of what is cut"


@given(puts, st.integers(200, 3000))
@settings(max_examples=20, deadline=None)
def test_however_it_is_drawn_it_sounds_the_same(cues: list[tuple[float, float]], block: int) -> None:
    whole, pieces, now_s = Mixer(), Mixer(), 0.0
    for after_s, lasts_s in cues:
        now_s += after_s
        for mixer in (whole, pieces):
            mixer.put(sound("x", lasts_s), now_s)
    count = 3 * SAMPLE_RATE_HZ
    drawn = [pieces.draw(first, block)[0] for first in range(0, count, block)]
    assert np.array_equal(whole.draw(0, count)[0], np.concatenate(drawn)[:count])
