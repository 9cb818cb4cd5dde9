"""A recording as part of a Motion-BIDS data set: files named and described as BIDS 1.10 has it.

A sensor is one tracking system with one tracked point. Readings are not perfectly even, so each has its time
in a LATENCY channel; repetitions are events.
"""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any, Final

import numpy as np

from heelraise.analysis import Analysis
from sensing.recording import Recording
from sensing.recording.csv_file import table_of
from sensing.types import FloatArray, Placement, Rep

_VERSION: Final = "1.10.0"
_TASK: Final = {"heel_raise": "heelraise", "limb": "limbmovement"}
_TASK_DESCRIPTIONS: Final = {
    "heelraise": "Slow heel raises: up, hold, down",
    "limbmovement": "Slow repeated movements of a limb",
}
_KINDS: Final = {"time": ("LATENCY", "s"), "acc": ("ACCEL", "m/s^2"), "gyr": ("GYRO", "rad/s")}
_COUNTED: Final = ("ACCEL", "ANGACCEL", "GYRO", "JNTANG", "LATENCY", "MAGN", "MISC", "ORNT", "POS", "VEL")
_DESCRIPTION: Final = "dataset_description.json"
_PARTICIPANTS: Final = "participants.tsv"
_FRAME: Final = "sensor"


def bids_files(
    recording: Recording, analysis: Analysis, root: Path
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the files of a recording, and those of the data set that it shares with others, by path.

    Parameters
    ----------
    recording : Recording
        The recording.
    analysis : Analysis
        What was found in it.
    root : Path
        Folder of the data set; what is there already is kept, a second recording of a person is its next run.
    """
    subject = f"sub-{_label(recording.meta.pseudonym) or '01'}"
    task = _TASK[str(recording.meta.exercise)]
    system = _system(recording)
    stem = _stem(root, subject, task, system)
    here = f"{subject}/motion/{stem}"
    names, table = table_of(recording.data)
    table = table.copy()
    table[:, 0] -= table[0, 0]
    new = {
        f"{here}_motion.tsv": _tsv(table),
        f"{here}_motion.json": _json(_sidecar(recording, names, task, system)),
        f"{here}_channels.tsv": _channels(recording, names),
        f"{here}_channels.json": _json(_frame_sidecar()),
        f"{here.replace(f'_tracksys-{system}', '')}_events.tsv": _events(analysis, recording),
        f"{here.replace(f'_tracksys-{system}', '')}_events.json": _json(_EVENTS_SIDECAR),
    }
    return new, _shared(root, subject, f"motion/{stem}_motion.tsv", recording)


def _label(text: str | None) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", text or "")


def _system(recording: Recording) -> str:
    placement = recording.meta.placement
    where = "imu" if placement is Placement.AUTO else str(placement)
    return where + {"left": "L", "right": "R"}.get(recording.meta.side or "", "")


def _stem(root: Path, subject: str, task: str, system: str) -> str:
    taken = {path.name for path in (root / subject / "motion").glob("*_motion.tsv")}
    run = 1
    while f"{(stem := f'{subject}_task-{task}_tracksys-{system}_run-{run:02d}')}_motion.tsv" in taken:
        run += 1
    return stem


def _sidecar(recording: Recording, names: tuple[str, ...], task: str, system: str) -> dict[str, Any]:
    kinds = [_KINDS[name.partition("_")[0]][0] for name in names]
    t_s = recording.data.t_s
    return {
        "TaskName": task,
        "TaskDescription": _TASK_DESCRIPTIONS[task],
        "SamplingFrequency": round(recording.sampling_rate_hz, 3),
        "SamplingFrequencyEffective": round((len(t_s) - 1) / recording.duration_s, 3),
        "TrackingSystemName": system,
        "RecordingDuration": round(recording.duration_s, 3),
        "RecordingType": "continuous",
        "MissingValues": "Lost samples have no row; the LATENCY channel shows the hole",
        "MotionChannelCount": len(kinds),
        "TrackedPointsCount": 1,
        **{f"{kind}ChannelCount": kinds.count(kind) for kind in _COUNTED},
        "ManufacturersModelName": recording.meta.sensor_model or "n/a",
        "SoftwareVersions": recording.meta.firmware or "n/a",
    }


def _channels(recording: Recording, names: tuple[str, ...]) -> bytes:
    point = "".join(
        part.capitalize()
        for part in (recording.meta.side or "", str(recording.meta.placement))
        if part not in {"", "auto"}
    )
    rows = ["name\tcomponent\ttype\ttracked_point\tunits\treference_frame\tsampling_frequency"]
    for name in names:
        stem, _, axis = name.partition("_")
        kind, unit = _KINDS[stem]
        frame = _FRAME if axis else "n/a"
        cells = (name, axis or "n/a", kind, point or "n/a", unit, frame, f"{recording.sampling_rate_hz:.3f}")
        rows.append("\t".join(cells))
    return _lines(rows)


def _frame_sidecar() -> dict[str, Any]:
    frame = {
        "SpatialAxes": "n/a",
        "RotationOrder": "n/a",
        "RotationRule": "right-hand",
        "Description": "The sensor's own right-handed axes; at rest the one that points up reads +9.81 m/s^2",
    }
    return {"reference_frame": {"Description": "Frame of the values", "Levels": {_FRAME: frame}}}


_EVENTS_SIDECAR: Final = {
    "trial_type": {
        "Description": "What was found",
        "Levels": {
            "heel_raise": "A repetition: heel up, hold, heel down",
            "attempt": "A lift too small to count",
        },
    },
    "concentric": {"Description": "Time of going up", "Units": "s"},
    "hold": {"Description": "Time at the top", "Units": "s"},
    "eccentric": {"Description": "Time of going down", "Units": "s"},
}


def _events(analysis: Analysis, recording: Recording) -> bytes:
    start_s = float(recording.data.t_s[0])
    found = [(one.rep.start_s, _repetition(one.rep)) for one in analysis.judged]
    found += [
        (one.start_s, f"{one.end_s - one.start_s:.3f}\tattempt\tn/a\tn/a\tn/a") for one in analysis.attempts
    ]
    lines = [f"{begin_s - start_s:.3f}\t{rest}" for begin_s, rest in sorted(found)]
    return _lines(["onset\tduration\ttrial_type\tconcentric\thold\teccentric", *lines])


def _repetition(rep: Rep) -> str:
    phases = "\t".join(f"{time_s:.3f}" for time_s in (rep.concentric_s, rep.hold_s, rep.eccentric_s))
    return f"{rep.end_s - rep.start_s:.3f}\theel_raise\t{phases}"


def _shared(root: Path, subject: str, motion: str, recording: Recording) -> dict[str, bytes]:
    """Return the files of the data set with this recording added to what is there."""
    shared = {}
    if not (root / _DESCRIPTION).exists():
        about = {
            "Name": "Heel raises",
            "BIDSVersion": _VERSION,
            "DatasetType": "raw",
            "GeneratedBy": [{"Name": "heelraise"}],
        }
        shared[_DESCRIPTION] = _json(about)
        shared["README.md"] = b"# Heel raises\n\nMotion of a sensor on the leg, written by heelraise.\n"
    people = _with_row(root / _PARTICIPANTS, "participant_id", subject)
    acquired = recording.meta.started_utc or "n/a"
    scans = _with_row(
        root / subject / f"{subject}_scans.tsv", "filename\tacq_time", f"{motion}\t{_bids_time(acquired)}"
    )
    return shared | {_PARTICIPANTS: people, f"{subject}/{subject}_scans.tsv": scans}


def _bids_time(text: str) -> str:
    """Return an ISO time as BIDS has it: UTC as Z."""
    return re.sub(r"\+00:00$", "Z", text)


def _with_row(path: Path, header: str, row: str) -> bytes:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else [header]
    return _lines(lines if row in lines else [*lines, row])


def _tsv(table: FloatArray) -> bytes:
    text = StringIO()
    np.savetxt(text, table, fmt=["%.6f"] + ["%.7g"] * (table.shape[1] - 1), delimiter="\t")
    return text.getvalue().encode()


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()


def _lines(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
