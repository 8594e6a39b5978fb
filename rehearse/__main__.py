"""Lets ``python -m rehearse`` do what the command ``rehearse`` does."""

from rehearse.cli import main

main()
