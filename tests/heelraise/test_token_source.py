from pathlib import Path

import pytest

from heelraise.history.errors import WrongToken
from heelraise.token_source import read_token


def test_a_token_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("s3cret\n")
    assert read_token(f"file:{file}", {}) == "s3cret"
    assert read_token("env:TOKEN", {"TOKEN": "s3cret"}) == "s3cret"


@pytest.mark.parametrize("reference", ["env:NONE", "file:/dev/null", "file:/nowhere/token", "s3cret", ""])
def test_no_token_there(reference: str) -> None:
    with pytest.raises(WrongToken) as caught:
        read_token(reference, {})
    assert "s3cret" not in str(caught.value)
