"""The fits that find the edges of a phase: in the tilt one by one, in the rise all four at once."""
