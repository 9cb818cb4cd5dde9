"""Danish and English: every sentence that people read passes through here.

The English text stands in the code and is the key; other languages stand in `heelraise.locale`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from string import Formatter

from sensing.said import Said

_FOLDER = Path(__file__).parent / "locale"


class Language(StrEnum):
    """A language the program speaks."""

    ENGLISH = "en"
    DANISH = "da"


_DECIMAL_SIGNS = {Language.ENGLISH: ".", Language.DANISH: ","}
_REGIONS = {Language.ENGLISH: "en_GB", Language.DANISH: "da_DK"}  # day before month in both


class CatalogueMissing(Exception):
    """A language's compiled catalogue is not where it was installed."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language; call it with an English text to get that text in this language.

    Parameters
    ----------
    language : Language
        Which one.
    catalogue : gettext.NullTranslations
        Its texts by the English ones.
    """

    language: Language
    catalogue: NullTranslations

    def __call__(self, text: str, /, **values: object) -> str:
        """Return a text with its names in braces filled in."""
        return _Filler(self).vformat(self.catalogue.gettext(text), (), values)

    def say(self, text: str) -> str:
        """Return a sentence of a floor without a language in this one.

        Parameters
        ----------
        text : str
            What `sensing.said.said` made; anything else is returned as it is.
        """
        return self(text.template, **text.values) if isinstance(text, Said) else text

    def plural(self, one: str, many: str, count: int, **values: object) -> str:
        """Return the text for one or the text for many; both may use ``{count}``."""
        return self.catalogue.ngettext(one, many, count).format(count=count, **values)

    def number(self, value: float, decimals: int = 1) -> str:
        """Return a number with the language's decimal sign."""
        return f"{value:.{decimals}f}".replace(".", _DECIMAL_SIGNS[self.language])

    def short_number(self, value: float) -> str:
        """Return a number with as few decimals as it needs, as prescriptions are written."""
        return f"{value:g}".replace(".", _DECIMAL_SIGNS[self.language])

    def day(self, day: date, skeleton: str = "yMMMEd") -> str:
        """Return a day as the language writes it.

        Parameters
        ----------
        day : date
            The day.
        skeleton : str
            What to name, in the letters of Unicode's locale data: ``yMMMEd`` is year, month, weekday and day.
        """
        from babel.dates import format_skeleton

        return format_skeleton(skeleton, day, locale=_REGIONS[self.language])

    def moment(self, moment: datetime) -> str:
        """Return day and time of day, in the zone that `moment` carries."""
        from babel.dates import format_time

        clock = format_time(moment, "short", tzinfo=moment.tzinfo, locale=_REGIONS[self.language])
        return f"{self.day(moment.date())} {clock}"


class _Filler(Formatter):
    """Fills in a template: sentences in it are said in the language too, numbers get its decimal sign."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, Said):
            value = self._words.say(value)
        text = format(value, format_spec)
        return text.replace(".", _DECIMAL_SIGNS[self._words.language]) if isinstance(value, float) else text


def message(text: str) -> str:
    """Return a text unchanged and mark it for the catalogue: for tables of texts that are said later."""
    return text


@cache
def words_in(language: Language) -> Words:
    """Return a language.

    Raises
    ------
    CatalogueMissing
        If its catalogue was not installed.
    """
    if language is Language.ENGLISH:
        return Words(language, NullTranslations())
    path = _FOLDER / language / "LC_MESSAGES" / "heelraise.mo"
    try:
        with path.open("rb") as file:
            return Words(language, GNUTranslations(file))
    except OSError:
        # Plain English: what it would be said with is what is missing.
        raise CatalogueMissing(
            f"{path}: the texts of '{language}' are missing; install again, or in a checkout: make catalogue"
        ) from None


def language_of_system(environment: Mapping[str, str], system: str | None = None) -> Language:
    """Return the language that the system is set to: Danish or, for all others, English.

    Parameters
    ----------
    environment : mapping
        Environment variables; ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` count, in this order.
    system : str or None
        Name of the system's locale, for systems that do not use these variables.
    """
    names = (environment.get("LC_ALL"), environment.get("LC_MESSAGES"), environment.get("LANG"), system)
    chosen = next((name for name in names if name), "")
    return Language.DANISH if chosen.lower().startswith(("da", "danish")) else Language.ENGLISH


def language_of_browser(accept_language: str) -> Language:
    """Return the language that a browser's ``Accept-Language`` prefers; English where it names neither."""
    best, best_weight = Language.ENGLISH, 0.0
    for part in accept_language[:500].split(","):
        name, _, options = part.strip().partition(";")
        primary = name.strip().lower().partition("-")[0]
        weight = _weight(options)
        if primary in set(Language) and weight > best_weight:
            best, best_weight = Language(primary), weight
    return best


def _weight(options: str) -> float:
    name, _, value = options.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
