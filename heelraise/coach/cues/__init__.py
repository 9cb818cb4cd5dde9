"""What the coach says and when; how it sounds is decided elsewhere."""
