"""Measuring speed, peers and accuracy. Not part of the product."""

from pathlib import Path

REAL = Path(__file__).parent.parent.parent / "shared" / "data"
"""Where the real recordings are, if they are."""
