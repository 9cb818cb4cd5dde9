"""``python -m benchmarks.endurance --hours 8``: one long session through Bluetooth, and its memory."""

import argparse
import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.hours import session, whole
from heelraise.line import Line, shipped_weights
from heelraise.live import LiveEvent, follow
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta, RecordingWriter
from sensing.sensors import model
from sensing.sources.hostclock import HostClock
from sensing.sources.virtual import VirtualSource

SENSOR = "movesense-13"
"""The fewest packets there are: eight hours are 374 400."""

_SPEED = 2000.0  # the emulated sensor holds the clock back to what the machine can do
_PAGE_BYTES = 4096


def resident_mb() -> float:
    """Return the memory of this process as the system counts it, MB (Linux)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE_BYTES / 1e6


async def run(hours: float) -> list[tuple[float, float]]:
    """Follow a session of so many hours; return pairs of hour and resident memory, MB."""
    samples = whole(session("sets with rests", rate_hz=model(SENSOR).sampling_rate_hz), 3600.0 * hours)
    seen: list[tuple[float, float]] = []
    clock = HostClock(_SPEED)

    def watch(_: LiveEvent) -> None:
        quarter = clock.now_s() // 900
        if not seen or quarter > seen[-1][0] * 4:
            seen.append((quarter / 4, resident_mb()))

    with TemporaryDirectory() as folder:
        async with VirtualSource(SENSOR, samples, clock) as source:
            with RecordingWriter(Path(folder) / "long", RecordingMeta(sensor_model=SENSOR)) as writer:
                line = Line(prescription=Prescription(), weights=shipped_weights())
                done = await follow(source, line, writer, watch)
    found = done.analysis
    print(
        f"{found.duration_s / 3600:.2f} h, {len(found.judged)} repetitions, {len(found.gaps)} gaps, "
        f"problem: {done.problem}"
    )
    return seen


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--hours", type=float, default=8.0)
    seen = asyncio.run(run(arguments.parse_args().hours))
    for hour, memory_mb in seen[:: max(1, len(seen) // 17)]:
        print(f"{hour:5.2f} h  {memory_mb:6.1f} MB")
    first, last = seen[min(4, len(seen) - 1)], seen[-1]
    print(f"growth from {first[0]:.2f} h to {last[0]:.2f} h: {last[1] - first[1]:+.1f} MB")


if __name__ == "__main__":
    main()
