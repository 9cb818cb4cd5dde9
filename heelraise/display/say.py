"""Numbers and verdicts as people read them."""

from __future__ import annotations

from math import nan

from rich.text import Text

from heelraise.coach.summary import JudgedRep
from heelraise.display.reasons import sentence
from heelraise.language import Words
from models.settings import FormSettings
from models.verdict import TOO_FAST, FormVerdict, Reason, Verdict
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


def _ordered(form: FormVerdict) -> list[Reason]:
    # "Too fast" stands first: it is what the person can change in the next repetition.
    reasons = form.reasons or tuple(Reason(flag, nan, nan) for flag in form.flags)
    return sorted(reasons, key=lambda reason: reason.flag not in TOO_FAST)


def _doubt(form: FormVerdict, words: Words) -> str:
    """Say what the doubt is about where no flag says it: a speed near the limit, or a poor signal."""
    near = _SETTINGS.unsure_from <= form.p_too_fast <= _SETTINGS.unsure_to
    return words("perhaps too fast down") if near else words("the signal was poor")
