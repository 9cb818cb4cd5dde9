"""Correct, fast or low? Real leg exercises, each person judged by what the others taught.

    python -m benchmarks.styles [FOLDER]

A recording holds ten correct repetitions, a pause, ten fast ones, a pause, ten low ones; the pauses tell
which is which, so that a repetition too few or too many spoils nothing. What is learned from are times and
size relative to the person's own first three repetitions, as the judge has them: of angle and height lifted
the one that is less. With this, support vectors, linear ones and a logistic regression score within a point.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import nan
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from benchmarks import REAL
from benchmarks.tables import markdown
from heelraise.analyze import analyze
from heelraise.coach.summary import JudgedRep
from heelraise.evaluation.truth import ENDING, read_truth
from models.rules import TEMPO_FLAGS
from models.verdict import Flag
from sensing.types import Exercise, Rep

STYLES = ("correct", "fast", "low")
_OWN = 3
_LEAST_S = 0.05
_LEAST_CM = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A repetition: where, its features, its true style, and what the program as shipped says."""

    recording: str
    features: NDArray[np.float64]
    true: str
    shipped: str

    @property
    def person(self) -> str:
        return self.recording.partition("_")[0]


@dataclass(frozen=True, slots=True)
class Styles:
    """What came of it: recording, true and said style of each; repetitions missed and extra of those done."""

    learned: list[tuple[str, str, str]]
    shipped: list[tuple[str, str, str]]
    done: int
    missed: int
    extra: int


def measured(folder: Path) -> Styles:
    """Analyse every recording of the folder, and judge each person by the others."""
    rows: list[Found] = []
    done = missed = extra = 0
    for path in sorted(folder.glob("*.csv")):
        counts = dict(read_truth(path.with_name(path.stem + ENDING)).by_style)
        judged = analyze(path, None, Exercise.LIMB, None).judged
        blocks = in_blocks(judged)
        rows += rows_of(path.stem, judged, blocks)
        for style, block in zip(STYLES, blocks, strict=True):
            done += counts[style]
            missed += max(0, counts[style] - len(block))
            extra += max(0, len(block) - counts[style])
    return Styles(
        held_out(rows), [(row.recording, row.true, row.shipped) for row in rows], done, missed, extra
    )


def in_blocks(judged: Sequence[JudgedRep]) -> list[Sequence[JudgedRep]]:
    """Split at the longest pauses into as many blocks as there are styles."""
    pauses_s = [later.rep.top_s - earlier.rep.top_s for earlier, later in pairwise(judged)]
    cuts = sorted(sorted(range(len(pauses_s)), key=lambda place: -pauses_s[place])[: len(STYLES) - 1])
    borders = [0, *(cut + 1 for cut in cuts), len(judged)]
    return [judged[start:end] for start, end in pairwise(borders)]


def rows_of(
    recording: str, judged: Sequence[JudgedRep], blocks: Sequence[Sequence[JudgedRep]]
) -> list[Found]:
    """Return every repetition relative to the first ones."""
    shares = np.array([sizes_of(one.rep) for one in judged])
    shares /= [median(column) for column in shares[:_OWN].T]
    features = np.log(np.column_stack([shares[:, :2], np.nanmin(shares[:, 2:], axis=1)]))
    styles = [style for style, block in zip(STYLES, blocks, strict=True) for _ in block]
    return [
        Found(recording, row, style, said_by(one))
        for one, row, style in zip(judged, features, styles, strict=True)
    ]


def sizes_of(rep: Rep) -> tuple[float, ...]:
    """Whole time and hold, s, range, and how high it was lifted, cm: what the features are made of."""
    lifted_cm = nan if rep.lifted_cm is None else max(rep.lifted_cm, _LEAST_CM)
    return rep.end_s - rep.start_s, max(rep.hold_s, _LEAST_S), rep.range, lifted_cm


def said_by(judged: JudgedRep) -> str:
    """Put the flags into a style: haste shows in a tempo flag, where a hold is asked often in it alone."""
    flags = set(judged.form.flags)
    return "low" if Flag.LOW in flags else "fast" if flags & TEMPO_FLAGS else "correct"


def held_out(rows: Sequence[Found]) -> list[tuple[str, str, str]]:
    """Judge each person by a model of the others."""
    out: list[tuple[str, str, str]] = []
    for person in sorted({row.person for row in rows}):
        others = [row for row in rows if row.person != person]
        own = [row for row in rows if row.person == person]
        model = make_pipeline(StandardScaler(), SVC())
        model.fit(np.array([row.features for row in others]), [row.true for row in others])
        said = model.predict(np.array([row.features for row in own]))
        out += [(row.recording, row.true, str(style)) for row, style in zip(own, said, strict=True)]
    return out


def right_share(pairs: Sequence[tuple[str, str, str]], of: str | None = None) -> float:
    """Share judged right: all styles, or one of them against the rest."""
    right = [true == said if of is None else (true == of) == (said == of) for _, true, said in pairs]
    return sum(right) / len(right)


def tables(found: Styles) -> str:
    """Return the numbers against the targets, and who was taken for what."""
    ways = {"learned from other people": found.learned, "program as shipped": found.shipped}
    targets = [
        [
            "fast told from the rest (≥ 98 %)",
            *(_against(right_share(way, "fast"), 0.98) for way in ways.values()),
        ],
        ["all three told apart (≥ 95 %)", *(_against(right_share(way), 0.95) for way in ways.values())],
        ["repetitions missed (≤ 1 %)", *[_against(-found.missed / found.done, -0.01)] * len(ways)],
    ]
    parts = [markdown(["", *ways], targets)]
    for name, way in ways.items():
        pairs = [(true, said) for _, true, said in way]
        rows = [[true, *(str(pairs.count((true, said))) for said in STYLES)] for true in STYLES]
        parts.append(markdown([f"{name}: done", *(f"called {said}" for said in STYLES)], rows))
    wrong = Counter(recording for recording, true, said in found.learned if true != said)
    named = ", ".join(f"{name} {count}" for name, count in wrong.most_common())
    parts.append(
        f"{found.done} repetitions done, {found.missed} missed, {found.extra} extra. "
        f"Misjudged by what was learned, by recording: {named or 'none'}."
    )
    return "\n\n".join(parts)


def _against(value: float, limit: float) -> str:
    return f"{100.0 * abs(value):.1f} % ({'met' if value >= limit else '**not met**'})"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=REAL / "rehab_styles")
    folder = parser.parse_args(arguments).folder
    found = measured(folder)
    if not found.done:
        parser.error(f"{folder}: no recordings of styles in it")
    print(tables(found))


if __name__ == "__main__":
    main()
