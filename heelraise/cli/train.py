"""``heelraise train``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from heelraise.cli.options import LangOption
from sensing.said import said


def train(
    people: Annotated[
        int | None, typer.Option(min=0, help="Simulated people; as many as usual if not given.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same weights.")] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Where weights and card go; where the program looks if not given.")
    ] = None,
    add: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="Also learn from the labelled recordings in this folder."
        ),
    ] = None,
    page: Annotated[Path | None, typer.Option(help="Also write the card as a Markdown page.")] = None,
    lang: LangOption = None,
) -> None:
    """Train the form classifier on simulated people, and on recordings that were labelled.

    Needs the extra 'train'. The same seed and recordings give the same weights. Nothing is written if it
    fails.
    """
    from models.errors import TrainingError

    try:
        from models.card import save
        from models.training import DEFAULT_PEOPLE, DEFAULT_SEED
        from models.training import train as learn
    except ImportError as error:
        raise TrainingError(
            said("training needs {missing}; run: pip install 'heelraise[train]'", missing=error.name)
        ) from None
    from heelraise.opening import open_any
    from models.card import PICTURE
    from models.labelled import added

    draw = None if page is None else _drawing()
    if folder is not None:
        _check_folder(folder)
    trained = learn(
        DEFAULT_PEOPLE if people is None else people,
        DEFAULT_SEED if seed is None else seed,
        progress=lambda done, total: typer.echo(f"\r{done} of {total} people", nl=done == total, err=True),
        also=None if add is None else added(add, open_any),
    )
    written = save(trained.classifier, trained.card, folder, page)
    if page is not None and draw is not None:
        draw(trained.card.fields, page.parent / PICTURE)
        written.append(page.parent / PICTURE)
    for path in written:
        typer.echo(f"wrote {path}")


def _check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be written to: better before minutes of work than after them."""
    from heelraise.machine import problem_in
    from models.errors import TrainingError

    if (why := problem_in(folder)) is not None:
        reason = said("cannot be written ({why})", why=why)
        raise TrainingError(said("{where}: {reason}", where=folder, reason=reason))


def _drawing() -> Callable[[Mapping[str, Any], Path], None]:
    """Return what draws the page's picture, before anything else has been done."""
    from models.errors import TrainingError

    try:
        from heelraise.display.plots.reliability import draw_reliability
    except ImportError as error:
        raise TrainingError(
            said("the page's picture needs {missing}; run: pip install 'heelraise[plot]'", missing=error.name)
        ) from None
    return draw_reliability
