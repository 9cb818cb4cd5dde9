"""Numbered migrations of the person's store. Never edit one that was released: add the next."""
