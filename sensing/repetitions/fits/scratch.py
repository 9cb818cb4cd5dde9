"""Memory for large arrays that are needed for a moment, kept from one time to the next."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from sensing.types import FloatArray


class Scratch:
    """Hands out arrays, each under its name; what was handed out under a name before is overwritten.

    Half a megabyte that is asked from the system anew, and given back, takes longer than what is worked out
    in it. As much is kept as was needed at most.
    """

    def __init__(self) -> None:
        self._reals: dict[str, FloatArray] = {}
        self._whole: dict[str, NDArray[np.intp]] = {}

    def reals(self, name: str, *shape: int) -> FloatArray:
        """Return an array of any content."""
        size = prod(shape)
        if name not in self._reals or len(self._reals[name]) < size:
            self._reals[name] = np.empty(size)
        return self._reals[name][:size].reshape(shape)

    def whole(self, name: str, *shape: int) -> NDArray[np.intp]:
        """Return an array of whole numbers, of any content."""
        size = prod(shape)
        if name not in self._whole or len(self._whole[name]) < size:
            self._whole[name] = np.empty(size, dtype=np.intp)
        return self._whole[name][:size].reshape(shape)
