"""«Telegram'да улантуу» pressed on the page: its code joins the person there, and both places know the answer."""

import re
from pathlib import Path

import pytest

from bot.app import now, open_install
from bot.budget.permissions import Role
from bot.config import Settings
from bot.office.answers import answers
from tests.office.offices import Office, refusing
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.steps import LIGHT, buttons
from tests.web.browser import needs_browser, open_browser
from tests.web.chat.test_browser import LONG, hear, press, write
from tests.web.doors import find_free_port

pytestmark = [pytest.mark.slow, needs_browser]

SENTENCE = "Быйыл бул жумушка акча каралган эмес, эмки жылы карайбыз."


async def answer_first(bot: BotProcess) -> None:
    """A clerk of Kok-Jar answers the first proposal, from another process."""
    folder = bot.folder
    settings = Settings(folder / "data", f"sqlite:///{bot.database}", folder / "sunush.key")
    async with open_install(settings) as install:
        aimak = await install.database.read(lambda store: store.aimaks.find_by_code("kokjar"))
        assert aimak is not None
        office = Office(install.database, now=now(), aimak_id=aimak.id)
        await office.does(answers.send, id=1, answer=refusing(SENTENCE), by=await office.meets("Бакыт", Role.STAFF))


async def presses(bot: BotProcess, user: TelegramUser, title: str) -> None:
    try:
        await bot.comes_to(lambda: title in buttons(user))
    except AssertionError:
        raise AssertionError(f"«{title}» does not come, but {user.texts[-2:]}") from None
    user.taps(title)


async def test_the_code_of_the_page_joins_a_resident_in_telegram_and_the_answer_comes_there_once(tmp_path: Path):
    address = f"127.0.0.1:{find_free_port()}"
    surroundings = {"SUNUSH_WEB_LISTEN": address, "SUNUSH_WEB_CHAT": "1", "SUNUSH_TAKE_BACK": "0"}
    async with TelegramProcess(tmp_path / "telegram.jsonl") as server:
        bot = BotProcess(tmp_path / "install", server.url, **surroundings)
        await bot.prepare()
        await bot.start()
        try:
            await bot.polls(server)
            async with open_browser(f"http://{address}") as opens:
                aigul = await opens("/chat/kokjar")
                await aigul.get_by_role("button", name="Кыргызча").press("Enter", timeout=LONG)
                for title in ("Сунуш берүү", "Чыгаша"):
                    await press(aigul, title)
                await hear(aigul, "2/3.")
                await write(aigul, LIGHT)
                for title in ("Макулмун", "Жөнөтүү"):
                    await press(aigul, title)
                await hear(aigul, "номери — ")
                await press(aigul, "Telegram'да улантуу")
                await hear(aigul, "15 мүнөт")
                link = await aigul.locator("article a", has_text="Telegram").last.get_attribute("href")
                code = re.fullmatch(r"https://t\.me/\w+\?start=(l_\d{20})", str(link))
                assert code is not None

                there = People(server)("Айгүл", "ky")
                there.starts(code[1])
                for title in ("Кыргызча", "Бириктирүү", "Менин сунуштарым"):
                    await presses(bot, there, title)
                await bot.comes_to(lambda: any(LIGHT in said for said in there.texts))
                await hear(aigul, "«Ажыратуу» басыңыз")

                await answer_first(bot)
                await bot.comes_to(lambda: any(SENTENCE in said for said in there.texts))
                await write(aigul, "Менин сунуштарым")
                await press(aigul, "№ 0001")
                await hear(aigul, SENTENCE)
                assert sum(SENTENCE in said for said in there.texts) == 1
        finally:
            await bot.kill()
