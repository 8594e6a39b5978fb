import os
import sys

from rehearse.own_stderr import own_stderr


def test_python_writes_on_while_c_libraries_are_not_heard(capfd):
    os.write(2, b"before, ")
    with own_stderr():
        os.write(2, b"ALSA lib pcm.c Unknown PCM, ")
        assert sys.stderr is sys.__stderr__
        screen = sys.stderr
        assert screen is not None
        screen.write("drawn ● on the screen, ")
    os.write(2, b"after")

    assert capfd.readouterr().err == "before, drawn ● on the screen, after"


def test_standard_error_is_back_whatever_happens():
    before = sys.stderr, sys.__stderr__

    try:
        with own_stderr():
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass

    assert (sys.stderr, sys.__stderr__) == before
