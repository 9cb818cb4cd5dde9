"""Numbers and verdicts as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import nan

from rich.console import Console
from rich.text import Text

from heelraise.coach.summary import JudgedRep
from heelraise.display.reasons import sentence
from heelraise.language import Words
from models.settings import FormSettings
from models.verdict import TOO_FAST, FormVerdict, Reason, Verdict
from sensing.link import LinkEvent, LinkState
from sensing.prescription import Prescription

_COLOURS = {Verdict.OK: "green", Verdict.FAULT: "bold red", Verdict.UNSURE: "yellow"}
_SETTINGS = FormSettings()


def prescribed(prescription: Prescription | None, words: Words) -> str:
    """Say what was prescribed."""
    if prescription is None:
        return words("own tempo")

    def phase(seconds: float | None) -> str:
        return words("free") if seconds is None else f"{words.short_number(seconds)} s"

    return words(
        "Prescribed: up {up}, hold {hold}, down {down}",
        up=phase(prescription.concentric_s),
        hold=phase(prescription.hold_s),
        down=phase(prescription.eccentric_s),
    )


def none_since(day: date, words: Words) -> str:
    """Say that nothing is left of what is kept, where what was before a day is left out."""
    return words("Nothing is kept since {day}.", day=words.day(day))


def remarks(judged: JudgedRep, words: Words) -> list[Text]:
    """Say what was thought of a repetition, in words and in colour, what matters most first."""
    form = judged.form
    said = [sentence(reason, words) for reason in _ordered(form)]
    if form.verdict is Verdict.OK:
        said = [words("good")]
    elif form.verdict is Verdict.UNSURE:
        said = [words("not sure: {what}", what=", ".join(said) or _doubt(form, words))]
    elif form.too_fast:
        said[0] = words("TOO FAST: {what}", what=said[0])
    return [Text(one, style=_COLOURS[form.verdict]) for one in said]


def rep_lines(led: Text, judged: JudgedRep, column: int, words: Words) -> Iterator[Text]:
    """Give the times of a repetition behind what leads its line, and its remarks below each other.

    Parameters
    ----------
    led : Text
        What stands before the times.
    judged : JudgedRep
        The repetition.
    column : int
        Where remarks begin.
    words : Words
        The language.
    """
    times = words(
        "up {up}  hold {hold}  down {down} s",
        up=words.number(judged.rep.concentric_s),
        hold=words.number(judged.rep.hold_s),
        down=words.number(judged.rep.eccentric_s),
    )
    line = led.append(f"  {times}")
    for remark in remarks(judged, words):
        line.append(" " * max(2, column - line.cell_len))
        yield line.append_text(remark)
        line = Text()


def link_line(event: LinkEvent, words: Words) -> Text:
    """Say that the sensor is gone or back."""
    if event.state is LinkState.LOST:
        said = words("Lost the sensor, looking for it … stay close to the computer")
        return Text(said, style="bold yellow")
    return Text(words("The sensor is back"), style="green")


def print_line(console: Console, text: Text) -> None:
    """Print a line; one that is too long is folded on a terminal and left whole in a log."""
    console.print(text, highlight=False, soft_wrap=not console.is_terminal)


def _ordered(form: FormVerdict) -> list[Reason]:
    # "Too fast" stands first: it is what the person can change in the next repetition.
    reasons = form.reasons or tuple(Reason(flag, nan, nan) for flag in form.flags)
    return sorted(reasons, key=lambda reason: reason.flag not in TOO_FAST)


def _doubt(form: FormVerdict, words: Words) -> str:
    """Say what the doubt is about where no flag says it: a speed near the limit, or a poor signal."""
    near = _SETTINGS.unsure_from <= form.p_too_fast <= _SETTINGS.unsure_to
    return words("perhaps too fast down") if near else words("the signal was poor")
