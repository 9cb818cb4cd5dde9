"""How good probabilities are, on people held out."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from sensing.types import FloatArray

_BINS = 10
NEAR_LIMIT = (0.8, 1.2)
"""True lowering time over the limit that counts as near it: 1.6-2.4 s at a limit of 2 s."""


@dataclass(frozen=True, slots=True)
class Score:
    """Scores of one way of judging one flag.

    Parameters
    ----------
    reps, positives : int
        Repetitions judged, and those that truly have the flag.
    f1, precision, recall : float
        At probability 0.5; NaN where nothing is positive.
    ece : float
        Expected calibration error: mean distance of probability and frequency over ten bins.
    brier : float
        Mean squared error of the probability.
    """

    reps: int
    positives: int
    f1: float
    precision: float
    recall: float
    ece: float
    brier: float

    def rounded(self) -> dict[str, float | int | None]:
        """Return plain fields for a card; NaN becomes None."""
        return {
            name: value if isinstance(value, int) else (round(value, 4) if np.isfinite(value) else None)
            for name, value in asdict(self).items()
        }


def score(p: FloatArray, true: FloatArray) -> Score:
    """Score probabilities ``(n,)`` against labels ``(n,)`` of 0 and 1."""
    said, is_true = p >= 0.5, true > 0.5
    hits, said_count, true_count = int((said & is_true).sum()), int(said.sum()), int(is_true.sum())
    return Score(
        reps=len(p),
        positives=true_count,
        f1=_ratio(2 * hits, said_count + true_count),
        precision=_ratio(hits, said_count),
        recall=_ratio(hits, true_count),
        ece=calibration_error(p, true),
        brier=float(np.mean((p - true) ** 2)) if len(p) else float("nan"),
    )


def calibration_error(p: FloatArray, true: FloatArray) -> float:
    """Return the expected calibration error over ten equal bins of probability."""
    if not len(p):
        return float("nan")
    place = np.minimum((p * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(place, weights=true - p, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(p))


def reliability(p: FloatArray, true: FloatArray) -> list[tuple[float, float, int]]:
    """Return mean probability, frequency and count of each of ten bins that holds anything."""
    place = np.minimum((p * _BINS).astype(int), _BINS - 1)
    return [
        (float(p[place == bin_].mean()), float(true[place == bin_].mean()), int((place == bin_).sum()))
        for bin_ in range(_BINS)
        if (place == bin_).any()
    ]


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
