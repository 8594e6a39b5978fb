"""What `rehearse decks new` writes: a small working deck that explains itself."""

NEW_DECK = """\
---
# The name shown for this deck, and how long an answer should take.
title: My deck
time_limit: 90 s
---

<!--
A comment like this one is for you alone. Change the questions below to your own, then try
`rehearse decks check FILE` with the name of this file.
-->

# Warm-up

<!-- A line with one # begins a group of questions; a line with two is a question, read aloud as it
stands. The lines right under it are its settings; each of them may be left out. -->

## What are you working on at the moment?
id: current-work
time_limit: 1 min
tags: about me

A paragraph is a hint, shown when you ask for it: one project is enough.

<!-- Each `- ` is a key point: something that a whole answer says. Nested under it are other ways of
saying it that count as much; `probe:` is a follow-up question for when you left it out. `(x2)` makes
a point count double. Lines with > are a model answer, to compare yours with afterwards. -->

- I am building a tool for our team (x2)
  - my project is
  - I'm working on
  - probe: What is it, in one sentence?
- It helps people to find mistakes earlier
  - the point of it is

> I am building a small tool for our team. It reads every change to our code and helps people to find
> mistakes earlier.

# Technical

## Name three colors of the rainbow
id: rainbow
need: 3

<!-- `need: 3` makes any three of the points a whole answer. `not:` is a false claim: it is pointed
out when you make it. -->

- Red
- Orange
- Yellow
- Green
- Blue
- Violet
  - purple
- not: brown is a color of the rainbow

> Red, orange and yellow are on the outer side of the rainbow.
"""
