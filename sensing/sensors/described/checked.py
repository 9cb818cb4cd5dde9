"""Reading a table of a TOML file with a check at each key; an error names file, key and what to do."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from sensing.errors import SensorFileError
from sensing.said import Said, said, with_texts

_SHORT_UUID = re.compile(r"[0-9a-f]{4}")
_LONGEST_TEXT = 300
_SIG_BASE = "0000{}-0000-1000-8000-00805f9b34fb"


class Checked:
    """A table of which every value is taken once, by its key.

    Parameters
    ----------
    path : str
        The file, for messages.
    table : mapping
        What TOML made of it.
    inside : str
        Keys that lead to this table, e.g. ``streams[1].``.
    """

    def __init__(self, path: str, table: Mapping[str, object], inside: str = "") -> None:
        self._path = path
        self._left = dict(table)
        self._inside = inside

    def wrong(self, key: str, reason: Said) -> SensorFileError:
        """Return the error that says what is wrong with `key`."""
        return SensorFileError(self._path, _shown(f"{self._inside}{key}"), with_texts(reason, _shown))

    def has(self, key: str) -> bool:
        """Whether `key` is given and was not taken yet."""
        return key in self._left

    def text(self, key: str, default: str | None = None) -> str:
        """Take a text that is not empty."""
        value = self._take(key, default)
        if not isinstance(value, str) or not value:
            raise self.wrong(key, said("is {value}; write a text in quotes", value=repr(value)))
        return value

    def name(self, key: str) -> str:
        """Take a short text of one line."""
        value = self.text(key)
        if len(value) > 60 or not value.isprintable():
            raise self.wrong(key, said("is too long or has more than one line; write at most 60 characters"))
        return value

    def flag(self, key: str) -> bool:
        """Take true or false; false where it is missing."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, said("is {value}; write true or false", value=repr(value)))
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """Take a number from `low` to `high`."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.wrong(key, said("is {value}; write a number", value=repr(value)))
        if not low <= value <= high:
            raise self.wrong(
                key,
                said("is {value:g}; it should be from {low:g} to {high:g}", value=value, low=low, high=high),
            )
        return float(value)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Take a whole number from `low` to `high`."""
        value = self.number(key, low, high, default)
        if value != int(value):
            raise self.wrong(key, said("is {value:g}; write a whole number", value=value))
        return int(value)

    def choice(self, key: str, choices: Iterable[str]) -> str:
        """Take one of the given texts."""
        value = self.text(key)
        if value not in set(choices):
            raise self.wrong(
                key,
                said("is '{value}'; write one of {choices}", value=value, choices=", ".join(sorted(choices))),
            )
        return value

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """Take a list of texts, which may be empty only where it is `optional`."""
        value = self._take(key, [] if optional else None)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(
                key, said('is {value}; write a list of texts, e.g. ["a", "b"]', value=repr(value))
            )
        if not value and not optional:
            raise self.wrong(key, said("is empty"))
        return tuple(value)

    def uuid(self, key: str, value: str | None = None) -> str:
        """Take a UUID, of 128 bits or the 16 of the SIG; or check `value` as though it stood there."""
        given = (self.text(key) if value is None else value).lower()
        try:
            return _SIG_BASE.format(given) if _SHORT_UUID.fullmatch(given) else str(UUID(given))
        except ValueError:
            raise self.wrong(
                key,
                said("'{given}' is no UUID; write e.g. 0000ffe5-0000-1000-8000-00805f9b34fb", given=given),
            ) from None

    def table(self, key: str) -> Checked:
        """Take a table; an empty one where it is missing."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, said("should be a table; write [{key}] on a line of its own", key=key))
        return Checked(self._path, value, f"{self._inside}{key}.")

    def tables(self, key: str, most: int) -> list[Checked]:
        """Take a list of 1 to `most` tables."""
        value = self._take(key, None)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(key, said("should be tables; write [[{key}]] on a line of its own", key=key))
        if not 1 <= len(value) <= most:
            raise self.wrong(
                key, said("there are {count}; there should be 1 to {most}", count=len(value), most=most)
            )
        return [
            Checked(self._path, each, f"{self._inside}{key}[{number}].")
            for number, each in enumerate(value, 1)
        ]

    def done(self) -> None:
        """Raise SensorFileError if something is left: a key that nobody knows is a misspelt one."""
        for key in self._left:
            raise self.wrong(key, said("is not known here; check its spelling"))

    def _take(self, key: str, default: object) -> object:
        if key not in self._left and default is None:
            raise self.wrong(key, said("is missing"))
        return self._left.pop(key, default)


def _shown(text: str) -> str:
    """Return what a file says so that it can stand in a message: short, and without control characters."""
    return "".join(each if each.isprintable() else "?" for each in text)[:_LONGEST_TEXT]
