"""Everything that can go wrong in a way the user can do something about.

Each error carries what happened, in the user's words, and what to do next. Adapters raise these
``from`` the library's own error; only :mod:`rehearse.cli` turns them into a sentence and an exit code.

::

    RehearseError
      ConfigError
      DeckError             a deck that cannot be read; every mistake with its line
      AudioInputError       no permission, a busy microphone, an unreadable sound file
        NoMicrophoneError   nothing here can record
      SpeechOutputError     the voice or the speaker failed: a warning, never the end
      TranscriptionError    no weights to be had, or an engine that failed
      JudgeError            the judge of key points is absent or damaged
      StoreError            recordings/ cannot be written or read
      CorrectionError       a correction of something that is not there
      ReviewError           the review's pages cannot be served
"""


class RehearseError(Exception):
    """A problem to be told to the user in a sentence.

    Parameters
    ----------
    message : str
        What happened, as a whole sentence.
    hint : str, optional
        What to do about it, as a whole sentence.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigError(RehearseError):
    """A setting that cannot be used."""


class DeckError(RehearseError):
    """A deck that cannot be read."""


class AudioInputError(RehearseError):
    """No sound can be had from this microphone or file."""


class NoMicrophoneError(AudioInputError):
    """There is nothing here to record with."""


class SpeechOutputError(RehearseError):
    """The question could not be spoken; it is always on screen too."""


class TranscriptionError(RehearseError):
    """The recording could not be turned into words."""


class JudgeError(RehearseError):
    """The judge of key points cannot be loaded; words alone can be compared."""


class StoreError(RehearseError):
    """A take could not be written or read."""


class CorrectionError(RehearseError):
    """A correction refers to something that is not there, or says nothing."""


class ReviewError(RehearseError):
    """The pages on past takes cannot be served."""
