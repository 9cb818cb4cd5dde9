"""The look at the sensor before the first set."""

from dataclasses import replace

import numpy as np

from heelraise.coach.cues.conduct import first_coach
from heelraise.coach.cues.cue import CueKind
from heelraise.coach.session.state import Stand
from heelraise.coach.session.turns import Task, counted_turns
from heelraise.coaching import CoachedSource, Coaching
from heelraise.line import Line, shipped_weights
from heelraise.live import follow
from heelraise.sensor_check import SensorCheck
from sensing.health import Finding, Health
from sensing.simulator import SetPlan
from sensing.types import Placement, Samples, frozen
from tests.heelraise.test_coaching import TEMPO, Heard, moves, sensor_of


async def led(samples: Samples) -> tuple[Coaching, Heard, list[Health]]:
    heard, told, sensor = Heard(), list[Health](), sensor_of(samples)
    coaching = Coaching(first_coach(Task(counted_turns(TEMPO, 2, 1, 0.0))), [heard], checked=False)
    check = SensorCheck(sensor.source, told.append)
    line = Line(Placement.FOOT, prescription=TEMPO, weights=shipped_weights())
    await follow(CoachedSource(sensor.source, coaching, check), line, None, coaching.see)
    return coaching, heard, told


async def test_a_fit_sensor_is_said_to_be_so_once_and_the_set_begins() -> None:
    coaching, heard, told = await led(moves(SetPlan(reps=2)))
    assert [health.go for health in told] == [True]
    assert heard.cues[0].kind is CueKind.GET_READY
    assert 3.0 < heard.cues[0].t_s < 4.0, "before the person lifts"
    assert [len(one.reps) for one in coaching.state.done] == [2]


async def test_an_unfit_sensor_is_said_once_and_who_trains_all_the_same_is_counted() -> None:
    samples = moves(SetPlan(reps=2))
    weak = replace(samples, acc_mps2=frozen(np.asarray(samples.acc_mps2) * 0.8))
    coaching, heard, told = await led(weak)
    assert [health.findings for health in told] == [(Finding.NO_GRAVITY,)], "no nagging"
    kinds = [cue.kind for cue in heard.cues]
    assert kinds.count(CueKind.SENSOR_NOT_OK) == 1
    assert heard.states[1].stand is Stand.CHECK
    assert sum(len(one.reps) for one in coaching.state.done) == 2
