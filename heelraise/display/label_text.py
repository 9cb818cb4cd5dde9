"""Marking repetitions, in words: the terminal's table and prompt, and the texts of the page."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from heelraise.display.narrow import print_table
from heelraise.display.terms import FLAGS
from heelraise.labelling.draft import Draft
from heelraise.language import Words, message
from models.errors import StyleError
from models.styles import WORDS, flags_of
from models.verdict import Flag
from sensing.recording.labels import LabelledRep

_PAGE = {
    "title": message("Mark repetitions"),
    "save": message("Save"),
    "done": message("Save and close"),
    "add": message("Add one here"),
    "remove": message("Remove"),
    "good": message("good"),
    "start": message("start"),
    "top": message("top"),
    "eccentric_start": message("start of lowering"),
    "end": message("end"),
    "saved": message("Saved."),
    "closed": message("Saved. You can close this page."),
    "changed": message("Not saved yet."),
    "unreachable": message("The program has ended; nothing was saved. Start it again."),
    "style": message("How it was done"),
    "hint": message(
        "Drag the edges. Wheel or + and −: zoom. Drag the ground: move. Click a repetition to choose it."  # noqa: RUF001
    ),
    "none": message("No repetition is chosen."),
    "tilt": message("tilt, degrees"),
    "seconds": message("s"),
}


def page_texts(words: Words) -> dict[str, str]:
    """Return the texts of the page, the names of the styles among them."""
    return {name: words(text) for name, text in _PAGE.items()} | {
        str(flag): words(text) for flag, text in FLAGS.items() if flag is not Flag.GAP
    }


def show_draft(console: Console, draft: Draft, reps: tuple[LabelledRep, ...], words: Words) -> None:
    """Print the repetitions as they stand."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    edges = (words("No."), words("start"), words("top"), words("down from"), words("end"))
    phases = (words("Up s"), words("Hold s"), words("Down s"))
    for title in (*edges, *phases):
        table.add_column(title, justify="right")
    table.add_column(words("How it was done"))
    for number, rep in enumerate(reps, start=1):
        times = (rep.top - rep.start, rep.eccentric_start - rep.top, rep.end - rep.eccentric_start)
        table.add_row(
            str(number),
            *(words.number(edge_s, 2) for edge_s in rep.edges_s),
            *(words.number(time_s) for time_s in times),
            style_text(rep.style, words),
        )
    by = words("marked by a person") if draft.were_saved else words("found by the program")
    count = words.plural("{count} repetition", "{count} repetitions", len(reps))
    console.print(f"{draft.recording.name}: {count}, {by}")
    print_table(console, table)


def style_text(style: str, words: Words) -> str:
    """Name a style; one that is not known stays as it is written."""
    try:
        flags = flags_of(style)
    except StyleError:
        return style
    return ", ".join(words(FLAGS[flag]) for flag in Flag if flag in flags) or words("good")


def prompt_help(words: Words) -> str:
    """Return what can be typed at the prompt."""
    return words(
        "set 3 style=low end=31.2 | remove 3 | add 4.1 6.7 8.7 11.8 ok | accept | quit\n"
        "Styles, several with + between: {styles}",
        styles=", ".join(WORDS),
    )
