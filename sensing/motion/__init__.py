"""From uniform samples to the motion of the limb: where up is, and how the sensor moves against it."""

from sensing.motion.tracker import MotionBlock, MotionTracker

__all__ = ["MotionBlock", "MotionTracker"]
