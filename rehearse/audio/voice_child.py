"""The part of the voice that runs in a process of its own, and dies with it.

pyttsx3 speaks well once in a process: later utterances may be silent, overwrite one another or never
return, and it writes to standard output. So a fresh process is given one task as JSON on standard
input, and answers in JSON on what was its standard output; an error is the answer ``{"error": …}``.

Run as a script, by its path: it imports nothing of Rehearse.
"""

import json
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyttsx3.engine import Engine

_ENGLISH_FIRST = ("en-us", "en_us", "en-gb", "en_gb", "en")
"""Which English is preferred where the user named no voice."""


def _voices(engine: "Engine") -> list[dict[str, Any]]:
    """Return the installed voices as plain values; some drivers give languages as bytes or not at all."""
    return [
        {
            "id": str(voice.id),
            "name": str(voice.name),
            "languages": [
                language.decode("utf-8", "replace") if isinstance(language, bytes) else str(language)
                for language in voice.languages or ()
                if language
            ],
        }
        for voice in engine.getProperty("voices")
    ]


def _is_english(voice: dict[str, Any]) -> bool:
    return "English" in voice["name"] or any(
        language.lower().startswith("en") for language in voice["languages"]
    )


def choose_voice(voices: list[dict[str, Any]], wanted: str | None, current: str | None) -> str | None:
    """Return the id of the voice to speak with.

    Parameters
    ----------
    voices : list of dict
        What :func:`_voices` returned.
    wanted : str or None
        An id, a name, or a part of a name; case does not matter. espeak's variants (``en-us+f3``) are
        not among the installed voices, and go through as they are.
    current : str or None
        The engine's own choice: kept where nothing was wanted and there is no English voice.

    Raises
    ------
    LookupError
        When there is no such voice.
    """
    if wanted is None:
        english = [voice for voice in voices if _is_english(voice)]
        for language in _ENGLISH_FIRST:
            for voice in english:
                if language in (item.lower() for item in voice["languages"]):
                    return str(voice["id"])
        return str(english[0]["id"]) if english else current
    name = wanted.casefold()
    for voice in voices:
        if name in {voice["id"].casefold(), voice["name"].casefold()}:
            return str(voice["id"])
    for voice in voices:
        if name in voice["name"].casefold() or name in (item.casefold() for item in voice["languages"]):
            return str(voice["id"])
    if "+" in wanted:
        return wanted
    raise LookupError(f"there is no voice {wanted!r}")


def _render(engine: "Engine", task: dict[str, Any]) -> None:
    """Write the task's text, spoken, to its path."""
    failures: list[str] = []
    engine.connect("error", lambda **event: failures.append(str(event.get("exception"))))
    voice = choose_voice(_voices(engine), task["voice"], engine.getProperty("voice"))
    if voice is not None:
        engine.setProperty("voice", voice)
    engine.setProperty("rate", task["rate_wpm"])
    engine.setProperty("volume", task["volume"])
    engine.save_to_file(task["text"], task["path"])
    if sys.platform in {"win32", "darwin"}:
        engine.runAndWait()
    else:
        # espeak-ng works in a thread of its own, and pyttsx3's runAndWait does not wait for it. Worse, it
        # cancels what that thread has not begun: now and then the rate and the volume just set. This loop
        # cancels nothing, and ends when the file is written. Should it never be, the parent's patience ends.
        engine.startLoop()
    if failures:
        raise RuntimeError(failures[0])


def main() -> None:
    """Do the one task on standard input."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    task = json.load(sys.stdin)
    try:
        import pyttsx3

        engine = pyttsx3.init()
        answer: dict[str, Any] = {"voices": _voices(engine)}
        if task["text"] is not None:
            _render(engine, task)
    except LookupError as error:
        answer |= {"error": str(error), "unknown_voice": True}
    except Exception as error:  # noqa: BLE001  whatever it is, the parent has to be told
        answer = {"error": f"{type(error).__name__}: {error}"}
    json.dump(answer, answers)
    answers.close()
    # espeak-ng may crash while Python tears it down; what it was asked for is done.
    os._exit(0)


if __name__ == "__main__":
    main()
