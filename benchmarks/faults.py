"""``python -m benchmarks.faults`` breaks the link in every way, through bleak, and says what became of it."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fault_cases import CASES, FaultCase
from benchmarks.tables import markdown
from heelraise.line import Line
from heelraise.live import LiveEvent, LiveSession, follow
from sensing.errors import SensingError
from sensing.link import LinkEvent, LinkState
from sensing.prescription import Prescription
from sensing.recording import RecordingMeta, RecordingWriter, open_recording
from sensing.sensors import model
from sensing.simulator import Scenario, Sensor, SetPlan, Simulated, TruthRep, person, simulate
from sensing.sources.hostclock import HostClock
from sensing.sources.virtual import VirtualSource
from sensing.types import Gap, Rep

PAGE = Path(__file__).parent.parent / "docs" / "link.md"
_SPEED = 200.0  # the emulated sensor holds the clock back to what the machine can do
_SET = Scenario((SetPlan(reps=4, rest_s=1.8),), lead_s=2.0)
_MARGIN_S = 0.3  # a hole this near to a repetition touches it
_TABLE = "<!-- table -->"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a session with a fault.

    Parameters
    ----------
    kept : int
        Repetitions that no hole touched and that were found.
    lost, invented : int
        Repetitions that no hole touched and that were not found; found ones that nobody did.
    marked, unmarked : int
        Found repetitions that a hole touches, by whether they say so.
    losses : int
        How often the person was told that the sensor is lost, and that it is back, counted once.
    problem : str
        What ended it before its time.
    same_from_folder : bool
        Whether the recording folder, analysed afterwards, says the same.
    """

    kept: int = 0
    lost: int = 0
    invented: int = 0
    marked: int = 0
    unmarked: int = 0
    losses: int = 0
    problem: str = ""
    same_from_folder: bool = True

    def is_as_expected(self, case: FaultCase) -> bool:
        """Whether the fault was survived, or ended in the line that it should."""
        says = self.problem == "" if case.says is None else case.says in self.problem
        right = not (self.lost or self.invented or self.unmarked)
        return says and right and self.losses == case.losses and self.same_from_folder


@cache
def _simulated(key: str) -> Simulated:
    return simulate(_SET, person(3), Sensor(rate_hz=model(key).sampling_rate_hz), 3)


async def play(case: FaultCase, folder: Path) -> Outcome:
    """Run one case through the radio code and compare with what was really done."""
    simulated = _simulated(case.sensor)
    source = VirtualSource(
        case.sensor,
        simulated.samples,
        HostClock(_SPEED),
        faults=case.faults(simulated.truth),
        patience=case.patience,
    )
    events: list[LiveEvent] = []
    try:
        async with source:
            with RecordingWriter(folder, RecordingMeta(sensor_model=case.sensor)) as writer:
                session = await follow(source, _line(), writer, events.append)
    except SensingError as error:
        return Outcome(problem=str(error))
    return _compared(session, events, simulated, folder)


def _compared(
    session: LiveSession, events: Sequence[LiveEvent], simulated: Simulated, folder: Path
) -> Outcome:
    first_s = float(simulated.samples.t_s[0])
    holes = [Gap(gap.start_s + first_s, gap.end_s + first_s) for gap in session.analysis.gaps]
    end_s = first_s + session.analysis.duration_s
    found = [judged.rep for judged in session.analysis.judged]
    # What came after the sensor had gone for good is not to be found.
    truth = [rep for rep in simulated.truth if rep.end_s < end_s]
    partners = {id(rep): _partner(rep, found, first_s) for rep in truth}
    whole = [rep for rep in truth if not _touched(rep, holes)]
    kept = sum(partners[id(rep)] is not None for rep in whole)
    met = {id(partner) for partner in partners.values() if partner is not None}
    over = [partner for rep in truth if _touched(rep, holes) and (partner := partners[id(rep)])]
    states = [event.state for event in events if isinstance(event, LinkEvent)]
    return Outcome(
        kept=kept,
        lost=len(whole) - kept,
        invented=sum(id(rep) not in met for rep in found),
        marked=sum(rep.touches_gap for rep in over),
        unmarked=sum(not rep.touches_gap for rep in over),
        losses=states.count(LinkState.LOST),
        problem="" if session.problem is None else str(session.problem),
        same_from_folder=_from_folder(folder) == session.analysis.as_json()["reps"],
    )


def _from_folder(folder: Path) -> object:
    line = _line()
    line.push(open_recording(folder).data)
    line.finish()
    return line.analysis("", 0.0).as_json()["reps"]


def _line() -> Line:
    return Line(prescription=Prescription())


def _partner(rep: TruthRep, found: Sequence[Rep], first_s: float) -> Rep | None:
    """Return the found repetition that shares most of its time with the true one."""
    for one in found:
        shared_s = min(rep.end_s, one.end_s + first_s) - max(rep.start_s, one.start_s + first_s)
        if shared_s > 0.5 * (rep.end_s - rep.start_s):
            return one
    return None


def _touched(rep: TruthRep, holes: Sequence[Gap]) -> bool:
    return any(
        hole.start_s - _MARGIN_S < rep.end_s and rep.start_s < hole.end_s + _MARGIN_S for hole in holes
    )


def table(outcomes: Sequence[tuple[FaultCase, Outcome]]) -> str:
    """Lay the outcomes out, and count them."""
    rows = [
        (
            case.name,
            model(case.sensor).label.split(" at ")[0],
            "goes on" if case.says is None else f"“… {case.says} …”",
            "as expected" if outcome.is_as_expected(case) else f"NOT: {outcome.problem or outcome}",
            *map(str, (outcome.kept, outcome.marked, outcome.lost, outcome.invented)),
        )
        for case, outcome in outcomes
    ]
    head = ("fault", "sensor", "expected", "outcome", "kept", "marked", "lost", "invented")
    right = sum(outcome.is_as_expected(case) for case, outcome in outcomes)
    lost = sum(outcome.lost for _, outcome in outcomes)
    invented = sum(outcome.invented for _, outcome in outcomes)
    sums = f"As expected: {right} of {len(outcomes)}. Repetitions lost: {lost}; invented: {invented}."
    return f"{markdown(head, rows)}\n\n{sums}"


def run() -> list[tuple[FaultCase, Outcome]]:
    """Play all cases, one after the other."""
    outcomes = []
    for case in CASES:
        with TemporaryDirectory() as folder:
            outcomes.append((case, asyncio.run(play(case, Path(folder) / "recording"))))
    return outcomes


def main() -> None:
    """Print the matrix; with ``--write`` put it into the page."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--write", action="store_true", help=f"write it into {PAGE.name}")
    given = arguments.parse_args()
    outcomes = run()
    made = table(outcomes)
    print(made)
    if given.write:
        before, _, after = PAGE.read_text(encoding="utf-8").split(_TABLE)
        PAGE.write_text(f"{before}{_TABLE}\n\n{made}\n\n{_TABLE}{after}", encoding="utf-8")
    sys.exit(not all(outcome.is_as_expected(case) for case, outcome in outcomes))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
