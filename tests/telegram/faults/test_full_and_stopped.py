"""A database that is full for real, and a program that stands still in the middle of a notice.

Nothing is lost or told twice.
"""

import time
from pathlib import Path

import pytest

from bot.app import Service, now
from bot.channels.telegram import polling, request
from bot.chat.message import Message
from storage.queue.outbox import Lane
from storage.store import Store
from tests.telegram.fake.people import People
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.fake.server import TelegramServer
from tests.telegram.steps import LIGHT, hears, kept, presses, running, until

pytestmark = pytest.mark.slow

LONG = LIGHT + ". Жол да керек, чуңкур көп" * 100
READ = 0.5  # seconds an answer may take here


async def _limit(service: Service, pages: int) -> None:
    # SQLite takes no fewer pages than there are; one more is then refused as on a full disk (SQLITE_FULL).
    async def work(store: Store) -> None:
        await store.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await service.office.database.write(work)


async def test_whoever_writes_while_the_database_is_full_is_answered_once_there_is_room(
    telegram: TelegramServer, user: People, tmp_path: Path, caplog: pytest.LogCaptureFixture, tell
):
    async with running(telegram, tmp_path) as sunush:
        people = [user(name, "ky") for name in ("Айгүл", "Бакыт", "Чолпон")]
        for one in people:
            one.starts("a_kokjar")
            await presses(one, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
            await hears(one, "2/3.")
        await _limit(sunush, 1)
        for one in people:
            one.writes(LONG)
        await until(lambda: "an update could not be written" in caplog.text)
        waited = len(telegram.pending())
        await _limit(sunush, 2**30)
        for one in people:
            await presses(one, "Макулмун", "Жөнөтүү")
            await hears(one, "номери — ")
        texts = await kept(sunush, "SELECT text FROM proposal_texts")
    tell("people who write while the database is full", waited=waited, lost=len(people) - len(texts))
    assert waited
    assert texts == [(LONG,)] * len(people)


async def test_a_program_that_stands_still_in_the_middle_of_a_notice_tells_nobody_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tell
):
    monkeypatch.setattr(request, "READ", READ)
    monkeypatch.setattr(polling, "READ", READ)
    async with TelegramProcess(tmp_path / "telegram.jsonl") as telegram, running(telegram, tmp_path / "in") as sunush:
        user = People(telegram)
        people = [user(f"Сосед {n}", "ky") for n in range(12)]
        for one in people:
            one.starts("a_kokjar")
        await until(lambda: all(one.texts for one in people))
        rows = await kept(sunush, "SELECT id, channel, account FROM peers")

        async def queue(store: Store) -> None:
            for peer_id, channel, account in rows:
                await store.outbox.queue(
                    peer_id, channel, account, kind="notice", object_id=1, revision=0, lane=Lane.NOTICE, language="ky",
                    body=Message("Угуу эртең").to_json(), at=now(),
                )  # fmt: skip

        def told() -> list[int]:
            return [call["chat_id"] for call in telegram.calls("sendMessage") if call["params"]["text"] == "Угуу эртең"]

        telegram.fault("slow", "sendMessage", times=None, seconds=0.05)
        await sunush.office.database.write(queue)
        sunush.courier.wake()
        await until(lambda: len(told()) > 3)
        people[0].writes("/help")
        time.sleep(2 * READ)  # noqa: ASYNC251 - nothing of the program runs, and the time to wait for an answer is over
        at_once = len(told())
        await until(lambda: len(set(told())) == len(people))
        await until(lambda: sum("официалдуу" in said or "расмий" in said for said in people[0].texts) > 0)
        twice = len(told()) - len(set(told()))
    tell("a program that stands still in the middle of a notice", told=len(people), told_twice=twice)
    assert at_once < len(people)
    assert twice == 0
