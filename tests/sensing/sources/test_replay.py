import gzip
import math
from pathlib import Path

import pytest

from sensing.errors import RecordingError, SettingsError
from sensing.recording import RecordingMeta, RecordingWriter
from sensing.sources import Source
from sensing.sources.replay import ReplaySource
from sensing.types import Arrival
from tests.sensing.recording.recorded import MOVESENSE, arrivals


class Clock:
    """A clock that is where it was last asked to be."""

    def __init__(self) -> None:
        self.t_s = 7.0
        self.asked: list[float] = []

    def go_to(self, t_s: float) -> None:
        self.t_s = t_s

    async def sleep_until(self, t_s: float) -> None:
        self.asked.append(t_s)
        self.t_s = max(self.t_s, t_s)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with RecordingWriter(tmp_path / "session", RecordingMeta(sensor_model="movesense")) as writer:
        for arrival in arrivals():
            writer.append(arrival)
    return tmp_path / "session"


async def replay(source: Source) -> list[Arrival]:
    async with source:
        return [one async for one in source if isinstance(one, Arrival)]


@pytest.mark.parametrize(("speed", "waited_s"), [(1.0, 4.923), (10.0, 0.4923)])
async def test_keeps_the_rhythm(folder: Path, speed: float, waited_s: float) -> None:
    clock = Clock()
    source = ReplaySource(folder, clock, speed)
    got = await replay(source)
    assert got == arrivals()  # the stamps too, to the last bit
    assert clock.t_s - arrivals()[0].t_host_s == pytest.approx(waited_s, abs=0.001)
    assert (source.name, source.model, source.battery_percent) == ("session", MOVESENSE, None)


async def test_as_fast_as_possible(folder: Path) -> None:
    clock = Clock()
    assert len(await replay(ReplaySource(folder, clock, math.inf))) == len(arrivals())
    assert clock.asked == []


async def test_a_torn_recording(folder: Path) -> None:
    packed = folder / "arrivals.jsonl.gz"
    (folder / "arrivals.jsonl").write_bytes(gzip.decompress(packed.read_bytes())[:-10])
    packed.unlink()
    assert len(await replay(ReplaySource(folder, Clock(), math.inf))) == len(arrivals()) - 1


def test_what_cannot_be_replayed(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="no recording folder"):
        ReplaySource(tmp_path / "walk.csv", Clock())
    with pytest.raises(SettingsError, match="above 0"):
        ReplaySource(folder, Clock(), 0.0)
