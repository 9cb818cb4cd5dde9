import json
from dataclasses import replace

import pytest

from heelraise.coach.contract import rep_fields, set_fields, span_field, summary_fields
from heelraise.coach.summary import JudgedRep, SessionTotals, SetSummary, sets_of, totals_of
from models.verdict import Flag
from sensing.prescription import Prescription
from tests.heelraise.factories import judged_rep, judged_set

REP_KEYS = [
    *("index", "set", "start", "top", "eccentric_start", "end", "concentric_s", "hold_s", "eccentric_s"),
    *("rom_deg", "top_deg", "bottom_deg", "rise_cm", "flags", "verdict", "p_too_fast", "confidence"),
    *("reported_at", "warned_at"),
]


def test_a_repetition_has_the_contracts_keys_in_the_contracts_order() -> None:
    assert list(rep_fields(judged_rep())) == REP_KEYS


def test_times_keep_microseconds_angles_tenths_probabilities_thousandths() -> None:
    judged = judged_rep(start_s=4.1234567891, rom_deg=42.6499)
    fields = rep_fields(judged)
    assert fields["start"] == 4.123457
    assert fields["rom_deg"] == 42.6
    assert fields["p_too_fast"] == 0.02
    assert fields["rise_cm"] is None
    assert fields["warned_at"] is None


@pytest.mark.parametrize("early_s", [0.5, 0.0, -0.02, 3.1])
def test_a_warning_counts_while_the_heel_goes_down(early_s: float) -> None:
    judged = judged_rep()
    rep = replace(judged.rep, warned_at_s=judged.rep.end_s - early_s)
    inside = 0.0 <= early_s <= rep.eccentric_s
    assert rep_fields(replace(judged, rep=rep))["warned_at"] == (rep.warned_at_s if inside else None)


def test_the_fields_are_plain_json() -> None:
    judged: JudgedRep = judged_rep(flags=[Flag.NO_HOLD], rom_deg=-0.01)
    text = json.dumps(rep_fields(judged), allow_nan=False)
    assert json.loads(text)["flags"] == ["no_hold"]
    assert '"rom_deg": 0.0' in text


def test_sets_and_sums() -> None:
    judged = judged_set(12, too_fast=(4, 9))
    (one_set,) = sets_of(judged)
    assert set_fields(one_set) == {"index": 1, "start": 4.0, "end": 98.2, "reps": 12}
    totals = totals_of(judged, Prescription())
    assert summary_fields(totals) == {"reps": 12, "too_fast": 2, "time_under_tension_s": 94.2}


def test_an_empty_session() -> None:
    assert summary_fields(SessionTotals(0, 0, 0.0, 0.0))["time_under_tension_s"] == 0.0
    assert set_fields(SetSummary(1, 0.0, 1.0, 0))["reps"] == 0
    assert span_field(1.00000049, 2) == [1.0, 2.0]
