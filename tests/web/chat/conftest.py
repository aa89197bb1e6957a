"""A real `sunush run` that serves the web chat alone, over the sample aimaks."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.telegram.fake.bot_process import BotProcess
from tests.web.chat.people import Page
from tests.web.doors import find_free_port


@pytest.fixture
async def serving(tmp_path: Path) -> AsyncIterator[BotProcess]:
    """The process; `SUNUSH_WEB_LISTEN` of its surroundings says where."""
    bot = BotProcess(
        tmp_path / "install", "", token="", SUNUSH_WEB_LISTEN=f"127.0.0.1:{find_free_port()}", SUNUSH_TAKE_BACK="0"
    )
    await bot.prepare()
    await bot.start()
    try:
        await bot.comes_to(lambda: "Ctrl-C stops" in bot.said)
        yield bot
    finally:
        await bot.kill()


@pytest.fixture
def base(serving: BotProcess) -> str:
    """The address of the door."""
    return f"http://{serving.surroundings['SUNUSH_WEB_LISTEN']}"


@pytest.fixture
def invite(serving: BotProcess) -> str:
    """The payload of the link for one clerk that `run` prints."""
    found = re.search(r"/chat/kokjar#(i_[\w-]+)", serving.said)
    assert found is not None
    return found[1]


@pytest.fixture
def page(serving: BotProcess, base: str) -> Callable[[], Page]:
    """Makes somebody who opens the chat."""
    return lambda: Page(serving, base)
