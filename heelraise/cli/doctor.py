"""``heelraise doctor``: what this computer lacks for a session."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from heelraise.cli.diary import say_lines
from heelraise.cli.options import LangOption, own_places, words_of

if TYPE_CHECKING:
    from heelraise.doctor import Listened

_LISTEN_S = 4.0


def doctor(
    scan: Annotated[bool, typer.Option("--scan/--no-scan", help="Whether to look for sensors.")] = True,
    lang: LangOption = None,
) -> None:
    """Look at what the program needs on this computer, and say what to do about what is missing.

    Exit code 1 if a session with a Bluetooth sensor is not possible.
    """
    from heelraise.display.doctor_view import doctor_lines
    from heelraise.doctor import Grade, diagnose
    from heelraise.machine import this_machine
    from heelraise.sound.state import audio_state

    words, root = words_of(lang), own_places().root
    listened = asyncio.run(_listen()) if scan else None
    audio = audio_state(words.language)
    sound = ", ".join(name for name in (audio.speaker, audio.voice) if name)
    found = diagnose(this_machine(root), str(root), listened, audio.problems, sound)
    say_lines(doctor_lines(found, words))
    raise typer.Exit(int(any(one.grade is Grade.BAD for one in found)))


async def _listen() -> Listened:
    from heelraise.doctor import Listened
    from sensing.errors import RadioError
    from sensing.said import said_by
    from sensing.sources.radio import scan

    try:
        found = await scan(_LISTEN_S)
    except RadioError as error:
        return Listened(problem=said_by(error))
    return Listened(tuple(f"{one.name or one.address} ({one.model.label})" for one in found if one.model))
