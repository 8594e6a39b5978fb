"""Every number that is shown, and what it means: the one place where measures are defined in words.

``docs/measures.md`` is this list as a page (:mod:`rehearse.analysis.measures_page`), and a test keeps the
two the same. The bands are read from the constants that judge, so that no word here can differ from
what the program does.
"""

from __future__ import annotations

from dataclasses import dataclass

from rehearse.analysis.fillers import CLUSTER_FILLERS, CLUSTER_S
from rehearse.analysis.pace_over_time import FEWEST_PAST_TAKES, SHORTEST_ANSWER_S, STEP_S, WINDOW_S
from rehearse.analysis.pacing import (
    COMFORTABLE_PACE_WPM,
    FLAGGED_PACE_WPM,
    HEAVY_DISFLUENCIES_PER_MIN,
    LIGHT_DISFLUENCIES_PER_MIN,
)
from rehearse.analysis.pauses import LONG_PAUSE_S, MIN_SILENT_PAUSE_S, SHOWN_PAUSE_S
from rehearse.analysis.voice import (
    CLIPPED_RATIO,
    FLAT_SEMITONES,
    LOUDNESS_WINDOW_S,
    MIN_SIGNAL_TO_NOISE_DB,
    MIN_VOICED_S,
    TOO_QUIET_DBFS,
    TRAILING_OFF_DB,
)
from rehearse.analysis.wording import OFTEN_RATIO, OFTEN_TIMES


@dataclass(frozen=True, slots=True)
class Measure:
    """What one number means.

    Parameters
    ----------
    name : str
        As in the interface for programs.
    title : str
        For people.
    unit : str
        "" for a plain number.
    meaning : str
        Its definition.
    band : str
        What is usual, and from where it is remarked on; "" where it is only told.
    source : str
        Where definition and band are from; "" where the definition needs none.
    """

    name: str
    title: str
    unit: str
    meaning: str
    band: str = ""
    source: str = ""


_LOW, _HIGH = COMFORTABLE_PACE_WPM
_SLOW, _FAST = FLAGGED_PACE_WPM
_RATES = "De Jong & Wempe 2009"
_FLUENCY = "Towell, Hawkins & Bazergui 1996"
_LASKE = "Laske & DiGennaro Reed 2024"

MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure(
            "speech_rate",
            "Pace",
            "words a minute",
            "Words ÷ the time from the first to the last sound of speech, pauses included. An um is no word.",
            f"{_LOW:g}–{_HIGH:g} is comfortable; remarked on below {_SLOW:g} and above {_FAST:g}.",
            f"{_RATES} for the definition. Coaches publish 100–165, 120–150, 130–160 and 140–160; five "
            "well-known talks ran at 154–201.",
        ),
        Measure(
            "pace_over_time",
            "Pace over the answer",
            "words a minute",
            f"The pace in windows of {WINDOW_S:g} s, one every {STEP_S:g} s. Stretches whose windows are all "
            f"too fast or all too slow are named, in answers of {SHORTEST_ANSWER_S:g} s and more.",
            f"Remarked on below {_SLOW:g} and above {_FAST:g}, as for the whole answer.",
            "The length of the windows is ours.",
        ),
        Measure(
            "pace_change",
            "Change of pace",
            "words a minute",
            "Pace of this answer less the average pace of your past takes, demonstrations left out.",
            f"Told from {FEWEST_PAST_TAKES} past takes on.",
        ),
        Measure(
            "articulation_rate",
            "Pace without pauses",
            "words a minute",
            f"Words ÷ phonation time: silent pauses of {MIN_SILENT_PAUSE_S * 1000:g} ms and more are left "
            "out, filled pauses are not.",
            "",
            _RATES,
        ),
        Measure(
            "phonation_time_ratio",
            "Time spent speaking",
            "%",
            "Phonation time ÷ the time from the first to the last sound of speech.",
            "",
            _FLUENCY,
        ),
        Measure(
            "mean_length_of_run",
            "Words between pauses",
            "words",
            "Words ÷ (silent pauses + 1).",
            "",
            _FLUENCY,
        ),
        Measure(
            "longest_run",
            "Longest stretch without a pause",
            "s",
            f"The longest speech without a silence of {MIN_SILENT_PAUSE_S * 1000:g} ms in it.",
        ),
        Measure(
            "response_latency",
            "First sound",
            "s",
            "From the end of the spoken question to your first sound of speech; unknown for a file.",
        ),
        Measure(
            "silent_pauses",
            "Pauses",
            "",
            f"Silences of {MIN_SILENT_PAUSE_S * 1000:g} ms and more inside the answer, taken from the sound. "
            f"Shown to people from {SHOWN_PAUSE_S:g} s on.",
            "",
            "Goldman-Eisler 1968; De Jong & Bosker 2013 for the limit.",
        ),
        Measure(
            "long_pauses",
            "Long pauses",
            "",
            f"Silent pauses of {LONG_PAUSE_S:g} s and more.",
            "One a minute may be for effect; more lower the mark.",
            "The limit is ours.",
        ),
        Measure(
            "filled_pauses",
            "Filled pauses",
            "",
            "Um, uh, er, erm, ah, hmm: sounds, not words. At least so many: a speech model misses some. "
            "Known for English; in another language they are not counted.",
            f"{LIGHT_DISFLUENCIES_PER_MIN:g} a minute, filler words included, carry no measured penalty; "
            f"{HEAVY_DISFLUENCIES_PER_MIN:g} do. The aim is not zero.",
            _LASKE,
        ),
        Measure(
            "discourse_markers",
            "Filler words",
            "",
            "“Like”, “you know”, “basically” and others, where they are fillers and not words that mean "
            "something. The lists are yours to change: copy `rehearse/word_lists.toml` to `word-lists.toml` "
            "beside your `config.toml`, and edit the copy.",
            "Counted with the filled pauses.",
            _LASKE,
        ),
        Measure(
            "filler_clusters",
            "Where fillers come thick",
            "",
            f"Stretches where at least {CLUSTER_FILLERS} fillers begin within {CLUSTER_S:g} s.",
            "",
            "The limits are ours.",
        ),
        Measure(
            "repetitions",
            "Repetitions",
            "",
            "One to four words said again at once, unchanged: “the the”.",
            "",
            "Levelt 1983; Shriberg 1994",
        ),
        Measure(
            "self_repairs",
            "Self-repairs",
            "",
            "One to four words said again at once, the last of them otherwise: “we use, we used”. A sign "
            "of a speaker who listens.",
            "",
            "Levelt 1983; Shriberg 1994",
        ),
        Measure(
            "false_starts",
            "False starts",
            "",
            "The beginning of a sentence, broken off and left.",
            "",
            "Levelt 1983; Shriberg 1994",
        ),
        Measure(
            "hedges",
            "Hedges",
            "",
            "“I think”, “maybe”, “probably”: honest where you think so, worth knowing where you don't.",
        ),
        Measure(
            "favourite_words",
            "Favourite words",
            "",
            f"Content words said at least {OFTEN_TIMES} times and {OFTEN_RATIO * 100:g} times in a hundred "
            "words, those of the question left out.",
            "",
            "The limits are ours.",
        ),
        Measure(
            "pitch_median",
            "Pitch",
            "Hz",
            "Median fundamental frequency of your voice. Neither high nor low is better.",
            "",
            "pYIN (Mauch & Dixon 2014), octave errors left out after De Looze & Hirst 2008.",
        ),
        Measure(
            "pitch_range",
            "Range of pitch",
            "semitones",
            "From the 10th to the 90th percentile of your pitch; twelve semitones are an octave.",
        ),
        Measure(
            "pitch_variation",
            "Liveliness of pitch",
            "semitones",
            f"Standard deviation of pitch around your own median. Told from {MIN_VOICED_S:g} s of voice on, "
            f"in recordings whose speech is {MIN_SIGNAL_TO_NOISE_DB:g} dB above their noise.",
            f"Below {FLAT_SEMITONES:g} a voice may sound flat.",
            "The livelier the talk, the larger (Traunmüller & Eriksson 1995). The limit is ours: the lowest "
            "tenth of 44 recordings of people reading and recalling.",
        ),
        Measure(
            "loudness_variation",
            "Variation of loudness",
            "dB",
            f"Standard deviation of the loudness of windows of {LOUDNESS_WINDOW_S:g} s.",
        ),
        Measure(
            "trailing_off",
            "Sentences that trail off",
            "",
            f"Sentences whose last 0.4 s of speech lie {TRAILING_OFF_DB:g} dB or more below the rest.",
            "3 to 6 dB is how sentences end. Remarked on from two on, if they are a third of all.",
            "The limits are ours.",
        ),
        Measure(
            "level",
            "Level of the recording",
            "dB re full scale",
            "Median level of your speech, as recorded.",
            f"Too quiet below {TOO_QUIET_DBFS:g}.",
            "ITU-T P.56 speaks of -26 as nominal; the limit is ours.",
        ),
        Measure(
            "signal_to_noise",
            "Speech above noise",
            "dB",
            "Median level of your speech less that of your silences.",
            f"Below {MIN_SIGNAL_TO_NOISE_DB:g}, pitch and loudness are withheld.",
            "The limit is ours.",
        ),
        Measure(
            "clipped",
            "Clipped",
            "%",
            "Part of your speech where the sound was too loud for the microphone and its tops are cut off.",
            f"Remarked on from {CLIPPED_RATIO:.0%} on.",
            "The limit is ours.",
        ),
        Measure(
            "delivery",
            "Delivery",
            "%",
            "Mean of three parts: pace, fillers a minute, and long pauses a minute; each is whole within its "
            "band and falls along straight lines outside. The voice is told, not marked.",
            "",
            "The bands of the three measures; the lines are ours.",
        ),
    )
}
"""By name, in the order they are shown."""
