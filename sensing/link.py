"""What can happen to the link to a sensor, as a value that goes down the line with the arrivals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from sensing.types import Arrival


class LinkState(StrEnum):
    """What happened to the link."""

    LOST = "lost"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class LinkEvent:
    """The link to the sensor broke, or is there again.

    After ``back`` the sensor streams from scratch: decoders start anew, its counter may have restarted.

    Parameters
    ----------
    t_host_s : float
        Host clock when it was noticed, s.
    state : LinkState
        What happened.
    """

    t_host_s: float
    state: LinkState


SourceItem: TypeAlias = Arrival | LinkEvent
"""What a source yields and a recording folder keeps."""
