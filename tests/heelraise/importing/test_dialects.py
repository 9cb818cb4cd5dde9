from pathlib import Path

import numpy as np
import pytest

from heelraise.importing import import_recording
from heelraise.opening import is_foreign
from sensing.types import Samples
from tests.heelraise.importing.files import ALL, gyr_of

WITHOUT_GYR = {"phyphox CSV in German", "Sensor Logger CSV, iPhone's g"}


def imported(made: Path | list[Path]) -> tuple[Samples, tuple[str, ...]]:
    paths = made if isinstance(made, list) else [made]
    assert all(is_foreign(path) for path in paths)
    recording = import_recording(paths)
    return recording.data, recording.notes


@pytest.mark.parametrize("name", ALL)
def test_every_program_s_files_give_the_same_samples(name: str, few_seconds: Samples, tmp_path: Path) -> None:
    got, notes = imported(ALL[name](few_seconds, tmp_path))
    assert notes[0].startswith("read as a recording of ")
    # Times may have been started anew, and the ends lack a partner on the other sensor's clock.
    t_s = got.t_s - got.t_s[0] + first_of(got, few_seconds)
    assert abs(len(got) - len(few_seconds)) <= 4
    inner = slice(5, -5)
    acc = np.stack([np.interp(t_s, few_seconds.t_s, few_seconds.acc_mps2[:, i]) for i in range(3)], axis=1)
    np.testing.assert_allclose(got.acc_mps2[inner], acc[inner], atol=0.06)
    if name in WITHOUT_GYR:
        assert got.gyr_radps is None
        return
    gyr = np.stack([np.interp(t_s, few_seconds.t_s, gyr_of(few_seconds)[:, i]) for i in range(3)], axis=1)
    np.testing.assert_allclose(gyr_of(got)[inner], gyr[inner], atol=0.12)
    assert np.abs(gyr_of(got)[inner] - gyr[inner]).mean() < 0.012


def first_of(got: Samples, true: Samples) -> float:
    """The true time of the first sample that was imported."""
    at = int(np.argmin(np.abs(true.acc_mps2[:8] - got.acc_mps2[0]).sum(axis=1)))
    return float(true.t_s[at])
