"""What is fuzzed: one input is a conversation with a sensor or phone, or a file that describes a sensor.

The bytes of an input are read as notifications: one says on which characteristic, one how long, one if the
sensor's own next notification comes first, so that states deep inside are reached. Checked is what decoders
promise: nothing but `PacketError`, packets of plain numbers, the same from `push_many` as one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

import numpy as np

from sensing.errors import PacketError, SensorFileError
from sensing.sensors import SHIPPED
from sensing.sensors.described import text_model
from sensing.sensors.model import Decoder, SensorModel
from sensing.sensors.packing import packets_of
from sensing.sensors.phone import PHONES, phyphox, sensorlogger, sensorserver
from sensing.sensors.streaming import StreamModel
from sensing.types import Packet, Samples, frozen

FILE = "sensor-file"
BETWEEN = b"\0"
"""Ends a message of a phone, and a description, for which an input goes on with the conversation."""

_APPS = {
    "phyphox": (phyphox.CONFIG, phyphox.GET),
    "sensorlogger": (sensorlogger.MESSAGE,),
    "sensorserver": (sensorserver.FRAME,),
}
_GENUINE = 4


def names() -> list[str]:
    """Return what can be fuzzed: sensors at their usual rates, apps, and the file that describes a sensor."""
    return [*(key for key in SHIPPED.by_key if not key.rsplit("-", 1)[-1].isdigit()), *_APPS, FILE]


def target_of(name: str) -> Callable[[bytes], None]:
    """Return what takes one input."""
    if name == FILE:
        return try_file
    return partial(listen, name) if name in _APPS else partial(converse, SHIPPED.model(name))


def try_file(data: bytes) -> None:
    """Read bytes as a description; where they are one, talk to that sensor."""
    text, _, rest = data.partition(BETWEEN)
    try:
        model = text_model(text.decode("utf-8", "replace"), "fuzz.toml")
    except SensorFileError as error:
        _check_message(error)
        return
    converse(model, rest)


def _check_message(error: SensorFileError) -> None:
    assert str(error).isprintable(), "a message of more than one plain line"


def listen(app: str, data: bytes) -> None:
    """Feed the decoder of an app with messages: one byte says which kind, the rest is what was sent."""
    messages = [(_APPS[app][part[0] % len(_APPS[app])], part[1:]) for part in data.split(BETWEEN) if part]
    for key in (app, f"{app}-acc"):
        decoder = PHONES[key].new_decoder()
        for characteristic, payload in messages:
            _check(_pushed(decoder, characteristic, payload), PHONES[key])


def converse(model: SensorModel, data: bytes) -> None:
    """Feed a decoder with what the bytes say and check its promises."""
    where, payloads = zip(*_notifications(model, data), strict=True) if len(data) > 2 else ((), ())
    decoder = model.new_decoder()
    for characteristic, payload in zip(where, payloads, strict=True):
        _check(_pushed(decoder, characteristic, payload), model)
        model.read_answer(payload)
        model.read_battery(payload)
        model.follow_up(payload)
        model.respond(payload)
    _check_bulk(model, where, payloads)


def _notifications(model: SensorModel, data: bytes) -> Iterator[tuple[str, bytes]]:
    genuine = list(_genuine(model))
    at = 0
    while at + 2 < len(data):
        which, length, first = data[at], data[at + 1], data[at + 2]
        if first & 1 and genuine:
            characteristic, payload = genuine.pop(0)
            # A genuine one, perhaps with one byte changed: what random bytes would hardly ever be.
            if first & 2 and payload:
                place = length % len(payload)
                payload = payload[:place] + data[at + 3 : at + 4] + payload[place + 1 :]
            yield characteristic, payload
        yield (
            model.notify_characteristics[which % len(model.notify_characteristics)],
            data[at + 3 : at + 3 + length],
        )
        at += 3 + length


@cache
def _genuine(model: SensorModel) -> tuple[tuple[str, bytes], ...]:
    greeting = [(model.notify_characteristics[-1], said) for said in _greeting(model)]
    return (*greeting, *(each for packet in _packets(model) for each in model.notifications(packet)))


def _greeting(model: SensorModel) -> list[bytes]:
    """Return what the sensor says while it is started."""
    waiting, said = list(model.start_commands), list[bytes]()
    while waiting:
        for payload in model.respond(waiting.pop(0).payload).notifications:
            said.append(payload)
            waiting.extend(model.follow_up(payload))
    return said


def _packets(model: SensorModel) -> list[Packet]:
    n = _GENUINE * model.samples_per_packet
    wave = np.outer(np.sin(np.arange(n)), (1.0, -2.0, 9.0))
    samples = Samples(frozen(np.arange(n) / model.sampling_rate_hz), frozen(wave), frozen(wave / 9))
    return [packet for _, packet in packets_of(model, samples)]


def _pushed(decoder: Decoder, characteristic: str, payload: bytes) -> tuple[Packet, ...]:
    before = decoder.damaged
    try:
        return decoder.push(characteristic, payload)
    except PacketError:
        assert decoder.damaged > before, "refused and not counted"
        return ()


def _check(packets: tuple[Packet, ...], model: StreamModel) -> None:
    for packet in packets:
        assert packet.acc_mps2.shape == (len(packet), 3)
        assert np.isfinite(packet.acc_mps2).all()
        assert (packet.gyr_radps is not None) == model.has_gyr
        if packet.gyr_radps is not None:
            assert packet.gyr_radps.shape == packet.acc_mps2.shape
            assert np.isfinite(packet.gyr_radps).all()
        assert (packet.t_device_ticks is None) == (model.tick_bits is None)
        if model.tick_bits is not None:
            assert 0 <= (packet.t_device_ticks or 0) < 2**model.tick_bits


def _check_bulk(model: SensorModel, where: tuple[str, ...], payloads: tuple[bytes, ...]) -> None:
    """Check that many at once are decoded as one by one, on the characteristic of the samples."""
    chosen = [each for at, each in zip(where, payloads, strict=True) if at == model.notify_characteristics[0]]
    single, bulk = model.new_decoder(), model.new_decoder()
    one_by_one = [_pushed(single, model.notify_characteristics[0], payload) for payload in chosen]
    many = bulk.push_many(model.notify_characteristics[0], chosen)
    assert [[_bits(each) for each in some] for some in many] == [
        [_bits(each) for each in some] for some in one_by_one
    ]
    assert bulk.damaged == single.damaged


def _bits(packet: Packet) -> tuple[bytes, bytes, int | None]:
    gyr = b"" if packet.gyr_radps is None else packet.gyr_radps.tobytes()
    return packet.acc_mps2.tobytes(), gyr, packet.t_device_ticks
