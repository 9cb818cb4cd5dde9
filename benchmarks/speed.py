"""How much work the line is, as ratios to bare vqf in the same run: `make bench`.

CPU time of this process, not the clock's: other programs on the machine count little. Each number is the
median over several repeats, with the smallest one beside it.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import numpy as np
from vqf import VQF

from benchmarks.hours import RATE_HZ, SESSIONS, session, streamed, whole
from benchmarks.parts import in_parts
from heelraise.line import Line, shipped_weights
from sensing.prescription import Prescription
from sensing.recording import open_recording
from sensing.simulator import SCENARIOS, Mount, as_csv, person, sensor, simulate
from sensing.types import Placement, Samples

LIVE_HZ = 104.0
BLOCKS = (1, 8, 104)
_KIB_PER_MIB = 1024.0


def cpu_s(work: Callable[..., object], *arguments: object) -> float:
    """CPU time of one call, s."""
    before_s = process_time()
    work(*arguments)
    return process_time() - before_s


def line(placement: Placement = Placement.AUTO) -> Line:
    return Line(placement, prescription=Prescription(), weights=shipped_weights())


def bare_vqf(samples: Samples) -> None:
    gyr, acc = (np.ascontiguousarray(values) for values in (samples.gyr_radps, samples.acc_mps2))
    VQF(1.0 / RATE_HZ).updateBatch(gyr, acc)


def through(samples: Samples, placement: Placement = Placement.AUTO) -> int:
    """Repetitions out of samples in memory."""
    one = line(placement)
    one.push(samples)
    one.finish()
    return len(one.analysis("", RATE_HZ).judged)


def hours(repeats: int, duration_s: float) -> list[dict[str, Any]]:
    """Work on an hour of each kind, told the placement and not, as a ratio to vqf."""
    rows = []
    for kind in SESSIONS:
        for mount in (Mount.INSTEP, Mount.SHANK):
            samples = whole(session(kind, mount), duration_s)
            # Turn about, so that a busy moment of the machine meets all of them.
            runs = [
                (
                    cpu_s(bare_vqf, samples),
                    cpu_s(through, samples),
                    cpu_s(through, samples, mount.placement),
                )
                for _ in range(repeats)
            ]
            vqf_s, auto_s, told_s = (sorted(column) for column in zip(*runs, strict=True))
            rows.append(
                {
                    "hour": f"{kind}, {mount.placement}",
                    "reps": through(samples, mount.placement),
                    "vqf_s": median(vqf_s),
                    "auto": median(auto_s) / median(vqf_s),
                    "auto_min": auto_s[0] / vqf_s[0],
                    "told": median(told_s) / median(vqf_s),
                    "told_min": told_s[0] / vqf_s[0],
                }
                | in_parts(samples, median(vqf_s))
            )
    return rows


def live(duration_s: float) -> list[dict[str, Any]]:
    """Share of a core that the live loop takes at 104 Hz, and the cost of a block."""
    rows = []
    samples = whole(session("sets with rests", rate_hz=LIVE_HZ), duration_s)
    for size in BLOCKS:
        blocks = [samples[at : at + size] for at in range(0, len(samples), size)]
        one = line(Placement.FOOT)
        took_s = [cpu_s(one.push, block) for block in blocks]
        rows.append(
            {
                "block": size,
                "core_share": sum(took_s) / (len(samples) / LIVE_HZ),
                "median_us": 1e6 * median(took_s),
                "worst_ms": 1e3 * max(took_s),
            }
        )
    return rows


def memory(durations_h: Sequence[float]) -> list[dict[str, Any]]:
    """Peak memory of a process that streams hours, by the operating system."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        # Simulating takes more memory than the line: the streaming process must not have done it.
        made, path = session("sets with rests"), Path(folder) / "session.npz"
        np.savez(path, t_s=made.t_s, acc=made.acc_mps2, gyr=np.asarray(made.gyr_radps))
        for duration_h in durations_h:
            command = ["-m", "benchmarks.speed", "--stream", str(path), "--hours", str(duration_h)]
            done = subprocess.run([sys.executable, *command], check=True, capture_output=True, text=True)
            rows.append({"hours": duration_h} | json.loads(done.stdout))
    return rows


