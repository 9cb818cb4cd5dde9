"""The small language of corrections."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heelraise.labelling.edits import adding, all_of, changing, removing
from sensing.errors import SettingsError
from sensing.recording.labels import LabelledRep

ONE, TWO = LabelledRep(1.0, 3.0, 5.0, 8.0), LabelledRep(9.0, 12.0, 14.0, 17.0, "low")


def test_a_change_leaves_the_rest() -> None:
    assert changing("2 style=ok end=16.5")((ONE, TWO)) == (ONE, LabelledRep(9.0, 12.0, 14.0, 16.5))


def test_removing_and_adding_keep_the_order() -> None:
    assert removing("1")((ONE, TWO)) == (TWO,)
    assert adding("1 3 5 8")((TWO,)) == (ONE, TWO)
    assert adding("18 19 20 21 low+dropped")((ONE,))[1].style == "low+dropped"


def test_given_at_once_all_numbers_are_those_of_the_table() -> None:
    edit = all_of(["3 style=dropped"], ["5 6 7 8.5 ok"], ["1", "2"])
    three = (LabelledRep(0, 1, 2, 3), ONE, TWO)
    assert [(rep.start, rep.style) for rep in edit(three)] == [(5.0, "ok"), (9.0, "dropped")]


def test_what_moves_past_another_shifts_no_number() -> None:
    later = "1 start=20 top=21 eccentric_start=22 end=23"
    assert [rep.style for rep in all_of([later, "2 style=dropped"], [], [])((ONE, TWO))] == ["dropped", "ok"]
    assert all_of([later], [], ["2"])((ONE, TWO)) == (LabelledRep(20.0, 21.0, 22.0, 23.0),)


def test_edges_out_of_order_are_told_by_the_number_that_was_given() -> None:
    with pytest.raises(SettingsError, match="repetition 1 would have its edges not in order"):
        changing("1 start=20")((ONE, TWO))
    with pytest.raises(SettingsError, match="repetition 1 would have its edges not in order"):
        all_of(["1 start=20 end=21"], [], [])((ONE, TWO))
    assert all_of(["1 end=4", "1 top=2 eccentric_start=3"], [], [])((ONE, TWO))[0].end == 4.0


@pytest.mark.parametrize(
    "text", ["", "3", "x style=low", "1 style", "1 place=foot", "1 style=slow", "1 end=soon", "1 end=nan"]
)
def test_a_change_that_is_not_understood(text: str) -> None:
    with pytest.raises(SettingsError):
        changing(text)


@pytest.mark.parametrize("text", ["", "1 2 3", "1 2 3 4 5 6", "1 2 3 inf", "1 2 3 4 slow"])
def test_an_addition_that_is_not_understood(text: str) -> None:
    with pytest.raises(SettingsError):
        adding(text)


@pytest.mark.parametrize("number", ["0", "3", "99"])
def test_a_repetition_that_is_not_there(number: str) -> None:
    with pytest.raises(SettingsError, match=f"no repetition {number}; there are 2"):
        removing(number)((ONE, TWO))


@given(st.text(max_size=30))
def test_no_text_gives_anything_but_an_edit_or_a_reason(text: str) -> None:
    for read in (changing, removing, adding):
        with suppress(SettingsError):
            read(text)((ONE, TWO))
