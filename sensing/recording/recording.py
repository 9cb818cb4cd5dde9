"""What an opened recording is, wherever it came from."""

from __future__ import annotations

from dataclasses import dataclass, field

from sensing.recording.meta import RecordingMeta
from sensing.types import Samples


@dataclass(frozen=True, slots=True)
class Recording:
    """Samples of one recording with what is known about it.

    Parameters
    ----------
    name : str
        Name of the file or folder, without its ending.
    meta : RecordingMeta
        What is known; nearly nothing for a bare CSV.
    sampling_rate_hz : float
        Rate of the samples, Hz.
    notes : tuple of str
        What a person should know, one sentence each: rows left out, a torn last line.
    data : Samples
        All samples, finite, strictly increasing in time.
    """

    name: str
    meta: RecordingMeta
    sampling_rate_hz: float
    notes: tuple[str, ...]
    data: Samples = field(repr=False, compare=False)

    @property
    def duration_s(self) -> float:
        """Time from the first sample to the last, s."""
        return float(self.data.t_s[-1] - self.data.t_s[0])
