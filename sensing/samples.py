"""Samples as a whole: parts put together, and those without values left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sensing.types import Samples, frozen


def joined(parts: Sequence[Samples]) -> Samples:
    """Return parts that follow each other as one; with angular rate if any of them has it."""
    gyr = [part.gyr_radps for part in parts if part.gyr_radps is not None]
    return Samples(
        frozen(np.concatenate([part.t_s for part in parts])),
        frozen(np.concatenate([part.acc_mps2 for part in parts])),
        frozen(np.concatenate(gyr)) if gyr else None,
    )


def complete(samples: Samples) -> Samples:
    """Leave out samples that hold no numbers: a damaged packet may decode to such, and they are lost ones."""
    gyr = samples.gyr_radps
    if np.isfinite(samples.acc_mps2).all() and (gyr is None or np.isfinite(gyr).all()):
        return samples
    keep: NDArray[np.bool_] = np.all(np.isfinite(samples.acc_mps2), axis=1)
    if gyr is not None:
        keep &= np.all(np.isfinite(gyr), axis=1)
    return samples[keep]
