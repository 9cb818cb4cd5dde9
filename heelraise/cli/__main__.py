"""``python -m heelraise.cli``."""

from heelraise.cli.main import main

main()
