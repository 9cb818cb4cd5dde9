"""The standard programme, and the same with a change."""

from importlib.resources import files

from heelraise.coach.programme.model import Programme
from heelraise.coach.programme.parse import programme_from_toml

TEXT = files("heelraise.coach.programme").joinpath("standard.toml").read_text(encoding="utf-8")
STANDARD = programme_from_toml(TEXT, "standard.toml")


def changed(old: str, new: str, count: int = 1) -> Programme:
    assert old in TEXT, old
    return programme_from_toml(TEXT.replace(old, new, count), "changed.toml")
