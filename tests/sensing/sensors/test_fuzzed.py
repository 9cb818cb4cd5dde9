"""Inputs that a fuzzer found (`make fuzz`): the fewest that reach all places that it reached."""

import pytest

from benchmarks.fuzz_seeds import known
from benchmarks.fuzz_target import names, target_of
from sensing.errors import PacketError
from sensing.sensors import model


@pytest.mark.parametrize("name", names())
def test_what_the_fuzzer_found_does_no_harm(name: str) -> None:
    target = target_of(name)
    inputs = known(name)
    assert inputs
    for each in inputs:
        target(each)


@pytest.mark.parametrize(
    ("key", "head", "floats", "tail"),
    [
        ("movesense-13", b"\x02\x63" + bytes(4), 6, b""),
        ("movella-dot", bytes(4), 6, bytes(12)),
        ("phyphox-ble", b"", 3, b""),
    ],
)
def test_bits_that_are_no_number_are_refused_without_noise(
    key: str, head: bytes, floats: int, tail: bytes
) -> None:
    # Found within seconds: a signalling NaN, of which numpy warned where floats are converted.
    sensor = model(key)
    payload = head + bytes.fromhex("0000a07f") * floats + tail
    with pytest.raises(PacketError, match="no sensor can measure"):
        sensor.new_decoder().push(sensor.notify_characteristics[0], payload)
