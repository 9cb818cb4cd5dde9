"""A recording of arrays is that of the same numbers in a CSV."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sensing.errors import RecordingError
from sensing.recording import open_recording, recording_of

FILE = Path(__file__).parents[3] / "recordings" / "acc-only.csv"


def test_arrays_and_a_file_of_the_same_numbers_are_the_same() -> None:
    table = pd.read_csv(FILE)
    made = recording_of("p07.b", table["time"], table[["acc_x", "acc_y", "acc_z"]])
    read = open_recording(FILE)
    assert made.name == "p07.b"
    assert made.sampling_rate_hz == read.sampling_rate_hz
    np.testing.assert_array_equal(made.data.t_s, read.data.t_s)
    np.testing.assert_array_equal(made.data.acc_mps2, read.data.acc_mps2)


T_S = np.arange(200) / 100.0
UP = np.tile([0.0, 0.0, 9.81], (200, 1))


@pytest.mark.parametrize(
    ("t_s", "acc", "gyr", "why"),
    [
        (T_S, UP.T, None, r"\(n, 3\)"),
        (T_S[:-1], UP, None, r"\(199,\), \(200, 3\)"),
        (T_S, UP, UP[:, :2], r"\(n, 3\)"),
        (T_S, UP / 9.81, None, "g"),
        (T_S[::-1], UP, None, "backwards"),
        (np.full(200, np.nan), UP, None, "needs a time"),
        ([], np.empty((0, 3)), None, "needs a time"),
        (np.zeros(200), UP, None, "at least 1 s"),
    ],
)
def test_what_is_no_recording_says_why(t_s: object, acc: object, gyr: object, why: str) -> None:
    with pytest.raises(RecordingError, match=rf"^p07: .*{why}"):
        recording_of("p07", t_s, acc, gyr)  # type: ignore[arg-type]
