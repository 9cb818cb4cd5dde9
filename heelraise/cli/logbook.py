"""Writing a finished exercise of the programme into the diary."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from heelraise.coach.course import PainMoment
from heelraise.coach.programme.plan import Side
from heelraise.display.advice_text import wording
from heelraise.display.entry_text import amount
from heelraise.display.terms import SIDES
from heelraise.session import by_side

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from heelraise.cli.live_session import Kept, Stage
    from heelraise.cli.workout import Workout
    from heelraise.coach.programme.plan import ExercisePlan
    from heelraise.coach.session.state import SessionState
    from heelraise.diary import Diary
    from heelraise.history.document import SessionDocument


def log_session(
    stage: Stage,
    diary: Diary,
    workout: Workout,
    kept: Kept,
    documents: tuple[SessionDocument, ...],
) -> None:
    """Log what a sensor followed of an exercise of the programme.

    A session that went on takes the place of what was logged of it before.
    """
    sessions = sessions_by_side(kept, documents)
    began = kept.started_at if workout.cut_off is None else workout.cut_off.start.started_utc
    log(stage, diary, workout.plan, kept.state, sessions, began)


def sessions_by_side(kept: Kept, documents: tuple[SessionDocument, ...]) -> dict[Side | None, UUID]:
    """Return the kept session of each leg."""
    sides = by_side(kept.session.analysis, kept.state)
    return {side: document.id for (side, _), document in zip(sides, documents, strict=False)}


def log(
    stage: Stage,
    diary: Diary,
    plan: ExercisePlan,
    state: SessionState,
    sessions: dict[Side | None, UUID] | None = None,
    began: datetime | None = None,
    day: date | None = None,
) -> None:
    """Log what was done of an exercise, for each leg that did something, and the pain that was entered.

    Parameters
    ----------
    stage : Stage
        Where it is said.
    diary : Diary
        The person's diary.
    plan : ExercisePlan
        What was to be done.
    state : SessionState
        The session at its end.
    sessions : dict, optional
        The kept session of each leg.
    began : datetime, optional
        When the session began, where it may go on later.
    day : date, optional
        The person's day; today if not given.
    """
    for side in dict.fromkeys(one.turn.side or Side.BOTH for one in state.done):
        sets = [one for one in state.done if (one.turn.side or Side.BOTH) is side]
        counts = tuple(len(one.reps) for one in sets) if plan.raises is not None else ()
        seconds = sum(one.held_s for one in sets)
        if not any(counts) and not seconds:
            continue
        done = plan
        if side is Side.BOTH and plan.raises is not None:
            done = replace(plan, raises=replace(plan.raises, one_leg=False))  # it was finished on two
        session_id = (sessions or {}).get(side)
        diary.done(done, {side: counts}, seconds=seconds, session_id=session_id, began=began, day=day)
        leg = f" ({stage.words(SIDES[side])})" if side in SIDES else ""
        name = wording(plan.name, stage.words) + leg
        said = amount(counts, seconds, stage.words)
        stage.say(stage.words("Logged: {exercise}: {amount}", exercise=name, amount=said))
    _log_pain(diary, state, day)


def _log_pain(diary: Diary, state: SessionState, day: date | None) -> None:
    told = {PainMoment.DURING: state.pain_during, PainMoment.AFTER: state.pain}
    for moment, score in told.items():
        if score is not None:
            diary.pain(moment, score, sharp=state.sharp, day=day)
