"""A clerk's morning in a real browser, by keys alone. Two hundred proposals, on a wide screen and on a telephone's."""

import os
from pathlib import Path
from typing import Any

import pytest

from bot.budget.permissions import Role
from bot.budget.proposal import Decision
from bot.office.answers import answers
from bot.office.desk import sign_in as sessions
from storage.database.schema import answer_drafts
from tests.office.offices import refusing
from tests.storage.rows import rows_of
from tests.web.browser import needs_browser, open_browser
from tests.web.desk.desks import ServedDesk, on_a_port
from tests.web.desk.test_pages_in_a_browser import LONG, SENTENCE, sign_in

pytestmark = [pytest.mark.slow, needs_browser]

WISHES = (
    "жарык керек, караңгы",
    "жолду оңдоо керек, чуңкур",
    "суу түтүгү жарылган, суу жок",
    "көпүрө чириди, оңдолсун",
)
PLACES = ("Мектептин жанына", "Клубдун жанына", "Ак-Суу айылында", "Манас көчөсүндө", "Базардын жанында")
ALL, ANSWERED = 200, 40
PICTURES = os.environ.get("SUNUSH_PICTURES", "")


async def look(page: Any, name: str, width: int) -> None:
    """Nothing is wider than the screen; a picture of it is kept where somebody asked for that."""
    assert await page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    if PICTURES:
        await page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


async def filled(served: ServedDesk) -> None:
    for n in range(ALL):
        author = await served.office.meets(f"Айгүл {n // 8}")  # of one person ten are taken a day
        place, wish = PLACES[n % len(PLACES)], WISHES[n % len(WISHES)]
        await served.office.proposed(author, f"{place} {wish}, {n + 1}-үй")
    bakyt = await served.office.meets("Бакыт", Role.STAFF)
    await served.office.does(answers.send, id=ALL, answer=refusing(SENTENCE), by=bakyt)


async def answer_by_keys(page: Any) -> None:
    await page.keyboard.press("e")
    for key in ("ArrowDown", "ArrowDown", "Tab", "ArrowDown", "Tab"):
        await page.keyboard.press(key)
    await page.keyboard.type(SENTENCE)
    await page.keyboard.press("Control+Enter")
    await page.locator(".sends button.main:focus").wait_for(timeout=LONG)
    await page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1280, 360])
async def test_forty_are_answered_by_keys_and_nothing_typed_is_lost(served: ServedDesk, width: int, tell: Any):
    await filled(served)
    async with on_a_port(served) as base, open_browser(base, width=width, refused=(401, 403, 409, 502)) as opens:
        page = await sign_in(opens, served)
        await look(page, "queue", width)
        await page.keyboard.press("/")
        await page.keyboard.type("жол оңдоо")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**q=**")
        await look(page, "search", width)
        await page.goto(f"{base}/desk?side=spending&sort=newest")
        await look(page, "filter", width)
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/desk/p/**")
        first = page.url
        await look(page, "card", width)
        await answer_by_keys(page)
        await page.wait_for_function("was => location.href.split('?')[0] !== was", arg=first.split("?")[0])
        await page.wait_for_url("**/desk/p/**said=**")
        assert "side=spending" in page.url, "the filter is kept"
        assert "sort=newest" in page.url
        await look(page, "next", width)
        await page.go_back()  # to the preview, and to the card
        await page.locator(".sends").wait_for()
        await look(page, "preview", width)
        await page.goto(f"{base}/desk")
        for _ in range(3):  # one answer for several
            await page.keyboard.press("j")
            await page.keyboard.press("x")
        await page.keyboard.press("m")
        await page.wait_for_url("**/desk/many?**")
        await look(page, "many", width)
        await page.keyboard.press("e")
        for key in ("ArrowDown", "ArrowDown", "Tab", "ArrowDown", "Tab"):
            await page.keyboard.press(key)
        await page.keyboard.type(f"{SENTENCE} Үчөө тең.")
        await page.keyboard.press("Control+Enter")
        await page.locator(".sends button.main:focus").wait_for(timeout=LONG)
        await look(page, "many-shown", width)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**said=many_sent**")
        await page.goto(f"{base}/desk/next")
        await page.locator(".few").wait_for()
        await look(page, "next-three", width)
        sent = 0
        while len(await rows_of(served.office.database, answer_drafts.name)) < ANSWERED:
            before = page.url
            await page.keyboard.press("s")
            await page.wait_for_function("was => location.href !== was", arg=before)
            await page.locator("#main").wait_for()
            sent += 1
            assert sent < ANSWERED
        await look(page, "after-forty", width)
        tell("a clerk's morning at the desk", width=width, answered=ANSWERED, presses_at_the_end=sent)
        # Two tabs: what one has answered the other one cannot.
        await page.goto(f"{base}/desk")
        href = await page.locator(".queue tbody a").first.get_attribute("href")
        await page.goto(f"{base}{href}")
        other = await page.context.new_page()
        await other.goto(f"{base}{href}")
        await answer_by_keys(other)
        await other.wait_for_url("**said=**")
        await page.keyboard.press("e")
        await page.locator("[type=radio][value=included]").check()
        await page.keyboard.press("Control+Enter")
        await page.locator(".sends button.main").click()
        await page.locator("[role=alert]").wait_for()
        await look(page, "two-tabs", width)
        await other.close()
        # A line that is down, and a session that ends in mid-answer.
        await page.goto(f"{base}/desk")
        href = await page.locator(".queue tbody a").first.get_attribute("href")
        await page.goto(f"{base}{href}")
        await page.locator("[type=radio][value=not_included]").check()
        await page.locator("#reason").select_option("no_money")
        await page.locator("#sentence").fill(SENTENCE)
        await page.route("**/static/desk.*.js", lambda route: route.fulfill(status=502))
        await page.locator("#answer button.main").click()
        await page.locator("#line", has_text="Байланыш жок").wait_for(timeout=LONG)
        seen = "() => { const at = line.getBoundingClientRect(); return at.top >= 0 && at.bottom <= innerHeight; }"
        assert await page.evaluate(seen), "it is said where the clerk looks, however far down the page"
        await look(page, "offline", width)
        await page.unroute("**/static/desk.*.js")
        served.office.now += sessions.SESSION_KEPT + 1000
        await page.locator("#answer button.main").click()
        await page.get_by_text("Сиз кирген жоксуз").wait_for()
        assert SENTENCE in await page.content(), "what was typed stands on the page that refuses"
        await look(page, "ended", width)
        await page.goto(f"{base}{await served.link(served.office.people['Бакыт'])}")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/desk")
        await page.goto(f"{base}{href}")
        await page.wait_for_function("text => document.querySelector('#sentence').value === text", arg=SENTENCE)
        assert await page.locator("[type=radio][value=not_included]").is_checked()
    assert Decision.NOT_INCLUDED.value in {
        row["decision"] for row in await rows_of(served.office.database, answer_drafts.name)
    }
