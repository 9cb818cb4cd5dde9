from dataclasses import replace

from heelraise.evaluation.lowness import truly_low
from heelraise.evaluation.truth import TrueRep


def reps(*roms_deg: float | None, set_index: int = 1) -> list[TrueRep]:
    return [
        TrueRep(10.0 * place, 10.0 * place + 8.0, flags=(), set_index=set_index, rom_deg=rom_deg)
        for place, rom_deg in enumerate(roms_deg)
    ]


def test_low_is_under_a_share_of_the_first_three_clean_ones() -> None:
    assert truly_low(reps(40.0, 40.0, 40.0, 27.0, 29.0)) == [None, None, None, True, False]
    hasty = replace(reps(60.0)[0], flags=("no_hold",))
    assert truly_low([hasty, *reps(40.0, 40.0, 40.0, 29.0)])[-1] is False


def test_until_there_are_three_nothing_is_known() -> None:
    assert truly_low(reps(40.0, 40.0, 20.0)) == [None, None, None]
    assert truly_low([]) == []


def test_fading_height_is_not_low_but_a_new_set_does_not_begin_faded() -> None:
    fading = reps(40.0, 40.0, 40.0, 34.0, 29.0, 25.0)
    assert truly_low(fading)[3:] == [False, False, False]
    assert truly_low([*fading, *reps(24.0, set_index=2)])[-1] is True


def test_low_repetitions_stay_low() -> None:
    assert truly_low(reps(40.0, 40.0, 40.0, 24.0, 23.0, 24.0))[3:] == [True, True, True]


def test_without_ranges_the_flags_say_it() -> None:
    marked = [replace(rep, flags=flags) for rep, flags in zip(reps(None, None), (("low",), ()), strict=True)]
    assert truly_low([*marked, TrueRep(30.0, 38.0)]) == [True, False, None]
