from collections.abc import Iterator
from pathlib import Path

import pytest

from heelraise.places import OVERRIDE, Places
from heelraise.server.app import create_app
from sensing.simulator import SCENARIOS, Sensor, person, simulate
from sensing.types import Samples
from tests.heelraise.command_line import CommandLine
from tests.heelraise.server_client import Clock, TestClient, settings


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Places:
    """An empty data folder, and a terminal that speaks English."""
    monkeypatch.setenv(OVERRIDE, str(tmp_path / "data"))
    for name in ("LC_ALL", "LC_MESSAGES", "COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    return Places(tmp_path / "data")


@pytest.fixture
def heelraise(places: Places, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


@pytest.fixture(scope="session")
def one_set() -> Samples:
    """Twelve repetitions, some of them too fast."""
    return simulate(SCENARIOS["one-set"], person(1), Sensor(), 1).samples


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(tmp_path: Path, clock: Clock) -> Iterator[TestClient]:
    with TestClient(create_app(settings(tmp_path / "server.db"), now=clock)) as client:
        yield client
