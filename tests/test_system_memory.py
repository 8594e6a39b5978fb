import re
import sys
from pathlib import Path

import pytest

from rehearse.system_memory import give_back
from tests.waits import at_once


def resident_mb():
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1000


def test_giving_memory_back_works_on_every_system():
    give_back()


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps what threads have freed")
def test_what_a_thread_has_freed_is_given_back():
    pinned = []

    def work():
        pieces = [bytearray(50_000) for _ in range(2_000)]
        pinned.append(pieces[-1])  # at the end of what the thread took, so that the rest cannot shrink

    at_once(work)
    before_mb = resident_mb()
    give_back()

    assert resident_mb() < before_mb - 50
