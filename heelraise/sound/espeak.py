"""Speech by eSpeak NG, loaded as a library: no network, no other program, a millisecond a phrase.

The library and its data come with the extra ``sound``. Only what is needed of its C interface
(``espeak_ng/speak_lib.h``) is declared here.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache

import numpy as np
from numpy.typing import NDArray

from heelraise.sound.clip import Clip, spoken
from heelraise.sound.errors import VoiceError
from sensing.said import said, said_by

_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_UTF8 = 1
_BY_CHARACTER = 1
_RATE = 1
_SLOWEST_WPM, _FASTEST_WPM = 80, 450

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakVoice:
    """The voice of one language.

    Parameters
    ----------
    language : str
        As eSpeak NG names it, such as ``da`` or ``en``.

    Raises
    ------
    VoiceError
        If the library is not here or does not know the language.
    """

    def __init__(self, language: str) -> None:
        self.name = f"eSpeak NG {language}"
        self._language = language
        self._engine = _engine()
        self._engine.choose(language)

    def say(self, text: str, rate_wpm: int) -> Clip:
        """Speak a text.

        Parameters
        ----------
        text : str
            What to say.
        rate_wpm : int
            Words a minute.
        """
        self._engine.choose(self._language)
        return self._engine.say(text, rate_wpm)


class _Engine:
    """The library. It has one state for the whole process and does not outlive being started twice."""

    def __init__(self) -> None:
        self._heard: list[NDArray[np.int16]] = []
        self._library, data = _load()
        self._rate_hz = int(self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DO_NOT_EXIT))
        if self._rate_hz <= 0:
            raise VoiceError(said("eSpeak NG finds no voice data; install heelraise into a shorter path"))
        self._listen = _Callback(self._take)  # kept, for the library holds no reference
        self._library.espeak_SetSynthCallback(self._listen)

    def choose(self, language: str) -> None:
        """Speak this language from now on."""
        if self._library.espeak_SetVoiceByName(language.encode()) != 0:
            raise VoiceError(said("eSpeak NG has no voice for '{language}'", language=language))

    def say(self, text: str, rate_wpm: int) -> Clip:
        """Speak a text at so many words a minute."""
        self._heard.clear()
        rate = min(max(rate_wpm, _SLOWEST_WPM), _FASTEST_WPM)
        self._library.espeak_SetParameter(_RATE, rate, 0)
        data = text.encode() + b"\0"
        self._library.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, _BY_CHARACTER, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        pieces = self._heard or [np.zeros(0, dtype=np.int16)]
        return spoken(np.concatenate(pieces) / 32768.0, self._rate_hz)

    def _take(self, samples: ctypes._Pointer[ctypes.c_short], count: int, _events: int | None) -> int:
        if samples and count > 0:
            self._heard.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0


@cache
def _engine() -> _Engine:
    return _Engine()


def _load() -> tuple[ctypes.CDLL, bytes]:
    try:
        import espeakng_loader
    except ImportError:
        raise VoiceError(said("no voice here; run: pip install 'heelraise[sound]'")) from None
    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
        return library, os.fsencode(espeakng_loader.get_data_path())
    except (OSError, RuntimeError) as error:
        raise VoiceError(said("eSpeak NG cannot be loaded: {why}", why=said_by(error))) from None
