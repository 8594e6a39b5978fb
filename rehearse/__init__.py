"""Rehearse: practise interview answers aloud, offline.

One path leads through it: a question of a deck is spoken, the answer is recorded, transcribed,
analysed, scored, saved as a take and shown. ``practice`` walks that path; every other module is
one station on it. Every number shown is defined once, in :mod:`rehearse.analysis`.
"""
