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
saying it that count as much; `probe:` is a follow-up question for when you left it out. -->

- I am building a tool for our team
  - my project is
  - I'm working on
  - probe: What is it, in one sentence?
- It helps people to find mistakes earlier
  - the point of it is

> A line with > is a model answer, which you can compare yours with afterwards: I am building a small
> tool for our team that reads every change and helps people to find mistakes earlier.

# Technical

## Name three colors of the rainbow
id: rainbow
need: 3

<!-- `need: 3` makes any three of the points a whole answer. `(x2)` makes a point count double.
`not:` is a false claim: it is pointed out when you make it. -->

- Red (x2)
- Orange
- Yellow
- Green
- Blue
- Violet
  - purple
- not: brown is a color of the rainbow

> Red, orange and yellow are on the outer side of the rainbow.
"""
