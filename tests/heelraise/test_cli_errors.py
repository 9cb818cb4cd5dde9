"""What goes wrong is one line on stderr, in the language of the person."""

import errno
import io
import json
import os
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from inspect import signature
from pathlib import Path

import pytest
import rich.console
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from heelraise import language
from heelraise.cli.options import error_line
from heelraise.cli.program import app
from heelraise.coach.errors import ProgrammeError
from heelraise.history.store import History
from heelraise.journal import Journal, SessionStart
from heelraise.language import Language, words_in
from heelraise.places import Places
from heelraise.session_lock import only_session
from models.errors import WeightsError
from sensing.errors import LinkLostError, RecordingError, SensorFileError
from sensing.said import said
from tests.heelraise.coach.programmes import TEXT
from tests.heelraise.command_line import CommandLine, failed
from tests.heelraise.factories import NOON, document
from tests.heelraise.session.playing import raises


@pytest.fixture
def danish(heelraise: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A terminal that speaks Danish."""
    monkeypatch.setenv("LANG", "da_DK.UTF-8")
    return heelraise


def test_the_option_goes_before_the_system(heelraise: CommandLine, danish: CommandLine) -> None:
    assert failed(heelraise("analyze", "none.csv")) == "none.csv: ikke fundet"
    assert failed(heelraise("analyze", "none.csv", "--lang", "en")) == "none.csv: not found"
    assert failed(heelraise("history", "show", "ffff", "--lang=en")).startswith("no session with an id")


def test_the_option_counts_for_the_commands_own_errors(heelraise: CommandLine) -> None:
    said_there = failed(heelraise("history", "show", "ffff", "--lang", "da"))
    assert said_there == "ingen træning med et id, der begynder med 'ffff'; se: heelraise history"
    assert failed(heelraise("history", "show", "ffff")).startswith("no session")


@pytest.mark.parametrize("name", ["{x}", "{0}.csv", "{", "}", "%s"])
def test_the_name_of_a_file_is_never_read_as_a_template(danish: CommandLine, name: str) -> None:
    assert failed(danish("analyze", name)) == f"{name}: ikke fundet"


def test_a_damaged_recording(danish: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("time,acc_x,acc_y\n0,0,0\n", encoding="utf-8")
    expected = "time,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z"
    assert failed(danish("analyze", path)) == (
        f"{path}, linje 1: der mangler kolonnen acc_z; der skulle være {expected}"
    )
    rows = "".join(f"{row / 50},0,0,1\n" for row in range(200))
    path.write_text(f"time,acc_x,acc_y,acc_z\n{rows}", encoding="utf-8")
    assert failed(danish("analyze", path)) == (
        f"{path}: accelerationen i hvile er 1: det ligner g, men skulle være m/s² (9,8); "
        "'heelraise import' omregner den"
    )


def test_no_bluetooth(danish: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise BleakBluetoothNotAvailableError("off", BleakBluetoothNotAvailableReason.POWERED_OFF)

    monkeypatch.setattr("sensing.sources.radio.scanning.BleakScanner", broken)
    assert failed(danish("scan")) == "Bluetooth kan ikke bruges: Bluetooth er slået fra; slå det til"
    assert "Lytte efter sensorer: Bluetooth kan ikke bruges: Bluetooth er slået fra" in danish("doctor").out


def test_another_session_is_running(danish: CommandLine, places: Places) -> None:
    with only_session(places.session_lock):
        folder = places.new_recording(datetime.now(UTC), "movesense")
        folder.mkdir(parents=True)
        with Journal(folder, SessionStart(raises(), started_utc=datetime.now(UTC))):
            pass
        ran = danish("coach", "--sensor", "sim:one-set", "--no-sound", "--plain", "--seconds", 1)
    assert "--resume" not in ran.out  # the one that runs is not cut off
    assert failed(ran) == "en anden træning er i gang; afslut den først, eller vent, til den er slut"


def test_nothing_to_resume_and_a_voice_that_is_none(danish: CommandLine, tmp_path: Path) -> None:
    coach = ("coach", "--sensor", "sim:one-set", "--plain")
    assert failed(danish(*coach, "--resume")).startswith("ingen træning blev afbrudt")
    ran = danish(*coach, "--sound", tmp_path / "x.wav", "--voice", "say {x}")
    assert failed(ran) == "stemmen 'say {x}' skal indeholde {file}, den WAV-fil, den skriver"


def test_a_description_of_a_sensor_that_is_wrong(danish: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('key = "own"\n', encoding="utf-8")
    ran = danish("coach", "--sensor", "ble:", "--sensors", tmp_path, "--plain")
    assert failed(ran) == f"{tmp_path / 'own.toml'}: label mangler"


@pytest.mark.parametrize(
    ("right", "wrong", "said_there"),
    [
        ("reps = 12", 'reps = "12"', "skal være et helt tal"),
        ("reps = 12", "reps = 0", "skal være mindst 1"),
        ("reps = 12", "repz = 12", "den nøgle findes ikke her; se efter, om den er stavet rigtigt"),
        ('kind = "raises"', 'kind = "raise"', "skal være 'raises', 'hold' eller 'timed'"),
        ('tempo = "3-2-3"', 'tempo = "slow"', "ordinationen 'slow' er ikke op-hold-ned i sekunder"),
        ("format = 1", "format = 99", "denne version læser format 1"),
        ("format = 1", "format = ", "kan ikke læses som TOML"),
    ],
)
def test_a_programme_that_cannot_be_used(
    danish: CommandLine, tmp_path: Path, right: str, wrong: str, said_there: str
) -> None:
    path = tmp_path / "p.toml"
    assert right in TEXT
    path.write_text(TEXT.replace(right, wrong, 1), encoding="utf-8")
    line = failed(danish("programme", "check", path))
    assert line.startswith(f"{path}, linje ")
    assert said_there in line


def test_an_answer_that_cannot_be_meant(danish: CommandLine) -> None:
    assert failed(danish("today", "--answer", "before=11")) == "smerte er et helt tal fra 0 til 10, ikke '11'"
    assert "'{x}' er ikke et svar; skriv NAVN=VÆRDI" in failed(danish("today", "--answer", "{x}"))


def test_sending(danish: CommandLine, places: Places, tmp_path: Path) -> None:
    said_there = failed(danish("consent", "--server", "https://clinic.example", "--token", "geheim"))
    assert said_there == "en adgangsnøgle (token) angives som env:NAVN eller file:STI, aldrig som sig selv"
    (tmp_path / "token").write_text("t", encoding="utf-8")
    with History(places.history) as history:
        history.switch_on_upload("http://127.0.0.1:1", f"file:{tmp_path / 'token'}", NOON)
        history.keep(document())
    assert failed(danish("sync")) == "ingen server svarer på http://127.0.0.1:1; prøv igen senere"


def test_a_full_disk_and_a_folder_that_is_not_ours(danish: CommandLine, tmp_path: Path) -> None:
    ran = danish("export", tmp_path)
    assert failed(ran) == f"{tmp_path}: kan ikke skrives: det er en mappe"


def test_a_data_folder_that_cannot_be_made(danish: CommandLine, places: Places) -> None:
    places.root.write_text("a file stands in the way", encoding="utf-8")
    coached = danish("coach", "--sensor", "sim:one-set", "--seconds", 1, "--no-sound", "--plain")
    assert failed(coached).startswith(f"{places.session_lock}: kan ikke skrives: ")
    token = danish("token", "clinic", "--folder", places.root)
    assert failed(token).startswith(f"{places.server_tokens}: kan ikke skrives: ")


def test_a_correction_that_is_not_understood(danish: CommandLine) -> None:
    ran = danish("label", "any.csv", "--set", "1 style=dancing")
    assert failed(ran).startswith("udførelsen 'dancing' kendes ikke; skriv en af ok")


def test_notes_on_a_recording_are_danish_on_the_screen_and_english_in_json(
    danish: CommandLine, tmp_path: Path
) -> None:
    path = tmp_path / "r.csv"
    rows = "".join(f"{row / 50},0,0,9.81\n" for row in range(200))
    path.write_text(f"time,acc_x,acc_y,acc_z\n{rows}4.0,,,\n4.02,,,\n", encoding="utf-8")
    shown, fields = danish("analyze", path).out, danish("analyze", path, "--json").out
    assert "Bemærk: 2 rækker uden værdier, regnes for tabte målinger." in shown
    assert "Bemærk: intet gyroskop: gentagelser er sværere at se." in shown
    assert json.loads(fields)["notes"] == [
        "2 rows without values, taken as lost samples",
        "no gyroscope: repetitions are harder to see",
    ]


def test_wrong_usage_stays_english(danish: CommandLine) -> None:
    ran = danish("coach", "--sensor", "abacus")
    assert ran.code == 2
    assert "sensor 'abacus' is not understood" in " ".join(ran.err.replace("│", " ").split())


def test_what_stands_in_a_sentence_is_said_in_danish_too() -> None:
    words = words_in(Language.DANISH)
    lost = LinkLostError(
        said("lost the link to {sensor} and did not get it back: {why}", sensor="A", why="?")
    )
    assert error_line(lost, words) == "heelraise: mistede forbindelsen til A og fik den ikke igen: ?"
    missing = said("missing")
    for error in (
        RecordingError("a", missing),
        WeightsError("a", missing),
        SensorFileError("a", "", missing),
    ):
        assert error_line(error, words) == "heelraise: a: mangler"
    programme = ProgrammeError("p.toml", said("is missing here"), 7, "pain.{x}")
    assert error_line(programme, words) == "heelraise: p.toml, linje 7: pain.{x}: mangler her"


def test_an_error_is_said_even_where_the_catalogue_is_missing(
    heelraise: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "da_DK.UTF-8")
    monkeypatch.setattr(language, "_FOLDER", tmp_path)
    words_in.cache_clear()
    assert "make catalogue" in failed(heelraise("today"))
    assert failed(heelraise("import", "none.csv")) == "none.csv: cannot be read (No such file or directory)"


def answers(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))


@pytest.mark.parametrize(
    ("typed", "taken_back"),
    [
        (("j",), True),
        (("Ja",), True),
        (("y",), True),
        (("måske", "ja"), True),
        (("nej",), False),
        (("",), False),
    ],
)
def test_yes_and_no_are_danish(
    danish: CommandLine, monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...], taken_back: bool
) -> None:
    assert danish("done", "Tåhævning").code == 0
    answers(monkeypatch, *typed)
    ran = danish("undo")
    assert (ran.code, "[ja/nej]" in ran.out, "Det er slettet." in ran.out) == (0, True, taken_back)


def test_no_answer_erases_nothing(danish: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert danish("done", "TÅHÆVNING").code == 0
    answers(monkeypatch)
    ran = danish("erase")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.endswith("Der er ikke slettet noget.\n")
    assert "Tåhævning" in danish("undo", "--yes").out


def test_every_command_has_a_language(heelraise: CommandLine) -> None:
    for command in app.registered_commands:
        assert command.callback is not None
        assert "lang" in signature(command.callback).parameters, command.callback.__name__


def test_output_that_cannot_be_written(heelraise: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(rich.console.Console, "print", full)
    monkeypatch.setattr(sys, "stdout", sys.stdout)  # the program leaves it, for good
    assert failed(heelraise("history", "--lang", "da")) == "der er ikke mere plads på disken"


def test_the_version_can_be_named(heelraise: CommandLine) -> None:
    ran = heelraise("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"heelraise {version('heelraise')}\n", "")
