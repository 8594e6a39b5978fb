"""Answers that a person labelled: did they make the point? For precision and recall that may not fall.

Each has what a listener would say: covered, missed or contradicted. Some paraphrases share no telling
word with their point; they stand here because people say such things, not because they are matched.
"""

from dataclasses import dataclass

from rehearse.deck import KeyPoint


@dataclass(frozen=True)
class Labelled:
    """One answer, one key point, and what a listener would say."""

    question: str
    point: KeyPoint
    answer: str
    label: str


BIAS = "How are bias and variance related?"
UNDERFIT = KeyPoint("High bias means underfitting", ("a model with high bias is too simple",))
TRADE_OFF = KeyPoint(
    "Lowering one tends to raise the other",
    ("bias-variance trade-off", "as bias goes down variance goes up"),
)
ERRORS = "How are Type I and Type II errors different?"
FALSE_POSITIVE = KeyPoint("A type I error is a false positive", ("rejecting a true null hypothesis",))
FALSE_NEGATIVE = KeyPoint(
    "A type II error is a false negative", ("failing to reject a false null hypothesis",)
)
OVERFITTING = 'Can you describe what "overfitting" is?'
NOISE = KeyPoint("The model learns the noise in the training data", ("it memorizes the training examples",))
NEW_DATA = KeyPoint(
    "It performs badly on new data", ("it does not generalize", "the test error is much higher")
)
REGULARIZE = KeyPoint("Regularization reduces it", ("add a penalty on large weights", "use dropout"))
LEARNING = "What's the difference between supervised learning and unsupervised learning?"
LABELS = KeyPoint(
    "Supervised learning needs labels", ("it trains on labeled examples", "we know the right answers")
)
NO_LABELS = KeyPoint("Unsupervised learning has no labels", ("the data is unlabeled",))
HASHING = "What is a hash table?"
BUCKET = KeyPoint("A hash function maps each key to a bucket", ("the key is hashed to an index",))
CONSTANT = KeyPoint("Lookup takes constant time on average", ("finding a value is O of one",))
METRICS = "How would you evaluate the effectiveness of your machine learning model?"
F1 = KeyPoint("Look at the F1 score", ("precision and recall",))
FOLDS = KeyPoint("Use 10-fold cross-validation", ("split the data into ten folds",))
LANGUAGES = "Which languages do you work in?"
CPP = KeyPoint("C++ for the parts that must be fast")
LATENCY = KeyPoint("Reduced latency by 40 percent")
KMEANS = KeyPoint("k-means clustering", ("grouping points around k centers",))

LABELLED = tuple(
    Labelled(question, point, answer, label)
    for question, point, answer, label in (
        # said plainly, as people speak
        (BIAS, UNDERFIT, "so if you have high bias that usually means your model is underfitting", "covered"),
        (BIAS, TRADE_OFF, "well there's this trade off you know between bias and variance", "covered"),
        (
            BIAS,
            TRADE_OFF,
            "When you push the bias down, the variance goes up, and the other way round.",
            "covered",
        ),
        (ERRORS, FALSE_POSITIVE, "Type one error, that's when you get a false positive.", "covered"),
        (ERRORS, FALSE_NEGATIVE, "and type 2 errors are false negatives basically", "covered"),
        (ERRORS, FALSE_POSITIVE, "you reject the null hypothesis even though it's actually true", "covered"),
        (OVERFITTING, NOISE, "it starts to, um, memorize the training examples", "covered"),
        (OVERFITTING, NEW_DATA, "and then on new data it performs really badly", "covered"),
        (OVERFITTING, NEW_DATA, "It doesn't generalise well beyond what it has seen.", "covered"),
        (OVERFITTING, REGULARIZE, "You can add some regularisation to reduce it, or drop out.", "covered"),
        (LEARNING, LABELS, "For supervised learning you need labels for every example.", "covered"),
        (LEARNING, NO_LABELS, "In unsupervised learning you don't have any labels.", "covered"),
        (LEARNING, NO_LABELS, "The other kind works without labels, it's unsupervised.", "covered"),
        (HASHING, BUCKET, "There's a hash function and it maps every key to one of the buckets.", "covered"),
        (HASHING, CONSTANT, "On average a look up takes constant time.", "covered"),
        (HASHING, CONSTANT, "so finding a value in it is O of 1", "covered"),
        (METRICS, F1, "I'd look at the F one score", "covered"),
        (METRICS, FOLDS, "I would use ten fold cross validation", "covered"),
        (LANGUAGES, CPP, "I use C plus plus for the parts that need to be fast", "covered"),
        (LANGUAGES, LATENCY, "and in the end we reduced the latency by about forty percent", "covered"),
        (LANGUAGES, KMEANS, "then I ran K means clustering on it", "covered"),
        # heard a little wrong
        (LEARNING, LABELS, "supervise learning needs label", "covered"),
        (BIAS, UNDERFIT, "hi bias, I mean high biased models mean under fitting", "covered"),
        # paraphrased
        (
            BIAS,
            UNDERFIT,
            "If the bias is large the model isn't flexible enough to follow the data.",
            "covered",
        ),
        (OVERFITTING, NOISE, "It knows its homework by heart, the random quirks included.", "covered"),
        (
            OVERFITTING,
            NEW_DATA,
            "The score on the test set is far worse than on the training set.",
            "covered",
        ),
        (HASHING, CONSTANT, "You get your value back immediately however many there are.", "covered"),
        # denied, changed or turned around
        (BIAS, UNDERFIT, "High bias does not mean underfitting.", "contradicted"),
        (BIAS, UNDERFIT, "Low bias means underfitting.", "contradicted"),
        (ERRORS, FALSE_POSITIVE, "A type one error is a false negative.", "contradicted"),
        (ERRORS, FALSE_NEGATIVE, "A type one error is a false negative.", "contradicted"),
        (OVERFITTING, NEW_DATA, "It generalizes very well.", "contradicted"),
        (OVERFITTING, REGULARIZE, "Regularization doesn't reduce it at all.", "contradicted"),
        (LEARNING, LABELS, "Supervised learning doesn't need labels.", "contradicted"),
        (LANGUAGES, LATENCY, "we reduced latency by 14 percent", "contradicted"),
        (METRICS, FOLDS, "I use five fold cross validation", "contradicted"),
        # something else
        (BIAS, UNDERFIT, "Bias and variance are related, they are both errors of the model.", "missed"),
        (BIAS, TRADE_OFF, "How are bias and variance related?", "missed"),
        (BIAS, UNDERFIT, "High variance means overfitting.", "missed"),
        (ERRORS, FALSE_POSITIVE, "Type one and type two errors are different.", "missed"),
        (OVERFITTING, NOISE, "I have a lot of training in this and I learn from data every day.", "missed"),
        (OVERFITTING, NOISE, "The office was full of noise.", "missed"),
        (OVERFITTING, REGULARIZE, "I would collect more data.", "missed"),
        (LEARNING, LABELS, "Unsupervised learning finds clusters.", "missed"),
        (HASHING, BUCKET, "It is a table.", "missed"),
        (HASHING, CONSTANT, "On average I spend a constant amount of money on lunch.", "missed"),
        (METRICS, F1, "I watched the score of the Formula 1 race.", "missed"),
        (METRICS, FOLDS, "I would fold the laundry and validate my ticket.", "missed"),
        (LANGUAGES, CPP, "I got a C in the fast parts of the course.", "missed"),
        (LANGUAGES, KMEANS, "That means a lot to me.", "missed"),
    )
)
