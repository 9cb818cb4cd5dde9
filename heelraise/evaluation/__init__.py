"""Measuring the program against recordings whose repetitions are known."""
