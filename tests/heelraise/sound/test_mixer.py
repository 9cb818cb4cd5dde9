import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from heelraise.sound.clip import SAMPLE_RATE_HZ, clip_of
from heelraise.sound.mixer import BREATH_S, CUT_S, Mixer, Sound


def sound(
    name: str, lasts_s: float, urgency: int = 2, *, beat: bool = False, patience_s: float = 0.6
) -> Sound:
    samples = np.full(round(lasts_s * SAMPLE_RATE_HZ), 0.2)
    return Sound(name, clip_of(samples), urgency, patience_s, beat)


def heard(mixer: Mixer, lasts_s: float) -> np.ndarray:
    return mixer.draw(0, round(lasts_s * SAMPLE_RATE_HZ))[0]


def at(samples: np.ndarray, t_s: float) -> float:
    return float(samples[round(t_s * SAMPLE_RATE_HZ)])


def test_a_sound_begins_when_it_is_put() -> None:
    mixer = Mixer()
    assert mixer.put(sound("count", 0.3), 1.0) == 1.0
    samples = heard(mixer, 2.0)
    assert np.flatnonzero(samples)[0] == SAMPLE_RATE_HZ
    assert np.flatnonzero(samples)[-1] == round(1.3 * SAMPLE_RATE_HZ) - 1


def test_what_is_more_urgent_cuts_what_is_less() -> None:
    mixer = Mixer()
    mixer.put(sound("count", 0.5, 4), 1.0)
    assert mixer.put(sound("warning", 0.3, 8), 1.2) == 1.2
    samples = heard(mixer, 2.0)
    assert at(samples, 1.55) == 0.0, "the count does not come back"
    assert at(samples, 1.4) == at(samples, 1.1), "after the fade only the warning is heard"


def test_what_is_cut_fades_without_a_click() -> None:
    mixer = Mixer()
    mixer.put(sound("long", 1.0), 0.0)
    mixer.hush(0.5, 0.7)
    steps = np.abs(np.diff(heard(mixer, 1.0)[100:]))
    assert steps.max() < 0.2 / (CUT_S * SAMPLE_RATE_HZ) * 1.5


def test_equals_wait_for_each_other() -> None:
    mixer = Mixer()
    mixer.put(sound("count", 0.3, 4), 1.0)
    begins_s = mixer.put(sound("higher", 0.4, 4), 1.0)
    assert begins_s is not None
    assert abs(begins_s - (1.3 + BREATH_S)) < 1e-3


def test_what_would_come_too_late_is_not_said() -> None:
    mixer = Mixer()
    mixer.put(sound("long", 3.0, 8), 0.0)
    assert mixer.put(sound("count", 0.3, 4, patience_s=0.8), 1.0) is None


def test_beats_sound_under_speech_and_more_softly() -> None:
    mixer = Mixer()
    mixer.put(sound("count", 1.0), 0.0)
    mixer.put(sound("tick", 2.0, beat=True), 0.0)
    samples = heard(mixer, 2.0)
    assert at(samples, 0.5) < np.tanh(0.4)
    assert at(samples, 0.5) > at(samples, 1.5)


def test_only_long_speech_is_hushed() -> None:
    mixer = Mixer()
    mixer.put(sound("count", 0.5), 0.0)
    mixer.put(sound("rest", 2.0, patience_s=3.0), 0.0)
    mixer.put(sound("tick", 2.0, beat=True), 0.0)
    mixer.hush(0.2, 0.7)
    samples = heard(mixer, 2.0)
    assert at(samples, 0.4) > at(samples, 1.0) > 0.0, "the count and the beat go on, the rest is never said"


def test_each_sound_is_named_once_as_it_begins() -> None:
    mixer = Mixer()
    mixer.put(sound("count", 0.3), 0.1)
    names = [[one.name for one in mixer.draw(first, 1000)[1]] for first in range(0, 10_000, 1000)]
    assert sum(names, []) == ["count"]  # noqa: RUF017
    assert names[2] == ["count"]


puts = st.lists(
    st.tuples(st.floats(0.0, 0.5), st.floats(0.05, 1.0), st.integers(0, 9), st.floats(0.0, 2.0)), max_size=12
)


@given(puts)
@settings(max_examples=60, deadline=None)
def test_two_things_are_never_said_at_once(cues: list[tuple[float, float, int, float]]) -> None:
    mixer, now_s = Mixer(), 0.0
    for after_s, lasts_s, urgency, patience_s in cues:
        now_s += after_s
        begins_s = mixer.put(sound("x", lasts_s, urgency, patience_s=patience_s), now_s)
        assert begins_s is None or now_s - 1e-4 <= begins_s <= now_s + patience_s + 1e-3
    samples = heard(mixer, 20.0)
    overlap = np.count_nonzero(samples > np.tanh(0.2) + 1e-4) / SAMPLE_RATE_HZ
    assert overlap <= CUT_S * len(cues), "but for the fade of what is cut"


@given(puts, st.integers(200, 3000))
@settings(max_examples=20, deadline=None)
def test_however_it_is_drawn_it_sounds_the_same(
    cues: list[tuple[float, float, int, float]], block: int
) -> None:
    whole, pieces, now_s = Mixer(), Mixer(), 0.0
    for after_s, lasts_s, urgency, patience_s in cues:
        now_s += after_s
        for mixer in (whole, pieces):
            mixer.put(sound("x", lasts_s, urgency, patience_s=patience_s), now_s)
    count = 3 * SAMPLE_RATE_HZ
    drawn = [pieces.draw(first, block)[0] for first in range(0, count, block)]
    assert np.array_equal(whole.draw(0, count)[0], np.concatenate(drawn)[:count])
