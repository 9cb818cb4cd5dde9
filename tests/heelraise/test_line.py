"""What the line keeps and what it says about a recording."""

from dataclasses import replace

import numpy as np

from heelraise.coach.summary import JudgedRep
from heelraise.line import Line
from sensing.prescription import Prescription
from sensing.types import Placement, Samples


def run(line: Line, samples: Samples) -> list[JudgedRep]:
    events = line.push(samples) + line.finish()
    return [event for event in events if isinstance(event, JudgedRep)]


def test_courses_go_out_with_the_repetition_and_are_not_kept(one_set: Samples) -> None:
    line = Line(prescription=Prescription())
    told = run(line, one_set)
    kept = line.analysis("x", 104.0).judged
    assert len(kept) == 12
    assert tuple(told) == kept
    assert all(len(judged.rep.course.t_s) for judged in told)
    assert all(len(judged.rep.course.t_s) == 0 for judged in kept)
    assert [judged.rep.range for judged in kept] == [judged.rep.range for judged in told]


def test_courses_are_kept_where_asked(one_set: Samples) -> None:
    line = Line(prescription=Prescription(), keep_courses=True)
    told = run(line, one_set)
    for now, then in zip(line.analysis("x", 104.0).judged, told, strict=True):
        np.testing.assert_array_equal(now.rep.course.height, then.rep.course.height)


def test_without_gyroscope_the_note_says_what_carried(one_set: Samples) -> None:
    samples = replace(one_set, gyr_radps=None)
    line = Line(Placement.FOOT, prescription=Prescription())
    assert run(line, samples)
    assert line.analysis("x", 104.0).notes == (
        "no gyroscope: tilt from the accelerometer alone, times are less exact",
    )


def test_without_gyroscope_and_repetitions_no_signal_is_named() -> None:
    t_s = np.arange(500) / 50.0
    line = Line(prescription=Prescription())
    assert run(line, Samples(t_s, np.tile([0.0, 0.0, 9.81], (500, 1)), None)) == []
    assert line.analysis("x", 50.0).notes == ("no gyroscope: repetitions are harder to see",)
