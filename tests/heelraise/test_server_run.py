import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from heelraise.history.errors import ServerSetupError, WrongToken
from heelraise.history.store import History
from heelraise.server.run import BackgroundServer, Tls, serve
from heelraise.server.tokens import new_secret
from heelraise.sync import sync
from tests.heelraise.factories import NOON, document
from tests.heelraise.server_client import AS_CLINIC, CLINIC, UPLOAD, sent_before_a_crash, settings
from tests.ports import free_port

ROOT = Path(__file__).parents[2]


def test_a_session_goes_all_the_way_and_stays_one(tmp_path: Path) -> None:
    """Outbox, network, server, database, page: down at first, then up, then asked again."""
    port = free_port()
    kept = document()
    with History(tmp_path / "history.db") as history:
        history.switch_on_upload(f"http://127.0.0.1:{port}", "env:TOKEN", NOON)
        history.keep(kept)
        down = sync(history, UPLOAD, NOON)
        assert (down.sent, down.waiting) == ((), 1)
        assert "no server answers" in str(down.problem)
        with BackgroundServer(settings(tmp_path / "server.db"), port) as server:
            assert isinstance(sync(history, new_secret(), NOON).problem, WrongToken)
            with pytest.raises(RuntimeError):
                sync(history, UPLOAD, NOON, sender=sent_before_a_crash)
            assert sync(history, UPLOAD, NOON).sent == (kept.id,)
            with httpx.Client(base_url=server.url, trust_env=False) as client:
                (row,) = client.get("/api/v1/sessions", headers=AS_CLINIC).json()
                page = client.get(server.page_link(kept.id), follow_redirects=True)
        assert row["id"] == str(kept.id)
        assert kept.pseudonym in page.text
        responses = [entry.response for entry in history.outbox.sent()]
        assert responses[1:] == ["there already"]
        assert CLINIC not in page.text


def test_a_body_that_is_too_long_is_refused_over_the_network(tmp_path: Path) -> None:
    with BackgroundServer(settings(tmp_path / "server.db", max_body_bytes=1000)) as server:
        with History(tmp_path / "history.db") as history:
            history.switch_on_upload(server.url, "env:TOKEN", NOON)
            history.keep(document())
            result = sync(history, UPLOAD, NOON)
        assert [error.status for error in result.refused] == [413]


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with BackgroundServer(settings(tmp_path / "server.db")) as server:
        taken = int(server.url.rpartition(":")[2])
        with (
            pytest.raises(ServerSetupError, match="cannot listen"),
            BackgroundServer(settings(tmp_path / "other.db"), taken),
        ):
            pass


IN_THE_FOREGROUND = """
import sys
from pathlib import Path
from heelraise.server.run import serve
from tests.heelraise.server_client import settings
try:
    serve(settings(Path(sys.argv[1])), port=0, announce=lambda *said: print(*said, flush=True))
except KeyboardInterrupt:
    print("ended")
"""


def test_a_certificate_that_is_not_there_is_told_before_an_address(tmp_path: Path) -> None:
    announced: list[str] = []
    with pytest.raises(ServerSetupError, match=r"none\.pem and key .*key\.pem cannot be used: No such file"):
        serve(
            settings(tmp_path / "server.db"),
            port=free_port(),
            tls=Tls(tmp_path / "none.pem", tmp_path / "key.pem"),
            announce=lambda *told: announced.extend(told),
        )
    assert announced == []


def test_the_server_runs_until_it_is_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, "-c", IN_THE_FOREGROUND, str(tmp_path / "server.db")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address, link = process.stdout.readline().split()
        with httpx.Client(trust_env=False, follow_redirects=True, timeout=30) as client:
            assert client.get(f"{address}/api/v1/health").json() == {"status": "ok"}
            assert "No sessions" in client.get(link).text
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "ended\n"
    assert process.returncode == 0


def test_health_data_are_not_served_in_the_open(tmp_path: Path) -> None:
    with pytest.raises(ServerSetupError, match="without HTTPS"):
        serve(settings(tmp_path / "server.db"), host="0.0.0.0")


@pytest.mark.parametrize("missing", ["uvicorn", "fastapi"])
def test_without_the_extra_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name in [name for name in sys.modules if name.startswith("heelraise.server.a")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with (
        pytest.raises(ServerSetupError, match=r"needs .*pip install 'heelraise\[server\]'$"),
        BackgroundServer(settings(tmp_path / "server.db")),
    ):
        pass
