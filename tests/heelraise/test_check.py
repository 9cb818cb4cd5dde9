"""``heelraise check``, and its line in both languages."""

import pytest

from heelraise.display.health_view import health_line
from heelraise.language import Language, words_in
from sensing.health import Finding, Health
from tests.heelraise.command_line import CommandLine


def health(*findings: Finding, loss: float = 0.0) -> Health:
    return Health(104.0, loss, 87, findings)


def test_a_fit_sensor(heelraise: CommandLine) -> None:
    ran = heelraise("check", "--sensor", "sim:clean-set", "--speed", 100, "--lang", "en")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "Ready (104 Hz)"


def test_one_that_nobody_lifted(heelraise: CommandLine) -> None:
    ran = heelraise("check", "--sensor", "sim:no-raise", "--speed", 100, "--seconds", 4, "--lang", "da")
    assert ran.out.splitlines()[-1].startswith(("Klar", "IKKE KLAR"))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("finding", list(Finding))
def test_every_finding_is_said_in_one_line(finding: Finding, language: Language) -> None:
    said = health_line(health(finding), words_in(language))
    assert "\n" not in said
    assert len(said) <= 120
    assert said.startswith(("NOT READY", "IKKE KLAR") if finding.forbids else ("Ready", "Klar"))


def test_what_was_measured_is_said() -> None:
    said = health_line(health(loss=0.012), words_in(Language.DANISH))
    assert said == "Klar (104 Hz, 1,2 % mistet, batteri 87 %)"
