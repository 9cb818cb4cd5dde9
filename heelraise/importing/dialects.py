"""The tables that other programs write, as data: which headings stand for what, in which unit.

Headings are compared in lower case, without quotes and blanks at the ends, with ``m/s²`` as ``m/s^2`` and
``°/s`` as ``deg/s``. In patterns ``{axis}`` stands for x, y and z. Facts: makers' documents, and files that
people published.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from heelraise.importing.track import LOGGER, Kind, Unit


class TimeUnit(StrEnum):
    """How a time column counts."""

    S = "s"
    MS = "ms"
    US = "µs"
    NS = "ns"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Columns:
    """Three columns that belong together.

    Parameters
    ----------
    kind : Kind
        What they measure.
    pattern : str or tuple of str
        Regular expression for the headings, with ``{axis}``, or one for each axis.
    unit : Unit or None
        Their unit; None where the format does not tell.
    sign : float
        -1 where acceleration counts downwards.
    time : str or None
        Pattern of their own time column, where they have one.
    rank : int
        The lower, the rather it is used.
    """

    kind: Kind
    pattern: str | tuple[str, str, str]
    unit: Unit | None
    sign: float = 1.0
    time: str | None = None
    rank: int = 0

    @property
    def axes(self) -> tuple[str, ...]:
        """Patterns for the headings of x, y and z."""
        if isinstance(self.pattern, tuple):
            return self.pattern
        return tuple(self.pattern.replace("{axis}", axis) for axis in "xyz")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one program writes its tables.

    Parameters
    ----------
    program : str
        Its name.
    time : str
        Pattern of the heading over the times.
    time_unit : TimeUnit
        How they count.
    groups : tuple of Columns
        What a table may hold; one of it is enough.
    also : tuple of str
        Patterns of further headings that must be there, to tell it from others.
    by_name : tuple
        Patterns of file names with what the columns x, y and z mean there, where only the name tells.
    time_wraps : float or None
        Where the counter of the times begins again.
    """

    program: str
    time: str
    time_unit: TimeUnit
    groups: tuple[Columns, ...] = ()
    also: tuple[str, ...] = ()
    by_name: tuple[tuple[str, Columns], ...] = ()
    time_wraps: float | None = None


_XYZ: Final = "{axis}"
_UNIT: Final = r"(_(s|ms|us|ns|g|mg|dps|mps2|radps|degps)| ?\([^()]*\)| ?\[[^][]*\])?"
"""What may follow a plain heading. It is not believed: the values tell the unit."""

