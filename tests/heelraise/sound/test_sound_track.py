"""One simulated set through the whole line: what its sound track holds, against how the person moved."""

import asyncio
import wave
from dataclasses import dataclass

import numpy as np
import pytest

from heelraise.coach.cues.conduct import first_coach
from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.cues.traits import TRAITS
from heelraise.coach.session.state import SessionState, Stand
from heelraise.coach.session.turns import Task, counted_turns
from heelraise.coaching import CoachedSource, Coaching
from heelraise.language import Language, words_in
from heelraise.line import Line, shipped_weights
from heelraise.live import follow
from heelraise.sound.clip import SAMPLE_RATE_HZ
from heelraise.sound.listener import SoundListener
from heelraise.sound.repertoire import Repertoire
from heelraise.sound.voice import own_voice
from heelraise.sound.wavefile import SoundTrack
from sensing.prescription import Prescription
from sensing.sensors import model
from sensing.simulator import SCENARIOS, Sensor, person, simulate
from sensing.simulator.simulate import Simulated
from sensing.sources.hostclock import HostClock
from sensing.sources.simulated import SimulatedSource
from sensing.types import Exercise, Phase, Placement

PERSON = 4
"""Lowers four of twelve repetitions much too fast."""
ONSET_WITHIN_S = 0.01


@dataclass(frozen=True, slots=True)
class Told:
    cue: Cue
    state: SessionState


@dataclass(frozen=True, slots=True)
class Heard:
    """A set and its sound track; `offset_s` is what to add to the session's time for the sensor's."""

    simulated: Simulated
    offset_s: float
    told: list[Told]
    repertoire: Repertoire
    track: np.ndarray


class Log:
    def __init__(self) -> None:
        self.told: list[Told] = []

    def show(self, state: SessionState, cues: tuple[Cue, ...]) -> None:
        self.told += [Told(cue, state) for cue in cues]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    path = tmp_path_factory.mktemp("sound") / "track.wav"
    simulated = simulate(SCENARIOS["one-set-ankle"], person(PERSON), Sensor(rate_hz=104.0), PERSON)
    clock = HostClock(1e6)  # arrivals carry the time of the simulation, nobody waits
    source = SimulatedSource(model("movesense"), simulated.samples, clock, "simulation")
    repertoire = Repertoire(words_in(Language.DANISH), own_voice(Language.DANISH))
    log = Log()
    with SoundListener(repertoire, None, SoundTrack(path), pytest.fail) as listener:
        coach = first_coach(Task(counted_turns(Prescription(), 12, 1, 60.0), paced=True))
        coaching = Coaching(coach, (listener, log))
        line = Line(Placement.ANKLE, Exercise.HEEL_RAISE, Prescription(), shipped_weights())
        asyncio.run(follow(CoachedSource(source, coaching), line, None, coaching.see))
    with wave.open(str(path)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2") / 32768.0
    first_packet_s = 8 / 104.0
    return Heard(simulated, first_packet_s, log.told, repertoire, samples)


def onset_s(heard: Heard, cue: Cue) -> float:
    """Where in the track a cue's sound begins, by matching, s."""
    clip = heard.repertoire.sound(cue).clip.samples.astype(float)
    first = max(0, round((cue.t_s - 0.1) * SAMPLE_RATE_HZ))
    part = heard.track[first : first + len(clip) + SAMPLE_RATE_HZ // 5]
    match = np.correlate(part, clip, mode="valid")
    return float((first + int(np.argmax(match))) / SAMPLE_RATE_HZ)


def told(heard: Heard, *kinds: CueKind) -> list[Told]:
    return [one for one in heard.told if one.cue.kind in kinds]


def test_every_word_is_heard_when_it_was_decided(heard: Heard) -> None:
    words = told(heard, CueKind.COUNT, CueKind.LAST_THREE, CueKind.TOO_FAST_DOWN, CueKind.SET_DONE)
    assert len(words) >= 12 + 4
    for one in words:
        assert onset_s(heard, one.cue) == pytest.approx(one.cue.t_s, abs=ONSET_WITHIN_S), one.cue
        assert one.cue.t_s == one.state.t_s, "decided now, heard now"


def test_the_warning_comes_while_the_heel_still_goes_down(heard: Heard) -> None:
    warnings = told(heard, CueKind.TOO_FAST_DOWN)
    fast = [rep for rep in heard.simulated.truth if rep.end_s - rep.eccentric_start_s < 2.0]
    assert len(warnings) == len(fast) == 4
    for one, rep in zip(warnings, fast, strict=True):
        at_s = onset_s(heard, one.cue) + heard.offset_s
        assert rep.eccentric_start_s < at_s < rep.end_s


def test_no_speech_in_a_set_takes_longer_than_0_7_s(heard: Heard) -> None:
    lasting = [
        heard.repertoire.sound(one.cue).clip.duration_s
        for one in heard.told
        if one.state.stand is Stand.SET and TRAITS[one.cue.kind].spoken
    ]
    assert len(lasting) > 12
    assert max(lasting) <= 0.7


def test_nothing_long_is_said_while_the_heel_moves(heard: Heard) -> None:
    for one in heard.told:
        if one.state.stand is Stand.SET and one.state.movement is not Phase.REST:
            assert TRAITS[one.cue.kind].in_phase or not TRAITS[one.cue.kind].spoken


def test_each_count_follows_its_repetition_before_the_next_phase_is_over(heard: Heard) -> None:
    counts = told(heard, CueKind.COUNT, CueKind.LAST_THREE)
    assert len(counts) == len(heard.simulated.truth) == 12
    for one, rep in zip(counts, heard.simulated.truth, strict=True):
        late_s = onset_s(heard, one.cue) + heard.offset_s - rep.end_s
        assert -0.3 < late_s < 1.5


def test_the_metronome_sounds_on_its_beats(heard: Heard) -> None:
    beats = told(heard, CueKind.PACE_DOWN)
    assert len(beats) >= 6
    quiet = [one for one in beats if not _speech_near(heard, one.cue.t_s)]
    assert len(quiet) >= 4
    for one in quiet:
        assert onset_s(heard, one.cue) == pytest.approx(one.cue.t_s, abs=ONSET_WITHIN_S)


def _speech_near(heard: Heard, t_s: float) -> bool:
    return any(
        TRAITS[one.cue.kind].spoken and -TRAITS[one.cue.kind].lasts_s < one.cue.t_s - t_s < 0.2
        for one in heard.told
    )
