"""A session as a pure table of states and events."""
