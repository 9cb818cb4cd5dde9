"""The command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from heelraise.cli.leaving import INTERRUPTED

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit.

    Parameters
    ----------
    arguments : sequence of str, optional
        Arguments of the command line; those of this process if not given.
    """
    try:
        # Its libraries take half a second to load: Ctrl-C then ends it as quietly as later.
        from heelraise.cli.program import run

        run(arguments)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
