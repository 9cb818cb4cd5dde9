"""The coach at work: what the line finds becomes events, events become cues, cues reach whoever listens."""

from __future__ import annotations

from typing import Protocol

from heelraise.coach.cues.cue import Cue
from heelraise.coach.session.state import SessionState


class Listener(Protocol):
    """Someone who shows or sounds the session: a screen, a voice, a log."""

    def show(self, state: SessionState, cues: tuple[Cue, ...]) -> None:
        """Take the state after an event and the cues that are due now.

        Called for every event, at least ten times a second while the sensor sends. It must not block.
        """
