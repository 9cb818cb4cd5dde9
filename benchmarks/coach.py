"""How long after a repetition its cue is decided: `python -m benchmarks.coach`.

Through the whole program on the emulated sensor: simulated person, Bluetooth stack, recording, line, session,
cues. Truth is the simulation's own end of the repetition, put on the host's clock by the quickest packet. The
host's clock runs several times as fast as the wall's, so that the time of computing counts that many times.
"""

import argparse
import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.sound_start import timed_sound
from benchmarks.tables import markdown
from heelraise.coach.cues.conduct import first_coach
from heelraise.coach.cues.cue import Cue, CueKind
from heelraise.coach.session.state import SessionState
from heelraise.coach.session.turns import counted_turns
from heelraise.coaching import CoachedSource, Coaching
from heelraise.journal import Journal, SessionStart
from heelraise.line import Line, shipped_weights
from heelraise.live import follow
from sensing.link import SourceItem
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta, RecordingWriter
from sensing.sensors import model
from sensing.simulator import SCENARIOS, Sensor, Simulated, person, simulate
from sensing.sources.hostclock import HostClock
from sensing.sources.virtual import VirtualSource
from sensing.stream import SampleStream
from sensing.types import Placement

_TEMPO = Prescription()
_COUNTED = (CueKind.COUNT, CueKind.LAST_THREE)
_SAME_REP_S = 1.5


@dataclass
class Stopwatch:
    """A listener that notes when cues were decided, on the host's clock."""

    clock: HostClock
    counted: list[tuple[float, float]] = field(default_factory=list)
    """Measured end of the repetition on the sensor's clock, and when its count was told, s."""
    warned_s: list[float] = field(default_factory=list)

    def show(self, state: SessionState, cues: tuple[Cue, ...]) -> None:
        now_s = self.clock.now_s()
        for cue in cues:
            if cue.kind in _COUNTED:
                self.counted.append((state.all_reps[-1].end_s, now_s))
            elif cue.kind is CueKind.TOO_FAST_DOWN:
                self.warned_s.append(now_s)


class Timed(VirtualSource):
    """An emulated sensor; notes the least time from a sample to its arrival, s."""

    offset_s = float("inf")

    async def __aiter__(self) -> AsyncIterator[SourceItem]:
        stream = SampleStream(self.model)
        async for item in super().__aiter__():
            samples = stream.push(item)
            if samples is not None and len(samples):
                self.offset_s = min(self.offset_s, item.t_host_s - float(samples.t_s[-1]))
            yield item


async def one_person(number: int, scenario: str, speed: float, folder: Path) -> list[dict[str, float]]:
    """Delays of one person's set, s."""
    sensor = Sensor(rate_hz=model("movesense").sampling_rate_hz)
    made = simulate(SCENARIOS[scenario], person(number), sensor, number)
    clock = HostClock(speed)
    watch, source = Stopwatch(clock), Timed("movesense", made.samples, clock)
    turns = counted_turns(_TEMPO, 12, 1, 60.0)
    start = SessionStart(turns, paced=True, started_utc=datetime.now(UTC))
    with (
        RecordingWriter(folder, RecordingMeta(sensor_model="movesense")) as writer,
        Journal(folder, start) as kept,
    ):
        sound, speaker = timed_sound()
        coaching = Coaching(first_coach(start), [watch, sound], keep=kept.append)
        line = Line(Placement.AUTO, prescription=_TEMPO, weights=shipped_weights())
        async with source:
            await follow(CoachedSource(source, coaching), line, writer, coaching.see)
    sound.close()
    waits = [{"sounded": wait_s} for wait_s in speaker.waits_s]
    return [*_delays(made, watch, source.offset_s), *waits]


def _delays(made: Simulated, watch: Stopwatch, offset_s: float) -> Any:
    for measured_s, told_s in watch.counted:
        truth = min(made.truth, key=lambda rep: abs(rep.end_s - measured_s))
        if abs(truth.end_s - measured_s) < _SAME_REP_S:
            yield {"counted": told_s - (truth.end_s + offset_s)}
    for told_s in watch.warned_s:
        inside = [rep for rep in made.truth if rep.eccentric_start_s <= told_s - offset_s <= rep.end_s + 1.0]
        if inside:
            yield {"warned": told_s - (inside[0].end_s + offset_s)}


def measure(people: int, first: int, speed: float) -> dict[str, list[float]]:
    """Delays of several people, s: of the count after the end, of the warning before it (negative)."""
    out: dict[str, list[float]] = {"counted": [], "warned": [], "sounded": []}
    for number in range(first, first + people):
        with TemporaryDirectory() as folder:
            found = asyncio.run(one_person(number, "one-set", speed, Path(folder) / "rec"))
        for row in found:
            for name, value in row.items():
                out[name].append(value)
    return out


def rows_of(delays: dict[str, list[float]]) -> list[dict[str, Any]]:
    """One row a kind of cue."""
    titles = {
        "counted": "count, after the true end",
        "warned": "warning, after the true end (negative: before it)",
        "sounded": "first sample at the sound card, after any word's decision",
    }
    return [
        {
            "decided": titles[name],
            "n": len(values),
            "median s": float(np.median(values)),
            "p90 s": float(np.quantile(values, 0.9)),
            "p99 s": float(np.quantile(values, 0.99)),
            "latest s": max(values),
        }
        for name, values in delays.items()
        if values
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=4)
    parser.add_argument("--first-person", type=int, default=1000, help="from 1000 on never used for tuning")
    parser.add_argument("--speed", type=float, default=10.0)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args(arguments)
    rows = rows_of(measure(given.people, given.first_person, given.speed))
    cells = [[f"{v:.2f}" if isinstance(v, float) else str(v) for v in row.values()] for row in rows]
    print(markdown(list(rows[0]), cells))
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
