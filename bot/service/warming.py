"""Reads the tables of words in a thread once people talk, and compiles patterns there.

Otherwise a text would read them while everybody waits.
"""

import asyncio
from collections.abc import Callable, Sequence
from importlib import import_module

from bot.budget.workdays import find_day
from bot.channels.intake import Intake
from bot.language.gist.nearest import find_nearest_meanings
from bot.language.gist.reading import find_gist
from bot.language.intents import find_meanings
from bot.language.latin import to_cyrillic
from bot.language.meanings.late_pattern import compile_waiting
from bot.office.days_off.working_days import make_calendar
from bot.office.guessing.guess import guess

TALKING = 2  # messages after which more are awaited: a process that nobody writes to needs no tables, nor their 35 MB
PAUSE = 1.0  # seconds, before the first and between two


async def warm_up(intakes: Sequence[Intake], now: Callable[[], int], *, pause: float = PAUSE) -> None:
    """Waits until people talk, then reads one table after the other, each in a thread. now is in milliseconds UTC."""
    talking = False
    while not talking:
        await asyncio.sleep(pause)
        talking = sum(intake.steps for intake in intakes) >= TALKING
    for read in (
        compile_waiting,
        _read_meanings,
        _read_guess,
        lambda: _read_calendar(now()),
        _read_likeness,
        _read_latin,
    ):
        await asyncio.sleep(pause)
        await asyncio.to_thread(read)


def _read_meanings() -> None:
    find_meanings("ооба")
    find_gist("ооба")
    find_nearest_meanings("ооба")


def _read_guess() -> None:
    guess("жол")


def _read_calendar(at: int) -> None:
    year = find_day(at).year
    make_calendar(range(year, year + 3))


def _read_likeness() -> None:
    import_module("rapidfuzz.fuzz")


def _read_latin() -> None:
    to_cyrillic("jol")
