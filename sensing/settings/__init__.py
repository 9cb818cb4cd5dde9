"""Thresholds of the line: one frozen dataclass a purpose, each value with its unit and its reason."""

from sensing.settings.fits import EdgeSettings, GiveSettings, PhaseSettings, RiseFitSettings, TiltSettings
from sensing.settings.likeness import LikenessSettings, PivotSettings
from sensing.settings.limb import LiftedSettings, LimbSettings
from sensing.settings.limits import HeelRaiseSettings, RepSettings
from sensing.settings.signal import (
    CycleSettings,
    MotionSettings,
    ParseSettings,
    ProgressSettings,
)
from sensing.settings.standing import BeginningSettings, StandingRiseSettings
from sensing.settings.warnings import RiseWarningSettings, WarningSettings

__all__ = [
    "BeginningSettings",
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
    "PivotSettings",
    "ProgressSettings",
    "RepSettings",
    "RiseFitSettings",
    "RiseWarningSettings",
    "StandingRiseSettings",
    "TiltSettings",
    "WarningSettings",
]
