"""Emulated sensors: a Bluetooth peripheral on Bumble that the unmodified radio source connects to."""

from sensing.sources.virtual.faults import Faults
from sensing.sources.virtual.source import VirtualSource

__all__ = ["Faults", "VirtualSource"]
