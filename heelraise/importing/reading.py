"""From the text of a file to the tracks in it, by content: whose table it is says what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from heelraise.importing.bundle import Member
from heelraise.importing.dialects import DIALECTS, Columns, Dialect, TimeUnit
from heelraise.importing.json_files import tracks_of_json
from heelraise.importing.tables import find_table
from heelraise.importing.times import seconds_of
from heelraise.importing.track import Track
from sensing.recording.units import without_absurd
from sensing.said import said
from sensing.types import FloatArray


@dataclass(frozen=True, slots=True)
class Found:
    """Where a table has what a dialect says.

    Parameters
    ----------
    dialect : Dialect
        Whose table it is.
    groups : tuple
        What is there: the meaning, the columns of x, y and z, and that of the time.
    """

    dialect: Dialect
    groups: tuple[tuple[Columns, tuple[int, ...], int], ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of one file.

    Parameters
    ----------
    tracks : tuple of Track
        What it holds.
    notes : tuple of str
        What a person should know.
    """

    tracks: tuple[Track, ...] = ()
    notes: tuple[str, ...] = ()


def read_member(member: Member, dialects: Sequence[Dialect] = DIALECTS) -> Read:
    """Return the tracks in a file; none if it is none of the formats that are known."""
    if is_json(member):
        return Read(tracks_of_json(member))
    found = find_table(member.text, lambda headings: _match(headings, member.name, dialects))
    return Read() if found is None else _tracks(member, *found)


def is_json(member: Member) -> bool:
    """Whether a file looks like JSON: no table begins so."""
    return member.text.lstrip("\ufeff \r\n\t")[:1] in {"{", "["}


def _match(headings: tuple[str, ...], name: str, dialects: Sequence[Dialect]) -> Found | None:
    for dialect in dialects:
        time = _column(dialect.time, headings)
        if time is None or not all(_column(pattern, headings) is not None for pattern in dialect.also):
            continue
        meant = next(
            (columns for pattern, columns in dialect.by_name if re.fullmatch(pattern, name.lower())), None
        )
        groups = dialect.groups if meant is None else (*dialect.groups, meant)
        found = tuple(one for group in groups if (one := _located(group, headings, time)) is not None)
        if found:
            return Found(dialect, found)
    return None


def _located(
    group: Columns, headings: tuple[str, ...], time: int
) -> tuple[Columns, tuple[int, ...], int] | None:
    own = time if group.time is None else _column(group.time, headings)
    axes = [_column(pattern, headings) for pattern in group.axes]
    there = tuple(column for column in axes if column is not None)
    return (group, there, own) if len(there) == len(axes) and own is not None else None


def _column(pattern: str, headings: tuple[str, ...]) -> int | None:
    return next((n for n, heading in enumerate(headings) if re.fullmatch(pattern, heading)), None)


def _tracks(member: Member, table: pd.DataFrame, found: Found) -> Read:
    notes: list[str] = []
    dialect, tracks = found.dialect, []
    for columns, axes, time in found.groups:
        t_s, guessed = seconds_of(table[time], dialect.time_unit, dialect.time_wraps)
        if guessed not in {None, TimeUnit.S}:
            notes.append(
                said("{name}: times advance as {unit} do; taken as {unit}", name=member.name, unit=guessed)
            )
        values = without_absurd(table[list(axes)].apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float))
        keep = _fresh(t_s, columns.time is not None)
        tracks.append(
            Track(
                columns.kind, t_s[keep], values[keep], columns.unit, columns.sign, dialect.program,
                member.name, columns.rank,
            )
        )  # fmt: skip
    return Read(tuple(tracks), tuple(notes))


def _fresh(t_s: FloatArray, repeats: bool) -> FloatArray:
    """Return which rows to take: those with a time, and once where a sensor's own repeats."""
    keep = np.isfinite(t_s)
    if repeats:
        keep &= np.concatenate(([True], np.diff(t_s) != 0))[: len(t_s)]
    return keep
