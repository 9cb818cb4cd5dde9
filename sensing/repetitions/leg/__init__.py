"""A shank or a thigh: the rise carries the repetition."""
