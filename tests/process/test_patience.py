"""The patience of these tests: a process that works is waited for, one that does nothing is not."""

import asyncio
import os
import subprocess
import sys
import time

import pytest

from tests.patience import Patience, patient

WORK = "import time\nwhile time.process_time() < 0.2: pass\nprint('worked', flush=True)\ninput()"


def test_who_works_is_not_idle_and_who_sleeps_is():
    patience = Patience(os.getpid(), idle=0.1, longest=60)
    until = time.thread_time() + 0.2
    while time.thread_time() < until:
        pass
    worked = time.thread_time()
    assert patience.idle() < patience.own() - 0.1
    time.sleep(0.25)
    assert time.thread_time() - worked < 0.1
    assert patience.idle() > 0.1
    assert patience.is_over()


def test_however_much_a_process_works_it_is_not_waited_for_for_ever():
    patience = Patience(os.getpid(), idle=60, longest=0.01)
    time.sleep(0.02)
    assert patience.is_over()


def test_of_a_process_that_is_gone_every_second_counts():
    patience = Patience(2**22 + 1, idle=0.01, longest=60)
    time.sleep(0.02)
    assert patience.is_over()


async def test_whoever_waits_for_what_never_comes_is_told_so():
    with pytest.raises(TimeoutError):
        async with patient(0.05):
            await asyncio.Event().wait()


def test_what_a_started_process_works_counts_where_that_is_asked_for():
    alone, together = (Patience(os.getpid(), idle=60, longest=60, started=started) for started in (False, True))
    with subprocess.Popen([sys.executable, "-c", WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"worked\n"
        assert together.worked() > alone.worked() + 0.1
        process.communicate(b"\n")
