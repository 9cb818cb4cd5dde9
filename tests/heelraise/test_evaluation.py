"""Measuring: matching, numbers by hand, files, the command."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heelraise.coach.summary import JudgedRep
from heelraise.evaluation.choices import HELD_BACK, Told
from heelraise.evaluation.flags import flags_of
from heelraise.evaluation.jobs import FileJob, SimulatedJob
from heelraise.evaluation.outcome import Failure, FoundRep, Outcome
from heelraise.evaluation.report import APART, HEEL_RAISES, LIMB, NONE, as_json, groups_of, kind_of
from heelraise.evaluation.run import evaluate, files_in, simulated
from heelraise.evaluation.scores import agreement, scores_of
from heelraise.evaluation.truth import TrueRep, Truth, read_truth, truth_of
from models.matching import matched
from models.sides import Sides
from models.verdict import Flag
from sensing.errors import RecordingError
from sensing.simulator import PERFECT, Mount, Scenario, SetPlan, as_csv, person, simulate
from sensing.types import Exercise, Placement
from tests.heelraise.command_line import CommandLine
from tests.heelraise.factories import judged_rep

RECORDINGS = Path(__file__).parents[2] / "recordings"
SPANS = st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 9)), max_size=12)


def true_rep(start_s: float = 4.0, down_s: float = 3.0, style: str = "correct") -> TrueRep:
    return TrueRep(start_s, start_s + 5.0 + down_s, start_s + 3.0, start_s + 5.0, style)


def outcome(
    reps: list[TrueRep], judged: list[JudgedRep], *, count: int | None = None, **truth: object
) -> Outcome:
    document = {"count": len(reps) if count is None else count, "exercise": "heel raise"} | truth
    given = truth_of(document)
    known = Truth(
        given.placement, given.exercise, given.count, given.prescription, tuple(reps), given.by_style
    )
    return Outcome("one", "here", known, Placement.FOOT, 3600.0, tuple(map(FoundRep.of, judged)))


def test_each_is_paired_with_what_overlaps_most() -> None:
    true = [TrueRep(0.0, 8.0), TrueRep(8.0, 16.0), TrueRep(30.0, 38.0)]
    found = [judged_rep(start_s=0.3).rep, judged_rep(start_s=8.1).rep, judged_rep(start_s=60.0).rep]
    assert matched(true, found) == [(0, 0), (1, 1)]
    # Half of the shorter one has to be shared, however long both are.
    assert matched([TrueRep(0.0, 8.0)], [TrueRep(4.1, 12.0)]) == []
    assert matched([TrueRep(0.0, 8.0)], [TrueRep(3.9, 12.0)]) == [(0, 0)]
    assert matched([TrueRep(0.0, 8.0)], [TrueRep(7.0, 9.0)]) == [(0, 0)]


@given(SPANS, SPANS)
def test_nobody_is_paired_twice(done: list[tuple[float, float]], seen: list[tuple[float, float]]) -> None:
    true = [TrueRep(start, start + length) for start, length in sorted(done)]
    found = [
        judged_rep(start_s=start, tempo=(length / 3, length / 3, length / 3)).rep
        for start, length in sorted(seen)
    ]
    pairs = matched(true, found)
    assert len({one for one, _ in pairs}) == len({two for _, two in pairs}) == len(pairs)
    assert all(
        true[one].start_s < found[two].end_s and found[two].start_s < true[one].end_s for one, two in pairs
    )


def test_agreement_by_hand() -> None:
    found = agreement([1.1, 2.1, 2.9], [1.0, 2.0, 3.0])
    assert found.bias_s == pytest.approx(0.1 / 3)
    assert found.mean_absolute_s == pytest.approx(0.1)
    assert found.half_width_s == pytest.approx(1.96 * 0.11547, rel=1e-4)
    assert agreement([2.0], [1.0]).half_width_s == 0.0


def test_missed_and_extra_cancel_in_the_count_only() -> None:
    one = outcome([true_rep(4.0), true_rep(20.0)], [judged_rep(start_s=4.1), judged_rep(start_s=50.0)])
    assert (one.is_exact, one.missed, one.extra) == (True, 1, 1)
    assert scores_of([one]).counts.false_per_hour == 1.0


def test_without_times_only_the_count_tells() -> None:
    one = outcome([], [judged_rep(), judged_rep(start_s=20.0)], count=3)
    assert (one.missed, one.extra) == (1, 0)
    scores = scores_of([one])
    assert scores.phases is None
    assert scores.warnings is None
    assert scores.latency is not None
    assert scores.latency.median_s == pytest.approx(0.25)


def test_latency_counts_from_the_true_end() -> None:
    scores = scores_of([outcome([true_rep(4.0)], [judged_rep(start_s=4.1)])])
    assert scores.latency is not None
    assert scores.latency.median_s == pytest.approx(0.35)
    assert scores.phases is not None
    assert [one.bias_s for one in scores.phases] == pytest.approx([0.0, 0.0, 0.0])


def test_warnings_count_only_before_the_true_end() -> None:
    done = [true_rep(0.0, 1.5), true_rep(10.0, 1.5), true_rep(20.0, 0.4), true_rep(30.0, 3.0)]
    judged = [
        judged_rep(start_s=rep.start_s, tempo=(3.0, 2.0, rep.end_s - rep.start_s - 5.0)) for rep in done
    ]
    one = outcome(done, judged)
    stamps_s = (6.0, 16.9, None, 37.0)  # in time; after its end; none; on a slow one
    found = [replace(rep, warned_at_s=at_s) for rep, at_s in zip(one.found, stamps_s, strict=True)]
    scores = scores_of([replace(one, found=tuple(found))])
    assert scores.warnings is not None
    assert (scores.warnings.due, scores.warnings.given) == (2, 1)
    assert (scores.warnings.not_due, scores.warnings.false, scores.warnings.false_clear) == (1, 1, 1)
    assert scores.warnings.median_lead_s == pytest.approx(0.5)


def test_styles_by_times_and_by_order() -> None:
    fast = [Flag.ECCENTRIC_TOO_FAST]
    judged = [
        judged_rep(start_s=0.0),
        judged_rep(start_s=20.0, flags=fast),
        judged_rep(start_s=40.0, flags=[Flag.NO_HOLD]),
    ]
    by_times = outcome([true_rep(0.0), true_rep(20.0, style="fast"), true_rep(40.0, style="fast")], judged)
    by_order = outcome([], judged, count=3, by_style={"correct": 1, "fast": 2})
    for one in (by_times, by_order):
        scores = scores_of([one])
        assert scores.styles is not None
        assert (scores.styles.fast_fast, scores.styles.fast_not, scores.styles.not_not) == (1, 1, 1)
        assert scores.styles_with_hold is not None
        assert scores.styles_with_hold.right_share == 1.0
    assert scores_of([outcome([], judged[:2], count=3, by_style={"correct": 1, "fast": 2})]).styles is None


@pytest.mark.parametrize(
    ("exercise", "count", "kind"),
    [
        ("heel raise, both legs", 10, HEEL_RAISES),
        ("seated knee extension", 30, LIMB),
        ("CMJDL", 0, APART),
        ("SqDL", 0, APART),
        ("sitting", 0, NONE),
    ],
)
def test_kinds(exercise: str, count: int, kind: str) -> None:
    one = outcome([], [], count=count, exercise=exercise)
    assert kind_of(one) == kind
    assert one.truth.counted_as is (Exercise.LIMB if kind == LIMB else Exercise.HEEL_RAISE)
    assert (one.truth.prescription is None) == (kind == LIMB)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "no JSON"),
        ("{}", "lacks 'count'"),
        ('{"count": 1, "reps": [{"start": 1}]}', "lacks 'end'"),
        ("[]", "no truth"),
        ("[" * 100_000, "no JSON"),
        ('{"count": 1.5}', "count should be a number of repetitions"),
        ('{"count": -1}', "count should be a number of repetitions"),
        ('{"count": 1, "reps": [{"start": 4, "end": 1}]}', "ends at 1 s, which is not after its start"),
        ('{"count": 1, "reps": [{"start": 4, "end": 1' + "0" * 400 + "}]}", "too large"),
    ],
)
def test_a_damaged_truth_is_named(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "a.truth.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordingError, match=reason):
        read_truth(path)


def test_a_folder_without_truth_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="no recording with truth"):
        files_in(tmp_path)


def test_what_a_person_marked_is_a_truth_too(tmp_path: Path) -> None:
    shutil.copytree(RECORDINGS / "foot", tmp_path / "study" / "foot")
    shutil.copy(RECORDINGS / "acc-only.csv", tmp_path / "study" / "p08.csv")
    shutil.copy(RECORDINGS / "foot" / "labels.json", tmp_path / "study" / "p08.labels.json")
    jobs = files_in(tmp_path)
    assert [job.name for job in jobs] == [str(tmp_path / "study" / name) for name in ("foot", "p08.csv")]
    (tmp_path / "study" / "p08.truth.json").write_text("{}", encoding="utf-8")
    truth, labelled = files_in(tmp_path)
    with pytest.raises(RecordingError, match=r"p08\.truth\.json: no truth"):
        truth.run()  # a truth goes before labels
    seen = labelled.run()
    assert isinstance(seen, Outcome)
    assert (seen.truth.count, len(seen.found), seen.group) == (6, 6, "study")
    marked = [rep.style for rep in seen.truth.reps]
    assert marked == ["fast", "fast", "correct", "correct", "correct", "correct"]
    damaged = tmp_path / "study" / "foot" / "labels.json"
    damaged.write_text(damaged.read_text().replace('"correct"', '"fine"'), encoding="utf-8")
    with pytest.raises(RecordingError, match="style 'fine' is not known"):
        labelled.run()


def test_simulated_people_are_held_back_unless_asked_for() -> None:
    jobs = simulated(2, mounts=(Mount.ANKLE,), cases=("brisk",))
    assert [job.who for job in jobs] == [HELD_BACK, HELD_BACK + 1]


def test_two_processes_give_what_one_gives() -> None:
    few = simulated(15, mounts=(Mount.INSTEP,), cases=("brisk",), told=Told.TRUTH)
    jobs = [*few, FileJob(Path("missing.csv"), "here")]
    ticks: list[int] = []
    both = evaluate(jobs, 2, lambda: ticks.append(1))
    assert len(ticks) == len(jobs)
    assert both == evaluate(jobs)
    assert [failure.recording for failure in both[1]] == ["missing.csv"]


def test_a_failure_of_the_program_is_told_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise IndexError("out of bounds")

    jobs = simulated(1, mounts=(Mount.ANKLE,), cases=("brisk",))
    assert evaluate(jobs)[1] == []
    monkeypatch.setattr("heelraise.evaluation.jobs.Line", fail)
    outcomes, failed = evaluate(jobs)
    assert not outcomes
    assert failed[0].recording == "p1000-ankle-brisk"
    assert failed[0].reason.startswith("THE PROGRAM FAILED: IndexError('out of bounds') in test_")


def test_a_simulated_set_is_scored() -> None:
    one = SimulatedJob(0, 0, Mount.INSTEP, "3-2-2").run()
    (group,) = groups_of([one])
    assert (group.kind, group.placement, group.scores.counts.true) == (HEEL_RAISES, "foot", 10)
    assert group.scores.phases is not None
    assert group.scores.phases[2].mean_absolute_s < 0.3
    document = json.loads(as_json([one], [Failure("x.csv", "empty")]))
    assert document["groups"][0]["counts"]["recordings"] == 1
    assert document["groups"][0]["phases"]["eccentric"]["n"] == one.truth.count - one.missed
    assert document["failures"] == [{"recording": "x.csv", "reason": "empty"}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = simulate(Scenario((SetPlan(reps=4),)), person(1), PERFECT, 2)
    place = tmp_path / "lab"
    place.mkdir()
    as_csv(made, place / "set.csv")
    return place


def test_the_command_on_a_folder(folder: Path, heelraise: CommandLine) -> None:
    ran = heelraise("evaluate", folder, "--json", folder / "out.json", "--processes", 1)
    assert ran.code == 0, ran.err
    for title in ("Counts", "Phase times", "Report after the end", "Early warnings", "Fast or not"):
        assert title in ran.out
    assert "\N{MIDDLE DOT}" not in ran.out  # tables, not rows in words: 80 columns hold them
    assert json.loads((folder / "out.json").read_text())["recordings"][0]["count"] == 4


def test_the_command_names_what_it_cannot_read_and_goes_on(folder: Path, heelraise: CommandLine) -> None:
    (folder / "bad.truth.json").write_text('{"count": 1}', encoding="utf-8")
    ran = heelraise("evaluate", folder, "--placement", "truth")
    assert ran.code == 1
    assert "bad.csv: not found" in ran.err.replace("\n", "")
    assert "Counts" in ran.out


def test_the_command_wants_one_thing(folder: Path, heelraise: CommandLine) -> None:
    assert heelraise("evaluate").code == 2
    assert heelraise("evaluate", folder, "--simulated").code == 2


def test_the_command_says_whom_it_simulates(heelraise: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    few = [SimulatedJob(0, 1000, Mount.INSTEP, "brisk")]
    monkeypatch.setattr("heelraise.evaluation.run.simulated", lambda *_, **__: few)
    ran = heelraise("evaluate", "--simulated", "--people", 1)
    assert ran.code == 0, ran.err
    assert "people 1000 to 1000, seed 0 (held back from tuning)" in ran.out
    assert "NOT all held back" in heelraise("evaluate", "--simulated", "--people", 1, "--first-person", 0).out


def test_real_ankle_recordings_are_read(shared_data: Path) -> None:
    jobs = [job for job in files_in(shared_data / "heel_raise") if job.recording.stem == "ankle_A01"]
    outcomes, unreadable = evaluate(jobs)
    assert not unreadable
    assert outcomes[0].truth.count == 30


def test_rule_and_model_are_scored_side_by_side() -> None:
    fast, slow = Flag.ECCENTRIC_TOO_FAST, 3.0
    down_s = [1.0, 1.8, 2.2, slow]
    true = [
        replace(true_rep(20.0 * place, down), flags=(str(fast),) if down < 2.0 else ())
        for place, down in enumerate(down_s)
    ]
    judged = [
        judged_rep(start_s=rep.start_s, tempo=(3.0, 2.0, rep.end_s - rep.start_s - 5.0)) for rep in true
    ]
    sides = [
        Sides({flag: float(flag is fast and down < 1.5) for flag in Flag}, {fast: 1.0 - down / 4.0},
              {flag: float(flag is fast and down < 2.0) for flag in Flag})
        for down in down_s
    ]  # fmt: skip
    document = truth_of({"count": 4, "exercise": "heel raise"})
    known = replace(document, reps=tuple(true))
    found = tuple(map(FoundRep.of, judged, sides))
    scores = flags_of([Outcome("one", "here", known, Placement.FOOT, 60.0, found)])
    by_part = {(one.flag, one.part): one for one in scores}
    one = by_part[fast, "all"]
    assert (one.rule.f1, one.used.f1) == (pytest.approx(2 / 3), 1.0)
    assert one.model is not None
    assert one.model.reps == 4
    assert by_part[fast, "near the limit"].used.reps == 2
    assert by_part[Flag.LOW, "all"].model is None
    assert flags_of([outcome([], judged)]) == ()


def test_what_follows_before_a_bounce_says_nothing_about_dropping() -> None:
    true = [replace(true_rep(20.0 * place), flags=flags) for place, flags in enumerate([(), ("bounced",)])]
    judged = [judged_rep(start_s=rep.start_s) for rep in true]
    nothing = Sides(dict.fromkeys(Flag, 0.0), {}, dict.fromkeys(Flag, 0.0))
    known = replace(truth_of({"count": 2, "exercise": "heel raise"}), reps=tuple(true))
    found = tuple(FoundRep.of(one, nothing) for one in judged)
    scores = flags_of([Outcome("one", "here", known, Placement.FOOT, 60.0, found)])
    assert {one.flag: one.used.reps for one in scores}[Flag.DROPPED] == 1
    assert {one.flag: one.used.reps for one in scores}[Flag.BOUNCED] == 2


def test_a_simulated_job_tells_rule_and_model_apart() -> None:
    one = SimulatedJob(0, 3, Mount.INSTEP, "sloppy").run()
    by_flag = {score.flag: score for score in flags_of([one])}
    assert by_flag[Flag.NO_HOLD].used.positives == 2
    assert by_flag[Flag.ECCENTRIC_TOO_FAST].model is not None
    assert json.loads(as_json([one]))["groups"][0]["flags"][0]["rule"]["reps"] > 0
