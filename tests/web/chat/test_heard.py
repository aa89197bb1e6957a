"""The web chat for whoever hears it or goes by keys: roles, names, what is read out, the focus."""

import pytest

from tests.web.accessible import list_faults
from tests.web.browser import needs_browser, open_browser
from tests.web.chat.test_browser import LONG, hear, press, write

pytestmark = [pytest.mark.slow, needs_browser]

# Controls that have no name to be read out.
_NAMELESS = """[...document.querySelectorAll('button, a, input, textarea')]
  .filter((one) => one.checkVisibility() && !(one.textContent.trim() || one.ariaLabel || one.labels?.length))
  .map((one) => one.outerHTML)"""


async def test_the_chat_is_heard_and_axe_core_finds_nothing_serious(serving, base: str, tell):
    from playwright.async_api import expect

    faults, looked = list[str](), 0
    async with open_browser(base) as opens:
        aigul = await opens("/chat/kokjar")

        async def look(where: str) -> None:
            nonlocal looked
            for scheme in ("light", "dark"):
                await aigul.emulate_media(color_scheme=scheme)
                looked += 1
                faults.extend(f"{where}, {scheme}: {one}" for one in await list_faults(aigul))
            assert await aigul.evaluate(_NAMELESS) == [], where

        await aigul.get_by_role("button", name="Кыргызча").wait_for(timeout=LONG)
        await look("the language")
        await aigul.get_by_role("button", name="Кыргызча").press("Enter")
        log = aigul.get_by_role("log", name="Маек")
        await expect(log).to_have_attribute("aria-live", "polite")
        await expect(log).not_to_have_attribute("aria-busy", "true")
        await expect(aigul.locator("article").last).to_be_focused(timeout=LONG)  # who went by keys goes on by keys
        await aigul.keyboard.press("Enter")  # once more by mistake: it presses nothing
        await aigul.keyboard.press("Tab")
        await expect(aigul.get_by_role("button", name="Сунуш берүү")).to_be_focused()
        await aigul.keyboard.press("Enter")
        await hear(aigul, "1/3.")
        await expect(aigul.locator("article").last).to_be_focused(timeout=LONG)
        await aigul.keyboard.press("Tab")
        await expect(aigul.get_by_role("button", name="Киреше")).to_be_focused()
        await look("a step")
        await press(aigul, "Чыгаша")
        await hear(aigul, "2/3.")
        await write(aigul, "Мектептин жанына жарык керек")
        await hear(aigul, "3/3.")
        await expect(aigul.locator("#text")).to_be_focused()  # who writes is not led away
        await expect(aigul.get_by_role("article", name="Сиздин билдирүүңүз").last).to_contain_text("жарык керек")
        await look("the check")
        await press(aigul, "Макулмун")
        await press(aigul, "Жөнөтүү")
        await hear(aigul, "номери — ")
        await aigul.locator("article .kept img").wait_for(timeout=LONG)
        await expect(aigul.get_by_role("article", name="Сизге билдирүү").first).to_be_visible()
        await look("the receipt")
        await aigul.locator("#keep").press("Enter")
        await expect(aigul.get_by_role("dialog", name="Чатты сактап коюу")).to_be_visible()
        await look("the link that is kept")
        await aigul.keyboard.press("Escape")
        await expect(aigul.locator("#keep")).to_be_focused()
    tell("screens of the web chat that axe-core looked at", screens=looked, serious=len(faults))
    assert faults == []
