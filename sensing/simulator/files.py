"""Write a simulated recording as a CSV with its truth beside it, in the form of the real ones."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from sensing.recording.csv_file import csv_text
from sensing.simulator.reps import TruthRep
from sensing.simulator.simulate import Simulated


def as_csv(simulated: Simulated, path: Path) -> None:
    """Write the samples as ``NAME.csv`` and the truth as ``NAME.truth.json`` beside it.

    Parameters
    ----------
    simulated : Simulated
        The recording.
    path : Path
        The CSV; its folder must exist.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    path.write_text(csv_text(simulated.samples, "%.5f"), encoding="utf-8")
    text = json.dumps(truth_document(simulated, path.stem), indent=1)
    path.with_suffix(".truth.json").write_text(text + "\n", encoding="utf-8")


def truth_document(simulated: Simulated, name: str) -> dict[str, object]:
    """Return the truth of a recording as it stands in ``NAME.truth.json``."""
    return {
        "name": name,
        "placement": str(simulated.scenario.mount.placement),
        "exercise": "heel raise",
        "prescription": str(simulated.scenario.prescription),
        "count": len(simulated.truth),
        "certainty": "exact",
        "source": "simulated",
        "by_style": dict(Counter(rep.style for rep in simulated.truth)),
        "reps": [_rep(rep) for rep in simulated.truth],
        "attempts": [[round(start_s, 6), round(end_s, 6)] for start_s, end_s in simulated.attempts],
        "doings": [
            [str(what), round(start_s, 3), round(end_s, 3)] for what, start_s, end_s in simulated.doings
        ],
    }


def _rep(rep: TruthRep) -> dict[str, object]:
    return {
        "set": rep.set_index,
        "start": round(rep.start_s, 6),
        "top": round(rep.top_s, 6),
        "eccentric_start": round(rep.eccentric_start_s, 6),
        "end": round(rep.end_s, 6),
        "style": rep.style,
        "flags": list(rep.flags),
        "rom_deg": round(rep.rom_deg, 3),
        "rise_cm": round(rep.rise_cm, 3),
    }
