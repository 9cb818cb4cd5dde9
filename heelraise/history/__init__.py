"""Finished sessions: keep them, queue them for the clinic, give them out, erase them."""
