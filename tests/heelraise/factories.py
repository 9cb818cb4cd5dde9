"""Made-up sessions for tests."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from heelraise.coach.contract import rep_fields, set_fields, span_field, summary_fields
from heelraise.coach.summary import JudgedRep, sets_of, totals_of
from heelraise.history.document import SessionDocument, document_from_contract
from models.verdict import Flag, FormVerdict, Verdict
from sensing.prescription import Prescription
from sensing.types import Course, Exercise, Placement, Rep, frozen

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PSEUDONYM = "k7wq-3mfx-9t2c"

_NOTHING = frozen([])
_COURSE = Course(_NOTHING, _NOTHING, "deg", _NOTHING, _NOTHING)


def judged_rep(
    index: int = 1,
    *,
    set_index: int = 1,
    start_s: float = 4.0,
    tempo: tuple[float, float, float] = (3.0, 2.0, 3.0),
    flags: Sequence[Flag] = (),
    rom_deg: float | None = 42.6,
) -> JudgedRep:
    top_s = start_s + tempo[0]
    down_s = top_s + tempo[1]
    end_s = down_s + tempo[2]
    rep = Rep(
        index=index,
        set_index=set_index,
        start_s=start_s,
        top_s=top_s,
        eccentric_start_s=down_s,
        end_s=end_s,
        placement=Placement.ANKLE,
        rom_deg=rom_deg,
        top_deg=30.1,
        bottom_deg=-12.5,
        rise_cm=None,
        confidence=0.98,
        touches_gap=False,
        reported_at_s=end_s + 0.25,
        warned_at_s=None,
        course=_COURSE,
    )
    verdict = Verdict.FAULT if flags else Verdict.OK
    return JudgedRep(rep, FormVerdict(verdict, tuple(flags), 0.97 if flags else 0.02))


def judged_set(reps: int = 12, *, too_fast: Sequence[int] = (4, 9)) -> list[JudgedRep]:
    """One set of 3-2-3 in which the numbered repetitions are lowered in 1 s."""
    judged, start_s = [], 4.0
    for index in range(1, reps + 1):
        fast = index in too_fast
        flags = [Flag.ECCENTRIC_TOO_FAST] if fast else []
        judged.append(judged_rep(index, start_s=start_s, tempo=(3.0, 2.0, 1.0 if fast else 3.0), flags=flags))
        start_s = judged[-1].rep.end_s + 0.2
    return judged


def contract(judged: Sequence[JudgedRep]) -> dict[str, Any]:
    """The fields of ``analyze --json``."""
    return {
        "recording": "anna at home.csv",
        "duration_s": 118.2,
        "sampling_rate_hz": 104.0,
        "placement": "ankle",
        "gaps": [span_field(12.0, 12.4)],
        "reps": [rep_fields(item) for item in judged],
        "attempts": [span_field(111.0, 112.4)],
        "notes": ["no gyroscope: rise only"],
        "sets": [set_fields(one) for one in sets_of(judged)],
        "summary": summary_fields(totals_of(judged, Prescription())),
    }


def facts(session_id: UUID | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "pseudonym": PSEUDONYM,
        "started_at": NOON,
        "program_version": "0.1.0",
        "sensor": "Movesense",
        "side": "left",
        "exercise": Exercise.HEEL_RAISE,
        "prescription": "3-2-3",
        "id": session_id or uuid4(),
        **changes,
    }


def document(session_id: UUID | None = None, *, reps: int = 12, **changes: Any) -> SessionDocument:
    return document_from_contract(contract(judged_set(reps)), facts(session_id, **changes))
