"""One recording to look at: from disk, or simulated on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from heelraise.coach.summary import JudgedRep
from heelraise.evaluation.choices import Told
from heelraise.evaluation.labelled import truth_marked
from heelraise.evaluation.outcome import FoundRep, Outcome
from heelraise.evaluation.truth import Truth, read_truth, truth_beside, truth_of
from heelraise.line import Line, LineEvent, shipped_weights
from heelraise.opening import open_any
from models.sides import SideBySide
from sensing.simulator import Mount, benchmark, truth_document
from sensing.types import PhaseProgress, Placement, Samples


class Job(Protocol):
    """A recording to look at; it is sent to another process before it is run."""

    @property
    def name(self) -> str:
        """What to call it where the program fails on it."""

    def run(self) -> Outcome:
        """Get the recording, analyse it, and hold what was found against the truth."""


@dataclass(frozen=True, slots=True)
class FileJob:
    """A recording with its truth beside it, or else with labels of a person.

    Parameters
    ----------
    recording : Path
        Recording folder or file.
    group : str
        The folder's name.
    told : Told
        Whether the program is told the placement.
    """

    recording: Path
    group: str
    told: Told = Told.AUTO

    @property
    def name(self) -> str:
        """The folder or file."""
        return str(self.recording)

    def run(self) -> Outcome:
        """Analyse it.

        Raises
        ------
        RecordingError
            If the recording, its truth or its labels cannot be read.
        """
        opened = open_any(self.recording)
        beside = truth_beside(self.recording)
        truth = truth_marked(self.recording, opened.meta) if beside is None else read_truth(beside)
        return looked_at(opened.name, self.group, truth, self.told, opened.data)


@dataclass(frozen=True, slots=True)
class SimulatedJob:
    """A recording of a simulated person.

    Parameters
    ----------
    seed, who : int
        Seed of the people, and the number of this one.
    mount : Mount
        Where the sensor sits.
    case : str
        A name out of `sensing.simulator.CASES`.
    told : Told
        Whether the program is told the placement.
    """

    seed: int
    who: int
    mount: Mount
    case: str
    told: Told = Told.AUTO

    @property
    def name(self) -> str:
        """Person, placement and case, as in `sensing.simulator.benchmark`; the seed if it is not 0."""
        return f"p{self.who:03d}-{self.mount}-{self.case}" + (f" (seed {self.seed})" if self.seed else "")

    def run(self) -> Outcome:
        """Simulate and analyse it."""
        recordings = benchmark(
            1, seed=self.seed, first_person=self.who, mounts=(self.mount,), cases=(self.case,)
        )
        name, simulated = next(recordings)
        truth = truth_of(truth_document(simulated, name))
        return looked_at(name, "simulated", truth, self.told, simulated.samples, self.case)


def looked_at(name: str, group: str, truth: Truth, told: Told, samples: Samples, case: str = "") -> Outcome:
    """Analyse samples and hold what was found against the truth.

    Parameters
    ----------
    name, group, case : str
        What the recording is called and where it belongs.
    truth : Truth
        What was done.
    told : Told
        Whether the program is told the placement.
    samples : Samples
        The recording.
    """
    placement = truth.placement if told is Told.TRUTH else Placement.AUTO
    weights = shipped_weights()
    line, both = Line(placement, truth.counted_as, truth.prescription, weights), None
    if any(rep.flags is not None for rep in truth.reps):
        both = SideBySide(truth.prescription, weights)
    events: list[LineEvent] = [*line.push(samples), *line.finish()]
    judged = [event for event in events if isinstance(event, JudgedRep)]
    found = tuple(FoundRep.of(one, None if both is None else both.ask(one.rep)) for one in judged)
    warned_s = tuple(event.t_s for event in events if isinstance(event, PhaseProgress) and event.too_fast)
    analysis = line.analysis(name, 0.0)
    return Outcome(name, group, truth, analysis.placement, analysis.duration_s, found, warned_s, case)
