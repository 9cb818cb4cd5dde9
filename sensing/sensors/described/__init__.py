"""Sensors described by a TOML file instead of code: those that we ship, and any that a person adds."""

from sensing.sensors.described.files import folder_models, shipped_models, text_model

__all__ = ["folder_models", "shipped_models", "text_model"]
