"""A foot or an ankle: the tilt carries the repetition."""
