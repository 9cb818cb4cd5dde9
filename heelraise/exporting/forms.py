"""The formats that can be written."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """Formats that can be written."""

    CSV = "csv"
    PARQUET = "parquet"
    MOTION_BIDS = "motion-bids"
