"""The table in docs/sensors.md says of each sensor what the program knows of it."""

import re
from pathlib import Path

import pytest

from sensing.sensors import SHIPPED
from sensing.sensors.model import SensorModel

PAGE = (Path(__file__).parents[3] / "docs/sensors.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.split("## What there is")[1].split("\n\n")[1].splitlines()
]
NONE = "\N{EN DASH}"
STEPS = {None: NONE, 1e3: "1 ms", 1e6: "1 µs", 1e9: "1 ns"}


def rates(sensor: SensorModel) -> str:
    others = [
        other.sampling_rate_hz
        for other in SHIPPED.other_rates
        if re.fullmatch(rf"{sensor.key}-\d+", other.key)
    ]
    return ", ".join([f"**{sensor.sampling_rate_hz:g}**", *(f"{rate:g}" for rate in sorted(others))])


def tells_battery(sensor: SensorModel) -> bool:
    if sensor.battery_characteristic is not None:
        return True
    said = [sensor.respond(command.payload).notifications for command in sensor.start_commands]
    return any(sensor.read_battery(payload) is not None for some in said for payload in some)


@pytest.mark.parametrize("sensor", SHIPPED.defaults, ids=lambda sensor: sensor.key)
def test_each_sensor_has_its_row(sensor: SensorModel) -> None:
    (row,) = [row for row in ROWS if row[1] == f"`{sensor.key}`"]
    assert row[0] == sensor.label
    assert row[2:6] == [
        "acc, gyr" if sensor.has_gyr else "acc",
        rates(sensor),
        STEPS[sensor.tick_hz],
        "yes" if tells_battery(sensor) else NONE,
    ]
    assert re.search(r"\d (captured|vendor|derived)", row[6])
    assert row[7] in ("medium", "high", "very high")


def test_no_other_sensor_has_one() -> None:
    assert len(ROWS) == len(SHIPPED.defaults) + 2


def test_every_sensor_has_a_line_on_how_to_get_it_ready() -> None:
    ready = PAGE.split("## Getting a sensor ready")[1].split("##")[0]
    for sensor in SHIPPED.defaults:
        assert sensor.need is None or any(word in ready for word in (sensor.label, *sensor.label.split())), (
            sensor.key
        )
