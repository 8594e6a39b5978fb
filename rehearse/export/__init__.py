"""Takes in forms that other programs read: pure functions from what is known of a take to a text.

The one exception is Anki's package format, which a library writes to a file. The self-contained page is
in :mod:`rehearse.review`, whose templates it shares.
"""
