"""Sessions as plain, accessible HTML. Every value is escaped; no script, nothing loaded from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape

from heelraise.display.terms import PLACES, SIDES, judged_as
from heelraise.history.document import OWN_TEMPO, RepPart, SessionDocument
from heelraise.language import Language, Words, message, words_in
from heelraise.server.storage import ReceivedSession
from models.verdict import Flag, Verdict

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; }
dl { display: grid; grid-template-columns: max-content auto; gap: .2rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: start; font-weight: 600; padding: .5rem 0; }
th, td { text-align: start; padding: .3rem .8rem .3rem .3rem; border-bottom: 1px solid #8886; }
.measured :is(th, td):not(:last-child) { text-align: end; }
.fault { background: rgb(220 40 40 / .15); } .unsure { background: rgb(220 160 0 / .15); }
.off, .fault td:last-child { font-weight: 600; }
@media (max-width: 32rem) { h1 { font-size: 1.25rem; } th, td { padding: .3rem .15rem; } }
"""

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

_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()

HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Language, Cookie",
}
"""Sent with every page: health data are not to be cached, framed or scripted."""


def session_page(document: SessionDocument, language: Language) -> str:
    """Return the page of one session."""
    words = words_in(language)
    parts = [
        _tag("h1", words("Session {moment}", moment=_moment(document, words))),
        _facts(document, words),
        _reps_table(document.reps, words),
        _notes(document.notes, words),
        _tag("p", words(_UNSEEN)),
        _to_all(words),
    ]
    return _page(words("Session {moment}", moment=_moment(document, words)), parts, language)


def sessions_page(
    sessions: Sequence[ReceivedSession], language: Language, pseudonym: str | None = None
) -> str:
    """Return the page that lists sessions and links to each; those of one person, or of all."""
    words = words_in(language)
    title = words("Sessions") if pseudonym is None else words("Sessions of {person}", person=pseudonym)
    parts = [_tag("h1", title)]
    if sessions:
        heads = (words("Started"), words("Person"), words("Repetitions"), words("Too fast"))
        rows = [_overview_row(item.document, words) for item in sessions]
        parts.append(_table(title, heads, rows))
    else:
        parts.append(_tag("p", words("No sessions have come in yet.")))
    return _page(title, parts if pseudonym is None else [*parts, _to_all(words)], language)


def _to_all(words: Words) -> str:
    # Not inside an f-string: there the catalogue does not see a text before Python 3.12.
    name = words("All sessions")
    return f'<p><a href="/sessions">{escape(name)}</a></p>'


def closed_page(language: Language) -> str:
    """Return the page for a browser that may not read."""
    words = words_in(language)
    return _page(
        words("This page is closed"),
        [
            _tag("h1", words("This page is closed")),
            _tag("p", words("Each link works once. The program that runs the server gives a fresh one.")),
        ],
        language,
    )


def missing_page(language: Language) -> str:
    """Return the page for a session that is not there."""
    words = words_in(language)
    return _page(
        words("Session"),
        [_tag("h1", words("Session")), _tag("p", words("There is no such session."))],
        language,
    )


def _facts(document: SessionDocument, words: Words) -> str:
    summary = document.summary
    tempo = words("own tempo") if document.prescription == OWN_TEMPO else document.prescription
    place = [words(SIDES[document.side])] if document.side else []
    place.append(words(PLACES[document.placement]))
    facts = {
        words("Repetitions"): str(summary.reps),
        words("Too fast"): str(summary.too_fast),
        words("Time under tension"): _number(summary.time_under_tension_s, words, "s"),
        words("Repetitions by set"): " + ".join(str(one.reps) for one in document.sets) or "0",
        words("Prescribed, up-hold-down"): tempo,
        words("Duration"): _number(document.duration_s, words, "s"),
        words("Sensor"): f"{document.sensor} ({', '.join(place)})",
        words("Attempts not counted"): str(len(document.attempts)),
        words("Holes in the signal"): str(len(document.gaps)),
    }
    person = _tag("dt", words("Person")) + f"<dd>{_person(document)}</dd>"
    others = "".join(_tag("dt", name) + _tag("dd", value) for name, value in facts.items())
    return f"<dl>{person}{others}</dl>"


def _person(document: SessionDocument) -> str:
    """Return the person's random name (letters, digits, hyphens), which leads to all sessions of theirs."""
    return f'<a href="/sessions?pseudonym={document.pseudonym}">{document.pseudonym}</a>'


def _reps_table(reps: Sequence[RepPart], words: Words) -> str:
    heads = tuple(map(words, _COLUMNS))
    rows = [_rep_row(rep, words) for rep in reps]
    return _table(words("Repetitions"), heads, rows, measured=True)


def _rep_row(rep: RepPart, words: Words) -> str:
    phases = (
        (rep.concentric_s, Flag.CONCENTRIC_TOO_FAST),
        (rep.hold_s, Flag.NO_HOLD),
        (rep.eccentric_s, Flag.ECCENTRIC_TOO_FAST),
    )
    cells = [_tag("td", str(rep.set))]
    cells += [_tag("td", _number(seconds, words), "off" * (flag in rep.flags)) for seconds, flag in phases]
    cells += [_tag("td", _range(rep, words)), _tag("td", judged_as(rep.verdict, rep.flags, words))]
    kind = "" if rep.verdict is Verdict.OK else f' class="{rep.verdict}"'
    return f'<tr{kind}><th scope="row">{rep.index}</th>{"".join(cells)}</tr>'


def _overview_row(document: SessionDocument, words: Words) -> str:
    link = f'<a href="/sessions/{escape(str(document.id))}">{escape(_moment(document, words))}</a>'
    counts = _tag("td", str(document.summary.reps)) + _tag("td", str(document.summary.too_fast))
    return f'<tr><th scope="row">{link}</th><td>{_person(document)}</td>{counts}</tr>'


def _range(rep: RepPart, words: Words) -> str:
    if rep.rom_deg is not None:
        return _number(rep.rom_deg, words, "°", space="")
    return "" if rep.rise_cm is None else _number(rep.rise_cm, words, "cm")


def _notes(notes: Iterable[str], words: Words) -> str:
    items = "".join(_tag("li", note) for note in notes)
    title = _tag("h2", words("Notes"))
    return f"{title}<ul>{items}</ul>" if items else ""


def _moment(document: SessionDocument, words: Words) -> str:
    """Return the start on the clock where the session was, and which clock that is."""
    return f"{words.moment(document.started_at)} ({document.started_at.tzname()})"


def _number(value: float, words: Words, unit: str = "", space: str = "\N{NO-BREAK SPACE}") -> str:
    return f"{words.number(value)}{space}{unit}" if unit else words.number(value)


def _table(name: str, heads: Iterable[str], rows: Iterable[str], *, measured: bool = False) -> str:
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in heads)
    opening = f'<table class="measured">{_tag("caption", name)}' if measured else "<table>"
    # The table scrolls sideways on a phone; tabindex lets the keyboard do it too.
    return (
        f'<div class="wide" role="region" aria-label="{escape(name)}" tabindex="0">'
        f"{opening}<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _tag(name: str, text: str, kind: str = "") -> str:
    return f'<{name} class="{kind}">{escape(text)}</{name}>' if kind else f"<{name}>{escape(text)}</{name}>"


def _page(title: str, parts: Iterable[str], language: Language) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{_tag("title", title)}'
        f"<style>{_STYLE}</style></head><body><main>{''.join(parts)}</main></body></html>"
    )
