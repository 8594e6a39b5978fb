"""What to work on first after an interview: two or three sentences, the most useful first."""

from __future__ import annotations

from collections.abc import Sequence

from rehearse.analysis.pacing import (
    HEAVY_DISFLUENCIES_PER_MIN,
    LIGHT_DISFLUENCIES_PER_MIN,
    PaceBand,
    pace_band,
)
from rehearse.analysis.phrases import listed, moment, plural
from rehearse.interview.answers import Answer, Together, halves_of, together
from rehearse.shell_words import rehearse_command

MOST = 3
"""More than three things cannot be worked on at once."""

WEAK_COVERAGE = 0.6
"""A question covered by less is worth going over before any other."""

RECURRING = 1 / 3
"""Part of the answers in which something must happen to be a habit."""

HARMLESS_LONG_PAUSES_PER_MIN, MANY_LONG_PAUSES_PER_MIN = 1.0, 5.0
"""One a minute may be for effect; as in :mod:`rehearse.analysis.delivery`."""

CHANGE_WPM = 15.0
CHANGE_FILLERS_PER_MIN = 3.0
"""From here on two halves of an interview differ in a way that can be heard. Ours."""

_POINTS_NAMED = 2


def work_on_first(answers: Sequence[Answer], deck: str) -> tuple[str, ...]:
    """Return what to work on first.

    Parameters
    ----------
    answers : sequence of Answer
        In the order in which they were given.
    deck : str
        How a command line calls the deck.
    """
    content = [*_wrong(answers), *_weakest(answers, deck)]
    delivery = _habits(answers)
    # What was said comes before how it was said, but both have their say.
    advice = [*content[:1], *delivery[:1], *content[1:], *_only_when_asked(answers)]
    advice += [*_development(answers), *_over_target(answers), *delivery[1:]]
    if not advice and any(answer.is_scored for answer in answers):
        advice = ["Nothing stands out to work on. Try a longer interview, or another deck."]
    return tuple(advice[:MOST])


def _wrong(answers: Sequence[Answer]) -> list[str]:
    wrong = [answer for answer in answers if answer.contradicted or answer.misconceptions]
    if not wrong:
        return []
    first = wrong[0]
    if first.contradicted:
        said = f"you said the opposite of “{first.contradicted[0]}”"
    else:
        said = f"you came close to a common misconception, “{first.misconceptions[0]}”"
    more = f" There is more of the kind in {plural(len(wrong) - 1, 'other answer')}." if wrong[1:] else ""
    return [f"In your answer to “{first.text}” {said}: listen to it again.{more}"]


def _weakest(answers: Sequence[Answer], deck: str) -> list[str]:
    marked = [answer for answer in answers if not answer.follow_up and answer.coverage is not None]
    weakest = min(marked, key=lambda answer: answer.coverage or 0.0, default=None)
    if weakest is None or weakest.coverage is None or weakest.coverage >= WEAK_COVERAGE:
        return []
    named = listed([f"“{point}”" for point in weakest.open_points[:_POINTS_NAMED]])
    missing = f", {named} among what was missing" if named else ""
    rehearsing = rehearse_command("practice", deck, "--question", weakest.question_id)
    return [
        f"You covered {weakest.coverage:.0%} of “{weakest.text}”{missing}. Go over it, then: {rehearsing}"
    ]


def _habits(answers: Sequence[Answer]) -> list[str]:
    """Return what recurs in the delivery, what matters most first."""
    whole = together(answers)
    if whole is None:
        return []
    paces = [pace_band(answer.speech_rate_wpm) for answer in answers if answer.speech_rate_wpm is not None]
    habits: list[tuple[float, str]] = []
    for band, remedy in (
        (PaceBand.FAST, "take a breath after each point."),
        (PaceBand.SLOW, "know your first sentence before you begin."),
    ):
        share = paces.count(band) / len(paces)
        if share >= RECURRING and (paces.count(band) > 1 or len(paces) == 1):
            of = plural(len(paces), "answer")
            habits.append((share, f"You were {band.value} in {paces.count(band)} of {of}: {remedy}"))
    if whole.fillers_per_min > LIGHT_DISFLUENCIES_PER_MIN:
        habits.append(
            (
                whole.fillers_per_min / HEAVY_DISFLUENCIES_PER_MIN,
                f"Your fillers came at {whole.fillers_per_min:.1f} a minute, where up to "
                f"{LIGHT_DISFLUENCIES_PER_MIN:.0f} pass unnoticed: try a silent breath in their place.",
            )
        )
    n = sum(answer.n_long_pauses for answer in answers)
    if n > 1 and whole.long_pauses_per_min > HARMLESS_LONG_PAUSES_PER_MIN:
        habits.append(
            (
                whole.long_pauses_per_min / MANY_LONG_PAUSES_PER_MIN,
                f"You fell silent for 2 s or more {plural(n, 'time')}: say what you are thinking of.",
            )
        )
    return [advice for _, advice in sorted(habits, key=lambda habit: -habit[0])]


def _only_when_asked(answers: Sequence[Answer]) -> list[str]:
    """Return that points were known and not said unasked."""
    won = [answer for answer in answers if answer.follow_up and (answer.coverage or 0.0) >= 1.0]
    if not won:
        return []
    return [
        f"{plural(len(won), 'point')} came only when you were asked, such as on “{won[0].text}”: "
        "you know more than you say, so say it unasked."
    ]


def _development(answers: Sequence[Answer]) -> list[str]:
    halves = halves_of(answers)
    if halves is None:
        return []
    return [
        f"{change}: drink some water, and let a moment pass before you answer."
        for change in changes(*halves)
        if change.startswith(("You sped up", "Your fillers grew"))
    ]


def changes(first: Together, second: Together) -> list[str]:
    """Say how pace and fillers changed from one half to the other, without a full stop; [] for not."""
    told = []
    from_wpm, to_wpm = first.speech_rate_wpm, second.speech_rate_wpm
    if abs(to_wpm - from_wpm) >= CHANGE_WPM:
        did = "sped up" if to_wpm > from_wpm else "slowed down"
        told.append(f"You {did} from {from_wpm:.0f} to {to_wpm:.0f} words a minute as it wore on")
    before, after = first.fillers_per_min, second.fillers_per_min
    if abs(after - before) >= CHANGE_FILLERS_PER_MIN:
        did = "grew" if after > before else "fell"
        told.append(f"Your fillers {did} from {before:.1f} to {after:.1f} a minute as it wore on")
    return told


def _over_target(answers: Sequence[Answer]) -> list[str]:
    over = [answer for answer in answers if answer.over_target_s > 0]
    if len(over) < 2:
        return []
    longest = max(over, key=lambda answer: answer.over_target_s)
    return [
        f"{len(over)} of {plural(len(answers), 'answer')} ran over their target, the longest by "
        f"{moment(longest.over_target_s)}: say the answer in one sentence first, then the reasons."
    ]
