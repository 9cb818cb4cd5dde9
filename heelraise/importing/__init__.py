"""Recordings of other programs: recognised by their content, made into recordings of ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from heelraise.importing.bundle import Member, read_bundle
from heelraise.importing.dialects import DIALECTS
from heelraise.importing.joining import table_of
from heelraise.importing.mapping import dialect_of
from heelraise.importing.reading import Read, is_json, read_member
from heelraise.importing.tables import first_headings
from heelraise.importing.track import LOGGER, Kind, Track
from sensing.errors import RecordingError
from sensing.recording import Recording
from sensing.recording.table import recording_of_table
from sensing.said import all_of, said

__all__ = ["import_recording"]

_SHOWN_HEADINGS = 12
_SHOWN_FILES = 3
_WHOLE = {Kind.ACC, Kind.GYR}


def import_recording(paths: Sequence[Path], columns: str | None = None) -> Recording:
    """Read files that together are one recording, whoever wrote them.

    Parameters
    ----------
    paths : sequence of Path
        Files, ZIPs or folders; the first gives the recording its name.
    columns : str, optional
        What the columns mean, for a table that nothing here knows; see `heelraise.importing.mapping`.

    Raises
    ------
    RecordingError
        If they cannot be read, are of no format that is known, or hold no motion.
    SettingsError
        If `columns` is not understood.
    """
    dialects = DIALECTS if columns is None else (dialect_of(columns),)
    members = [member for path in paths for member in read_bundle(path)]
    read = [read_member(member, dialects) for member in members]
    _check_one(paths[0], read)
    tracks = _turned(members, [track for one in read for track in one.tracks])
    if not tracks:
        raise RecordingError(paths[0], _unknown(members, columns))
    programs = sorted({track.program for track in tracks})
    notes: list[str] = [said("read as a recording of {programs}", programs=all_of(programs))]
    notes += dict.fromkeys(note for one in read for note in one.notes)
    table = table_of(paths[0], tracks, notes)
    return recording_of_table(paths[0], table, notes)


def _check_one(path: Path, read: Sequence[Read]) -> None:
    """Refuse files that are a recording each: only one of them would count."""
    whole = [one.tracks[0].source for one in read if {track.kind for track in one.tracks} >= _WHOLE]
    if len(whole) > 1:
        there = ", ".join(whole[:_SHOWN_FILES])
        raise RecordingError(
            path, said("holds {count} recordings ({there} …); name one file", count=len(whole), there=there)
        )


def _turned(members: Sequence[Member], tracks: list[Track]) -> list[Track]:
    """Turn the acceleration of an iPhone over where Sensor Logger says that it left it as it comes."""
    if not any(_is_raw_iphone(member) for member in members):
        return tracks
    return [
        replace(track, sign=-1.0) if track.program == LOGGER and track.kind is not Kind.GYR else track
        for track in tracks
    ]


def _is_raw_iphone(member: Member) -> bool:
    if member.name.lower() != "metadata":
        return False
    lines = member.text.lower().splitlines()
    names, values = ([cell.strip(' "') for cell in line.split(",")] for line in [*lines, "", ""][:2])
    about = dict(zip(names, values, strict=False))
    return "ios" in about.get("platform", "") and about.get("standardisation", "false") != "true"


def _unknown(members: Sequence[Member], columns: str | None) -> str:
    tables = (member for member in members if not is_json(member))
    headings = next((found for member in tables if len(found := first_headings(member.text)) > 1), ())
    if not headings:
        return said("no table of motion in it that is known here; export it from the app as CSV")
    there = ", ".join(f"'{heading[:40]}'" for heading in headings[:_SHOWN_HEADINGS])
    if columns is not None:
        return said("no columns of these names; there are {there}", there=there)
    return said(
        "no recording of a program that is known here; its columns are {there}; say which is which with "
        "--columns, as in --columns 'time=…,acc_x=…,acc_y=…,acc_z=…'",
        there=there,
    )
