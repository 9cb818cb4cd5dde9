"""What can go wrong with a sensor and its link, and what is expected then. Data only."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sensing.simulator import TruthRep
from sensing.sources.radio import Patience
from sensing.sources.virtual import Faults
from sensing.types import Gap

MOVESENSE, WITMOTION = "movesense-52", "witmotion"
"""One with a counter, at the rate with the fewest packets, and one without any clock."""

OUTAGE_S = 4.0

Truth = tuple[TruthRep, ...]


@dataclass(frozen=True, slots=True)
class FaultCase:
    """A fault and its expected outcome: the session goes on, or ends with one clear line that has `says`."""

    name: str
    faults: Callable[[Truth], Faults]
    sensor: str = MOVESENSE
    losses: int = 0
    says: str | None = None
    begins: bool = True
    patience: Patience = field(default_factory=Patience)


def _always(**faults: object) -> Callable[[Truth], Faults]:
    return lambda _truth: Faults(**faults)  # type: ignore[arg-type]


def _percent(part: int) -> Callable[[int], bool]:
    """Say yes `part` times in a hundred, scattered but the same each time; never to the very first."""
    return lambda number: number > 0 and (number * 7919 + 13) % 100 < part


def _dropped(at: Callable[[TruthRep], float], **more: object) -> Callable[[Truth], Faults]:
    """Drop the link somewhere in the third repetition."""
    return lambda truth: Faults(drop_link_at_s=at(truth[2]), outage_s=OUTAGE_S, **more)  # type: ignore[arg-type]


def _rest(rep: TruthRep) -> float:
    return rep.start_s - 0.9


def _lift(rep: TruthRep) -> float:
    return (rep.start_s + rep.top_s) / 2


def _hold(rep: TruthRep) -> float:
    return (rep.top_s + rep.eccentric_start_s) / 2


def _lowering(rep: TruthRep) -> float:
    return (rep.eccentric_start_s + rep.end_s) / 2


def _silent(truth: Truth) -> Faults:
    return Faults(silent=Gap(_lift(truth[2]), _lift(truth[2]) + 9.0))


_BRIEF = Patience(find_s=0.3, give_up_s=60.0)
_MOMENT = Patience(silence_s=1.0, first_attempts=1)

CASES = (
    FaultCase("link drop in rest", _dropped(_rest), losses=1),
    FaultCase("link drop in the lift", _dropped(_lift), losses=1),
    FaultCase("link drop in the hold", _dropped(_hold), losses=1),
    FaultCase("link drop in the lowering", _dropped(_lowering), losses=1),
    FaultCase("link drop in the lowering, no clock", _dropped(_lowering), WITMOTION, losses=1),
    FaultCase("link drop in the hold, Movella DOT", _dropped(_hold), "movella-dot", losses=1),
    FaultCase("link drop in the hold, Polar", _dropped(_hold), "polar-verity", losses=1),
    FaultCase("1 % of packets lost", _always(lose_packets=_percent(1))),
    FaultCase("5 % of packets lost", _always(lose_packets=_percent(5))),
    FaultCase("20 % of packets lost", _always(lose_packets=_percent(20))),
    FaultCase("5 % of packets lost, no clock", _always(lose_packets=_percent(5)), WITMOTION),
    FaultCase("bursts of 500 ms", _always(burst_s=0.5)),
    FaultCase("bursts of 500 ms, no clock", _always(burst_s=0.5), WITMOTION),
    FaultCase("packets twice", _always(repeat_packets=_percent(10))),
    FaultCase("packets in the wrong order", _always(swap_packets=_percent(3))),
    FaultCase("sensor restarts, its counter too", _dropped(_hold, restarts=True), losses=1),
    FaultCase("connected, but silent for 9 s", _silent, losses=1),
    FaultCase("start refused once", _always(refuse_starts=1)),
    FaultCase(
        "start refused always",
        _always(refuse_starts=99),
        says="could not connect",
        begins=False,
        patience=Patience(first_wait_s=0.1),
    ),
    FaultCase(
        "MTU 23, packets of 102 bytes",
        _always(mtu=23),
        says="nothing that can be read",
        begins=False,
        patience=_MOMENT,
    ),
    FaultCase("MTU 23, packets of 20 bytes", _always(mtu=23), WITMOTION),
    FaultCase(
        "battery gone",
        lambda truth: Faults(drop_link_at_s=_rest(truth[2]), outage_s=float("inf")),
        losses=1,
        says="did not get it back",
        patience=_BRIEF,
    ),
    FaultCase("two sensors of the same name", _dropped(_hold, twins=1), losses=1),
    FaultCase("services not ready at first", _always(late_services=1)),
    FaultCase("advertised only after 30 s", _always(advertise_from_s=30.0)),
)