DIALECTS: Final = (
    Dialect(
        "phyphox",
        r"[^()]+ \(s\)",
        TimeUnit.S,
        (
            Columns(Kind.LINEAR, r"[^()]*lin[eé]a[^()]* {axis} \(m/s\^2\)", Unit.MPS2),
            Columns(Kind.ACC, r"(?!.*lin[eé]a)[^()]+ {axis} \(m/s\^2\)", Unit.MPS2),
            Columns(Kind.GYR, r"[^()]+ {axis} \(rad/s\)", Unit.RADPS),
        ),
    ),
    Dialect(
        LOGGER,
        r"seconds_elapsed",
        TimeUnit.S,
        (
            Columns(Kind.LINEAR, r"acceleration{axis}", None, rank=2),
            Columns(Kind.GRAVITY, r"gravity{axis}", None, rank=2),
            Columns(Kind.GYR, r"rotationrate{axis}", Unit.RADPS, rank=2),
        ),
        also=("time",),
        by_name=(
            (r"accelerometer_?uncalibrated.*", Columns(Kind.ACC, _XYZ, None, rank=3)),
            (r"gyroscope_?uncalibrated.*", Columns(Kind.GYR, _XYZ, Unit.RADPS, rank=3)),
            (r"total_?acceleration.*", Columns(Kind.ACC, _XYZ, Unit.MPS2)),
            (r"accelerometer.*", Columns(Kind.LINEAR, _XYZ, Unit.MPS2)),
            (r"gravity.*", Columns(Kind.GRAVITY, _XYZ, Unit.MPS2)),
            (r"gyroscope.*", Columns(Kind.GYR, _XYZ, Unit.RADPS)),
            (
                r"(?!magnet|orient|annot|locat|compass|watchmag|headphone).*",
                Columns(Kind.ACC, _XYZ, None, rank=4),
            ),
        ),
    ),
    Dialect(
        "Movella DOT",
        r"sampletimefine",
        TimeUnit.US,
        (
            Columns(Kind.ACC, r"acc_{axis}", Unit.MPS2),
            Columns(Kind.LINEAR, r"freeacc_{axis}", Unit.MPS2),
            Columns(Kind.GYR, r"gyr_{axis}", Unit.DEGPS),
        ),
        time_wraps=2.0**32,
    ),
    Dialect(
        "MetaBase",
        r"epoch? ?\(ms\)",
        TimeUnit.MS,
        (
            Columns(Kind.ACC, r"{axis}-axis \(g\)", Unit.G),
            Columns(Kind.GYR, r"{axis}-axis \(deg/s\)", Unit.DEGPS),
        ),
    ),
    Dialect(
        "SensorLog (Apple Core Motion)",
        r"(accelerometer|motion|gyro)timestamp_sincereboot\(s\)",
        TimeUnit.S,
        (
            Columns(
                Kind.ACC,
                r"accelerometeracceleration{axis}\(g\)",
                Unit.G,
                -1.0,
                r"accelerometertimestamp_sincereboot\(s\)",
            ),
            Columns(
                Kind.GYR, r"gyrorotation{axis}\(rad/s\)", Unit.RADPS, 1.0, r"gyrotimestamp_sincereboot\(s\)"
            ),
            *(
                Columns(kind, pattern, unit, sign, r"motiontimestamp_sincereboot\(s\)", rank=1)
                for kind, pattern, unit, sign in (
                    (Kind.LINEAR, r"motionuseracceleration{axis}\(g\)", Unit.G, -1.0),
                    (Kind.GRAVITY, r"motiongravity{axis}\(g\)", Unit.G, -1.0),
                    (Kind.GYR, r"motionrotationrate{axis}\(rad/s\)", Unit.RADPS, 1.0),
                )
            ),
        ),
    ),
    Dialect(
        "Physics Toolbox",
        r"time",
        TimeUnit.GUESS,
        (Columns(Kind.ACC, r"gf{axis}", Unit.G), Columns(Kind.GYR, r"w{axis}", Unit.RADPS)),
        also=(r"gfx",),
    ),
    Dialect(
        "WitMotion",
        r"chip ?time(\(s\))?|time(\(s\))?|timestamp",
        TimeUnit.GUESS,
        (
            Columns(Kind.ACC, r"(acceleration ?|acc ?|a){axis} ?\(g\)", Unit.G),
            Columns(Kind.GYR, r"(angular velocity ?|gyro? ?|w){axis} ?\(deg/s\)", Unit.DEGPS),
            Columns(Kind.GYR, r"w{axis} ?\(rad/s\)", Unit.RADPS),
        ),
    ),
    Dialect(
        "Polar Sensor Logger",
        r"sensor timestamp \[ns\]",
        TimeUnit.NS,
        (
            Columns(Kind.ACC, r"{axis} \[mg\]", Unit.MG),
            Columns(Kind.GYR, r"{axis} \[dps\]", Unit.DEGPS),
        ),
    ),
    Dialect(
        "Movesense",
        r"timestamp|milliseconds",
        TimeUnit.MS,
        by_name=(
            (r".*gyro.*", Columns(Kind.GYR, _XYZ, None)),
            (r".*(linearacc|acc).*", Columns(Kind.ACC, _XYZ, None)),
            (r"(?!.*magn).*", Columns(Kind.ACC, _XYZ, None, rank=4)),
        ),
    ),
    Dialect(
        "a table with plain headings",
        rf"(t|time|timestamp|zeit|tid){_UNIT}",
        TimeUnit.GUESS,
        (
            Columns(Kind.ACC, rf"a(cc(el(eration|erometer)?)?)?[_ .]?{{axis}}{_UNIT}", None),
            Columns(Kind.GYR, rf"g(yr(o(scope)?)?)?[_ .]?{{axis}}{_UNIT}", None),
        ),
    ),
)
"""The first that fits is taken: the more particular ones stand first."""
