"""``python -m heelraise.cli``."""

from heelraise.cli import main

main()
