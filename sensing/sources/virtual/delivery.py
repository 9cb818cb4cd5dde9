"""When which packet goes on the air: the faults of a radio that still has its link, as a plain list."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sensing.sensors.model import SensorModel
from sensing.sources.virtual.faults import Faults
from sensing.types import Packet


def deliveries(
    packets: Iterable[tuple[float, Packet]], faults: Faults, model: SensorModel
) -> Iterator[tuple[float, Packet]]:
    """Yield each packet with the time, s, at which the radio delivers it.

    Parameters
    ----------
    packets : iterable of (float, Packet)
        Packets with the time at which the sensor has them complete, s.
    faults : Faults
        What goes wrong.
    model : SensorModel
        The sensor, for its counter.
    """
    held: Packet | None = None
    for number, (t_s, packet) in enumerate(packets):
        if _happens(faults.lose_packets, number) or _is_silent(t_s, faults):
            continue
        due_s = math.ceil(t_s / faults.burst_s) * faults.burst_s if faults.burst_s else t_s
        sent = _restarted(t_s, packet, faults, model)
        if held is None and _happens(faults.swap_packets, number):
            held = sent
            continue
        yield due_s, sent
        if _happens(faults.repeat_packets, number):
            yield due_s, sent
        if held is not None:
            yield due_s, held
            held = None


def _happens(fault: object, number: int) -> bool:
    return callable(fault) and bool(fault(number))


def _is_silent(t_s: float, faults: Faults) -> bool:
    return faults.silent is not None and faults.silent.start_s <= t_s < faults.silent.end_s


def _restarted(t_s: float, packet: Packet, faults: Faults, model: SensorModel) -> Packet:
    """Let the counter begin at 0 where the sensor was switched on again, at the end of the outage."""
    if not faults.restarts or faults.drop_link_at_s is None or packet.t_device_ticks is None:
        return packet
    on_s = faults.drop_link_at_s + faults.outage_s
    if t_s < on_s or model.tick_hz is None or model.tick_bits is None:
        return packet
    since = round(on_s * model.tick_hz)
    return replace(packet, t_device_ticks=(packet.t_device_ticks - since) % (1 << model.tick_bits))
