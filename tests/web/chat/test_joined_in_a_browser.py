"""«Telegram'да улантуу», «WhatsApp'та улантуу» pressed on the page: its code joins the person, and both know the answer."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.app import now, open_install
from bot.budget.permissions import Role
from bot.channels.whatsapp import channel
from bot.office.answers import answers
from bot.settings import Settings
from tests.office.offices import Office, refusing
from tests.telegram.fake.bot_process import BotProcess
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.process import TelegramProcess
from tests.telegram.steps import LIGHT, buttons
from tests.web.browser import needs_browser, open_browser
from tests.web.chat.test_browser import LONG, hear, press, write
from tests.web.doors import find_free_port
from tests.whatsapp.fake.graph import GraphServer
from tests.whatsapp.fake.people import WhatsAppUser
from tests.whatsapp.payloads import AIGUL, OURS
from tests.whatsapp.steps import make_settings, serving

pytestmark = [pytest.mark.slow, needs_browser]

SENTENCE = "Быйыл бул жумушка акча каралган эмес, эмки жылы карайбыз."


async def answer_first(settings: Settings) -> None:
    """A clerk of Kok-Jar answers the first proposal, beside the process that serves."""
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


async def proposes(opens: Any) -> Any:
    """Opens the page for somebody who puts a proposal there, as far as the receipt."""
    aigul = await opens("/chat/kokjar")
    await aigul.get_by_role("button", name="Кыргызча").press("Enter", timeout=LONG)
    for title in ("Сунуш берүү", "Чыгаша"):
        await press(aigul, title)
    await hear(aigul, "2/3.")
    await write(aigul, LIGHT)
    for title in ("Макулмун", "Жөнөтүү"):
        await press(aigul, title)
    await hear(aigul, "номери — ")
    return aigul


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
                aigul = await proposes(opens)
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

                folder = bot.folder
                await answer_first(Settings(folder / "data", f"sqlite:///{bot.database}", folder / "sunush.key"))
                await bot.comes_to(lambda: any(SENTENCE in said for said in there.texts))
                await write(aigul, "Менин сунуштарым")
                await press(aigul, "№ 0001")
                await hear(aigul, SENTENCE)
                assert sum(SENTENCE in said for said in there.texts) == 1
        finally:
            await bot.kill()


@pytest.fixture
def close_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits six seconds between two messages here."""
    monkeypatch.setattr(channel, "CHAT_SPACING", 0.0)


@pytest.mark.usefixtures("close_together")
async def test_the_code_of_the_page_joins_a_resident_in_whatsapp_and_the_answer_comes_there_once(tmp_path: Path):
    async with GraphServer() as graph:
        settings = make_settings(tmp_path, graph)
        settings = replace(settings, web=replace(settings.web, chat="1"))
        async with serving(settings, graph), open_browser(f"http://{settings.web.listen}") as opens:
            aigul = await proposes(opens)
            assert await aigul.locator("article .kept").get_by_role("button", name="WhatsApp'та улантуу").is_visible()
            await press(aigul, "WhatsApp'та улантуу")
            said = await hear(aigul, "15 мүнөт")
            link = await aigul.locator("article a", has_text="WhatsApp").last.get_attribute("href")
            address = urlsplit(str(link))
            assert (address.netloc, address.path) == ("wa.me", "/" + "".join(filter(str.isdigit, OURS)))
            (code,) = parse_qs(address.query)["text"]
            assert re.fullmatch(r"l_\d{20}", code), code
            typed = re.search(r"(\d{5} ){3}\d{5}", said.replace("\xa0", " "))
            assert typed is not None
            assert code == "l_" + typed[0].replace(" ", ""), "the link and the digits are one code"

            there = WhatsAppUser(graph, AIGUL)  # the messenger opens with the code in the box, and she sends it
            await there.says(code, "Тилди тандаңыз")
            asked = await there.presses("Кыргызча", "WhatsApp")
            assert LIGHT not in asked, "nothing is seen before a yes"
            await there.presses("Бириктирүү", "бириктирилди")
            told = await hear(aigul, "«Ажыратуу» басыңыз")
            assert "WhatsApp" in told
            await there.says("Менин сунуштарым", LIGHT)

            stranger = WhatsAppUser(graph, "996555000222", "Жылдыз")
            assert "Бул код жараксыз" in await stranger.says(code, "Тилди тандаңыз"), "a code is good once"

            await answer_first(settings)
            await there.hears(SENTENCE)
            await write(aigul, "Менин сунуштарым")
            await press(aigul, "№ 0001")
            await hear(aigul, SENTENCE)
            assert sum(SENTENCE in one.text for one in there.shown) == 1
            await press(aigul, "WhatsApp'та улантуу")
            await hear(aigul, "15 мүнөт")
