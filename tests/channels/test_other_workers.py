"""A page hears what is sent by whichever worker, however long it is, and each message once."""

import asyncio

import pytest

from bot.channels.contract import Unreachable
from bot.channels.web import Web
from bot.channels.web.other_workers import LARGEST, OtherWorkers
from bot.chat.message import Message
from storage.database.failures import CommitFailed
from storage.database.seal import Seal

ASEL = "a" * 64
SAID = "Сунушуңуз кабыл алынды"


class Worker:
    """A worker with the web chat, which hears all that any of them says."""

    def __init__(self, line: list["Worker"], seal: Seal, folder) -> None:
        self.web = Web(seal=seal, url="", uploads=folder)
        self.said: list[str] = []
        self.web.others = OtherWorkers(self.web.pages, seal, self._announce)
        self._line = line
        line.append(self)

    async def _announce(self, topic: str, what: str) -> None:
        self.said.append(f"{topic} {what}")
        for one in self._line:
            one.web.others.hear(what)


@pytest.fixture
def workers(seal: Seal, tmp_path) -> list[Worker]:
    line: list[Worker] = []
    return [Worker(line, seal, tmp_path) for _ in range(3)]


async def test_what_one_worker_sends_stands_once_on_every_page(workers: list[Worker]):
    sender, *others = workers
    with (
        sender.web.pages.open(ASEL) as own,
        others[0].web.pages.open(ASEL) as there,
        others[1].web.pages.open("b" * 64) as not_hers,
    ):
        await sender.web.send(ASEL, Message(SAID), language="ky")
        shown = [(await asyncio.wait_for(page.get(), 5)) for page in (own, there)]
        assert [(one.message.text, one.language) for one in shown if one] == [(SAID, "ky")] * 2
        assert own.empty()
        assert there.empty()
        assert not_hers.empty()
    assert not any(SAID in said for said in sender.said), "it is sealed"


async def test_a_page_whose_message_is_too_long_to_be_told_ends_and_asks_again(workers: list[Worker]):
    sender, other, _ = workers
    with other.web.pages.open(ASEL) as page:
        await sender.web.send(ASEL, Message("ө" * LARGEST), language="ky")
        assert await asyncio.wait_for(page.get(), 5) is None
    assert all(len(said) < 8_000 for said in sender.said)


async def test_pages_ask_again_where_something_may_have_been_missed_and_nothing_foreign_is_shown(workers: list[Worker]):
    with workers[0].web.pages.open(ASEL) as page:
        workers[0].web.others.hear(f"ffffffff {ASEL} {Seal(b'x' * 32).seal('[1, 2, 3]')}")
        assert page.empty()
        workers[0].web.others.hear("")
        assert await asyncio.wait_for(page.get(), 5) is None


async def test_what_nobody_can_be_told_now_is_sent_again(workers: list[Worker], monkeypatch: pytest.MonkeyPatch):
    async def fails(*_: str) -> None:
        raise CommitFailed("away")

    monkeypatch.setattr(workers[0].web.others, "_announce", fails)
    with pytest.raises(Unreachable):
        await workers[0].web.send(ASEL, Message(SAID), language="ky")
