"""The panel of pain."""

from __future__ import annotations

from matplotlib.axes import Axes

from heelraise.coach.course import MOST_PAIN
from heelraise.display.plots.panels import bands, line
from heelraise.display.plots.style import PAINS, at
from heelraise.language import Words
from heelraise.progress.course import Progress


def pain(axes: Axes, progress: Progress, words: Words) -> None:
    """Pain by the moment it was asked for, over the bands of the person's plan."""
    limits = progress.programme.pain
    bands(
        axes,
        (
            (limits.go_on_up_to + 0.5, words("go on")),
            (limits.ease_up_to + 0.5, words("ease")),
            (MOST_PAIN + 0.5, words("stop")),
        ),
    )
    for moment, look in PAINS.items():
        points = [(at(one.day, look), float(one.score)) for one in progress.pain if one.moment is moment]
        if points:
            line(axes, points, look, words(look.name))
    axes.set_ylim(-0.5, MOST_PAIN + 0.5)
    axes.set_yticks([0, 2, 4, 6, 8, 10])
    axes.grid(visible=False)
    axes.set_title(words("Pain, 0 to 10"))
    axes.legend(
        loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=5, fontsize=9, borderpad=0, columnspacing=1.2
    )