def stream(path: Path, duration_h: float) -> dict[str, Any]:
    """Stream a session for hours through the line; what the process needed before and at most, MiB."""
    held = np.load(path)
    one, made = line(), Samples(held["t_s"], held["acc"], held["gyr"])
    before = _peak_mib()
    took_s = sum(cpu_s(one.push, part) for part in streamed(made, 3600.0 * duration_h))
    one.finish()
    reps = len(one.analysis("", RATE_HZ).judged)
    return {"before_mib": before, "peak_mib": _peak_mib(), "cpu_s": took_s, "reps": reps}


def _peak_mib() -> float:
    """Most memory that this program has held."""
    status = Path("/proc/self/status")
    if status.exists():
        # ru_maxrss would be at least what the process that started this one held.
        line_of = dict(one.split(":", 1) for one in status.read_text(encoding="ascii").splitlines())
        return float(line_of["VmHWM"].split()[0]) / _KIB_PER_MIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB_PER_MIB


def start_up(repeats: int) -> list[dict[str, Any]]:
    """Time from the shell to the end of `heelraise analyze --json` on two minutes, beside bare Python."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "two-minutes.csv"
        made = simulate(SCENARIOS["one-set"], person(1000), sensor(1000, rate_hz=RATE_HZ), 1000)
        as_csv(made, path)
        program = "import sys; from heelraise.cli import main; main(sys.argv[1:])"
        rows = []
        for name, arguments in {
            "python alone": ("-c", "pass"),
            "python with numpy": ("-c", "import numpy"),
            "heelraise --help": ("-c", program, "--help"),
            "heelraise analyze --json": ("-c", program, "analyze", "--json", str(path)),
        }.items():
            runs = [_shell(arguments) for _ in range(repeats)]
            rows.append(
                {"command": name, "clock_s": median(c for c, _ in runs), "cpu_s": median(u for _, u in runs)}
            )
    return rows


def _shell(arguments: Sequence[str]) -> tuple[float, float]:
    """Clock and CPU time of a command, s."""
    before, start_s = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return perf_counter() - start_s, used_s


def reading(duration_s: float) -> dict[str, Any]:
    """Time to read an hour of CSV, as a ratio to vqf."""
    samples = whole(session("sets with rests"), duration_s)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hour.csv"
        assert samples.gyr_radps is not None
        table = np.column_stack([samples.t_s, samples.acc_mps2, samples.gyr_radps])
        header = "time,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z"
        np.savetxt(path, table, fmt="%.5f", delimiter=",", header=header, comments="")
        csv_s = cpu_s(open_recording, path)
    vqf_s = cpu_s(bare_vqf, samples)
    return {"csv_s": csv_s, "ratio_to_vqf": csv_s / vqf_s}


def table(title: str, rows: Sequence[dict[str, Any]]) -> str:
    """Lay rows out as a Markdown table."""
    cells = [
        [f"{value:.3g}" if isinstance(value, float) else str(value) for value in row.values()] for row in rows
    ]
    lines = [list(rows[0]), ["---"] * len(rows[0]), *cells]
    return f"\n## {title}\n\n" + "\n".join("| " + " | ".join(one) + " |" for one in lines)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--hours", type=float, default=1.0, help="length of what is called an hour below")
    parser.add_argument("--long-hours", type=float, default=10.0, help="length of the long stream")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--stream", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.stream is not None:
        print(json.dumps(stream(given.stream, given.hours)))
        return
    duration_s = 3600.0 * given.hours
    sections = {
        "An hour of 100 Hz: work from samples to repetitions, in multiples of bare vqf": hours(
            given.repeats, duration_s
        ),
        "Live at 104 Hz": live(duration_s / 6.0),
        "Peak memory, streamed, and CPU time": memory((given.hours, given.long_hours)),
        "From the shell, a two-minute CSV": start_up(given.repeats),
        "Reading an hour of CSV (not part of the above)": [reading(duration_s)],
    }
    for title, rows in sections.items():
        print(table(title, rows))
    if given.json:
        given.json.write_text(json.dumps(sections, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
