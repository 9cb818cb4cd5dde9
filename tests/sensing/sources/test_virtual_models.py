"""Polar, Movella DOT and MetaMotion through the unmodified Bluetooth code, links that drop included."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.fault_cases import CASES
from benchmarks.faults import play
from heelraise.sensor_text import SensorText, open_source
from sensing.errors import SensorNotFoundError, UnknownSensorError
from sensing.sensors import model as model_of
from sensing.sources.hostclock import HostClock
from sensing.sources.radio import Patience, RadioSource
from sensing.sources.virtual import Faults, VirtualSource
from sensing.sources.virtual.backlog import Backlog
from sensing.sources.virtual.stage import Stage
from tests.sensing.sources.sending import check_what_arrives, samples_for

DROPS = {case.name: case for case in CASES}


@pytest.mark.parametrize(
    ("key", "battery_percent"),
    [
        ("movella-dot", 87),
        ("movella-dot-mode26", 87),
        ("metamotion", 87),
        ("polar-verity", 87),
        ("polar-verity-104", 87),
        ("polar-oh1", 87),
        ("polar-h10", 87),
        ("witmotion-50", 75),
    ],
)
async def test_what_is_sent_arrives(key: str, battery_percent: int) -> None:
    model = model_of(key)
    samples = samples_for(model)
    async with VirtualSource(key, samples, HostClock(50)) as source:
        assert source.battery_percent == battery_percent
        await check_what_arrives(source, samples)


@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("movella-dot", "link drop in the lowering"),
        ("polar-verity", "link drop in the lift"),
        ("polar-verity", "link drop in the lowering"),
    ],
)
async def test_a_set_with_a_link_drop_in_mid_repetition_ends_in_the_right_count(
    key: str, where: str, tmp_path: Path
) -> None:
    case = replace(DROPS[where], sensor=key)
    outcome = await play(case, tmp_path / "recording")
    assert outcome.is_as_expected(case), outcome
    assert outcome.kept + outcome.marked >= 3  # of four; one may have gone with the hole


@pytest.mark.parametrize("key", ["polar-verity", "metamotion-50"])
async def test_lost_packets_cost_no_repetition(key: str, tmp_path: Path) -> None:
    case = replace(DROPS["5 % of packets lost"], sensor=key)
    outcome = await play(case, tmp_path / "recording")
    assert outcome.is_as_expected(case), outcome


@pytest.mark.parametrize(
    ("there", "asked", "rate_hz"),
    [
        ("movesense", "movesense-52", 52),
        ("polar-verity", "polar-h10", None),
        ("polar-h10", "polar-h10-200", 200),
    ],
)
async def test_a_sensor_is_taken_at_the_rate_that_was_asked_for_if_it_is_of_that_kind(
    there: str, asked: str, rate_hz: float | None
) -> None:
    async with Stage() as stage:
        # What an emulated one offers is what it was made with: take that of the rate that is asked for.
        offered = model_of(asked if rate_hz else there)
        await stage.put_on(offered, samples_for(offered), HostClock(50), Faults(), Backlog(99))
        patience = Patience(find_s=0.3, first_attempts=1)
        source = RadioSource(
            None, HostClock(50), model=model_of(asked), backends=stage.backends, patience=patience
        )
        if rate_hz is None:
            with pytest.raises(SensorNotFoundError):
                await source.__aenter__()
            return
        async with source:
            assert source.model.sampling_rate_hz == rate_hz


def test_a_rate_that_does_not_exist_is_said_before_anything_is_looked_for() -> None:
    with pytest.raises(UnknownSensorError, match="'movesense-100'; known are"):
        open_source(SensorText.parse("ble:Movesense/movesense-100"), HostClock())
