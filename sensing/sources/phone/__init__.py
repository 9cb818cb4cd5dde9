"""Phones as sensors, over the network, each by the app that sends."""

from __future__ import annotations

from sensing.sources.hostclock import HostClock
from sensing.sources.phone.address import PhoneAddress, PhoneApp
from sensing.sources.phone.connection import Connection, PhonePatience
from sensing.sources.phone.source import PhoneSource

__all__ = ["PhoneAddress", "PhoneApp", "PhonePatience", "PhoneSource", "open_phone"]


def open_phone(address: PhoneAddress, clock: HostClock, patience: PhonePatience | None = None) -> PhoneSource:
    """Return the source for an app on a phone, not yet entered.

    Parameters
    ----------
    address : PhoneAddress
        Which app, and where.
    clock : HostClock
        Stamps what arrives.
    patience : PhonePatience, optional
        How long to wait.
    """
    patience = patience or PhonePatience()
    return PhoneSource(_connection(address, clock, patience), clock, patience)


def _connection(address: PhoneAddress, clock: HostClock, patience: PhonePatience) -> Connection:
    if address.app is PhoneApp.PHYPHOX:
        from sensing.sources.phone.phyphox import PhyphoxConnection

        return PhyphoxConnection(address.url, clock, patience)
    if address.app is PhoneApp.SENSOR_SERVER:
        from sensing.sources.phone.sensorserver import SensorServerConnection

        return SensorServerConnection(address.url, clock, patience)
    from sensing.sources.phone.sensorlogger import SensorLoggerConnection

    return SensorLoggerConnection(address.port, clock, patience)
