"""A resident proposes in the web chat, and a clerk answers at the desk: two pages, 360 px, keys alone."""

import re

import pytest

from tests.web.accessible import list_faults
from tests.web.browser import needs_browser, open_browser
from tests.web.chat.test_browser import HOSTILE, LONG, hear, press, write

pytestmark = [pytest.mark.slow, needs_browser]

SENTENCE = "Быйыл бул жумушка акча каралган эмес, эмки жылы карайбыз."


async def test_a_proposal_of_the_chat_is_answered_at_the_desk_by_keys_alone(serving, base: str, invite: str):
    async with open_browser(base) as opens:
        clerk = await opens(f"/chat/kokjar#{invite}")
        await clerk.get_by_role("button", name="Кыргызча").press("Enter", timeout=LONG)
        await hear(clerk, "катталдыңыз")
        await write(clerk, "бюджет адиси")
        await hear(clerk, "Сакталды")
        await write(clerk, "Браузерде ачуу")
        link = re.search(r"/desk/in/[\w-]+", await hear(clerk, "эч кимге бербеңиз"))
        assert link is not None
        pressed = clerk.locator("article.ours a", has_text=link[0])
        assert await pressed.get_attribute("href") == f"{base}{link[0]}"

        aigul = await opens("/chat/kokjar")
        await aigul.get_by_role("button", name="Русский").press("Enter", timeout=LONG)
        await press(aigul, "Подать предложение")
        await press(aigul, "Расходы")
        await hear(aigul, "2/3.")
        await write(aigul, HOSTILE)
        await press(aigul, "Разрешаю")
        await press(aigul, "Отправить")
        await hear(aigul, "номер — ")
        assert await list_faults(aigul) == []

        desk = await opens(link[0])
        await desk.locator("button.main").focus()
        await desk.keyboard.press("Enter")
        await desk.wait_for_url("**/desk")
        await desk.keyboard.press("j")
        await desk.keyboard.press("Enter")
        await desk.locator("#answer").wait_for(timeout=LONG)
        assert HOSTILE in (await desk.locator("blockquote").inner_text()).replace("\xa0", " ")
        assert await desk.locator("main img, main script").count() == 0
        for key in ("e", "ArrowDown", "ArrowDown", "Tab", "ArrowDown", "Tab"):
            await desk.keyboard.press(key)
        await desk.keyboard.type(SENTENCE)
        await desk.keyboard.press("Control+Enter")
        await desk.locator(".sends button.main:focus").wait_for(timeout=LONG)
        assert "НЕ ВОШЛО В ПРОЕКТ" in await desk.locator(".read").inner_text()
        await desk.keyboard.press("Enter")
        await desk.locator(".said").wait_for(timeout=LONG)
        assert await desk.evaluate("document.documentElement.scrollWidth") <= 360
        await hear(aigul, "НЕ ВОШЛО В ПРОЕКТ")
