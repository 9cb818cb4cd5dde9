"""Everything that ``models`` raises on purpose. Each message is one line that says what to do.

::

    ModelError
    ├── WeightsError (also ValueError)    stored weights that cannot be used: carries path and reason
    ├── TrainingError (also ValueError)   data that nothing can be learned from
    └── StyleError (also ValueError)      a word for how a repetition was done that nobody knows
"""

from __future__ import annotations

from pathlib import Path

from sensing.said import said


class ModelError(Exception):
    """Base of the tree."""


class WeightsError(ModelError, ValueError):
    """Weights are missing, damaged, or not for this program.

    Parameters
    ----------
    path : Path or str
        The file.
    reason : str
        What is wrong and what to do, without the path.
    """

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path = Path(path)
        self.reason = reason
        super().__init__(said("{where}: {reason}", where=path, reason=reason))


class TrainingError(ModelError, ValueError):
    """Nothing can be learned from this data; no file was written."""


class StyleError(ModelError, ValueError):
    """A word for how a repetition was done is not known."""
