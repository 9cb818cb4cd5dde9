"""The page of one session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from heelraise.display.terms import PLACES, SIDES, judged_as
from heelraise.history.document import OWN_TEMPO, RepPart, SessionDocument
from heelraise.language import Language, Words, message, words_in
from heelraise.locale.kept import retold
from heelraise.server.page import measured_table, page, person_link, tag
from models.verdict import Flag, Verdict

_SPACE = "\N{NO-BREAK SPACE}"
_COLUMNS = (
    message("No."),
    message("Set"),
    message("Up s"),
    message("Hold s"),
    message("Down s"),
    message("Range"),
    message("Verdict"),
)
_UNSEEN = message(
    "One sensor does not see a bent knee, leaning forward, pushing hands, or help from the other leg."
)


def session_page(document: SessionDocument, language: Language) -> str:
    """Return the page of one session."""
    words = words_in(language)
    start = f"{words.moment(document.started_at)} ({document.started_at.tzname()})"
    parts = [
        _facts(document, words),
        _reps_table(document.reps, words),
        _notes(document.notes, words),
        tag("p", words(_UNSEEN)),
    ]
    return page(words("Session {moment}", moment=start), parts, language)


def _facts(document: SessionDocument, words: Words) -> str:
    summary = document.summary
    tempo = words("own tempo") if document.prescription == OWN_TEMPO else document.prescription
    place = [words(SIDES[document.side])] if document.side else []
    place.append(words(PLACES[document.placement]))
    facts = {
        words("Repetitions"): str(summary.reps),
        words("Too fast"): str(summary.too_fast),
        words("Time under tension"): f"{summary.time_under_tension_s:.0f}{_SPACE}s",
        words("Repetitions by set"): " + ".join(str(one.reps) for one in document.sets) or "0",
        words("Prescribed, up-hold-down"): tempo,
        words("Duration"): _minutes(document.duration_s),
        words("Sensor"): f"{document.sensor} ({', '.join(place)})",
        words("Attempts not counted"): str(len(document.attempts)),
        words("Holes in the signal"): str(len(document.gaps)),
    }
    person = tag("dt", words("Person")) + f"<dd>{person_link(document.pseudonym)}</dd>"
    others = "".join(tag("dt", name) + tag("dd", value) for name, value in facts.items())
    return f"<dl>{person}{others}</dl>"


def _reps_table(reps: Sequence[RepPart], words: Words) -> str:
    heads = tuple(map(words, _COLUMNS))
    rows = [_rep_row(rep, words) for rep in reps]
    return measured_table(words("Repetitions"), heads, rows)


def _rep_row(rep: RepPart, words: Words) -> str:
    phases = (
        (rep.concentric_s, Flag.CONCENTRIC_TOO_FAST),
        (rep.hold_s, Flag.NO_HOLD),
        (rep.eccentric_s, Flag.ECCENTRIC_TOO_FAST),
    )
    cells = [tag("td", str(rep.set))]
    cells += [tag("td", _number(seconds, words), "off" * (flag in rep.flags)) for seconds, flag in phases]
    cells += [tag("td", _range(rep, words)), tag("td", judged_as(rep.verdict, rep.flags, words))]
    kind = "" if rep.verdict is Verdict.OK else f' class="{rep.verdict}"'
    return f'<tr{kind}><th scope="row">{rep.index}</th>{"".join(cells)}</tr>'


def _range(rep: RepPart, words: Words) -> str:
    if rep.rom_deg is not None:
        return _number(rep.rom_deg, words, "°", space="")
    return "" if rep.rise_cm is None else _number(rep.rise_cm, words, "cm")


def _notes(notes: Iterable[str], words: Words) -> str:
    items = "".join(tag("li", retold(note, words.language)) for note in notes)
    title = tag("h2", words("Notes"))
    return f"{title}<ul>{items}</ul>" if items else ""


def _number(value: float, words: Words, unit: str = "", space: str = _SPACE) -> str:
    return f"{words.number(value)}{space}{unit}" if unit else words.number(value)


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}{_SPACE}min {rest}{_SPACE}s" if minutes else f"{rest}{_SPACE}s"
