"""An office with nothing listed yet."""

import pytest

from tests.office.offices import Office


@pytest.fixture
async def office(sqlite_database):
    return await Office(sqlite_database).opens()
