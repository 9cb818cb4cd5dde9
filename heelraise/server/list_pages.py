"""The pages that lead to sessions: the persons, and the sessions of all or of one."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from heelraise.display.history_view import sets, tempo
from heelraise.display.terms import SIDES
from heelraise.history.document import SessionDocument
from heelraise.language import Language, Words, words_in
from heelraise.progress.point import point_of
from heelraise.server.page import list_table, page, person_link, session_link, tag
from heelraise.server.storage import PersonSeen, Place, ReceivedSession

LISTED = 100
"""Sessions or persons on one page."""

RECENT_DAYS = 28
"""A person's trainings in so many days, four weeks, say whether they keep at it."""


def people_page(people: Sequence[PersonSeen], language: Language, following: Place | None = None) -> str:
    """Return the page that lists persons, and how it went when they trained last.

    Parameters
    ----------
    people : sequence of PersonSeen
        Those on this page.
    language : Language
        The reader's.
    following : Place, optional
        Where the next page begins, if there is one.
    """
    words = words_in(language)
    title = words("Persons")
    heads = (
        words("Person"),
        words("Newest session"),
        words("Sets"),
        words("Too fast"),
        words("Sessions in four weeks"),
        words("Sessions"),
    )
    parts = (
        [list_table(title, heads, [_person_row(one, words) for one in people])]
        if people
        else [_nothing(words)]
    )
    return page(title, [*parts, *_older("/people", following, words)], language)


def sessions_page(
    sessions: Sequence[ReceivedSession],
    language: Language,
    pseudonym: str | None = None,
    following: Place | None = None,
) -> str:
    """Return the page that lists sessions and links to each.

    Parameters
    ----------
    sessions : sequence of ReceivedSession
        Those on this page.
    language : Language
        The reader's.
    pseudonym : str, optional
        The person whose sessions they are, if of one only.
    following : Place, optional
        Where the next page begins, if there is one.
    """
    words = words_in(language)
    title = words("Sessions") if pseudonym is None else words("Sessions of {person}", person=pseudonym)
    heads = [words("Started"), words("Leg"), words("Sets"), words("Up-hold-down s"), words("Too fast")]
    if pseudonym is None:
        heads.insert(1, words("Person"))
    rows = [_session_row(one.document, words, named=pseudonym is None) for one in sessions]
    asked = {} if pseudonym is None else {"pseudonym": pseudonym}
    older = _older("/sessions", following, words, **asked)
    parts = [list_table(title, heads, rows), *older, _sheet(words, **asked)] if rows else [_nothing(words)]
    return page(title, parts, language)


def _person_row(one: PersonSeen, words: Words) -> list[str]:
    newest = one.newest
    counts = (str(one.recent), str(one.sessions))
    values = (_sets(newest), _too_fast(newest, words), *counts)
    return [person_link(newest.pseudonym), session_link(newest, words), *map(escape, values)]


def _session_row(document: SessionDocument, words: Words, *, named: bool) -> list[str]:
    point = point_of(document, document.started_at, document.started_at.date())
    person = [person_link(document.pseudonym)] if named else []
    leg = words(SIDES[document.side]) if document.side else ""
    values = (leg, sets(point), tempo(point.done, words), _too_fast(document, words))
    return [session_link(document, words), *person, *map(escape, values)]


def _sets(document: SessionDocument) -> str:
    return sets(point_of(document, document.started_at, document.started_at.date()))


def _too_fast(document: SessionDocument, words: Words) -> str:
    summary = document.summary
    return words("{part} of {whole}", part=summary.too_fast, whole=summary.reps)


def _nothing(words: Words) -> str:
    return tag("p", words("No sessions have come in yet."))


def _sheet(words: Words, **asked: str) -> str:
    name = words("All of these as a table for a spreadsheet")
    query = f"?{urlencode(asked)}" if asked else ""
    return f'<p><a href="/sessions.csv{query}">{escape(name)}</a></p>'


def _older(path: str, following: Place | None, words: Words, **asked: str) -> list[str]:
    if following is None:
        return []
    older = words("Older")
    address = escape(f"{path}?{urlencode({**asked, 'after': following.written()})}")
    return [f'<p><a rel="next" href="{address}">{escape(older)}</a></p>']
