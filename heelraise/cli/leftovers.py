"""Sessions that were cut off and not gone on with: closed with what was counted, and kept."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from heelraise.journal_marks import mark_ended, unfinished
from heelraise.places import Places
from sensing.said import said, said_by

if TYPE_CHECKING:
    from heelraise.cli.live_session import Kept, Stage
    from heelraise.diary import Diary
    from heelraise.history.document import SessionDocument
    from heelraise.history.store import History
    from heelraise.journal import CutOff
    from heelraise.language import Words
    from sensing.recording import RecordingMeta


def settle_beforehand(places: Places, words: Words) -> None:
    """Do as `settle`, for a command that only reads or sends; what there is to say goes to stderr."""
    if not unfinished(places.recordings):
        return
    from rich.console import Console

    from heelraise.cli.live_session import Stage

    settle(Stage(Console(stderr=True), words, places))


def settle(stage: Stage) -> bool:
    """Keep every session that was cut off, is not in the history, and will not go on; return whether one was.

    It is kept once, whenever this is cut off itself: the moment at which a recording began tells whether it
    is in the history. While another session runs nothing happens, nor where the history cannot be used:
    then it is for another time.
    """
    if not unfinished(stage.places.recordings):
        return False
    from heelraise.history.errors import HistoryError
    from heelraise.session_lock import only_session

    try:
        with only_session(stage.places.session_lock):
            kept = sum(_settled(stage, path) for path in unfinished(stage.places.recordings))
    except HistoryError:
        return False
    return kept > 0


def _settled(stage: Stage, path: Path) -> bool:
    from heelraise.coach.errors import CoachError
    from heelraise.history.errors import BadDocument
    from heelraise.history.store import History
    from heelraise.journal import left_over
    from sensing.errors import SensingError

    try:
        cut_off = left_over(path)
        if cut_off is None or cut_off.may_go_on(stage.now()):
            return False
        with History(stage.places.history) as history:
            is_kept = _keep(stage, history, cut_off)
    except (SensingError, BadDocument) as error:
        why = stage.words.say(said_by(error))
        stage.say(stage.words("A session that was cut off cannot be kept: {why}", why=why), "yellow")
        is_kept = False
    except CoachError:  # the programme is wrong: said by what needs it, and for another time here
        return False
    mark_ended(path.parent)
    return is_kept


def _keep(stage: Stage, history: History, cut_off: CutOff) -> bool:
    """Keep what was counted, if it is not kept already; return whether there was something to keep."""
    from heelraise.cli.diary import open_diary
    from heelraise.cli.sending import documents_of
    from sensing.recording.meta import read_meta
    from sensing.recording.writer import META

    meta = read_meta(cut_off.folder / META)
    started_at = datetime.fromisoformat(meta.started_utc) if meta.started_utc else cut_off.start.started_utc
    if history.began_at(started_at, meta.side if cut_off.start.of_pair else None):
        return False
    kept = _counted(cut_off, started_at, meta)
    if not kept.session.analysis.judged:
        return False
    documents = documents_of(kept, history.pseudonym())
    is_logged = cut_off.start.plan is not None and not cut_off.went_on
    with open_diary() if is_logged else nullcontext() as diary:  # first: its programme may be wrong
        history.keep(*documents)
        if not cut_off.went_on:
            _say_kept(stage, started_at, sum(one.summary.reps for one in documents))
        if diary is not None:
            _log(stage, diary, cut_off, kept, documents)
    return True


def _counted(cut_off: CutOff, started_at: datetime, meta: RecordingMeta) -> Kept:
    """Return what was counted up to where it was cut off."""
    from heelraise.analyze import analyze
    from heelraise.cli.live_session import Kept
    from heelraise.coach.cues.conduct import first_coach
    from heelraise.coach.session.events import StopAsked
    from heelraise.coaching import replayed
    from heelraise.live import LiveSession

    found = analyze(cut_off.folder, prescription=cut_off.start.tempo)
    found = replace(found, notes=(*found.notes, said("the session was cut off before its end")))
    closed = (*cut_off.events, StopAsked(cut_off.last_s))  # what was begun is a set
    state = replayed(first_coach(cut_off.start), closed).session
    session = LiveSession(found, interrupted=True, problem=None)
    return Kept(session, state, meta, cut_off.folder, started_at)


def _say_kept(stage: Stage, started_at: datetime, reps: int) -> None:
    text = stage.words.plural(
        "The session of {moment} was cut off; its {count} repetition is kept.",
        "The session of {moment} was cut off; its {count} repetitions are kept.",
        reps,
        moment=stage.words.moment(started_at.astimezone()),
    )
    stage.say(text, "yellow")


def _log(
    stage: Stage, diary: Diary, cut_off: CutOff, kept: Kept, documents: tuple[SessionDocument, ...]
) -> None:
    """Enter it into the diary, on the day on which it began."""
    from heelraise.cli.logbook import log, sessions_by_side
    from heelraise.coach.course import day_of

    began = cut_off.start.started_utc
    day = day_of(began.astimezone(), diary.programme.schedule.day_starts_hour)
    assert cut_off.start.plan is not None
    log(stage, diary, cut_off.start.plan, kept.state, sessions_by_side(kept, documents), began, day)
