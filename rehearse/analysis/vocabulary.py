"""The words that matching knows about: those that tell nothing, numbers, negations, spoken spellings.

Lists as data, written for spoken English about technical work, so that a change of one is a change of a
line. What they mean is defined where they are used.
"""

# ruff: noqa: SIM905 (a paragraph of words is easier to read and change than a column of quoted ones)

STOP_WORDS = frozenset(
    """
    a an the this that these those there here it its itself they them their theirs he him his she her hers
    i me my mine we us our ours you your yours myself yourself themselves who whom whose which what where
    when why how is are was were be been being am do does did doing done have has had having will would
    shall should can could may might must ought of to in on at by for from with about into onto upon as
    and or but if then than so because since while although though however therefore thus also too very
    just really quite rather some such each every either both own again ever even still yet now oh okay ok
    yeah yes well like basically actually literally maybe perhaps probably let's lets etc thing things
    something anything someone anyone somebody stuff lot lots bit kind sort way ways going gonna wanna got
    get gets getting know think thought mean guess say said saying tell told talk talking call called
    right sure please thanks thank hello one ones s t re ve ll d m
    """.split()
)
"""Words that tell nothing about what was said; they carry no weight."""

NEGATIONS = frozenset(["not", "no", "never", "neither", "nor", "without", "none", "nothing", "cannot"])
"""Words that turn what follows into its denial."""

ALIASES = {
    "sequel": "sql",
    "jason": "json",
    "cannot": "can not",
    "ain't": "is not",
    "can't": "can not",
    "won't": "will not",
    "shan't": "shall not",
    "dataset": "data set",
    "datasets": "data sets",
    "1st": "first",
    "2nd": "second",
    "3rd": "third",
    "ai": "artificial intelligence",
    "auc": "area under curve",
    "cnn": "convolutional neural network",
    "knn": "k-nearest neighbor",
    "mae": "mean absolute error",
    "ml": "machine learning",
    "mse": "mean squared error",
    "nlp": "natural language processing",
    "pca": "principal component analysis",
    "rmse": "root mean squared error",
    "rnn": "recurrent neural network",
    "svm": "support vector machine",
    "svms": "support vector machines",
}
"""One spelling for what is said, or heard, in several."""

SPOKEN_TERMS: dict[tuple[str, ...], str] = {
    ("a", "i"): "ai",
    ("a", "u", "c"): "auc",
    ("c", "plus", "plus"): "c++",
    ("c", "sharp"): "c#",
    ("f", "sharp"): "f#",
    ("per", "cent"): "percent",
    **{(verb, "to"): "not" for verb in ("fail", "fails", "failed", "failing", "unable")},
    ("rather", "than"): "not",
    ("instead", "of"): "not",
    **{
        (letter, "of", said): f"o-{order}"
        for letter in ("o", "oh")
        for said, order in {"n": "n", "log": "log", "one": "1", "1": "1"}.items()
    },
    **{
        (letter, word): f"{letter}-{word}"
        for letter, words in {
            "k": "means fold folds nearest medoids",
            "n": "gram grams",
            "p": "value values",
            "q": "learning",
            "r": "squared",
            "t": "test tests sne",
            "x": "axis",
            "y": "axis",
            "z": "score scores test",
        }.items()
        for word in words.split()
    },
}
"""Terms of several spoken words that are one term on paper."""

UNITS = {
    name: value
    for value, name in enumerate(
        """
        zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen
        """.split()
    )
}
TENS = {
    name: 10 * value
    for value, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
MULTIPLIERS = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

NUMBERED_NOUNS = frozenset("type phase part class step stage level kind chapter version layer".split())
"""Nouns after which "one" and "I" are numbers."""

COUNTING = frozenset("only exactly just precisely".split())
"""Words after which "one" is a number."""

ROMAN_NUMERALS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
