"""No test waits without an end, so that what hangs fails, and says what did not come."""

import ast
import itertools
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.programs import at_terminal, end_of
from tests.waits import at_once, happened, until

TESTS = sorted(Path(__file__).parent.rglob("*.py"))
WAITS_FOR_EVER = {"wait", "join", "acquire", "communicate"}
"""Methods that have no end unless they are given one."""
PAUSES = {"sleep", "pause"}


def called(node):
    """Return the name of what a node calls; empty when it is no call."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def is_endless(node):
    """Say whether a node waits without a limit, or polls by itself instead of by `until`."""
    if isinstance(node, ast.While):
        return "deadline_s" not in ast.unparse(node) and any(
            called(inner) in PAUSES for inner in ast.walk(node)
        )
    if called(node) == "run" and ast.unparse(node.func) == "subprocess.run":
        return all(keyword.arg != "timeout" for keyword in node.keywords)
    return called(node) in WAITS_FOR_EVER and not node.args and not node.keywords


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_every_wait_has_an_end(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert [ast.unparse(node) for node in ast.walk(tree) if is_endless(node)] == []


@pytest.mark.parametrize(
    "source",
    ["thread.join()", "process.wait()", "subprocess.run(['x'], check=True)", "while not done: sleep(1)"],
)
def test_a_wait_without_an_end_would_be_noticed(source):
    assert any(map(is_endless, ast.walk(ast.parse(source))))


def test_what_did_not_come_is_said():
    with pytest.raises(AssertionError, match=r"waited 0\.01 s in vain for the moon"):
        until(lambda: False, "the moon", within_s=0.01)
    with pytest.raises(AssertionError, match=r"waited 0\.01 s in vain for the sun"):
        happened(threading.Event(), "the sun", within_s=0.01)


def test_a_clock_that_is_set_meanwhile_ends_no_wait(monkeypatch):
    child = at_terminal([sys.executable, "-c", "import time; time.sleep(0.3); print('here')"])
    moments_s = itertools.count(0, 1_000_000)
    monkeypatch.setattr(time, "time", lambda: next(moments_s))

    child.expect_exact("here")

    assert end_of(child) == 0


def test_what_is_to_be_done_at_once_is_done():
    together = threading.Barrier(3)
    done = []

    at_once(*[lambda: done.append(together.wait(10))] * 3)

    assert sorted(done) == [0, 1, 2]
