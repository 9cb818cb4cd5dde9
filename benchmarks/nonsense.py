"""How often the judge says "not sure": of clean repetitions seldom, of nonsense nearly always.

    python -m benchmarks.nonsense [--people 6]

Nonsense gets to the judge only where the detector lets it through. So that the judge is put to the test all
the same, stretches of motion are made into repetitions here by force, with full confidence: drifting noise,
slices of simulated walking (and of real walking, where it is there), and repetitions cut in half. What the
detector itself makes of recordings without any heel raise is counted apart.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks import REAL
from benchmarks.tables import markdown
from heelraise.evaluation.choices import HELD_BACK
from heelraise.labelling.signal import main_tilt_deg
from models.classifier import FormClassifier
from models.dataset import found, partners
from models.judge import FormJudge
from models.verdict import Verdict
from sensing.grid import Grid
from sensing.motion import MotionTracker
from sensing.prescription import Prescription
from sensing.recording import open_recording
from sensing.simulator import Doing, Mount, Scenario, SetPlan, benchmark, person, sensor, simulate
from sensing.types import Course, FloatArray, Placement, Rep, Samples, frozen

CLEAN = ("continuous", "two-legs", "below-step", "on-step", "lossy")
RATE_HZ = 25.0
_GRID_HZ = 50.0


@dataclass(frozen=True, slots=True)
class Unsure:
    """How often what was said to be unsure of, by kind: (unsure, all)."""

    clean: dict[str, tuple[int, int]]
    nonsense: dict[str, tuple[int, int]]


def measured(people: int, first_person: int = 1000, walks: Sequence[Path] = ()) -> Unsure:
    """Judge clean repetitions at every placement, and nonsense after three clean ones of the same person."""
    weights = FormClassifier.load()
    clean: Counter[tuple[str, Verdict]] = Counter()
    nonsense: Counter[tuple[str, Verdict]] = Counter()
    rng = np.random.default_rng(first_person)
    for _, made in benchmark(people, first_person=first_person, cases=CLEAN):
        place = made.scenario.mount.placement
        reps = found(made.samples, place)
        judge = FormJudge(made.scenario.prescription, weights)
        true = partners(reps, made.truth)
        good = []
        for rep in reps:
            verdict = judge.judge(rep).verdict
            if rep.index in true and not true[rep.index].flags:
                clean[str(place), verdict] += 1
                good.append(rep)
        if len(good) >= 4 and place is Placement.FOOT:
            for kind, rep in of_all_kinds(rng, good, walks):
                nonsense[kind, after(good, rep, weights)] += 1
    return Unsure(_shares(clean), _shares(nonsense))


def after(good: Sequence[Rep], rep: Rep, weights: FormClassifier | None = None) -> Verdict:
    """Judge a repetition after the first three of a person's good ones."""
    judge = FormJudge(Prescription(), weights or FormClassifier.load())
    for one in good[:3]:
        judge.judge(one)
    return judge.judge(rep).verdict


def _shares(counts: Counter[tuple[str, Verdict]]) -> dict[str, tuple[int, int]]:
    kinds = sorted({kind for kind, _ in counts})
    return {
        kind: (counts[kind, Verdict.UNSURE], sum(counts[kind, verdict] for verdict in Verdict))
        for kind in kinds
    }


def clean_reps(who: int) -> list[Rep]:
    """Return what is found of a clean set, sensor on the instep."""
    made = simulate(Scenario((SetPlan(reps=5),)), person(who), sensor(who), who)
    return found(made.samples, Placement.FOOT)


def of_all_kinds(
    rng: np.random.Generator, good: Sequence[Rep], walks: Sequence[Path] = ()
) -> Iterator[tuple[str, Rep]]:
    """Make nonsense that begins where a person's fourth repetition would."""
    like = good[3]
    for _ in range(4):
        yield "noise", forced(like, noise(rng, float(rng.uniform(2.0, 10.0)), like.range))
    yield from (("halves", half) for half in halves(rng, like))
    for course in walking(rng, 4):
        yield "simulated walking", forced(like, course)
    for path in walks:
        for course in slices(rng, open_recording(path).data, 1):
            yield "real walking", forced(like, course)


def noise(rng: np.random.Generator, length_s: float, size: float) -> Course:
    """Random wandering of some bandwidth and about the size of a repetition."""
    count = int(length_s * RATE_HZ)
    hz = np.fft.rfftfreq(count, 1.0 / RATE_HZ)
    width_hz = float(rng.uniform(0.5, 5.0))
    spectrum = rng.normal(size=len(hz)) + 1j * rng.normal(size=len(hz))
    height = np.fft.irfft(spectrum * (hz <= width_hz) * (hz > 0), count)
    height *= size * float(rng.uniform(0.6, 1.2)) / max(np.ptp(height), 1e-9)
    return _course(height, np.abs(rng.normal(0.0, 0.5, count)))


