"""A person's own sensor from the command line, and what `scan` shows."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from heelraise.display.scan_view import NEEDS, show_scan
from heelraise.language import Language, words_in
from heelraise.own_sensors import known_sensors
from heelraise.places import Places
from sensing.errors import SensorFileError
from sensing.recording import open_recording
from sensing.recording.meta import read_meta
from sensing.sensors import SHIPPED
from sensing.sensors.model import Need
from sensing.sources.radio import Found
from tests.heelraise.command_line import CommandLine
from tests.sensing.sources.test_described import OWN


def described(folder: Path, text: str = OWN) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_recording_of_an_own_sensor_can_be_read_without_its_file(
    heelraise: CommandLine, tmp_path: Path
) -> None:
    folder, made = described(tmp_path / "mine"), tmp_path / "made"
    ran = heelraise(
        *("record", "--sensor", "virtual:own", "--sensors", folder),
        *("--folder", made, "--speed", 100, "--seconds", 5),
    )
    assert (ran.code, ran.err) == (0, "")
    (folder / "own.toml").unlink()
    assert read_meta(made / "meta.json").model().label == "Own sensor"
    assert open_recording(made).data.t_s[-1] > 4


def test_a_description_in_the_data_folder_counts_always(heelraise: CommandLine, places: Places) -> None:
    described(places.sensors)
    assert known_sensors(places).model("own").label == "Own sensor"
    ran = heelraise("coach", "--sensor", "virtual:own", "--speed", 100, "--seconds", 3)
    assert (ran.code, ran.err) == (0, "")
    ran = heelraise("check", "--sensor", "virtual:own", "--speed", 100, "--seconds", 4)
    assert ran.out.splitlines()[1] == "Connected to Own"


def test_a_wrong_description_is_one_line_with_file_and_key(heelraise: CommandLine, places: Places) -> None:
    described(places.sensors, OWN.replace("rate-hz", "rate"))
    ran = heelraise("coach", "--sensor", "ble:")
    assert ran.code == 1
    assert ran.err == f"heelraise: {places.sensors / 'own.toml'}: rate-hz is missing\n"


def test_a_folder_that_is_not_there_and_a_key_that_is_taken(places: Places, tmp_path: Path) -> None:
    with pytest.raises(SensorFileError, match="is no folder"):
        known_sensors(places, tmp_path / "none")
    folder = described(tmp_path / "mine", OWN.replace('"own"', '"movesense"'))
    with pytest.raises(SensorFileError, match="Own sensor: key 'movesense' is taken"):
        known_sensors(places, folder)


def shown(found: list[Found], language: Language = Language.ENGLISH) -> str:
    console = Console(width=80, no_color=True)
    with console.capture() as capture:
        show_scan(console, found, words_in(language))
    return capture.get()


def test_a_scan_says_what_is_known_of_each() -> None:
    movesense = Found("Movesense 1", "F1:00:00:00:00:01", -50, SHIPPED.model("movesense"))
    text = shown(
        [
            movesense,
            replace(movesense, name=None, battery_percent=64, rssi_dbm=-75),
            Found("BBC micro:bit", "F1:00:00:00:00:02", -85, SHIPPED.model("microbit")),
            replace(movesense, rssi_dbm=-95),
            Found("Toothbrush", "F1:00:00:00:00:03", -40, None),
        ]
    )
    assert "Begin with: heelraise start --sensor ble:F1:00:00:00:00:01\n" in text
    for said in ("strong", "fair", "weak", "-50 dBm", "64 %", "not yet", "ready", "bring it closer"):
        assert said in text
    assert "needs its program" in text
    assert "1 other Bluetooth device nearby." in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_scan_that_found_nothing_says_what_to_do() -> None:
    assert shown([]) == "No sensor that is known here; switch it on, wear it, bring it closer.\n"
    assert shown([], Language.DANISH).startswith("Ingen kendt sensor; tænd den")


def test_each_need_has_a_text() -> None:
    assert set(NEEDS) == set(Need)
