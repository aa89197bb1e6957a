"""The public page in a real browser: nothing is cut, everything is large enough, no script is needed."""

import os
from pathlib import Path
from typing import Any

import pytest

from bot.budget.proposal import Answer, Decision
from tests.web.accessible import list_faults
from tests.web.browser import needs_browser, open_browser
from tests.web.public.readers import Village, serve
from tests.web.public.test_figures import lived
from tests.web.public.test_hearings import announced

pytestmark = [pytest.mark.slow, needs_browser]

LONG = "Ө" * 300 + " " + "көпүрө " * 40
PICTURES = os.environ.get("SUNUSH_PICTURES", "")
PAGES = ("", "/proposals", "/2027/25", "/hearings", "/hearings/1", "/figures", "/figures/A", "/data")
SMALL = """
[...document.querySelectorAll('a, button, input, select')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.height > 0 && box.height < 44 && one.type !== 'hidden' && !one.closest('td, th, footer p, .skip');
}).map(one => one.outerHTML)
"""


async def test_nothing_is_cut_or_too_small_at_the_width_of_a_telephone_and_of_a_desk(village: Village):
    await lived(village)
    await announced(village)
    made = await village.proposed("Айгүл", LONG, public=True)
    assert made.number == 25
    await village.looked(made)
    await village.answered(made, Answer(Decision.INCLUDED, None, LONG[:400], 10**12, "7" * 100))
    async with serve(village.app) as base:
        for width in (360, 1280):
            async with open_browser(base, width=width) as opens:
                page = await opens("/?lang=ru")
                for path in PAGES:
                    await page.goto(f"{base}/kokjar{path}?lang={'ky' if width == 360 else 'ru'}")
                    assert await page.evaluate("document.documentElement.scrollWidth") <= width, path
                    assert await page.evaluate(SMALL) == [], path
                    assert await page.locator("script").count() == 0
                    assert await list_faults(page) == [], path
                    assert await page.locator("h1").count() == 1


async def test_nothing_is_wider_than_the_smallest_telephone_also_with_letters_twice_as_large(village: Village):
    """At 320 px: the widths that WCAG 1.4.10 asks for, and its 1.4.4 beside them."""
    await lived(village)
    await announced(village)
    async with serve(village.app) as base, open_browser(base, width=320, refused=(404,)) as opens:
        page = await opens("/?lang=ru")
        for language in ("ky", "ru"):
            for path in PAGES:
                await page.goto(f"{base}/kokjar{path}?lang={language}")
                for size in ("100%", "200%"):
                    await page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
                    wide = await page.evaluate("document.documentElement.scrollWidth")
                    assert wide <= 320, (path, language, size)
                    if PICTURES:
                        name = f"{path.replace('/', '_')}-{language}-{size.rstrip('%')}.png"
                        await page.screenshot(path=str(Path(PICTURES) / name), full_page=True)


async def test_a_reader_searches_and_leafs_by_keys_alone(village: Village):
    author = await village.office.meets("Айгүл")
    for _ in range(25):
        await village.office.filed(author)
    found = await village.proposed("Бакыт", "Арыкты оңдоо керек", public=True)
    await village.looked(found)
    async with serve(village.app) as base, open_browser(base) as opens:
        page: Any = await opens("/kokjar/proposals?lang=ru")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.className") == "skip"
        await page.locator("a[rel=next]").focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url("**page=2**")
        assert await page.locator(".row").count() == 6
        await page.locator("#q").fill("aryk")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**q=aryk**")
        assert await page.locator(".row").count() == 1
        assert "Арыкты оңдоо керек" in await page.locator(".row").inner_text()
