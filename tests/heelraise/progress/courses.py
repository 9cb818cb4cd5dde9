"""Made-up weeks of training."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from heelraise.coach.course import CourseLog, ExerciseDone, PainEntry, PainMoment
from heelraise.coach.programme.plan import Side
from heelraise.coach.summary import JudgedRep
from heelraise.history.document import SessionDocument, document_from_contract
from models.verdict import Flag
from tests.heelraise.factories import contract, facts, judged_rep

FIRST = date(2026, 10, 5)
_SPACE = UUID("6ba7b810-9dad-41d1-80b4-00c04fd430c8")


def moment(day: date, hour: int = 17) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 12, tzinfo=UTC)


def session_id(number: int) -> UUID:
    return UUID(bytes=uuid5(_SPACE, str(number)).bytes, version=4)


def judged_session(number: int, sets: int, reps: int) -> list[JudgedRep]:
    """A session of somebody who gets slower and higher with time and hurries at the end of each set."""
    judged, start_s = [], 4.0
    number %= 1000
    down_s = min(3.1, 2.3 + 0.05 * number)
    for index in range(sets * reps):
        hurry = 0.5 * (index % reps) / reps + 0.1 * ((7 * index + number) % 5)
        fast = down_s - hurry < 2.0
        tempo = (2.6 + 0.1 * ((3 * index + number) % 6), 1.8, down_s - hurry + 0.2)
        judged.append(
            judged_rep(
                index + 1,
                set_index=index // reps + 1,
                start_s=start_s,
                tempo=tempo,
                flags=[Flag.ECCENTRIC_TOO_FAST] if fast else [],
                rom_deg=34.0 + 0.4 * number - 0.3 * (index % reps),
            )
        )
        start_s = judged[-1].rep.end_s + (60.0 if (index + 1) % reps == 0 else 0.2)
    return judged


def session(
    number: int, day: date, side: str | None = "left", sets: int = 3, reps: int = 12
) -> SessionDocument:
    judged = judged_session(number, sets, reps)
    stated = facts(session_id(number), started_at=moment(day), side=side)
    return document_from_contract(contract(judged), stated)


def course(weeks: int = 6) -> tuple[list[SessionDocument], CourseLog]:
    """Every other day with a missed week; from the fourth week on the right leg too; the log of it."""
    documents: list[SessionDocument] = []
    pain: list[PainEntry] = []
    done: list[ExerciseDone] = []
    for number in range(weeks * 7 // 2):
        day = FIRST + timedelta(days=2 * number)
        if number in (9, 10, 15):
            continue
        sets, reps = ((3, 12), (4, 10), (5, 8))[min(number // 7, 2)]
        for leg, side in enumerate(("left", "right") if number > 10 else ("left",)):
            one = session(1000 * leg + number, day, side, sets, reps if number != 6 else 5)
            documents.append(one)
            done.append(
                ExerciseDone(
                    one.id, moment(day, 18), day, "heel_raise", Side(side), True, (reps,) * sets, 0.0,
                    float(number // 4 * 2), "0" * 12, one.id,
                )
            )  # fmt: skip
        before = max(0, 4 - number // 5)
        after = min(10, before + (number % 3 == 0) + 3 * (number == 8))
        scores = {PainMoment.BEFORE: before, PainMoment.DURING: before + 1, PainMoment.AFTER: after}
        pain += [PainEntry(moment(day), day, which, score) for which, score in scores.items()]
        next_day = day + timedelta(days=1)
        pain.append(PainEntry(moment(next_day, 6), next_day, PainMoment.MORNING, max(0, after - 1)))
    return documents, CourseLog(tuple(pain), (), tuple(done))
