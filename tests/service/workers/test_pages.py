"""A page of the web chat is open at one worker, and another sends: it is told by NOTIFY."""

import asyncio
from types import SimpleNamespace

from bot.channels.web import Web
from bot.chat.message import Message
from bot.service.workers.pages import share_pages
from storage.duties.wakeups import Wakeups

ASEL = "a" * 64


async def test_what_one_worker_sends_is_shown_by_the_one_that_has_the_page(postgresql_database, seal, tmp_path):
    sender, reader = (Web(seal=seal, url="", uploads=tmp_path) for _ in range(2))
    hearing = []
    for web in (sender, reader):
        wakeups = Wakeups(postgresql_database.direct_url)
        office = SimpleNamespace(database=postgresql_database, seal=seal)
        share_pages(SimpleNamespace(wakeups=wakeups, office=office), [web])
        hearing.append((wakeups, asyncio.create_task(wakeups.run())))
    for wakeups, _ in hearing:
        await asyncio.wait_for(wakeups.listens.wait(), 20)
    with reader.pages.open(ASEL) as page, sender.pages.open(ASEL) as own:
        await sender.send(ASEL, Message("Сунушуңуз кабыл алынды"), language="ky")
        there = await asyncio.wait_for(page.get(), 20)
        assert there is not None
        assert there.message.text == "Сунушуңуз кабыл алынды"
        assert own.qsize() == 1
    for _, task in hearing:
        task.cancel()
    await asyncio.gather(*(task for _, task in hearing), return_exceptions=True)
