"""What a scan found, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from heelraise.display.narrow import print_table
from heelraise.language import Words, message
from sensing.sensors.model import Need
from sensing.sources.radio import Found

NEEDS: Final = {
    Need.OFF_CHARGER: message("take it off its charger"),
    Need.PROGRAM: message("needs its program"),
    Need.PROGRAMMABLE: message("needs 'programmable' on"),
    Need.SKETCH: message("needs its sketch"),
}
"""What each need asks of the person, in short; docs/sensors.md has it at length."""

_ADDRESS_WIDTH: Final = len("ble:00:00:00:00:00:00") + 1
_STRONG_DBM: Final = -65
_FAIR_DBM: Final = -80
_TOO_WEAK_DBM: Final = -90


def show_scan(console: Console, found: Sequence[Found], words: Words) -> None:
    """Print the sensors that are known, strongest first, and how many other devices there are."""
    known = [one for one in found if one.model is not None]
    if known:
        print_table(console, _table(known, words))
        console.print(
            words("Begin with: {command}", command=f"heelraise start --sensor {_source(known[0])}"),
            highlight=False,
            soft_wrap=True,
        )
    else:
        console.print(words("No sensor that is known here; switch it on, wear it, bring it closer."))
    if others := len(found) - len(known):
        text = words.plural(
            "{count} other Bluetooth device nearby.", "{count} other Bluetooth devices nearby.", others
        )
        console.print(text, style="dim", highlight=False)


def _table(known: Sequence[Found], words: Words) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column(words("Sensor"), min_width=_ADDRESS_WIDTH, overflow="fold")
    table.add_column(words("Kind"))
    table.add_column(words("Signal"), no_wrap=True)
    table.add_column(words("Battery"), justify="right")
    table.add_column(words("Ready?"))
    for one in known:
        assert one.model is not None
        name = Text(one.name or "?", style="bold").append(f"\n{_source(one)}", style="not bold dim")
        table.add_row(
            name, one.model.label, _signal(one.rssi_dbm, words), _battery(one, words), _ready(one, words)
        )
    return table


def _source(found: Found) -> str:
    return f"ble:{found.address}"


def _signal(rssi_dbm: int, words: Words) -> Text:
    if rssi_dbm >= _STRONG_DBM:
        word, style = words("strong"), "green"
    elif rssi_dbm >= _FAIR_DBM:
        word, style = words("fair"), "yellow"
    else:
        word, style = words("weak"), "red"
    return Text(word, style=style).append(f"\n{rssi_dbm} dBm", style="not bold dim")


def _battery(found: Found, words: Words) -> str:
    if found.battery_percent is None:
        return words("not yet") if _tells_battery(found) else ""
    return words("{percent} %", percent=found.battery_percent)


def _tells_battery(found: Found) -> bool:
    return found.model is not None and found.model.battery_characteristic is not None


def _ready(found: Found, words: Words) -> Text:
    assert found.model is not None
    if found.rssi_dbm < _TOO_WEAK_DBM:
        return Text(words("bring it closer"), style="red")
    if found.model.need is not None:
        return Text(words(NEEDS[found.model.need]), style="yellow")
    return Text(words("ready"), style="green")
