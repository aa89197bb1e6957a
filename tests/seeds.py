"""One seed a run, from which every test draws: `SUNUSH_SEED=…` repeats a run, and each failure prints it."""

import os
import random
from functools import cache

VARIABLE = "SUNUSH_SEED"


def settle_seed() -> int:
    """Draws the seed of this run unless one is given; the processes of pytest-xdist inherit it."""
    os.environ.setdefault(VARIABLE, str(random.SystemRandom().randrange(10**6)))
    return run_seed()


@cache
def run_seed() -> int:
    """The seed of this run, also where a test empties the environment."""
    return int(os.environ[VARIABLE])


def kills_seed() -> int:
    """The seed of the tests with kill -9: `KILLS_SEED` where one of them is repeated alone."""
    return int(os.environ.get("KILLS_SEED") or run_seed())


def dice(*parts: object) -> random.Random:
    """Random numbers of this run for one test; the parts tell its parameters apart."""
    return random.Random(" ".join(map(str, (run_seed(), *parts))))
