"""Speech by a program that the person installed, such as a more natural voice.

Every text is spoken once in the program's life: what was said is kept in a folder.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import wave
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from heelraise.sound.clip import Clip, spoken
from heelraise.sound.errors import VoiceError
from sensing.said import said, said_by, system_reason

_TIMEOUT_S = 30.0
_BYTES_A_SAMPLE = 2
_UNREADABLE = (OSError, EOFError, ValueError, wave.Error)
_FILE, _TEXT, _RATE = "{file}", "{text}", "{rate}"


class CommandVoice:
    """A voice that is a command line.

    Parameters
    ----------
    command : str
        The program and its arguments. ``{file}`` stands for the WAV file it has to write and must be there;
        ``{text}`` for the text, which otherwise is sent to its standard input; ``{rate}`` for words a minute.
    cache : Path
        Folder for what was said.

    Raises
    ------
    VoiceError
        If the command names no file to write.
    """

    def __init__(self, command: str, cache: Path) -> None:
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise VoiceError(
                said("the voice '{command}' cannot be read: {why}", command=command, why=said_by(error))
            ) from None
        if not any(_FILE in word for word in self._words):
            raise VoiceError(
                said(
                    "the voice '{command}' must contain {file}, the WAV file it writes",
                    command=command,
                    file=_FILE,
                )
            )
        self.name = self._words[0]
        self._command = command
        self._cache = cache

    def say(self, text: str, rate_wpm: int) -> Clip:
        """Speak a text; from the cache where it was spoken before.

        Raises
        ------
        VoiceError
            If the program cannot be run, fails, or writes no WAV file.
        """
        rate = rate_wpm if _RATE in self._command else 0
        key = hashlib.sha256(f"{self._command}\n{rate}\n{text}".encode()).hexdigest()[:32]
        kept = self._cache / f"{key}.wav"
        try:
            return _read(kept)
        except _UNREADABLE:
            pass  # not said before, or torn: said anew
        with TemporaryDirectory() as folder:
            file = Path(folder) / "said.wav"
            self._run(text, rate, file)
            try:
                clip = _read(file)
                self._keep(file, kept)
            except _UNREADABLE as error:
                raise VoiceError(
                    said(
                        "the voice '{voice}' wrote no WAV file that can be read: {why}",
                        voice=self.name,
                        why=said_by(error),
                    )
                ) from None
        return clip

    def _run(self, text: str, rate: int, file: Path) -> None:
        fills = {_FILE: str(file), _TEXT: text, _RATE: str(rate)}
        words = []
        for word in self._words:
            for hole, value in fills.items():
                word = word.replace(hole, value)
            words.append(word)
        try:
            subprocess.run(words, input=text.encode(), capture_output=True, timeout=_TIMEOUT_S, check=True)
        except subprocess.CalledProcessError as error:
            last = error.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise VoiceError(
                said(
                    "the voice '{voice}' failed: {why}",
                    voice=self.name,
                    why=" ".join(last) or error.returncode,
                )
            ) from None
        except (OSError, subprocess.SubprocessError) as error:
            why = system_reason(error) if isinstance(error, OSError) else said_by(error)
            raise VoiceError(
                said("the voice '{voice}' cannot be run: {why}", voice=self.name, why=why)
            ) from None

    def _keep(self, file: Path, kept: Path) -> None:
        self._cache.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(file.read_bytes())
        part.replace(kept)


def _read(path: Path) -> Clip:
    with wave.open(str(path), "rb") as file:
        if file.getsampwidth() != _BYTES_A_SAMPLE:
            raise wave.Error(said("its samples must have 16 bits"))
        frames = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        mono = frames.reshape(-1, file.getnchannels()).mean(axis=1)
        return spoken(mono / 32768.0, file.getframerate())
