"""Thresholds of the line: one frozen dataclass a purpose, each value with its unit and its reason."""

from sensing.settings.fits import EdgeSettings, GiveSettings, PhaseSettings, RiseFitSettings, TiltSettings
from sensing.settings.limb import LiftedSettings, LimbSettings
from sensing.settings.limits import HeelRaiseSettings, LikenessSettings, RepSettings, StandingRiseSettings
from sensing.settings.signal import (
    CycleSettings,
    MotionSettings,
    ParseSettings,
    ProgressSettings,
)
from sensing.settings.warnings import RiseWarningSettings, WarningSettings

__all__ = [
    "CycleSettings",
    "EdgeSettings",
    "GiveSettings",
    "HeelRaiseSettings",
    "LiftedSettings",
    "LikenessSettings",
    "LimbSettings",
    "MotionSettings",
    "ParseSettings",
    "PhaseSettings",
    "ProgressSettings",
    "RepSettings",
    "RiseFitSettings",
    "RiseWarningSettings",
    "StandingRiseSettings",
    "TiltSettings",
    "WarningSettings",
]
