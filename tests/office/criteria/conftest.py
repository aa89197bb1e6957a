"""The log of an aimak whose hearing was held and whose results are out."""

import pytest

from bot.budget.proposal import Answer, Decision, Reason
from storage.queue.outbox import State
from storage.store import Store
from tests.office.criteria.log import GOOD, HEARING, RESULTS, Log, at


@pytest.fixture
async def log(sqlite_database, seal):
    """A log whose hearing and results are known, in a transaction that is undone."""
    async with sqlite_database._engine.connect() as connection:
        log = await Log(Store(connection, seal)).begin()
        await log.year(hearing_on=HEARING, results_on=RESULTS, table_place="айыл өкмөтүнүн тактасы", table_on=RESULTS)
        yield log


@pytest.fixture
async def filled(log):
    """Twelve decided proposals, one that waits, one left out by the office, one answered after the moment."""
    for n in range(12):
        refused = Answer(Decision.NOT_INCLUDED, Reason.NOT_OURS, f"Бул {n}-жолду район карайт экен, биз эмес.")
        await log.answer(await log.propose(f"Көчө {n}"), GOOD if n % 2 else refused, state=State.SENT)
    await log.propose("Күтүп жатат")
    await log.store.exclusions.exclude((await log.propose("Жарнама")).id, reason="spam", by=log.clerk, at=at(HEARING))
    return log
