"""Sunush beside the fake Telegram, and the steps that people take in it: propose, press, wait for words."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from bot.app import Service, now, open_install, start_service
from bot.budget.permissions import Role
from bot.channels.telegram import Polling, Telegram
from bot.channels.telegram.channel import PACE
from bot.channels.telegram.parse import NAME
from bot.channels.too_fast import Flood
from bot.config_accounts import TelegramSettings
from bot.office import staff
from bot.settings import Settings, WebSettings
from bot.web.door import make_listening, open_door
from storage.store import Store
from tests.databases import install
from tests.patience import patient
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.server import TelegramServer
from tests.telegram.fake.state import TOKEN
from tests.web.doors import find_free_port

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
PATIENCE = 30.0  # seconds after which somebody says that nothing comes, on a busy machine too


@asynccontextmanager
async def running(
    telegram: TelegramServer,
    folder: Path,
    *,
    flood: Flood | None = None,
    pace: int = PACE,
    chat_spacing: float = 0,
    webhook: bool = False,
    door: str = "",
) -> AsyncIterator[Service]:
    """Sunush as `sunush run` puts it together, until the end of the block. No hour is quiet, and no chat need wait.

    It polls; with webhook it is called at its web door instead.
    """
    door = door or f"127.0.0.1:{find_free_port()}"
    settings = Settings(
        data_dir=folder / "data",
        database_url=f"sqlite:///{folder}/data/sunush.db",
        key_file=folder / "key",
        telegram=TelegramSettings(TOKEN, telegram.url, pace, webhook),
        web=WebSettings(door, f"http://{door}"),
        take_back=0,
        quiet_hours=(0, 0),
    )
    if not (folder / "data/sunush.db").exists():
        install(folder / "data/sunush.db", settings.key_file, samples=True)
    async with open_install(settings) as office, AsyncExitStack() as closing:
        channel = Telegram.of(settings.telegram, office.seal, web_url=settings.web.url)
        channel.pace = replace(channel.pace, chat_spacing=chat_spacing)
        async with start_service(office, [channel]) as service, asyncio.TaskGroup() as group:
            intake = service.intake(channel, flood=flood)
            taking_in = Polling(channel, intake).run() if channel.webhook is None else channel.webhook.run(intake)
            working = [group.create_task(taking_in), group.create_task(service.courier.run())]
            opened = open_door(settings, [channel], closing)
            listening = opened and make_listening(opened, office, [channel], {(NAME, channel.account): intake}, now)
            if listening:
                working.append(group.create_task(listening.run()))
            fetching = group.create_task(service.fetcher.run())
            try:
                yield service
            finally:
                fetching.cancel()
                intake.stop()
                service.courier.stop()
                if listening:
                    listening.stop()
                await asyncio.wait(working, timeout=PATIENCE)
        await channel.close()


async def presses(user: TelegramUser, *titles: str) -> None:
    """Presses buttons one after the other, each as soon as it is on the newest message that has any."""
    for title in titles:
        try:
            await until(lambda title=title: title in buttons(user))
        except TimeoutError:
            raise AssertionError(f"«{title}» does not come, but {user.texts[-2:]}") from None
        user.taps(title)


async def proposed(user: TelegramUser, text: str = LIGHT) -> int:
    """Goes from the link to the receipt by the buttons; returns the id of the message that was the proposal."""
    user.starts("a_kokjar")
    await presses(user, "Кыргызча", "Сунуш берүү", "Чыгаша: акча кетет")
    await hears(user, "2/3.")
    written = user.writes(text)
    await presses(user, "Макулмун", "Жөнөтүү")
    await hears(user, "номери — ")
    return int(written["message"]["message_id"])


async def hears(user: TelegramUser, words: str) -> str:
    """Waits until the bot has said something with these words."""
    await until(lambda: any(words in said for said in user.texts))
    return next(said for said in reversed(user.texts) if words in said)


def buttons(user: TelegramUser) -> list[str]:
    """The titles on the newest message that has buttons now."""
    for message in reversed(user.server.messages(user.chat_id)):
        rows = (message["reply_markup"] or {}).get("inline_keyboard", [])
        if rows:
            return [button["text"] for row in rows for button in row]
    return []


async def until(happened: Callable[[], bool], within: float = PATIENCE) -> None:
    """Waits for something that other tasks bring about."""
    async with patient(within):
        while not happened():  # noqa: ASYNC110 - the books of the server are looked at, they signal nothing
            await asyncio.sleep(0.01)


async def kept(service: Service, sql: str) -> list[tuple]:
    """Rows of the database."""

    async def ask(store: Store) -> list[tuple]:
        return [tuple(row) for row in await store.connection.execute(text(sql))]

    return await service.office.database.read(ask)


def sunush_calls(user: TelegramUser, method: str) -> list[dict]:
    """The calls of a method in the server's books."""
    return list(user.server.calls(method))


async def eventually(service: Service, sql: str, expected: list[tuple]) -> None:
    """Waits until the rows are as expected. What is confirmed may wait for its turn on the disk."""
    async with patient(PATIENCE):
        while await kept(service, sql) != expected:  # noqa: ASYNC110 - a database signals nothing
            await asyncio.sleep(0.02)


async def clerk(sunush: Service, user: People) -> TelegramUser:
    """Somebody who has joined the office by the link and stands at the desk's menu."""

    async def invited(store: Store) -> str:
        aimak = await store.aimaks.find_by_code("kokjar")
        assert aimak is not None
        return (await staff.invite(store, role=Role.STAFF, aimak_id=aimak.id, by=None, at=now())).payload

    nurlan = user("Нурлан", "ky")
    nurlan.starts(await sunush.office.database.write(invited))
    await presses(nurlan, "Кыргызча")
    await hears(nurlan, "кызматыңыз")
    nurlan.writes("бюджет адиси")
    await until(lambda: "Жооп күткөндөр" in buttons(nurlan))
    return nurlan
