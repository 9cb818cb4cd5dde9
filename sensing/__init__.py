"""From the bytes of a sensor to repetitions."""
