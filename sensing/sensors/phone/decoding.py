"""The decoder that all phones share: an app's reader, with what it could not read counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sensing.errors import PacketError
from sensing.types import Packet


class Reader(Protocol):
    """Reads what one app sends; keeps readings that wait for others."""

    def take(self, characteristic: str, payload: bytes) -> tuple[Packet, ...]:
        """Take one message; return the packets that are complete with it, or raise PacketError."""


class PhoneDecoder:
    """Decoder of one app's messages; see `sensing.sensors.model.Decoder`.

    Parameters
    ----------
    reader : Reader
        Reads the app's messages.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._damaged = 0

    @property
    def damaged(self) -> int:
        """Number of messages that could not be read."""
        return self._damaged

    def push(self, characteristic: str, payload: bytes) -> tuple[Packet, ...]:
        """Take one message; return a packet for each reading that is complete with it.

        Raises
        ------
        PacketError
            If the app sends no such messages.
        """
        try:
            return self._reader.take(characteristic, payload)
        except PacketError:
            self._damaged += 1
            raise

    def push_many(self, characteristic: str, payloads: Sequence[bytes]) -> list[tuple[Packet, ...]]:
        """Take messages in a row; see `sensing.sensors.model.Decoder`."""
        return [self._push_or_nothing(characteristic, payload) for payload in payloads]

    def _push_or_nothing(self, characteristic: str, payload: bytes) -> tuple[Packet, ...]:
        try:
            return self.push(characteristic, payload)
        except PacketError:
            return ()
