"""Sentences that were kept in English, such as the notes of a session, said in the reader's language.

A document holds the sentence, not what it was made of. The catalogue knows every sentence that the program
can say: the one that fits is said anew, with what stands in the places of its names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.mofile import read_mo

from heelraise.language import Language

_FOLDER = Path(__file__).parent
_DEEPEST = 3
"""A sentence may hold sentences; no deeper than this."""

_OWN_SHARE = 0.4
"""Least share of a sentence that must be the catalogue's own words: "{one} and {other}" fits too much."""

_NUMBER = re.compile(r"-?[0-9]+\.[0-9]+")


@dataclass(frozen=True, slots=True)
class _Sentence:
    pattern: re.Pattern[str]
    own_letters: int
    translation: str


def retold(text: str, language: Language) -> str:
    """Return a kept English sentence in a language; as it is where the catalogue has none that fits.

    Parameters
    ----------
    text : str
        The sentence, one line.
    language : Language
        The reader's.
    """
    return text if language is Language.ENGLISH else _retold(text, language, _DEEPEST)


def _retold(text: str, language: Language, depth: int) -> str:
    if _NUMBER.fullmatch(text):
        return text.replace(".", ",")
    for sentence in _sentences(language) if depth else ():
        found = sentence.pattern.fullmatch(text)
        if found is not None and sentence.own_letters >= _OWN_SHARE * len(text):
            values = {name: _retold(value, language, depth - 1) for name, value in found.groupdict().items()}
            return _filled(sentence.translation, values)
    return text


@cache
def _sentences(language: Language) -> tuple[_Sentence, ...]:
    """Return the catalogue's sentences, those with most words of their own first."""
    with (_FOLDER / language / "LC_MESSAGES" / "heelraise.mo").open("rb") as file:
        entries = [entry for entry in read_mo(file) if isinstance(entry.id, str) and entry.id]
    made = (_sentence(str(entry.id), str(entry.string)) for entry in entries)
    return tuple(sorted(made, key=lambda one: -one.own_letters))


def _sentence(template: str, translation: str) -> _Sentence:
    pattern, own, names = "", 0, set[str]()
    for literal, name, _, _ in Formatter().parse(template):
        pattern += re.escape(literal)
        own += len(literal)
        if name is not None:
            pattern += f"(?P={name})" if name in names else f"(?P<{name}>.+?)"
            names.add(name)
    return _Sentence(re.compile(pattern), own, translation)


def _filled(translation: str, values: Mapping[str, str]) -> str:
    parts = Formatter().parse(translation)
    return "".join(literal + ("" if name is None else values[name]) for literal, name, _, _ in parts)
