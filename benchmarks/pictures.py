"""Bland-Altman pictures: measured minus true lowering time against the mean of both."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from heelraise.evaluation.outcome import Outcome
from heelraise.evaluation.scores import PHASES, agreement, phase_pairs

_SHOWN_S = 1.0
_MOST_POINTS = 2500


def bland_altman(outcomes: Sequence[Outcome], title: str, path: Path) -> bool:
    """Draw the lowering times; return whether there was any to draw."""
    true_s, measured_s = map(np.asarray, phase_pairs(outcomes, PHASES.index("eccentric")))
    if not len(true_s):
        return False
    error_s, mean_s = measured_s - true_s, (measured_s + true_s) / 2.0
    limits = agreement(measured_s.tolist(), true_s.tolist())
    figure = Figure(figsize=(6.0, 3.4), dpi=80, layout="constrained")
    axes = figure.add_subplot()
    every = max(1, len(true_s) // _MOST_POINTS)
    axes.plot(
        mean_s[::every], np.clip(error_s[::every], -_SHOWN_S, _SHOWN_S), ".", ms=3, alpha=0.35, color="C0"
    )
    for level, name in ((limits.lower_s, "-1.96 SD"), (limits.bias_s, "mean"), (limits.upper_s, "+1.96 SD")):
        axes.axhline(
            level, color="C3", lw=1, ls="-" if name == "mean" else "--", label=f"{name} {level:+.2f} s"
        )
    beyond = int(np.sum(np.abs(error_s) > _SHOWN_S))
    note = f"; {beyond} beyond ±{_SHOWN_S:g} s lie on the edge" if beyond else ""
    axes.set_title(f"{title}: {len(true_s)} repetitions{note}", fontsize=9)
    axes.set(xlabel="mean of measured and true lowering, s", ylabel="measured - true, s")
    axes.set_ylim(-1.05 * _SHOWN_S, 1.05 * _SHOWN_S)
    axes.legend(fontsize=7, loc="upper right")
    path.parent.mkdir(parents=True, exist_ok=True)
    FigureCanvasAgg(figure)
    figure.savefig(path, metadata={"Software": None})
    return True
