"""The desk in a real browser: by keys alone, at 360 px; nothing typed is lost; nothing serious for axe-core."""

from typing import Any

import pytest

from bot.budget.permissions import Role
from bot.office.answers import answers
from bot.web.desk.desk import DeskPage
from bot.web.desk.pages import ENTRIES
from tests.office.offices import refusing
from tests.web.accessible import list_faults
from tests.web.browser import needs_browser, open_browser
from tests.web.desk.desks import ServedDesk, on_a_port
from tests.web.desk.test_answering import proposed

pytestmark = [pytest.mark.slow, needs_browser]

LONG = 30_000  # milliseconds; a busy machine
LAMPS = ("Мектептин жанына жарык керек, караңгы", "Клубдун жанына да жарык керек", "Көпүрөнүн жанына жарык керек")
SENTENCE = "Быйыл бул жумушка акча каралган эмес, эмки жылы карайбыз."


async def sign_in(opens: Any, served: ServedDesk, name: str = "Бакыт") -> Any:
    clerk = served.office.people.get(name) or await served.office.meets(name, Role.STAFF)
    page = await opens(await served.link(clerk))
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/desk")
    return page


async def test_the_queue_is_cleared_by_keys_alone_and_the_width_of_a_telephone_is_enough(served: ServedDesk):
    await proposed(served, *LAMPS)
    async with on_a_port(served) as base, open_browser(base) as opens:
        page = await sign_in(opens, served)
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/desk/p/1**")
        await page.keyboard.press("e")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Tab")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Tab")
        await page.keyboard.type(SENTENCE)
        await page.keyboard.press("Control+Enter")
        await page.locator(".sends button.main:focus").wait_for(timeout=LONG)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/desk/p/2**")
        assert "№ 0001" in await page.locator(".said").inner_text()
        for following in ("/desk/p/3", "/desk?"):
            await page.keyboard.press("s")
            await page.wait_for_url(f"**{following}**")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        assert await page.evaluate("Object.keys(localStorage).length") == 0
    kept = await served.office.database.read(lambda store: store.answer_drafts.find_answer_drafts([1, 2, 3]))
    assert [kept[id].answer.sentence for id in (1, 2, 3)] == [SENTENCE] * 3


async def test_what_was_typed_outlives_the_page_and_a_server_that_is_away_and_is_sent_once(served: ServedDesk):
    await proposed(served, *LAMPS[:2])
    async with on_a_port(served) as base, open_browser(base, refused=(502,)) as opens:
        page = await sign_in(opens, served)
        await page.goto(f"{base}/desk/p/1")
        await page.get_by_label("Долбоорго кирген жок").check()
        await page.locator("#reason").select_option("no_money")
        await page.locator("#sentence").fill(SENTENCE)
        await page.route("**/static/desk.*.js", lambda route: route.fulfill(status=502))
        await page.locator("#answer button.main").click()
        await page.locator("#line", has_text="Байланыш жок").wait_for(timeout=LONG)
        await page.unroute("**/static/desk.*.js")
        await page.reload()
        assert await page.locator("#sentence").input_value() == SENTENCE
        assert await page.locator("#reason").input_value() == "no_money"
        await page.locator("#answer button.main").click()
        await page.wait_for_url("**/preview**")
        await page.locator(".sends button.main").click()
        await page.wait_for_url("**/desk/p/2**")
        await page.goto(f"{base}/desk/p/1")
        assert await page.evaluate("Object.keys(localStorage).filter((name) => name.includes('answer-1')).length") == 0


async def test_words_changed_in_a_notice_outlive_the_page_and_go_once_it_is_announced(served: ServedDesk):
    own = "Клубда угуу болот."
    async with on_a_port(served) as base, open_browser(base, refused=(422,)) as opens:
        page = await sign_in(opens, served)

        async def look() -> None:
            await page.goto(f"{base}/desk/hearings/new")
            for name, value in (("day", "2026-11-20"), ("time", "10:00"), ("place", "Көк-Жар клубу")):
                await page.locator(f"#{name}").fill(value)
            await page.locator("button[value=look]").click()
            await page.locator("#text_ky").wait_for(timeout=LONG)

        await look()
        await page.locator("#text_ky").fill(own)
        await look()
        assert await page.locator("#text_ky").input_value() == own
        await page.locator("button[value=send]").click()
        await page.locator("[name=as_is]").check()  # it names no day: that is said once
        await page.locator("button[value=send]").click()
        await page.wait_for_url("**/desk/hearings/1**", timeout=LONG)
        assert await page.evaluate("Object.keys(localStorage).length") == 0


async def test_axe_core_finds_nothing_serious_on_any_page(served: ServedDesk, tell):
    await proposed(served, *LAMPS)
    bakyt = await served.office.meets("Бакыт", Role.STAFF)
    await served.office.does(answers.send, id=1, answer=refusing(SENTENCE), by=bakyt)
    faults, looked = list[str](), 0

    async def look(page: Any) -> None:
        nonlocal looked
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            looked += 1
            faults.extend(f"{page.url}, {scheme}: {one}" for one in await list_faults(page))

    async with on_a_port(served) as base, open_browser(base, refused=(401, 404, 422)) as opens:
        await look(await opens(await served.link(bakyt)))
        await look(await opens("/desk"))
        page = await sign_in(opens, served)
        for path in ("", "?list=answered", "?q=жарык", "/p/1", "/p/2", "/next", "/me", "/nothing", "/many?id=2&id=3"):
            await page.goto(f"{base}/desk{path}")
            await look(page)
        await page.locator(".ready button").first.click()
        await page.wait_for_url("**/many/show**")
        await look(page)
        await page.goto(f"{base}/desk/p/2")
        await page.locator("#answer button.main").click()  # nothing is chosen: each field says what is wrong
        await page.wait_for_url("**/preview**")
        await look(page)
        await page.goto(f"{base}/desk")
        await page.locator("button[lang=ru]").click()
        await page.locator("html[lang=ru]").wait_for(timeout=LONG)
        for path in ("", "/p/1", "/p/2", "/next"):
            await page.goto(f"{base}/desk{path}")
            await look(page)
    tell("pages of the desk that axe-core looked at", pages=looked, serious=len(faults))
    assert faults == []


# What can be pressed and is lower or narrower than a finger. A hidden button, which only Enter presses, is for none.
SMALL = """() => [...document.querySelectorAll("a, button, select, summary, input:not([type=hidden])")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((one) => !one.matches(".skip, [tabindex='-1']"))
  .map((one) => [one, (one.closest("label") || one).getBoundingClientRect()])
  .filter(([, box]) => box.width > 2 && (box.width < 44 || box.height < 44))
  .map(([one]) => one.outerHTML)"""


async def test_whatever_is_pressed_at_the_desk_is_as_large_as_a_finger(served: ServedDesk):
    await proposed(served, *LAMPS)
    paths = sorted({one.path for one in ENTRIES if isinstance(one, DeskPage) and "{" not in one.path})
    async with on_a_port(served) as base, open_browser(base, refused=(403, 404)) as opens:
        await served.office.meets("Токтогул", Role.HEAD)
        page = await sign_in(opens, served, "Токтогул")
        for path in (*paths, "/desk/p/1", "/desk/p/1/work", "/desk/many?id=1&id=2"):
            await page.goto(f"{base}{path}")
            await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            assert await page.evaluate(SMALL) == [], path
            assert await page.evaluate("document.documentElement.scrollWidth") <= 360, path
