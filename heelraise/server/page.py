"""Plain, accessible HTML. Every value is escaped; no script, nothing loaded from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape

from heelraise.history.document import SessionDocument
from heelraise.language import Language, Words, words_in

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; background: Canvas; color: CanvasText; }
h1 { font-size: 1.5rem; }
nav a { margin-inline-end: 1.5rem; padding: .5rem 0; display: inline-block; }
small { white-space: nowrap; font-weight: 400; }
dl { display: grid; grid-template-columns: max-content auto; gap: .2rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: start; font-weight: 600; padding: .5rem 0; }
th, td { text-align: start; padding: .3rem .8rem .3rem .3rem; border-bottom: 1px solid #8886; }
.measured :is(th, td):not(:last-child) { text-align: end; }
.fault { background: rgb(220 40 40 / .15); } .unsure { background: rgb(220 160 0 / .15); }
.off, .fault td:last-child { font-weight: 600; }
.list :is(tbody th, td) { white-space: nowrap; }
@media (max-width: 32rem) {
  h1 { font-size: 1.25rem; } th, td { padding: .3rem .15rem; }
  .list thead { display: block; position: absolute; width: 1px; height: 1px; overflow: hidden; }
  .list thead { clip-path: inset(50%); }
  .list :is(table, tbody, tr) { display: block; }
  .list tr { padding: .6rem 0; border-bottom: 1px solid #8886; }
  .list tbody th { display: block; }
  .list td { display: inline-block; margin-inline-end: 1rem; }
  .list :is(tbody th, td) { white-space: normal; border: 0; padding: 0; }
  .list td::before { content: attr(data-name) ": "; }
}
@media print { nav { display: none; } }
"""

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


def closed_page(language: Language) -> str:
    """Return the page for a browser that may not read."""
    words = words_in(language)
    fresh = words("Each link works once. The program that runs the server gives a fresh one.")
    return page(words("This page is closed"), [tag("p", fresh)], language, inside=False)


def missing_page(language: Language) -> str:
    """Return the page for what is not there."""
    words = words_in(language)
    return page(words("Session"), [tag("p", words("There is no such session."))], language)


def person_link(pseudonym: str) -> str:
    """Return a person's random name (letters, digits, hyphens), which leads to all sessions of theirs."""
    return f'<a href="/sessions?pseudonym={pseudonym}">{pseudonym}</a>'


def session_link(document: SessionDocument, words: Words) -> str:
    """Return the start of a session, which leads to it."""
    return f'<a href="/sessions/{escape(str(document.id))}">{start_of(document, words)}</a>'


def start_of(document: SessionDocument, words: Words) -> str:
    """Return the start on the clock where the session was, and which clock that is; as HTML."""
    clock = tag("small", f"({document.started_at.tzname()})")
    return f"{escape(words.moment(document.started_at))} {clock}"


def measured_table(name: str, heads: Iterable[str], rows: Iterable[str]) -> str:
    """Return a table of numbers under its name; the last column may hold words.

    Parameters
    ----------
    name : str
        What it is.
    heads : iterable of str
        The headings.
    rows : iterable of str
        The rows, as HTML.
    """
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in heads)
    # The table scrolls sideways on a phone; tabindex lets the keyboard do it too.
    return (
        f'<div class="wide" role="region" aria-label="{escape(name)}" tabindex="0">'
        f'<table class="measured">{tag("caption", name)}<thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def list_table(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of what can be opened; on a phone each row is a block with the headings inside.

    Parameters
    ----------
    name : str
        What it is, for those who do not see it.
    heads : sequence of str
        The headings.
    rows : iterable of sequence of str
        The cells of each row, as HTML; the first names it.
    """
    head = "".join(f'<th scope="col" role="columnheader">{escape(title)}</th>' for title in heads)
    body = "".join(f'<tr role="row">{_named_cells(heads, row)}</tr>' for row in rows)
    # A table that is shown in blocks is none any more to screen readers, but for the roles.
    return (
        f'<div class="list"><table role="table" aria-label="{escape(name)}"><thead role="rowgroup">'
        f'<tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _named_cells(heads: Sequence[str], row: Sequence[str]) -> str:
    cells = zip(heads[1:], row[1:], strict=True)
    named = (f'<td role="cell" data-name="{escape(head)}">{cell}</td>' for head, cell in cells)
    return f'<th scope="row" role="rowheader">{row[0]}</th>{"".join(named)}'


def tag(name: str, text: str, kind: str = "") -> str:
    """Return an element with a text, which is escaped."""
    return f'<{name} class="{kind}">{escape(text)}</{name}>' if kind else f"<{name}>{escape(text)}</{name}>"


def page(title: str, parts: Iterable[str], language: Language, *, inside: bool = True) -> str:
    """Return a whole page.

    Parameters
    ----------
    title : str
        What it is about.
    parts : iterable of str
        What comes below the title, as HTML.
    language : Language
        The reader's.
    inside : bool
        Whether the reader may go to the others.
    """
    words = words_in(language)
    ways = _ways(words) if inside else ""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{tag("title", title)}'
        f"<style>{_STYLE}</style></head><body>{ways}"
        f"<main>{tag('h1', title)}{''.join(parts)}</main></body></html>"
    )


def _ways(words: Words) -> str:
    # Not inside an f-string: there the catalogue does not see a text before Python 3.12.
    people, sessions = words("All persons"), words("All sessions")
    return f'<nav><a href="/people">{escape(people)}</a><a href="/sessions">{escape(sessions)}</a></nav>'
