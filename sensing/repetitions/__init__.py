"""From motion to repetitions."""

from sensing.repetitions.detector import RepDetector

__all__ = ["RepDetector"]
