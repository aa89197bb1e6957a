"""The log of an aimak whose hearing was held and whose results are out."""

import pytest

from storage.store import Store
from tests.office.criteria.log import HEARING, RESULTS, Log


@pytest.fixture
async def log(sqlite_database, seal):
    """A log whose hearing and results are known, in a transaction that is undone."""
    async with sqlite_database._engine.connect() as connection:
        log = await Log(Store(connection, seal)).begin()
        await log.year(hearing_on=HEARING, results_on=RESULTS, table_place="айыл өкмөтүнүн тактасы", table_on=RESULTS)
        yield log
