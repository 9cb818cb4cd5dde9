"""What is heard during a session: tones, words, and the mixer that puts them on the time line."""
