"""``heelraise train``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def train(
    people: Annotated[
        int | None, typer.Option(min=1, help="Simulated people; as many as usual if not given.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same weights.")] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Where weights and card go; where the program looks if not given.")
    ] = None,
    page: Annotated[Path | None, typer.Option(help="Also write the card as a Markdown page.")] = None,
) -> None:
    """Train the form classifier on simulated people.

    Needs the extra 'train'. The same seed gives the same weights.
    """
    from models.errors import TrainingError

    try:
        from models.card import save
        from models.training import DEFAULT_PEOPLE, DEFAULT_SEED
        from models.training import train as learn
    except ImportError as error:
        raise TrainingError(f"training needs {error.name}; run: pip install 'heelraise[train]'") from None
    trained = learn(
        DEFAULT_PEOPLE if people is None else people,
        DEFAULT_SEED if seed is None else seed,
        progress=lambda done, total: typer.echo(f"\r{done} of {total} people", nl=done == total, err=True),
    )
    for path in save(trained.classifier, trained.card, folder, page):
        typer.echo(f"wrote {path}")
