"""A recording as our own CSV."""

from __future__ import annotations

from io import StringIO

import numpy as np

from sensing.recording.csv_file import ACC, GYR, TIME
from sensing.types import FloatArray, Samples


def table_of(samples: Samples) -> tuple[tuple[str, ...], FloatArray]:
    """Return the names of the columns, and the columns: time, s, m/s² and, if there is a gyroscope, rad/s."""
    columns = [samples.t_s[:, None], samples.acc_mps2]
    if samples.gyr_radps is None:
        return (TIME, *ACC), np.concatenate(columns, axis=1)
    return (TIME, *ACC, *GYR), np.concatenate([*columns, samples.gyr_radps], axis=1)


def csv_text(samples: Samples) -> str:
    """Return the text of the CSV: times to the microsecond, values to seven digits."""
    names, table = table_of(samples)
    text = StringIO()
    formats = ["%.6f"] + ["%.7g"] * (len(names) - 1)
    np.savetxt(text, table, fmt=formats, delimiter=",", header=",".join(names), comments="")
    return text.getvalue()
