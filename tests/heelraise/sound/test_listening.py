import wave
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.session.state import SessionState, Stand, first_state
from heelraise.coach.session.turns import free_turn
from heelraise.language import Language, words_in
from heelraise.sound.clip import SAMPLE_RATE_HZ, clip_of
from heelraise.sound.errors import TrackError, VoiceError
from heelraise.sound.listener import SoundListener, open_sound
from heelraise.sound.mixer import Sound
from heelraise.sound.playback import Speaker
from heelraise.sound.repertoire import Repertoire
from heelraise.sound.state import audio_state
from heelraise.sound.wavefile import SoundTrack
from heelraise.sound.wishes import SoundWishes
from sensing.types import Phase

TONES = Repertoire(words_in(Language.ENGLISH), None)
STATE = replace(first_state((free_turn(None),)), stand=Stand.SET)


def at(t_s: float, movement: Phase = Phase.REST) -> SessionState:
    return replace(STATE, t_s=t_s, movement=movement)


def samples_of(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        assert file.getframerate() == SAMPLE_RATE_HZ
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")


def first_sound_s(samples: np.ndarray, after_s: float) -> float:
    start = round(after_s * SAMPLE_RATE_HZ)
    return float((start + np.flatnonzero(np.abs(samples[start:]) > 50)[0]) / SAMPLE_RATE_HZ)


def test_the_track_has_each_cue_where_the_session_had_it(tmp_path: Path) -> None:
    path = tmp_path / "track.wav"
    with SoundListener(TONES, None, SoundTrack(path), pytest.fail) as listener:
        for tenth in range(100):
            t_s = tenth / 10.0
            due = {30: (Cue(3.0, CueKind.COUNT, 1),), 72: (Cue(7.35, CueKind.PACE_UP),)}
            listener.show(at(t_s), due.get(tenth, ()))
    samples = samples_of(path)
    assert first_sound_s(samples, 0.0) == pytest.approx(3.0, abs=0.01)
    assert first_sound_s(samples, 4.0) == pytest.approx(7.35, abs=0.01)
    assert not np.any(samples[: 3 * SAMPLE_RATE_HZ])


def test_long_speech_ends_when_the_heel_begins_to_move(tmp_path: Path) -> None:
    path = tmp_path / "track.wav"
    with SoundListener(TONES, None, SoundTrack(path), pytest.fail) as listener:
        listener.show(at(1.0), (Cue(1.0, CueKind.STOP),))
        listener.show(at(1.5, Phase.CONCENTRIC), ())
    assert len(samples_of(path)) / SAMPLE_RATE_HZ == pytest.approx(1.51, abs=0.01)


def test_a_track_that_cannot_be_written_is_said_before_the_session(tmp_path: Path) -> None:
    with pytest.raises(TrackError, match="cannot be written"):
        SoundTrack(tmp_path / "nowhere" / "track.wav")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_costs_the_track_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    track = SoundTrack(tmp_path / "track.wav")
    listener = SoundListener(TONES, None, track, told.append)
    track.close()
    monkeypatch.setattr(track, "_file", open("/dev/full", "wb", buffering=0))  # noqa: PTH123, SIM115
    for t_s in range(60):
        listener.show(at(float(t_s)), (Cue(float(t_s), CueKind.COUNT, 1),))
    listener.close()
    assert len(told) == 1
    assert "cannot be written" in told[0]


def test_without_a_loudspeaker_it_says_so_once_and_goes_on(tmp_path: Path) -> None:
    if audio_state().speaker is not None:
        pytest.skip("there is a loudspeaker here")
    told: list[str] = []
    words = words_in(Language.DANISH)
    assert open_sound(words, SoundWishes(aloud=True), tmp_path, (), told.append) is None
    assert len(told) == 1
    assert told[0].startswith("Ingen lyd")


def test_a_voice_that_was_asked_for_must_work(tmp_path: Path) -> None:
    wishes = SoundWishes(track=tmp_path / "track.wav", voice="no-such-voice {file}")
    with pytest.raises(VoiceError, match="cannot be run"):
        open_sound(words_in(Language.ENGLISH), wishes, tmp_path, (), pytest.fail)


def test_nothing_to_hear_it_on_makes_nothing(tmp_path: Path) -> None:
    assert open_sound(words_in(Language.ENGLISH), SoundWishes(), tmp_path, (), pytest.fail) is None


def test_the_loudspeaker_plays_what_is_put_and_cuts_what_is_older() -> None:
    heard: list[str] = []
    both = Event()

    def note(sound: Sound) -> None:
        heard.append(sound.name)
        if sound.name == "count":
            speaker.put(Sound("warning", clip_of(np.full(2000, 0.1))))
        else:
            both.set()

    speaker = Speaker(silent=True, heard=note)
    try:
        speaker.put(Sound("count", clip_of(np.full(200_000, 0.1))))
        assert both.wait(10.0)
        assert heard == ["count", "warning"]
        assert speaker.left_s < 1.0
    finally:
        speaker.close()
