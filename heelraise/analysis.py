"""What was found in one recording, and its form in the JSON contract."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from heelraise.coach.contract import rep_fields, set_fields, span_field, summary_fields, time_field
from heelraise.coach.summary import JudgedRep, SessionTotals, SetSummary, sets_of, totals_of
from sensing.prescription import Prescription
from sensing.types import Attempt, Gap, Placement

_RATE_DECIMALS = 2
_FREE = Prescription(None, 0.0, None)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in one recording.

    Parameters
    ----------
    recording : str
        The recording as it was named: path or name.
    duration_s : float
        From the first sample to the last, s.
    sampling_rate_hz : float
        Rate of the samples as recorded, Hz.
    placement : Placement
        The placement whose signal carried the repetitions.
    prescription : Prescription or None
        What was prescribed; None for the person's own tempo.
    gaps : tuple of Gap
        Holes that were too long to bridge.
    judged : tuple of JudgedRep
        The repetitions with their verdicts.
    attempts : tuple of Attempt
        Lifts too small to count.
    notes : tuple of str
        What a person should know, one sentence each.
    """

    recording: str
    duration_s: float
    sampling_rate_hz: float
    placement: Placement
    prescription: Prescription | None
    gaps: tuple[Gap, ...]
    judged: tuple[JudgedRep, ...]
    attempts: tuple[Attempt, ...]
    notes: tuple[str, ...]

    @property
    def sets(self) -> tuple[SetSummary, ...]:
        """The repetitions grouped into sets."""
        return sets_of(self.judged)

    @property
    def totals(self) -> SessionTotals:
        """The sums over the recording."""
        return totals_of(self.judged, self.prescription or _FREE)

    def as_json(self) -> dict[str, Any]:
        """Return the fields of the JSON contract, in its order."""
        return {
            "recording": self.recording,
            "duration_s": time_field(self.duration_s),
            "sampling_rate_hz": round(float(self.sampling_rate_hz), _RATE_DECIMALS),
            "placement": str(self.placement),
            "gaps": [span_field(gap.start_s, gap.end_s) for gap in self.gaps],
            "reps": [rep_fields(judged) for judged in self.judged],
            "attempts": [span_field(attempt.start_s, attempt.end_s) for attempt in self.attempts],
            "notes": list(self.notes),
            "sets": [set_fields(one) for one in self.sets],
            "summary": summary_fields(self.totals),
        }

    def json_line(self) -> str:
        """Return the contract's object as one line of JSON."""
        return json.dumps(self.as_json(), ensure_ascii=False, allow_nan=False)
