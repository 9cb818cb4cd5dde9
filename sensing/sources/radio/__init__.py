"""Sensors over Bluetooth Low Energy, through bleak: scan, connect, stream, and once more after a loss."""

from sensing.sources.radio.patience import Company, Patience
from sensing.sources.radio.scanning import Backends, Found, scan
from sensing.sources.radio.source import RadioSource

__all__ = ["Backends", "Company", "Found", "Patience", "RadioSource", "scan"]
