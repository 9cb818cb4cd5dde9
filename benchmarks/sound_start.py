"""How long a sound takes from its decision to the sound card, while the whole program runs."""

from time import perf_counter

from heelraise.language import Language, words_in
from heelraise.sound.listener import SoundListener
from heelraise.sound.mixer import Sound
from heelraise.sound.playback import Speaker
from heelraise.sound.repertoire import Repertoire
from heelraise.sound.voice import own_voice


class TimedSpeaker(Speaker):
    """A loudspeaker with a clock in place of the sound card; notes how long each word waited, s."""

    def __init__(self) -> None:
        self.waits_s: list[float] = []
        self._asked_s: dict[str, float] = {}
        super().__init__(silent=True, heard=self._begins)

    def put(self, sound: Sound, delay_s: float = 0.0) -> None:
        if not sound.beat:
            self._asked_s[sound.name] = perf_counter()
        super().put(sound, delay_s)

    def _begins(self, sound: Sound) -> None:
        asked_s = self._asked_s.pop(sound.name, None)
        if asked_s is not None:
            self.waits_s.append(perf_counter() - asked_s)


def timed_sound() -> tuple[SoundListener, TimedSpeaker]:
    """A session's sound, and the loudspeaker to read the times from."""
    speaker = TimedSpeaker()
    repertoire = Repertoire(words_in(Language.DANISH), own_voice(Language.DANISH))
    return SoundListener(repertoire, speaker, None, print), speaker
