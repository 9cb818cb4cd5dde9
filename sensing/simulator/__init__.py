"""A simulated person doing heel raises with a simulated sensor: samples, and the truth about them."""

from sensing.simulator.benchmark import CASES, benchmark
from sensing.simulator.files import as_csv, truth_document
from sensing.simulator.person import Person, person
from sensing.simulator.plan import Doing, Mount, Scenario, SetPlan, Start
from sensing.simulator.reps import TruthRep
from sensing.simulator.scenarios import SCENARIOS
from sensing.simulator.sensor import PERFECT, Sensor, sensor
from sensing.simulator.simulate import Simulated, TrueCourse, simulate

__all__ = [
    "CASES",
    "PERFECT",
    "SCENARIOS",
    "Doing",
    "Mount",
    "Person",
    "Scenario",
    "Sensor",
    "SetPlan",
    "Simulated",
    "Start",
    "TrueCourse",
    "TruthRep",
    "as_csv",
    "benchmark",
    "person",
    "sensor",
    "simulate",
    "truth_document",
]