def walking(rng: np.random.Generator, count: int) -> list[Course]:
    """Cut slices out of a simulated walk with the sensor on the instep."""
    who = int(rng.integers(1_000_000))
    made = simulate(
        Scenario((Doing.WALK, Doing.WALK), mount=Mount.INSTEP, lead_s=0.2), person(who), sensor(who), who
    )
    return slices(rng, made.samples, count)


def slices(rng: np.random.Generator, samples: Samples, count: int) -> list[Course]:
    """Cut slices of 1-9 s out of a recording, as the tilt along its main movement."""
    grid, tracker = Grid(_GRID_HZ), MotionTracker(_GRID_HZ)
    motion = [
        one for block in [*grid.push(samples), *grid.finish()] for one in tracker.push(block)
    ] + tracker.finish()
    tilt_deg = main_tilt_deg(np.concatenate([one.up for one in motion]))
    shake = np.concatenate([one.shake_mps2 for one in motion])
    out = []
    for _ in range(count):
        length = int(rng.uniform(1.0, 9.0) * RATE_HZ)
        start = int(rng.integers(0, max(len(tilt_deg) - length, 1)))
        out.append(_course(tilt_deg[start : start + length], shake[start : start + length]))
    return out


def halves(rng: np.random.Generator, rep: Rep) -> Iterator[Rep]:
    """Cut a repetition in time: lift alone, lowering alone, until half way down, from half way up."""
    middle_up, middle_down = (rep.start_s + rep.top_s) / 2.0, (rep.eccentric_start_s + rep.end_s) / 2.0
    spans = (
        (rep.start_s, rep.eccentric_start_s),
        (rep.top_s, rep.end_s),
        (rep.start_s, middle_down - float(rng.uniform(0.0, 0.5))),
        (middle_up + float(rng.uniform(0.0, 0.5)), rep.end_s),
    )
    for start_s, end_s in spans:
        inside = (rep.course.t_s >= start_s) & (rep.course.t_s <= end_s)
        yield forced(rep, _course(rep.course.height[inside], rep.course.shake_mps2[inside]))


def forced(like: Rep, course: Course) -> Rep:
    """Make a repetition of any course, from its first sample to its last; its top is where it is highest."""
    t_s, height = course.t_s, course.height
    high = np.flatnonzero(height >= height.max() - 0.1 * np.ptp(height))
    top_s, down_s = t_s[max(int(high[0]), 1)], t_s[min(int(high[-1]), len(t_s) - 2)]
    return replace(
        like,
        start_s=float(t_s[0]),
        top_s=float(min(top_s, down_s)),
        eccentric_start_s=float(max(top_s, down_s)),
        end_s=float(t_s[-1]),
        rom_deg=float(np.ptp(height)),
        top_deg=None,
        bottom_deg=None,
        confidence=1.0,
        touches_gap=False,
        course=course,
    )


def _course(height: FloatArray, shake_mps2: FloatArray) -> Course:
    t_s = 1000.0 + np.arange(len(height)) / RATE_HZ
    return Course(frozen(t_s), frozen(height), "deg", frozen(np.zeros(len(height))), frozen(shake_mps2))


def through_the_detector(people: int) -> Counter[str]:
    """Count what the line says of recordings without any heel raise."""
    weights = FormClassifier.load()
    said: Counter[str] = Counter()
    for _, made in benchmark(people, first_person=HELD_BACK, cases=("nothing",)):
        judge = FormJudge(made.scenario.prescription, weights)
        reps = found(made.samples, made.scenario.mount.placement)
        said.update(str(judge.judge(rep).verdict) for rep in reps)
    return said


def tables(one: Unsure) -> str:
    """Return both as Markdown."""
    parts = []
    for title, kinds in (("clean (≤ 3 %)", one.clean), ("nonsense (≥ 90 %)", one.nonsense)):
        rows = [[kind, str(n), f"{100.0 * unsure / n:.1f} %"] for kind, (unsure, n) in kinds.items()]
        parts.append(markdown([title, "repetitions", "unsure"], rows))
    return "\n\n".join(parts)


def real_walks() -> list[Path]:
    """List real walks with the sensor on the foot, if they are there."""
    return sorted((REAL / "not_heel_raise").glob("lab_Walk_RightFoot.csv"))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=6)
    people = parser.parse_args(arguments).people
    print(tables(measured(people, walks=real_walks())))
    print(f"\nLet through by the detector without any being done: {dict(through_the_detector(people))}")


if __name__ == "__main__":
    main()
