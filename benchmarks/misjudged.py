"""The repetitions that are misjudged worst, listed and drawn: what do they have in common?

    python -m benchmarks.misjudged [--people 6] [--flag eccentric_too_fast] [--to misjudged.png]

Simulated people whom no training has seen, sensor on the foot, recordings like those that are learned from.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from benchmarks.tables import markdown
from models.classifier import FormClassifier
from models.corpus import known, scenario
from models.dataset import LEARNED, Known, found, partners
from models.sides import SideBySide, Sides
from models.verdict import Flag
from sensing.simulator import Mount, person, sensor, simulate
from sensing.types import Rep

SEED = 4040
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Misjudged:
    """A repetition, what is true of it, and what was said; `wrong` is the distance of both, 0.5 to 1."""

    who: str
    prescription: str
    flag: Flag
    rep: Rep
    true: Known
    sides: Sides
    wrong: float


def worst(people: int, flags: Sequence[Flag] = LEARNED, mount: Mount = Mount.INSTEP) -> list[Misjudged]:
    """Judge simulated people and return what was misjudged, the worst first."""
    weights = FormClassifier.load()
    out: list[Misjudged] = []
    for number in range(people):
        rng = np.random.default_rng([SEED, number])
        made = simulate(scenario(rng, mount), person(SEED + number), sensor(SEED + number), SEED + number)
        truth = [known(rep) for rep in made.truth]
        reps = found(made.samples, mount.placement)
        partner = partners(reps, truth)
        both = SideBySide(made.scenario.prescription, weights)
        for rep in reps:
            sides, true = both.ask(rep), partner.get(rep.index)
            for flag in flags if true is not None else ():
                wrong = abs(sides.used[flag] - float(flag in true.flags))
                if wrong >= 0.5 and _counts(flag, true, truth):
                    asked = str(made.scenario.prescription)
                    out.append(Misjudged(f"p{number:02d}", asked, flag, rep, true, sides, wrong))
    return sorted(out, key=lambda one: -one.wrong)


def _counts(flag: Flag, true: Known, truth: Sequence[Known]) -> bool:
    """Whether the truth says something: to bounce the next one this one comes down hard."""
    following = truth[truth.index(true) + 1 :][:1]
    return not (flag is Flag.DROPPED and following and Flag.BOUNCED in following[0].flags)


def table(all_of_them: Sequence[Misjudged]) -> str:
    """List them, phases in s as measured and as they were."""
    rows = []
    for number, one in enumerate(all_of_them, start=1):
        seen, true = (
            "/".join(f"{phase:.2f}" for phase in (rep.concentric_s, rep.hold_s, rep.eccentric_s))
            for rep in (one.rep, one.true)
        )
        model = one.sides.model.get(one.flag)
        p = [f"{one.sides.rule[one.flag]:.2f}", "-" if model is None else f"{model:.2f}"]
        is_true = "yes" if one.flag in one.true.flags else "no"
        also = ", ".join(sorted(one.true.flags - {one.flag})) or "-"
        rows.append([f"{number}", one.who, one.prescription, one.flag, is_true, *p, seen, true, also])
    head = ["", "who", "asked", "flag", "true", "rule", "model", "measured s", "true s", "also"]
    return markdown(head, rows)


def picture(some: Sequence[Misjudged], path: Path) -> None:
    """Draw the course of each with the edges found (shaded) and true (dashed)."""
    rows = max(1, -(-len(some) // 2))
    figure = Figure(figsize=(11.0, 2.1 * rows), dpi=80, layout="constrained")
    for number, one in enumerate(some, start=1):
        axes, rep, true = figure.add_subplot(rows, 2, number), one.rep, one.true
        begin = rep.start_s
        edges = (rep.start_s, rep.top_s, rep.eccentric_start_s, rep.end_s)
        for colour, start, end in zip(("#4c78a8", "#e8b04a", "#54a08a"), edges[:-1], edges[1:], strict=True):
            axes.axvspan(start - begin, end - begin, color=colour, alpha=0.3, lw=0)
        for edge in (true.start_s, true.top_s, true.eccentric_start_s, true.end_s):
            axes.axvline(edge - begin, color="#2b2b2b", lw=0.9, ls="--")
        axes.plot(rep.course.t_s - begin, rep.course.height, color="#2b2b2b", lw=1.2)
        said = f"p {one.sides.used[one.flag]:.2f}, true {'yes' if one.flag in true.flags else 'no'}"
        axes.set_title(f"{number}  {one.flag}: {said} ({one.prescription})", fontsize=8, loc="left")
        axes.tick_params(labelsize=7)
    FigureCanvasAgg(figure)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Software": None})


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=6)
    parser.add_argument("--flag", type=Flag, nargs="*", default=LEARNED)
    parser.add_argument("--mount", type=Mount, default=Mount.INSTEP)
    parser.add_argument("--to", type=Path)
    given = parser.parse_args(arguments)
    everything = worst(given.people, given.flag, given.mount)
    print(table(everything[:_SHOWN]))
    print(f"\n{len(everything)} misjudged in all.")
    if given.to is not None:
        picture(everything[:_SHOWN], given.to)


if __name__ == "__main__":
    main()
