import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.cues.traits import IN_PHASE_S, TRAITS
from heelraise.coach.session.turns import counted_turns
from heelraise.cue_words import SAID, shown, spoken
from heelraise.language import Language, words_in
from heelraise.sound.clip import SAMPLE_RATE_HZ
from heelraise.sound.command import CommandVoice
from heelraise.sound.errors import VoiceError
from heelraise.sound.espeak import EspeakVoice
from heelraise.sound.repertoire import COUNTED_TO, MANNERS, Repertoire, foreseen
from heelraise.sound.voice import USUAL_WPM, own_voice, say_within
from sensing.prescription import Prescription

SPEAKS = """
import sys, wave
with wave.open(sys.argv[1], "wb") as file:
    file.setnchannels(2); file.setsampwidth(2); file.setframerate(16000)
    file.writeframes(bytes(2000) + b"\\x00\\x30\\x00\\x30\\x00\\xd0\\x00\\xd0" * 100 * len(sys.stdin.read()))
"""


@pytest.fixture(scope="module", params=list(Language))
def repertoire(request: pytest.FixtureRequest) -> Repertoire:
    language: Language = request.param
    return Repertoire(words_in(language), own_voice(language))


def own(tmp_path: Path, script: str = SPEAKS, cache: str = "cache") -> CommandVoice:
    program = tmp_path / "speak.py"
    program.write_text(script)
    return CommandVoice(f"{sys.executable} {program} {{file}}", tmp_path / cache)


def test_every_cue_has_a_manner() -> None:
    assert set(MANNERS) == set(CueKind)


def test_nothing_takes_longer_than_the_coach_reckons_with(repertoire: Repertoire) -> None:
    counts = [Cue(0.0, CueKind.COUNT, n) for n in range(1, COUNTED_TO + 1)]
    for cue in [Cue(0.0, kind) for kind in CueKind if TRAITS[kind].spoken] + counts:
        sound = repertoire.sound(cue)
        assert 0.05 < sound.clip.duration_s <= TRAITS[cue.kind].lasts_s, sound.name


def test_no_speech_within_a_phase_is_longer_than_0_7_s(repertoire: Repertoire) -> None:
    in_set = [CueKind.COUNT, CueKind.LAST_THREE, CueKind.TOO_FAST_DOWN, CueKind.SLOWER_DOWN]
    in_set += [CueKind.SLOWER_UP, CueKind.HOLD, CueKind.HIGHER, CueKind.LOWER]
    assert all(repertoire.sound(Cue(0.0, kind)).clip.duration_s <= IN_PHASE_S == 0.7 for kind in in_set)


def test_every_word_has_time_to_be_spoken(repertoire: Repertoire) -> None:
    tones = Repertoire(words_in(Language.ENGLISH), None)
    for kind in SAID:
        if TRAITS[kind].spoken:
            cue = Cue(0.0, kind)
            assert len(repertoire.sound(cue).clip.samples) != len(tones.sound(cue).clip.samples), kind


def test_speech_begins_at_once(repertoire: Repertoire) -> None:
    for number in (1, 7, 12):
        samples = np.abs(repertoire.sound(Cue(0.0, CueKind.COUNT, number)).clip.samples)
        assert np.flatnonzero(samples > 0.02)[0] < 0.03 * SAMPLE_RATE_HZ


def test_a_number_that_was_not_foreseen_is_left_out(repertoire: Repertoire) -> None:
    assert repertoire.sound(Cue(0.0, CueKind.COUNT, 999)).name == "count"
    assert repertoire.sound(Cue(0.0, CueKind.REST, 77)).name == "rest"


def test_what_a_plan_needs_is_foreseen() -> None:
    words = words_in(Language.ENGLISH)
    turns = counted_turns(Prescription(), 12, 3, 120.0)
    sounds = Repertoire(words, own_voice(Language.ENGLISH), foreseen(turns))
    for cue in (
        Cue(0.0, CueKind.REST, 119),
        Cue(0.0, CueKind.SET_DONE, 3),
        Cue(0.0, CueKind.REST_ENDING, 10),
    ):
        assert sounds.sound(cue) is not sounds.sound(Cue(0.0, cue.kind)), cue


