"""A clerk and a hearing that is announced."""

import pytest

from tests.handlers.office.hearings.announce_steps import clerk
from tests.handlers.office.hearings.card_steps import announced


@pytest.fixture
async def worker(village):
    return await clerk(village)


@pytest.fixture
async def hearing(village, worker):
    return await announced(village, by=await worker.person())
