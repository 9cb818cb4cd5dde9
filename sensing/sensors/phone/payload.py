"""Reading what phones send: JSON from outside, which may be anything."""

from __future__ import annotations

import json
from typing import Any

from sensing.errors import PacketError
from sensing.said import said


def read_object(payload: bytes) -> dict[str, Any]:
    """Return the JSON object in `payload`.

    Raises
    ------
    PacketError
        If it holds none.
    """
    try:
        content = json.loads(payload)
    except (ValueError, RecursionError):
        raise PacketError(said("the phone sent {count} bytes that are no JSON", count=len(payload))) from None
    if not isinstance(content, dict):
        raise PacketError(said("the phone sent JSON that is no object"))
    return content