def test_without_a_voice_every_cue_is_a_tone() -> None:
    tones = Repertoire(words_in(Language.DANISH), None)
    assert all(tones.sound(Cue(0.0, kind)).clip.duration_s > 0.02 for kind in CueKind)


def test_danish_counts_one_as_a_counted_one() -> None:
    assert spoken(Cue(0.0, CueKind.COUNT, 1), words_in(Language.DANISH)) == "én"
    assert spoken(Cue(0.0, CueKind.COUNT, 12), words_in(Language.DANISH)) == "12"
    assert spoken(Cue(0.0, CueKind.REST, 120), words_in(Language.DANISH)) == "Pause, 2 minutter"
    assert spoken(Cue(0.0, CueKind.REST, 119), words_in(Language.DANISH)) == "Pause, 2 minutter"
    assert spoken(Cue(0.0, CueKind.REST, 90), words_in(Language.DANISH)) == "Pause, 90 sekunder"
    assert spoken(Cue(0.0, CueKind.REST_ENDING, 10), words_in(Language.ENGLISH)) == "10 seconds left"


def test_every_cue_that_is_said_can_be_read_as_well() -> None:
    assert all(shown(Cue(0.0, kind), words_in(Language.DANISH)) for kind in SAID)


def test_a_phrase_that_cannot_be_said_in_time_is_not_said() -> None:
    voice = own_voice(Language.ENGLISH)
    assert say_within(voice, "an unreasonably long sentence about lowering the heel", 0.7) is None
    hurried = say_within(voice, "three left", 0.45)
    assert hurried is not None
    assert hurried.duration_s < voice.say("three left", USUAL_WPM).duration_s


def test_many_voices_in_turn_do_not_disturb_each_other() -> None:
    danish, english = EspeakVoice("da"), EspeakVoice("en")
    first = [danish.say("højere", USUAL_WPM), english.say("higher", USUAL_WPM)]
    for _ in range(5):
        EspeakVoice("da")
    again = [danish.say("højere", USUAL_WPM), english.say("higher", USUAL_WPM)]
    for one, other in zip(first, again, strict=True):
        assert one.duration_s == pytest.approx(other.duration_s, abs=0.05)


def test_an_unknown_language_is_an_error_in_one_line() -> None:
    with pytest.raises(VoiceError, match="no voice for 'xx'"):
        EspeakVoice("xx")


def test_a_voice_of_the_persons_own_speaks_once_and_is_remembered(tmp_path: Path) -> None:
    voice = own(tmp_path)
    first = voice.say("hold", USUAL_WPM)
    assert first.duration_s == pytest.approx(800 / 16000, abs=0.01), "silence before it is cut off"
    (tmp_path / "speak.py").unlink()
    again = voice.say("hold", USUAL_WPM)
    assert np.array_equal(first.samples, again.samples)


def test_a_torn_file_in_the_cache_is_made_anew(tmp_path: Path) -> None:
    voice = own(tmp_path)
    voice.say("hold", USUAL_WPM)
    kept = next((tmp_path / "cache").iterdir())
    kept.write_bytes(kept.read_bytes()[:20])
    assert voice.say("hold", USUAL_WPM).duration_s > 0.0
    with wave.open(str(kept)) as file:
        assert file.getnframes() > 0


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("speak hello", "must contain {file}"),
        ("speak '{file}", "cannot be read"),
        ("no-such-program-here {file}", "cannot be run: No such file or directory"),
        (f"{sys.executable} -c 'raise SystemExit(\"out of breath\")' {{file}}", "failed: out of breath"),
        (f"{sys.executable} -c pass {{file}}", "wrote no WAV file"),
    ],
)
def test_a_voice_that_does_not_work_is_an_error_in_one_line(tmp_path: Path, command: str, why: str) -> None:
    with pytest.raises(VoiceError) as caught:
        CommandVoice(command, tmp_path).say("hold", USUAL_WPM)
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)
