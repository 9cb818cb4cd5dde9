import io

import pytest
from rich.console import Console
from rich.table import Table
from rich.text import Text

from heelraise.display.live_view import LiveView
from heelraise.display.narrow import print_table
from heelraise.display.reasons import SENTENCES, sentence
from heelraise.display.say import prescribed, remarks
from heelraise.language import Language, Words, words_in
from models.verdict import Flag, FormVerdict, Reason, Verdict
from sensing.prescription import Prescription
from sensing.sources import LinkEvent, LinkState
from sensing.types import Attempt, Phase, PhaseProgress
from tests.heelraise.factories import judged_rep, judged_set

ENGLISH, DANISH = words_in(Language.ENGLISH), words_in(Language.DANISH)


def test_danish_numbers_have_a_comma() -> None:
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
    assert lines[0].strip() == "\N{DOWNWARDS ARROW} lower it slowly!"
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


@pytest.mark.parametrize("words", [ENGLISH, DANISH])
def test_every_flag_has_words(words: Words) -> None:
    assert set(SENTENCES) == set(Flag)
    for flag in Flag:
        text = sentence(Reason(flag, 2.25, 3.0), words)
        assert text
        assert "{" not in text
        assert "nan" not in sentence(Reason(flag, float("nan"), float("nan")), words)


@pytest.mark.parametrize(
    ("reason", "danish", "english"),
    [
        (
            Reason(Flag.ECCENTRIC_TOO_FAST, 1.21, 3.0),
            "ned på 1,2 s – skal være 3",  # noqa: RUF001
            "down in 1.2 s – should be 3",  # noqa: RUF001
        ),
        (
            Reason(Flag.NO_HOLD, 0.3, 2.5),
            "holdt 0,3 s på toppen – skal være 2,5",  # noqa: RUF001
            "held 0.3 s at the top – should be 2.5",  # noqa: RUF001
        ),
        (Reason(Flag.LOW, 62.4, 100.0), "62 % af din egen højde", "62 % of your own height"),
        (
            Reason(Flag.DROPPED, 2.6, 1.0),
            "hælen faldt til sidst: 2,6 gange så hurtigt",
            "the heel dropped at the end: 2.6 times as fast",
        ),
        (Reason(Flag.DROPPED, 1.1, 1.0), "hælen faldt til sidst", "the heel dropped at the end"),
    ],
)
def test_sentences(reason: Reason, danish: str, english: str) -> None:
    assert sentence(reason, DANISH) == danish
    assert sentence(reason, ENGLISH) == english


def printed(width: int, *remarks: str) -> str:
    table = Table(box=None, pad_edge=False)
    table.add_column("No.", no_wrap=True)
    table.add_column("Down s", no_wrap=True)
    table.add_column("Remark", min_width=8)
    for number, remark in enumerate(remarks, start=1):
        table.add_row(str(number), "1,2", Text(remark))
    out = io.StringIO()
    print_table(Console(file=out, width=width), table)
    return out.getvalue()


@pytest.mark.parametrize("width", [12, 16, 20, 21, 40])
def test_a_table_loses_nothing_where_it_is_narrow(width: int) -> None:
    out = printed(width, "much too fast", "good")
    assert "\N{HORIZONTAL ELLIPSIS}" not in out
    assert all(word in out.split() for word in ("1,2", "much", "fast", "good"))
    assert max(map(len, out.splitlines())) <= width


def test_a_table_is_told_in_words_only_where_it_has_to_be() -> None:
    assert printed(40, "good").splitlines() == [
        "No.  Down s  Remark  ",
        "1    1,2     good    ",
    ]
    assert [line.rstrip() for line in printed(19, "much too fast").splitlines()] == [
        "No. 1",
        "  Down\N{NO-BREAK SPACE}s\N{NO-BREAK SPACE}1,2 \N{MIDDLE DOT}",
        "  Remark: much too",
        "  fast",
    ]
