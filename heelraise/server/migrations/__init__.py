"""Numbered migrations of the server's database. Never edit one that was released: add the next."""
