import pytest

from models.reasons import LANGUAGES, SENTENCES, sentence
from models.verdict import Flag, Reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flag_has_words(language: str) -> None:
    assert set(SENTENCES[language]) == set(Flag)
    for flag in Flag:
        text = sentence(Reason(flag, 2.25, 3.0), language)
        assert text
        assert "{" not in text
        assert "nan" not in sentence(Reason(flag, float("nan"), float("nan")), language)


@pytest.mark.parametrize(
    ("reason", "danish", "english"),
    [
        (
            Reason(Flag.ECCENTRIC_TOO_FAST, 1.21, 3.0),
            "ned på 1,2 s – skal være 3",  # noqa: RUF001
            "down in 1.2 s – should be 3",  # noqa: RUF001
        ),
        (
            Reason(Flag.NO_HOLD, 0.3, 2.5),
            "holdt 0,3 s på toppen – skal være 2,5",  # noqa: RUF001
            "held 0.3 s at the top – should be 2.5",  # noqa: RUF001
        ),
        (Reason(Flag.LOW, 62.4, 100.0), "62 % af din egen højde", "62 % of your own height"),
        (
            Reason(Flag.DROPPED, 2.6, 1.0),
            "hælen faldt til sidst: 2,6 gange så hurtigt",
            "the heel dropped at the end: 2.6 times as fast",
        ),
        (Reason(Flag.DROPPED, 1.1, 1.0), "hælen faldt til sidst", "the heel dropped at the end"),
    ],
)
def test_sentences(reason: Reason, danish: str, english: str) -> None:
    assert sentence(reason, "da") == danish
    assert sentence(reason, "en") == english


def test_another_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        sentence(Reason(Flag.GAP), "fr")
