import ast
import string
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from heelraise import language
from heelraise.coach.errors import CoachError
from heelraise.history.errors import BadDocument, HistoryError
from heelraise.language import (
    CatalogueMissing,
    Language,
    language_of_browser,
    language_of_system,
    words_in,
)
from heelraise.locale.catalogue import catalogues, compiled, read, texts_in_code
from heelraise.locale.kept import retold
from heelraise.session_lock import SessionRunning
from heelraise.sound.errors import SoundError
from models.errors import ModelError
from sensing.errors import PacketError, SensingError, SettingsError
from sensing.said import said

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("sensing", "models", "heelraise")
ENGLISH, DANISH = words_in(Language.ENGLISH), words_in(Language.DANISH)
IN_EACH_CATALOGUE = pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parts[-3])


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_but_the_one_in_the_code_has_a_catalogue() -> None:
    assert {path.parts[-3] for path in catalogues()} == set(Language) - {Language.ENGLISH}


@IN_EACH_CATALOGUE
def test_a_catalogue_has_the_texts_of_the_code_and_no_others(path: Path) -> None:
    texts = {entry.id for entry in texts_in_code()}
    assert {entry.id for entry in read(path)} == texts, "run: make catalogue"


@IN_EACH_CATALOGUE
def test_no_text_is_said_where_the_catalogue_does_not_look(path: Path) -> None:
    """Inside an f-string it is not seen before Python 3.12, and stays English without a word."""
    known = {entry.id if isinstance(entry.id, str) else entry.id[1] for entry in read(path)}
    assert [(where, text) for where, text, _ in sayings() if text not in known] == []


@IN_EACH_CATALOGUE
def test_everything_is_translated_with_the_same_holes(path: Path) -> None:
    for entry in read(path):
        originals = (entry.id,) if isinstance(entry.id, str) else entry.id
        translated = (entry.string,) if isinstance(entry.string, str) else entry.string
        assert all(translated), f"not translated: {originals[0]}"
        assert not entry.fuzzy, originals[0]
        if entry.id:
            assert {frozenset(holes(one)) for one in translated} == {
                frozenset(map(str, holes(originals[-1])))
            }


