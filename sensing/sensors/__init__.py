"""The sensors that are known: data about each, and how to read and write its packets."""
