"""Somebody who calls the fake Telegram by hand, and somebody it knows."""

import aiohttp
import pytest

from tests.telegram.fake_itself.caller import Caller


@pytest.fixture
async def session():
    # A line for each call, so that none is tried on one that the server has cut.
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as opened:
        yield opened


@pytest.fixture
def call(telegram, session):
    return Caller(session, telegram.url)


@pytest.fixture
def aigul(user):
    """Somebody who has pressed START."""
    somebody = user("Айгүл", "ky")
    somebody.starts()
    return somebody
