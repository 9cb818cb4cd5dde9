"""Marking repetitions in a recording: what the program proposes, corrected by a person."""
