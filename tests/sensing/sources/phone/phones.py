"""Stand-ins for the apps, on real sockets of this computer: they behave as the apps' documents say."""

import asyncio
import json
import threading
from collections.abc import Coroutine
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
from websockets.asyncio.server import Server, ServerConnection, serve

from sensing.types import Samples

CONFIG = {
    "crc32": "9566a693",
    "title": "Heel",
    "buffers": [{"name": name, "size": 0} for name in ("t_a", "ax", "ay", "az", "t_g", "gx", "gy", "gz")],
    "inputs": [
        {"source": "accelerometer", "outputs": [{"x": "ax"}, {"y": "ay"}, {"z": "az"}, {"t": "t_a"}]},
        {"source": "gyroscope", "outputs": [{"x": "gx"}, {"y": "gy"}, {"z": "gz"}, {"t": "t_g"}]},
    ],
    "export": [],
}


class InThread:
    """A server with a loop and a thread of its own, so that a command line can run beside it."""

    def __enter__(self) -> Self:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever)
        self._thread.start()
        self.do(self.start())
        return self

    def __exit__(self, *_: object) -> None:
        self.do(self.stop())
        self.do(_cancel_all())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def do(self, work: Coroutine[Any, Any, Any]) -> None:
        asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def start(self) -> None:
        raise NotImplementedError

    async def stop(self) -> None:
        raise NotImplementedError


async def _cancel_all() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class Phyphox(InThread):
    """phyphox's remote access. The experiment runs on by `step` readings with each question."""

    def __init__(self, samples: Samples, step: int = 400) -> None:
        self.port = 0
        self.config: dict[str, Any] = CONFIG
        self.measuring = False
        self.session = "883b13"
        self.replies: list[bytes] = []  # sent first, instead of the truth
        self.delay_s = 0.0
        self.asked: list[str] = []
        self._step = step
        self._now = 0
        gyr = samples.gyr_radps
        assert gyr is not None
        t_gyr = samples.t_s + 0.0037  # the gyroscope's own times
        self._columns: dict[str, Any] = {"t_a": samples.t_s, "t_g": t_gyr}
        self._columns |= {f"a{axis}": samples.acc_mps2[:, i] for i, axis in enumerate("xyz")}
        self._columns |= {f"g{axis}": gyr_at(samples, t_gyr, i) for i, axis in enumerate("xyz")}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()

    def restart_experiment(self) -> None:
        self.session, self._now = "5e5510", 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readline():
                while (await reader.readline()).strip():
                    pass
                if not self._server.is_serving():
                    break
                target = request.split()[1].decode()
                self.asked.append(target)
                await asyncio.sleep(self.delay_s)
                body = self._answer(target)
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
                writer.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    def _answer(self, target: str) -> bytes:
        parts = urlsplit(target)
        if parts.path == "/config":
            return json.dumps(self.config).encode()
        if parts.path == "/control":
            self.measuring = self.measuring or parts.query == "cmd=start"
            return b'{"result": true}'
        if self.replies and "=" in parts.query:
            return self.replies.pop(0)
        query = parse_qs(unquote(parts.query), keep_blank_values=True)
        buffers = {name: self._buffer(name, wanted[0]) for name, wanted in query.items()}
        self._now += self._step * self.measuring
        status = {"session": self.session, "measuring": self.measuring, "timedRun": False, "countDown": 0}
        return json.dumps({"buffer": buffers, "status": status}).encode()

    def _buffer(self, name: str, wanted: str) -> dict[str, Any]:
        values = self._columns[name][: self._now]
        if not wanted:
            last = [float(f"{values[-1]:.7e}")] if len(values) else [None]
            return {"size": 0, "updateMode": "single", "buffer": last}
        threshold, _, reference = wanted.partition("|")
        newer = self._columns[reference or name][: self._now] > float(threshold)
        held = [float(f"{value:.7e}") for value in values[newer]]
        return {"size": 0, "updateMode": "partial", "buffer": held}


class SensorServer(InThread):
    """The app SensorServer; sends all its readings at once, then waits for `go_on`."""

    def __init__(self, samples: Samples, *, has_gyr: bool = True) -> None:
        self.port = 0
        self.has_gyr = has_gyr
        self.paths: list[str] = []
        self.parts = [frames_of(samples)]
        self._server: Server | None = None

    @property
    def address(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await serve(self._send, "127.0.0.1", self.port)
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _send(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        self.paths.append(unquote(socket.request.path))
        is_both = "types=" in self.paths[-1]
        if is_both and not self.has_gyr:
            await socket.close(4008, "No valid sensor types")
            return
        for frame in self.parts.pop(0) if self.parts else []:
            if not is_both and "gyroscope" in frame:
                continue
            await socket.send(frame)
        await socket.wait_closed()


def frames_of(samples: Samples) -> list[str]:
    """Frames as the app sends them: a gyroscope reading lies between two of the accelerometer's."""
    frames = []
    t_gyr = samples.t_s + 0.0037
    gyr = np.stack([gyr_at(samples, t_gyr, i) for i in range(3)], axis=1)
    for t_s, acc, t_gyr_s, rate in zip(samples.t_s, samples.acc_mps2, t_gyr, gyr, strict=True):
        for kind, time_s, values in (("accelerometer", t_s, acc), ("gyroscope", t_gyr_s, rate)):
            frame = {
                "type": f"android.sensor.{kind}",
                "accuracy": 3,
                "timestamp": 3_925_657_519_043_709 + round(time_s * 1e9),
                "values": values.tolist(),
            }
            frames.append(json.dumps(frame))
    return frames


def posts_of(samples: Samples, device: str = "phone", step: int = 100, **kinds: str) -> list[bytes]:
    """Messages as Sensor Logger posts them; `kinds` renames the accelerometer."""
    messages = []
    gyr = samples.gyr_radps
    assert gyr is not None
    for start in range(0, len(samples), step):
        payload = []
        for i in range(start, min(start + step, len(samples))):
            time = 1_698_501_144_401_040_000 + round(samples.t_s[i] * 1e9)
            for name, values in (("totalacceleration", samples.acc_mps2), ("gyroscope", gyr)):
                if kinds.get(name, name):
                    vector = dict(zip("xyz", values[i].tolist(), strict=True))
                    payload.append({"name": kinds.get(name, name), "time": time, "values": vector})
        message = {"messageId": len(messages), "sessionId": "s1", "deviceId": device, "payload": payload}
        messages.append(json.dumps(message).encode())
    return messages


def gyr_at(samples: Samples, t_s: Any, axis: int) -> Any:
    assert samples.gyr_radps is not None
    return np.interp(t_s, samples.t_s, samples.gyr_radps[:, axis])
