"""Makes the golden recordings anew: ``python recordings/make.py``.

Simulated people, cut into packets and encoded by the project's own codecs, delivered as a radio delivers them
(in bursts, late, some never) and written by the project's own recorder. Everything is drawn from seeds.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from sensing.recording import RecordingMeta, RecordingWriter
from sensing.recording.labels import LabelledRep, Labels, save_labels
from sensing.sensors import model
from sensing.sensors.packing import packets_of
from sensing.simulator import Mount, Scenario, Sensor, SetPlan, Simulated, Start, as_csv, person, simulate
from sensing.simulator import sensor as drawn_sensor
from sensing.types import Arrival

HERE = Path(__file__).parent
REGISTRY = HERE / "registry.json"

CONNECTION_INTERVAL_S = 0.030
"""Notifications leave the sensor together, once an interval."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One golden recording.

    Parameters
    ----------
    about : str
        What it is there for.
    seed : int
        Draws the person, the sensor, the movement and the radio.
    scenario : Scenario
        What is done and where the sensor sits.
    model : str or None
        The sensor's key; None writes a CSV.
    sensor : Sensor
        Its faults; samples are lost on the radio instead, as whole notifications.
    lost_share : float
        Share of notifications that never arrive.
    outage_s : tuple of float
        Nothing arrives between these times on the sensor's clock, s.
    first_ticks : int
        What the sensor's counter reads at the first sample.
    """

    about: str
    seed: int
    scenario: Scenario
    model: str | None
    sensor: Sensor
    lost_share: float = 0.0
    outage_s: tuple[float, float] = (0.0, 0.0)
    first_ticks: int = 41_250
    meta: dict[str, str] = field(default_factory=dict)


def ordinary(seed: int, rate_hz: float, *, clock_error: float | None = None) -> Sensor:
    """Draw an everyday sensor that keeps all its samples."""
    given = replace(drawn_sensor(seed, rate_hz=rate_hz), loss=0.0)
    return given if clock_error is None else replace(given, clock_error=clock_error)


def one_set(mount: Mount, **plan: object) -> Scenario:
    """Stand, do one set, stand."""
    return Scenario((SetPlan(**plan),), mount, lead_s=3.0)  # type: ignore[arg-type]


PLANS = {
    "foot": Plan(
        "Movesense on the instep, 3-2-3 without rest, two of six lowered too fast",
        seed=11,
        scenario=one_set(Mount.INSTEP, reps=6, fast=2),
        model="movesense",
        sensor=ordinary(11, 104.0),
    ),
    "ankle": Plan(
        "WitMotion at the ankle: no clock of its own, stamped by arrival in bursts",
        seed=23,
        scenario=one_set(Mount.ANKLE, reps=5, fast=1),
        model="witmotion",
        # Without a counter time is the host's, and the truth must be on that clock too.
        sensor=ordinary(23, 100.0, clock_error=0.0),
    ),
    "shank": Plan(
        "Movesense on the shank, which hardly tilts: the rise carries the measurement",
        seed=43,
        scenario=one_set(Mount.SHANK, reps=5, fast=1),
        model="movesense",
        sensor=ordinary(43, 104.0),
    ),
    "step": Plan(
        "on the edge of a step: begins with a lowering that is no repetition, ends with a lift that is none",
        seed=41,
        scenario=one_set(Mount.INSTEP, reps=5, start=Start.BELOW, fast=1),
        model="movesense-52",
        sensor=ordinary(41, 52.0),
        meta={"surface": "step"},
    ),
    "lossy": Plan(
        "3 % of the notifications lost, none at all for 0.8 s, and the sensor's counter wraps",
        seed=53,
        scenario=one_set(Mount.INSTEP, reps=5, fast=1),
        model="movesense",
        sensor=ordinary(53, 104.0),
        lost_share=0.03,
        outage_s=(20.0, 20.8),
        first_ticks=2**32 - 12_000,
    ),
    "acc-only": Plan(
        "a CSV with an accelerometer only, foot, 50 Hz",
        seed=67,
        scenario=one_set(Mount.INSTEP, reps=4, fast=1),
        model=None,
        sensor=replace(ordinary(67, 50.0), has_gyr=False),
    ),
}


def make(name: str, plan: Plan, folder: Path) -> None:
    """Make one recording in `folder`, replacing an earlier one."""
    made = simulate(plan.scenario, person(plan.seed), plan.sensor, plan.seed)
    if plan.model is None:
        as_csv(made, folder / f"{name}.csv")
        return
    target = folder / name
    shutil.rmtree(target, ignore_errors=True)
    meta = RecordingMeta(
        sensor_model=plan.model,
        placement=plan.scenario.mount.placement,
        side="right",
        legs="one",
        surface=plan.meta.get("surface", "floor"),
        footwear="barefoot",
        pseudonym=f"simulated-{plan.seed}",
    )
    with RecordingWriter(target, meta) as writer:
        for arrival in arrivals(plan, made):
            writer.append(arrival)
    save_labels(target, Labels(labels(made)))


def arrivals(plan: Plan, made: Simulated) -> list[Arrival]:
    """Return what the radio delivered: stamps wait for the next connection interval and then some."""
    assert plan.model is not None
    sensor = model(plan.model)
    rng = np.random.default_rng([plan.seed, 0xA1])
    out: list[Arrival] = []
    latest_s = 0.0
    for t_s, packet in packets_of(sensor, made.samples, plan.first_ticks):
        for payload in sensor.encode(packet):
            sent_s = CONNECTION_INTERVAL_S * np.ceil(t_s / CONNECTION_INTERVAL_S)
            late_s = 0.004 + rng.exponential(0.004) + (rng.uniform() < 0.01) * rng.uniform(0.05, 0.15)
            lost = rng.uniform() < plan.lost_share or plan.outage_s[0] <= t_s < plan.outage_s[1]
            if not lost:
                latest_s = max(latest_s, sent_s + late_s)
                stamp_s = round(1000.0 + latest_s, 5)
                out.append(Arrival(stamp_s, sensor.notify_characteristics[0], payload))
    return out


def labels(made: Simulated) -> tuple[LabelledRep, ...]:
    """Return the truth as labels, to the tenth of a millisecond."""
    return tuple(
        LabelledRep(
            round(rep.start_s, 4),
            round(rep.top_s, 4),
            round(rep.eccentric_start_s, 4),
            round(rep.end_s, 4),
            rep.style,
        )
        for rep in made.truth
    )


def files_of(name: str, folder: Path) -> list[Path]:
    """Return the files that belong to a recording."""
    inside = (folder / name).glob("*") if (folder / name).is_dir() else folder.glob(f"{name}.*")
    return sorted(inside)


def sha256(path: Path) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def registry(folder: Path) -> dict[str, object]:
    """Return what stands in ``registry.json``: what each recording is, and the checksums of its files."""
    return {
        name: {
            "about": plan.about,
            "path": name if plan.model else f"{name}.csv",
            "sha256": {path.relative_to(folder).as_posix(): sha256(path) for path in files_of(name, folder)},
        }
        for name, plan in PLANS.items()
    }


def main() -> None:
    """Make all recordings and their registry."""
    for name, plan in PLANS.items():
        make(name, plan, HERE)
    REGISTRY.write_text(json.dumps(registry(HERE), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
