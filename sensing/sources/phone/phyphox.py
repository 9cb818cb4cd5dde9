"""The way to phyphox: its remote access is asked for new values over HTTP several times a second."""

from __future__ import annotations

import asyncio
from typing import Final

import httpx

from sensing.errors import (
    LinkLostError,
    PacketError,
    RadioError,
    SensorError,
    SensorNotFoundError,
    SensorSilentError,
    UnknownSensorError,
)
from sensing.said import said, said_by
from sensing.sensors.phone import phone_model
from sensing.sensors.phone.phyphox import CONFIG, GET, Answer, Buffers, Experiment, read_answer, read_config
from sensing.sources.hostclock import HostClock
from sensing.sources.phone.connection import Opened, PhonePatience
from sensing.types import Arrival

_LONGEST_ANSWER: Final = 8_000_000
_BEFORE_ALL_S: Final = -1.0


class PhyphoxConnection:
    """The way to one experiment; see `sensing.sources.phone.connection.Connection`.

    An experiment that stands still is started when it is first reached, and left alone after that: whoever
    pauses it on the phone may want to.

    Parameters
    ----------
    address : str
        What the app shows as its address, such as ``http://192.168.1.9:8080``.
    clock : HostClock
        Stamps what arrives.
    patience : PhonePatience
        How long to wait.
    """

    def __init__(self, address: str, clock: HostClock, patience: PhonePatience) -> None:
        self._address = address.rstrip("/")
        self._clock = clock
        self._patience = patience
        self._client: httpx.AsyncClient | None = None
        self._experiment = Experiment("", None, None)
        self._session = ""
        self._seen_s: dict[str, float] = {}
        self._was_started = False

    async def open(self) -> Opened:
        """Find out what the experiment offers, start it, and wait for its first values.

        Raises
        ------
        SensingError
            If it cannot be used; the message says what to do on the phone.
        """
        # Proxies of this computer do not know the way to a phone in the next room.
        self._client = httpx.AsyncClient(timeout=self._patience.answer_s, trust_env=False)
        config = await self._read("/config")
        self._experiment = self._checked(config)
        await self._begin()
        first = await self._wait_for_values()
        has_gyr = self._experiment.gyr is not None
        return Opened(phone_model("phyphox", has_gyr), f"phyphox: {self._experiment.title}", (config, first))

    async def next(self) -> Arrival:
        """Return the next answer that holds values.

        Raises
        ------
        LinkLostError
            If there was none for too long.
        """
        since_s = self._clock.now_s()
        while self._clock.now_s() - since_s < self._patience.silence_s:
            await asyncio.sleep(self._patience.poll_s)
            try:
                arrival = await self._read("/get?" + self._wanted())
            except (RadioError, SensorError):
                continue
            try:
                answer = read_answer(arrival.payload)
            except PacketError:
                return arrival  # kept as it came, and counted by the decoder
            if self._has_values(answer):
                return arrival
        raise LinkLostError(said("phyphox at {address} sends nothing any more", address=self._address))

    async def close(self) -> None:
        """Let go of the connection; the experiment goes on, its data stay on the phone."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    @property
    def _sensors(self) -> list[Buffers]:
        return [one for one in (self._experiment.acc, self._experiment.gyr) if one is not None]

    def _checked(self, config: Arrival) -> Experiment:
        try:
            experiment = read_config(config.payload)
        except PacketError:
            raise UnknownSensorError(
                said(
                    "something answers at {address}, but not as phyphox does; check the address",
                    address=self._address,
                )
            ) from None
        if experiment.acc is None:
            raise SensorError(
                said(
                    "the experiment '{title}' in phyphox has no accelerometer with gravity; make one with "
                    "'+' that has accelerometer and gyroscope",
                    title=experiment.title,
                )
            )
        return experiment

    async def _begin(self) -> None:
        """Start the experiment where need be, and leave out what it measured before."""
        names = "&".join(one.time for one in self._sensors)
        answer = self._answer(await self._read("/get?" + names))
        if not answer.measuring and not self._was_started:
            await self._read("/control?cmd=start")
        self._was_started = True
        self._session = answer.session
        self._seen_s = {one.time: _newest_or_start(answer, one) for one in self._sensors}

    async def _wait_for_values(self) -> Arrival:
        try:
            return await self.next()
        except LinkLostError:
            raise SensorSilentError(
                said(
                    "phyphox at {address} answers but does not measure; press play in the app",
                    address=self._address,
                )
            ) from None

    def _wanted(self) -> str:
        """Return the query for all that is newer than what came last."""
        parts = []
        for one in self._sensors:
            newer = f"{self._seen_s[one.time]:.9g}"
            parts += [f"{one.time}={newer}", *(f"{axis}={newer}%7C{one.time}" for axis in one.axes)]
        return "&".join(parts)

    def _has_values(self, answer: Answer) -> bool:
        """Move on to what is new in an answer; return whether there was anything."""
        if answer.session != self._session:
            self._session = answer.session
            self._seen_s = dict.fromkeys(self._seen_s, _BEFORE_ALL_S)
        before_s = self._seen_s
        found = {one.time: answer.newest_s(one) for one in self._sensors}
        self._seen_s = before_s | {name: t_s for name, t_s in found.items() if t_s is not None}
        # Its times are rounded, so that the last one may come again for ever.
        return self._seen_s != before_s

    def _answer(self, arrival: Arrival) -> Answer:
        try:
            return read_answer(arrival.payload)
        except PacketError as error:
            raise UnknownSensorError(
                said("phyphox at {address}: {why}", address=self._address, why=said_by(error))
            ) from None

    async def _read(self, path: str) -> Arrival:
        """Ask; return the answer as it came."""
        assert self._client is not None
        body = bytearray()
        try:
            async with (
                asyncio.timeout(self._patience.answer_s),
                self._client.stream("GET", self._address + path) as response,
            ):
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > _LONGEST_ANSWER:
                        raise UnknownSensorError(
                            said("{address} sends more than phyphox ever would", address=self._address)
                        )
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
            raise SensorNotFoundError(
                said(
                    "phyphox does not answer at {address}; switch on 'Allow remote access' in the "
                    "experiment's menu, and keep phone and computer in the same Wi-Fi",
                    address=self._address,
                )
            ) from None
        if response.status_code != httpx.codes.OK:
            raise UnknownSensorError(
                said(
                    "{address} answers with status {status}; is this phyphox?",
                    address=self._address,
                    status=response.status_code,
                )
            )
        return Arrival(self._clock.now_s(), CONFIG if path == "/config" else GET, bytes(body))


def _newest_or_start(answer: Answer, buffers: Buffers) -> float:
    """Return the last time that an experiment has measured, s; before all where there is none."""
    newest_s = answer.newest_s(buffers)
    return _BEFORE_ALL_S if newest_s is None else newest_s
