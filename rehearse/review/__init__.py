"""The local web pages on past takes: what was said, tied to the sound, and how it develops."""
