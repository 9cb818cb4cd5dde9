"""Draws docs/screen.svg: the live screen in the middle of a set, while a lowering is too fast."""

import asyncio
from pathlib import Path

from rich.console import Console

from heelraise.coach.cues.conduct import first_coach
from heelraise.coach.cues.cue import Cue
from heelraise.coach.programme.plan import Side
from heelraise.coach.session.state import SessionState
from heelraise.coach.session.turns import Task, counted_turns
from heelraise.coaching import CoachedSource, Coaching
from heelraise.display.frame import frame
from heelraise.display.picture import recording_console, svg_of
from heelraise.display.scene import Scene, SensorNews, next_scene
from heelraise.language import Language, words_in
from heelraise.line import Line, shipped_weights
from heelraise.live import follow
from heelraise.sensor_text import SensorText, open_source
from sensing.prescription import Prescription
from sensing.sources.hostclock import HostClock
from sensing.types import Placement

PICTURE = Path(__file__).parent.parent / "docs" / "screen.svg"
_ROWS = 24
_PERSON = 4
_FAST_REP = 6
_SHOWN_AFTER_S = 0.5


class Camera:
    """Keeps the scene half a second after the warning in the repetition that is looked for."""

    def __init__(self, state: SessionState) -> None:
        self._now = Scene(state, sensor=SensorNews("Movesense", 87))
        self.taken: Scene | None = None

    def show(self, state: SessionState, cues: tuple[Cue, ...]) -> None:
        self._now = next_scene(self._now, state, cues)
        warned = self._now.running.too_fast and self._now.cue is not None
        wanted = warned and len(state.reps) + 1 == _FAST_REP
        if wanted and self._now.cue and state.t_s - self._now.cue.t_s >= _SHOWN_AFTER_S and not self.taken:
            self.taken = self._now


def draw(console: Console) -> None:
    """Print the screen as it stands in one moment of a simulated set."""
    coach = first_coach(Task(counted_turns(Prescription(), 12, 3, 120.0, Side.LEFT)))
    camera = Camera(coach.session)
    coaching = Coaching(coach, (camera,))
    source = open_source(SensorText.parse("sim:one-set-ankle"), HostClock(1e6), _PERSON)
    line = Line(Placement.ANKLE, prescription=Prescription(), weights=shipped_weights())
    asyncio.run(follow(CoachedSource(source, coaching), line, None, coaching.see))
    assert camera.taken is not None, "this person was not warned"
    for one in frame(camera.taken, words_in(Language.ENGLISH), console.width, _ROWS):
        console.print(one, no_wrap=True)


if __name__ == "__main__":
    console = recording_console()
    draw(console)
    PICTURE.write_text(svg_of(console, "heelraise coach"), encoding="utf-8")
