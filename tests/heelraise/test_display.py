import io
import string
from dataclasses import fields

import pytest
from rich.console import Console

from heelraise.display.live_view import LiveView
from heelraise.display.say import number, prescribed, remarks
from heelraise.display.words import WORDS, Language, Words, language_of
from models.verdict import Flag, FormVerdict, Reason, Verdict
from sensing.prescription import Prescription
from sensing.sources import LinkEvent, LinkState
from sensing.types import Attempt, Phase, PhaseProgress
from tests.heelraise.factories import judged_rep, judged_set

ENGLISH, DANISH = WORDS[Language.ENGLISH], WORDS[Language.DANISH]


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_everything() -> None:
    assert set(WORDS) == set(Language)
    for field in fields(Words):
        english, danish = getattr(ENGLISH, field.name), getattr(DANISH, field.name)
        assert english
        assert danish
        assert holes(english) == holes(danish), field.name


@pytest.mark.parametrize(
    ("environment", "system", "language"),
    [
        ({"LANG": "da_DK.UTF-8"}, None, Language.DANISH),
        ({"LC_ALL": "en_GB", "LANG": "da_DK"}, None, Language.ENGLISH),
        ({}, "Danish_Denmark", Language.DANISH),
        ({"LANG": "de_DE"}, "de_DE", Language.ENGLISH),
        ({}, None, Language.ENGLISH),
    ],
)
def test_the_language_is_that_of_the_system(
    environment: dict[str, str], system: str | None, language: Language
) -> None:
    assert language_of(environment, system) is language


def test_danish_numbers_have_a_comma() -> None:
    assert number(2.63, DANISH) == "2,6"
    assert prescribed(Prescription(None, 0.5, 3.0), DANISH) == "Ordineret: op frit, hold 0,5 s, ned 3 s"


def verdict(kind: Verdict, *flags: Flag, p: float = 0.0) -> list[str]:
    rep = judged_rep()
    reasons = tuple(Reason(flag, 1.2, 3.0) for flag in flags)
    form = FormVerdict(kind, flags, p, reasons)
    return [text.plain for text in remarks(type(rep)(rep.rep, form), ENGLISH)]


def test_too_fast_stands_first_and_loud() -> None:
    said = verdict(Verdict.FAULT, Flag.LOW, Flag.ECCENTRIC_TOO_FAST)
    assert said[0] == "TOO FAST: down in 1.2 s \N{EN DASH} should be 3"
    assert len(said) == 2


def test_doubt_is_said_as_doubt() -> None:
    assert verdict(Verdict.UNSURE, p=0.4) == ["not sure: perhaps too fast down"]
    assert verdict(Verdict.UNSURE) == ["not sure: the signal was poor"]
    (near,) = verdict(Verdict.UNSURE, Flag.ECCENTRIC_TOO_FAST, p=0.6)
    assert near.startswith("not sure: down in 1.2 s")
    assert "TOO FAST" not in near


def shown(**options: bool) -> str:
    file = io.StringIO()
    view = LiveView(Console(file=file, width=80, **options), ENGLISH, Prescription())  # type: ignore[arg-type]
    view(PhaseProgress(Phase.ECCENTRIC, 9.0, too_fast=True))
    view(PhaseProgress(Phase.REST, 9.5))
    for judged in judged_set():
        view(judged)
    view(judged_rep(13, set_index=2, start_s=200.0))
    view(Attempt(230.0, 231.0, 232.0))
    view(LinkEvent(240.0, LinkState.LOST))
    return file.getvalue()


def test_one_line_a_repetition_and_a_warning_before_it() -> None:
    lines = shown().splitlines()
    assert lines[0].strip() == f"\N{DOWNWARDS ARROW} {ENGLISH.warning}"
    assert lines[1].split() == ["1", "up", "3.0", "hold", "2.0", "down", "3.0", "s", "good"]
    assert [line for line in lines if line.startswith("Set")] == ["Set 2"]
    assert max(len(line) for line in lines) <= 80


def test_colour_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in shown()
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[1;31m" in shown(force_terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1;31m" not in shown(force_terminal=True)
