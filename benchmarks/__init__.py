"""What is claimed of speed and accuracy, to be measured again: `python -m benchmarks.NAME --help`."""
