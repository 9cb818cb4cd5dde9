"""What a fuzzer begins with where it would not find the way in by itself: whole files and messages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from benchmarks.fuzz_target import BETWEEN, FILE

CORPUS: Final = Path(__file__).parent.parent / "tests" / "sensing" / "sensors" / "corpus"
"""What was found: a file for each that is fuzzed, a line for each input."""


def known(name: str) -> list[bytes]:
    """Return the inputs of the corpus."""
    path = CORPUS / f"{name}.hex"
    return [bytes.fromhex(line) for line in path.read_text().splitlines()] if path.exists() else []


def seeds(name: str) -> Sequence[bytes]:
    """Return inputs that make sense; none where random bytes do."""
    if name == FILE:
        known = files("sensing.sensors").joinpath("known").iterdir()
        return [each.read_bytes() + BETWEEN + b"\0\0\1" * 40 for each in known if each.name.endswith(".toml")]
    return [BETWEEN.join(parts) for parts in _PHONES.get(name, ())]


def _message(choice: int, content: Mapping[str, object]) -> bytes:
    return str(choice).encode() + json.dumps(content).encode()


def _outputs(kind: str) -> dict[str, object]:
    buffers = {"x": f"{kind}X", "y": f"{kind}Y", "z": f"{kind}Z", "t": f"{kind}_time"}
    return {
        "source": "accelerometer" if kind == "acc" else "gyroscope",
        "outputs": [{axis: buffer} for axis, buffer in buffers.items()],
    }


def _buffers(kind: str, t_s: float) -> dict[str, object]:
    values = {"X": [0.1, 0.2], "Y": [-0.5, None], "Z": [9.8, 9.9], "_time": [t_s, t_s + 0.01]}
    return {kind + end: {"size": 0, "updateMode": "partial", "buffer": each} for end, each in values.items()}


def _phyphox() -> list[bytes]:
    config = {"title": "Seed", "inputs": [_outputs("acc"), _outputs("gyr")], "buffers": []}
    answers = [
        {
            "buffer": _buffers("acc", t_s) | _buffers("gyr", t_s + 0.002),
            "status": {"session": "a1", "measuring": True, "timedRun": False, "countDown": 0},
        }
        for t_s in (12.5, 12.52)
    ]
    return [_message(0, config), *(_message(1, answer) for answer in answers)]


def _sensorlogger() -> list[bytes]:
    names = ("accelerometer", "gravity", "totalacceleration", "accelerometeruncalibrated", "gyroscope")
    readings = [
        {
            "name": name,
            "time": 1698501144401040000 + n * 10_000_000,
            "values": {"x": 0.1, "y": -0.2, "z": 9.8},
        }
        for n in range(3)
        for name in names
    ]
    content = {"messageId": 1, "sessionId": "s", "deviceId": "d", "payload": readings}
    return [_message(0, content), _message(0, content | {"messageId": 2})]


def _sensorserver() -> list[bytes]:
    return [
        _message(
            0,
            {
                "type": f"android.sensor.{kind}",
                "timestamp": 3925657519043709 + n * 10_000_000,
                "values": [0.32, -0.98, 10.05],
            },
        )
        for n in range(4)
        for kind in ("accelerometer", "gyroscope")
    ]


_PHONES: Mapping[str, Sequence[list[bytes]]] = {
    "phyphox": [_phyphox()],
    "sensorlogger": [_sensorlogger()],
    "sensorserver": [_sensorserver()],
}
