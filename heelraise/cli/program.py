"""The program: its commands, and what becomes of errors.

Exit codes: 0 done, 1 something went wrong (one line on stderr says what, in the person's language), 2 wrong
usage (in English, as ``--help`` is: both are typer's), 130 ended by Ctrl-C.
Each command imports what it needs when it runs, so that none waits for another one's libraries.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.metadata import version
from io import TextIOWrapper
from typing import Annotated, NoReturn

import typer

from heelraise.cli import (
    analyze,
    check,
    coach,
    demo,
    doctor,
    erase,
    evaluate,
    files,
    history,
    label,
    pain,
    programme,
    scan,
    sending,
    serve,
    start,
    today,
    train,
)
from heelraise.cli.options import Asked, error_line, words_for_errors
from heelraise.coach.errors import CoachError
from heelraise.history.errors import HistoryError
from heelraise.language import CatalogueMissing, Words
from heelraise.sound.errors import SoundError
from models.errors import ModelError
from sensing.errors import SensingError
from sensing.said import said, system_reason

_AROUND = 20

app = typer.Typer(
    name="heelraise",
    help="Counts heel raises from a sensor on the foot and says while it happens when one is too fast.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    demo.demo,
    today.today,
    today.done,
    start.start,
    pain.pain,
    pain.note,
    pain.undo,
    pain.remind,
    scan.scan,
    check.check,
    doctor.doctor,
    coach.coach,
    coach.record,
    coach.replay,
    analyze.analyze,
    files.export_recording,
    evaluate.evaluate,
    label.label,
    history.progress,
    sending.consent,
    sending.sync,
    sending.export,
    erase.erase,
    serve.serve,
    serve.token,
    train.train,
):
    app.command()(command)
app.command("import")(files.import_)  # a word of Python
app.add_typer(history.history, name="history")
app.add_typer(programme.programme, name="programme")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"heelraise {version('heelraise')}")
        raise typer.Exit


@app.callback()
def _program(
    asked: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is."),
    ] = False,
) -> None:
    """Count heel raises from a sensor on the foot and say while it happens when one is too fast."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit.

    Parameters
    ----------
    arguments : sequence of str, optional
        Arguments of the command line; those of this process if not given.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # an arrow that an old terminal lacks is no reason to end
    asked = Asked()
    try:
        app(args=None if arguments is None else list(arguments), prog_name="heelraise", obj=asked)
    except (SensingError, ModelError, CoachError, HistoryError, SoundError, CatalogueMissing) as error:
        typer.echo(error_line(error, words_for_errors(asked.language)), err=True)
        sys.exit(1)
    except UnicodeEncodeError as error:
        # Bytes of the command line that are no text come as signs that nothing can be written with.
        around = error.object[max(0, error.start - _AROUND) : error.end + _AROUND]
        named = said("'{text}' holds bytes that are no text; write it otherwise", text=around)
        typer.echo(error_line(SensingError(named), words_for_errors(asked.language)), err=True)
        sys.exit(1)
    except OSError as error:
        # What no command could foresee: the disk of the output is full, a file went away meanwhile.
        _end_on(error, words_for_errors(asked.language))


def _end_on(error: OSError, words: Words | None) -> NoReturn:
    reason = system_reason(error)
    named = reason if error.filename is None else said("{path}: {why}", path=error.filename, why=reason)
    typer.echo(error_line(SensingError(named), words), err=True)
    sys.stdout = None  # what is left in it cannot be written either, and would end in a traceback
    sys.exit(1)
