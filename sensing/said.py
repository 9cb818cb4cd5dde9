"""Sentences that floors without a language say: English here, in the person's language where they are shown.

An error is raised far below the place that knows who reads it. `said` makes its sentence: plain English for
whoever wants a string, and what it was made of for `heelraise.language`, which says it in another language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce


class Said(str):
    """An English sentence that knows its template and what was filled in. Made by `said`.

    Attributes
    ----------
    template : str
        The sentence with names in braces; the key to other languages.
    values : mapping
        What stands in place of each name. One that is itself `Said` is said in the other language too.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]


def said(template: str, /, **values: object) -> Said:
    """Fill in a sentence; braces in values are left alone.

    The template has to be a literal: ``make catalogue`` finds it by that.

    Parameters
    ----------
    template : str
        The sentence, with names in braces as `str.format` reads them.
    **values : object
        One value for each name.
    """
    sentence = Said(template.format_map(values))
    sentence.template, sentence.values = template, values
    return sentence


def all_of(names: Iterable[str]) -> str:
    """Return names with "and" between them."""
    return reduce(lambda these, this: said("{these} and {this}", these=these, this=this), names)


def one_of(names: Iterable[str]) -> str:
    """Return names with "or" before the last."""
    return reduce(lambda these, this: said("{these} or {this}", these=these, this=this), names)


def said_by(error: BaseException) -> str:
    """Return what an error says: `Said` if it was raised with such a sentence, else its text in one line."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Said) else " ".join(str(error).split())


def with_texts(sentence: Said, change: Callable[[str], str]) -> Said:
    """Return a sentence with another text in place of each that was filled in."""
    values = {
        name: change(value) if isinstance(value, str) and not isinstance(value, Said) else value
        for name, value in sentence.values.items()
    }
    return said(sentence.template, **values)


def system_reason(error: OSError) -> str:
    """Return why the system refused something: `Said` where it is one of the usual reasons."""
    usual = {
        "No such file or directory": said("No such file or directory"),
        "Permission denied": said("Permission denied"),
        "No space left on device": said("No space left on device"),
        "Read-only file system": said("Read-only file system"),
        "Is a directory": said("Is a directory"),
        "Not a directory": said("Not a directory"),
        "File exists": said("File exists"),
        "File name too long": said("File name too long"),
        "Input/output error": said("Input/output error"),
        "Address already in use": said("Address already in use"),
    }
    return usual.get(error.strerror or "", error.strerror or said_by(error) or type(error).__name__)
