"""The command line."""

from heelraise.cli.main import main

__all__ = ["main"]
