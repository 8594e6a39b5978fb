"""A mock interview: which questions, in what time, what was answered, and a report on the whole.

:mod:`.plan` chooses and :mod:`.report` tells, both pure; :mod:`.record` keeps on disk how far an interview
has come, and :mod:`.conduct` holds it.
"""
