import pickle

import pytest

from sensing.errors import RecordingError, SensorError, SensorFileError
from sensing.said import Said, all_of, one_of, said, said_by, system_reason, with_texts

HOSTILE = ("{x}", "{", "}", "{0}", "{name!r}", "%s", "{{}}")


@pytest.mark.parametrize("name", HOSTILE)
def test_braces_in_what_is_filled_in_are_left_alone(name: str) -> None:
    assert said("no sensor answers to '{name}'", name=name) == f"no sensor answers to '{name}'"
    error = RecordingError(name, said("column {column} is missing", column=name), 3)
    assert str(error) == f"{name}, line 3: column {name} is missing"


def test_an_error_reads_as_before_and_remembers_its_sentence() -> None:
    error = SensorError(said("silent for {silence_s:g} s", silence_s=2.5))
    assert str(error) == "silent for 2.5 s"
    sentence = said_by(error)
    assert isinstance(sentence, Said)
    assert (sentence.template, sentence.values) == ("silent for {silence_s:g} s", {"silence_s": 2.5})


def test_plain_errors_are_taken_as_they_are_on_one_line() -> None:
    assert said_by(ValueError("two\n  lines {x}")) == "two lines {x}"
    assert said_by(ValueError()) == ""
    assert said_by(KeyError("axis")) == "'axis'"


def test_file_and_key_stand_before_the_reason() -> None:
    assert str(SensorFileError("a.toml", "rate", said("is missing"))) == "a.toml: rate is missing"
    assert str(SensorFileError("a.toml", "", "is no TOML")) == "a.toml: is no TOML"


def test_a_sentence_outlives_a_change_of_process() -> None:
    sentence = said("{where}: {reason}", where="a.csv", reason=said("missing"))
    copied = pickle.loads(pickle.dumps(sentence))
    assert (copied, copied.template, copied.values) == (sentence, sentence.template, sentence.values)


def test_texts_in_a_sentence_can_be_changed_but_not_its_own_words() -> None:
    sentence = said("{key} {reason}, {count} times", key="a\n", reason=said("is\nmissing"), count=2)
    assert with_texts(sentence, str.strip) == "a is\nmissing, 2 times"


def test_names_in_a_row() -> None:
    assert all_of(["A"]) == "A"
    assert all_of(["A", "B", "{x}"]) == "A and B and {x}"
    assert one_of(["A", "B"]) == "A or B"


def test_the_usual_reasons_of_the_system_can_be_translated() -> None:
    assert isinstance(system_reason(PermissionError(13, "Permission denied")), Said)
    assert system_reason(OSError(95, "Operation {not} supported")) == "Operation {not} supported"
    assert system_reason(OSError("no number")) == "no number"