@IN_EACH_CATALOGUE
def test_what_is_used_is_what_was_written(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == compiled(path), "run: make catalogue"


def sayings() -> Iterator[tuple[str, str, set[str | None]]]:
    """Calls with a literal text: where, the text, the names that are filled in."""
    for path in (path for top in PACKAGES for path in sorted((ROOT / top).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("words", "_words", "plural", "said"):
                given = {keyword.arg for keyword in node.keywords} | (
                    {"count"} if called == "plural" else set()
                )
                last = node.args[1] if called == "plural" else node.args[0]
                assert isinstance(last, ast.Constant), f"{path}:{node.lineno}"
                yield f"{path}:{node.lineno}", str(last.value), given


def test_every_hole_is_filled_where_a_text_is_said() -> None:
    for where, text, given in sayings():
        if None not in given:  # **values are looked at where they are said
            assert holes(text) == (given & holes(text) | given - {"count"}), where


def test_every_sentence_of_a_floor_without_a_language_is_a_literal() -> None:
    for path in (path for top in PACKAGES for path in (ROOT / top).rglob("*.py")):
        if path.name == "said.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "said":
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"


def told(error: type[BaseException]) -> set[str]:
    """Names of an error and of all below it, without those that only a programmer sees (see the trees)."""
    if error in (PacketError, SettingsError, BadDocument):
        return set()
    return {error.__name__}.union(*map(told, error.__subclasses__()))


def test_no_error_that_a_person_may_read_is_plain_english() -> None:
    names = set().union(*map(told, (SensingError, ModelError, CoachError, HistoryError, SoundError)))
    assert {"RecordingError", SessionRunning.__name__, "LinkLostError", "VoiceError", "WeightsError"} <= names
    for path in (path for top in PACKAGES for path in (ROOT / top).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                for given in node.args:
                    literal = given.value if isinstance(given, ast.Constant) else ""
                    is_plain = isinstance(given, ast.JoinedStr) or (
                        isinstance(literal, str) and " " in literal
                    )
                    assert not is_plain, f"{path}:{node.lineno}: say it with said(...)"


def test_every_sentence_can_be_filled_in_in_both_languages() -> None:
    for where, text, _ in sayings():
        sentence = said(text, **dict.fromkeys(holes(text), 1.5))
        assert ENGLISH.say(sentence) == sentence, where
        assert "{" not in DANISH.say(sentence), where


def test_sentences_in_a_sentence_and_its_numbers_are_said_in_the_language() -> None:
    inner = said("only {rate:.2g} samples a second; expected at least 5", rate=2.5)
    outer = said("{where}: {reason}", where="{x}, {0}", reason=inner)
    assert ENGLISH.say(outer) == outer
    assert DANISH.say(outer) == "{x}, {0}: kun 2,5 målinger i sekundet; der skal være mindst 5"
    assert DANISH("Saved in {path}.", path=inner).startswith("Gemt i kun 2,5")
    assert DANISH.say("missing") == "missing"  # plain text is nobody's key


def test_one_and_many() -> None:
    for words, one, many in (
        (ENGLISH, "1 repetition", "0 repetitions"),
        (DANISH, "1 gentagelse", "0 gentagelser"),
    ):
        assert words.plural("{count} repetition", "{count} repetitions", 1) == one
        assert words.plural("{count} repetition", "{count} repetitions", 0) == many


def test_numbers_and_days_are_written_as_the_language_writes_them() -> None:
    assert (ENGLISH.number(2.63), DANISH.number(2.63)) == ("2.6", "2,6")
    assert (DANISH.short_number(0.5), DANISH.short_number(3.0)) == ("0,5", "3")
    assert DANISH.day(date(2026, 11, 20)) == "fre. 20. nov. 2026"
    assert ENGLISH.day(date(2026, 11, 20), "MMMd") == "20 Nov"
    at_home = datetime(2026, 11, 20, 22, 30, tzinfo=UTC).astimezone(timezone(timedelta(hours=1)))
    assert DANISH.moment(at_home) == "fre. 20. nov. 2026 23.30"


def test_a_missing_catalogue_is_said_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "_FOLDER", tmp_path)
    words_in.cache_clear()
    with pytest.raises(CatalogueMissing, match="make catalogue"):
        words_in(Language.DANISH)


@pytest.mark.parametrize(
    ("environment", "system", "expected"),
    [
        ({"LANG": "da_DK.UTF-8"}, None, Language.DANISH),
        ({"LC_ALL": "en_GB", "LANG": "da_DK"}, None, Language.ENGLISH),
        ({}, "Danish_Denmark", Language.DANISH),
        ({"LANG": "de_DE"}, "de_DE", Language.ENGLISH),
        ({}, None, Language.ENGLISH),
    ],
)
def test_the_language_is_that_of_the_system(
    environment: dict[str, str], system: str | None, expected: Language
) -> None:
    assert language_of_system(environment, system) is expected


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("da", "da"),
        ("da-DK,da;q=0.9,en;q=0.8", "da"),
        ("en-US,en;q=0.9,da;q=0.5", "en"),
        ("fr, da;q=0.1", "da"),
        ("*", "en"),
        ("da;q=x", "en"),
        ("da;q=0", "en"),
    ],
)
def test_the_browsers_language_is_used(header: str, language: str) -> None:
    assert language_of_browser(header) == language


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("no gyroscope: rise only", None),
        ("1 damaged packet left out", "1 beskadiget pakke udeladt"),
        ("12 damaged packets left out", "12 beskadigede pakker udeladt"),
        (
            "placement found by itself: ankle, measured by its tilt",
            "placeringen er fundet automatisk: ankel, målt på dens hældning",
        ),
        ("anything a newer program may say", "anything a newer program may say"),
        ("salt and pepper", "salt and pepper"),
        ("", ""),
    ],
)
def test_a_note_that_was_kept_in_english_is_read_in_danish(kept: str, told: str | None) -> None:
    assert retold(kept, Language.ENGLISH) == kept
    found = retold(kept, Language.DANISH)
    assert found != kept if told is None else found == told


def test_no_note_takes_long() -> None:
    """It comes from outside: what nearly fits in many ways must not be tried in all of them."""
    for hostile in (" and " * 60, "a: " * 100, "; " * 150, "no sensor found within " * 13, "'" * 300):
        retold(hostile[:300], Language.DANISH)
