"""A courier with a clock moved by hand and a channel that only records."""

import pytest

from bot.delivery.courier import Courier
from tests.channels.doubles import Clock, RecordingChannel
from tests.delivery.letters import AIGUL, BAKYT
from tests.storage.rows import NOW, meet


@pytest.fixture
def clock():
    return Clock(NOW)


@pytest.fixture
async def channel():
    return RecordingChannel()


@pytest.fixture
def new_courier(database, channel, clock, tmp_path):
    """Makes a courier as a start of the program does."""
    return lambda: Courier(database=database, channels=[channel], now=clock)


@pytest.fixture
def courier(new_courier):
    return new_courier()


@pytest.fixture
async def aigul(database):
    return await meet(database, AIGUL)


@pytest.fixture
async def bakyt(database):
    return await meet(database, BAKYT)
