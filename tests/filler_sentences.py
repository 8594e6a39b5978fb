"""Eighty sentences written for testing: each listed phrase as a filler and as words that mean something.

Written as a speech model writes them, some with the commas that a careful one sets and some without.
A filler stands between ‹ and ›; nothing else in them is one. One hand wrote these and the rules, within
minutes, and one rule was changed after a first look: other people's sentences would fare somewhat worse.
"""

SENTENCES = (
    # like
    "The training was ‹like› really slow on that machine.",
    "It's, ‹like›, the first thing you would try.",
    "And ‹like› we had no labels for half of it.",
    "We had ‹like› twenty thousand rows.",
    "I like decision trees because they are easy to explain.",
    "Models like random forests need little tuning.",
    "It looks like a straight line on a log scale.",
    "Would you like to hear an example?",
    "Something like gradient descent would work here.",
    "It behaves like a linear model near zero.",
    # so
    "‹So›, the bias goes down and the variance goes up.",
    "And ‹so›, yeah, we retrained it every night.",
    "It was, ‹so›, quite a mess.",
    "We hold out a test set so that we can measure the error.",
    "The classes were so imbalanced that accuracy meant little.",
    "The gradient vanished, so we switched to residual connections.",
    "I would not prune it so early.",
    "If so, the tree is too deep.",
    # right
    "You split the data first, ‹right›, and then you scale it.",
    "It memorizes the noise, ‹right›?",
    "‹Right›, let me think about that.",
    "That is the right answer for small data.",
    "The mean sits to the right of the median.",
    "I think that's right.",
    "The user has the right to see the data.",
    "Right now we only use two features.",
    # well
    "‹Well›, it depends on the loss.",
    "And then, ‹well›, the disk was full.",
    "‹Well› I would start with a baseline.",
    "It generalizes well to new data.",
    "The model performed well on the test set.",
    "Boosting works as well as bagging here.",
    "It is a well known result.",
    "We did quite well, considering.",
    # actually
    "‹Actually›, we never shipped that one.",
    "It was ‹actually› a pretty simple fix.",
    "And, ‹actually›, I wrote the parser myself.",
    "What actually happens is that the weights shrink.",
    "We compare the predicted class with what the class actually is.",
    "It did not actually converge.",
    # basically
    "‹Basically›, it counts how often each word appears.",
    "It's ‹basically› a weighted average.",
    "So we ‹basically› threw the old one away.",
    "A hash table is ‹basically› an array with a function in front.",
    # you know
    "It was, ‹you know›, a small team.",
    "And ‹you know› we had a deadline.",
    "We tuned it for weeks, ‹you know›.",
    "‹You know›, sometimes the baseline wins.",
    "Do you know the difference between the two?",
    "As you know, the tree can overfit.",
    "You know the labels in supervised learning.",
    "If you know the prior, use it.",
    "How do you know when to stop training?",
    # I mean
    "‹I mean›, you could also use a forest.",
    "It's slow, ‹I mean›, really slow.",
    "And ‹I mean› nobody looked at the logs.",
    "It worked ‹I mean› most of the time.",
    "By variance I mean the spread between samples.",
    "What I mean is that it memorizes.",
    "That is what I mean by leakage.",
    "Do I mean precision or recall?",
    # kind of
    "It's ‹kind of› slow at first.",
    "We ‹kind of› guessed the threshold.",
    "And it ‹kind of› depends on the data.",
    "A random forest is a kind of ensemble.",
    "What kind of regularization did you use?",
    "This kind of error is called a false positive.",
    "There are two kinds of errors and each kind of error has a cost.",
    "It is the most common kind of tree.",
    # sort of
    "They ‹sort of› cancel each other out.",
    "It was ‹sort of› a compromise.",
    "You ‹sort of› have to try it.",
    "That sort of problem comes up a lot.",
    "You need some sort of index on that column.",
    "Which sort of average do you want?",
    "We use a sort of the keys in memory.",
    # several at once
    "‹So›, ‹basically›, you know the label of every example.",
    "‹Well›, ‹you know›, it was ‹like› ten percent better.",
    "I ‹kind of› like that, ‹actually›.",
    "I know the right kind of plot for that, so I used it.",
)
