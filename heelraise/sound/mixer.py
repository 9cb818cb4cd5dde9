"""Which sound plays when: a pure time line that sounds are put on and samples are drawn from.

What is to be said, and in which order, the coach has decided (`heelraise.coach.cues`). Here words share one
voice: a new one cuts what is still being said. Beats (phase tones, metronome) sound underneath.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from heelraise.sound.clip import SAMPLE_RATE_HZ, Clip, Wave

CUT_S = 0.01
"""A sound that is cut fades this fast, s: without a click, and as good as at once."""
DUCKED = 0.35
"""How much of a beat is left under speech: heard, but not in the way of the word."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A clip and how it goes with others.

    Parameters
    ----------
    name : str
        What it is, for logs and tests.
    clip : Clip
        What is heard.
    beat : bool
        Whether it sounds underneath what is said, and cuts nothing.
    """

    name: str
    clip: Clip
    beat: bool = False


@dataclass(slots=True)
class _Placed:
    sound: Sound
    first: int
    end: int
    cut: bool = False
    begun: bool = field(default=False)

    def samples(self, first: int, end: int) -> tuple[int, Wave]:
        """Return what of it lies in a span: the place in the span, and the samples."""
        low, high = max(first, self.first), min(end, self.end)
        wave = self.sound.clip.samples[low - self.first : high - self.first]
        if self.cut:
            ramp = (self.end - np.arange(low, high)) / max(1, round(CUT_S * SAMPLE_RATE_HZ))
            wave = wave * np.minimum(ramp, 1.0, dtype=np.float32)
        return low - first, wave


class Mixer:
    """A time line of sounds; times are s from its start."""

    def __init__(self) -> None:
        self._placed: list[_Placed] = []

    def put(self, sound: Sound, at_s: float) -> None:
        """Put a sound on the line.

        Parameters
        ----------
        sound : Sound
            What to play.
        at_s : float
            When, s. Not before what was drawn already.
        """
        first = _index(at_s)
        if not sound.beat:
            self.hush(at_s)
        self._placed.append(_Placed(sound, first, first + len(sound.clip.samples)))

    def hush(self, at_s: float, longer_than_s: float = 0.0) -> None:
        """Cut what is being said, unless it is over within this time from its beginning."""
        at = _index(at_s)
        for one in self._placed:
            if not one.sound.beat and one.end > at and one.end - one.first > _index(longer_than_s):
                one.end, one.cut = min(one.end, max(one.first, at + _index(CUT_S))), True

    def draw(self, first: int, count: int) -> tuple[Wave, tuple[Sound, ...]]:
        """Return samples, and the sounds that begin among them. Forget what ended before.

        Parameters
        ----------
        first, count : int
            Number of the first sample, and how many.
        """
        end = first + count
        self._placed = [one for one in self._placed if one.end > first]
        inside = [one for one in self._placed if one.first < end]
        mixed = np.zeros(count, dtype=np.float32)
        beats = np.zeros(count, dtype=np.float32)
        for one in inside:
            place, wave = one.samples(first, end)
            (beats if one.sound.beat else mixed)[place : place + len(wave)] += wave
        mixed += beats * np.where(mixed != 0.0, np.float32(DUCKED), np.float32(1.0))
        begins = tuple(one.sound for one in inside if not one.begun)
        for one in inside:
            one.begun = True
        return np.tanh(mixed, dtype=np.float32), begins

    @property
    def end(self) -> int:
        """Number of the sample after the last sound."""
        return max((one.end for one in self._placed), default=0)


def _index(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE_HZ)
