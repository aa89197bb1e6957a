"""Back, reload and Forward in a real browser: no page of the desk asks to send its form again."""

from typing import Any

import pytest

from bot.budget.permissions import Role
from tests.storage.rows import rows_of
from tests.web.browser import needs_browser, open_browser
from tests.web.desk.desks import ServedDesk, on_a_port
from tests.web.desk.test_answering import proposed
from tests.web.desk.test_pages_in_a_browser import LAMPS, SENTENCE, sign_in

pytestmark = [pytest.mark.slow, needs_browser]


async def write_answer(page: Any, base: str, id: int) -> None:
    await page.goto(f"{base}/desk/p/{id}")
    await page.get_by_label("Долбоорго кирген жок").check()
    await page.locator("#reason").select_option("no_money")
    await page.locator("#sentence").fill(SENTENCE)
    await page.locator("#answer button.main").click()
    await page.locator(".sends button.main").wait_for()


async def test_back_reload_and_forward_around_an_answer(served: ServedDesk):
    await proposed(served, *LAMPS[:2])
    async with on_a_port(served) as base, open_browser(base) as opens:
        page = await sign_in(opens, served)
        await write_answer(page, base, 1)
        for again in (page.reload, page.go_back, page.go_forward, page.reload):
            await again()
            assert "/desk/p/1" in page.url
        assert SENTENCE in await page.inner_text("main")
        await page.go_back()  # to the form: what was typed is in it
        await page.wait_for_function("text => document.querySelector('#sentence')?.value === text", arg=SENTENCE)
        await page.go_forward()
        await page.locator(".sends button.main").click()
        await page.wait_for_url("**/desk/p/2**")
        await page.go_back()
        await page.locator(".sends button.main").click()  # pressed once more: the same act, done once
        await page.wait_for_url("**/desk/p/2**")
        await page.go_back()
        await page.get_by_role("button", name="Өзгөртүү").click()
        await page.wait_for_url("**/change**")
        await page.reload()
        assert "0001" in await page.inner_text("main")
    assert len(await rows_of(served.office.database, "answer_drafts")) == 1


async def test_back_reload_and_forward_around_every_other_page_that_a_form_leads_to(served: ServedDesk):
    await proposed(served, *LAMPS)
    async with on_a_port(served) as base, open_browser(base, refused=(422,)) as opens:
        await served.office.meets("Токтогул", Role.HEAD)
        page = await sign_in(opens, served, "Токтогул")

        async def around(words: str) -> None:
            at = page.url
            for again in (page.reload, page.go_back, page.go_forward, page.reload):
                await again()
            assert page.url == at
            assert words in await page.inner_text("body")

        await page.goto(f"{base}/desk/many?id=1&id=2")
        await page.get_by_label("Долбоорго кирген жок").check()
        await page.locator("#reason").select_option("no_money")
        await page.locator("#sentence").fill(SENTENCE)
        await page.keyboard.press("Control+Enter")
        await page.wait_for_url("**/many/show**")
        await around(SENTENCE)
        await page.goto(f"{base}/desk/hearings/new")
        for name, value in (("day", "2026-11-20"), ("time", "10:00"), ("place", "Көк-Жар клубу")):
            await page.locator(f"#{name}").fill(value)
        await page.locator("button[value=look]").click()
        await page.locator("#text_ky").wait_for()
        await around("Тургундар мындай окушат")
        assert "Көк-Жар клубу" in await page.input_value("#text_ky")
        await page.goto(f"{base}/desk/intake/pasted")
        await page.fill("#pasted", "Жолду оңдоо керек, балдар жыгылат\n\nСуу түтүгү жарылган, суу жок")
        await page.click("button[value=look]")
        await page.locator("#text1").wait_for()
        await around("Бир нече билдирүү")
        await page.goto(f"{base}/desk/p/3")
        await page.locator("#answer button.main").click()  # nothing is chosen: it says what is wrong
        await page.locator("[aria-invalid]").first.wait_for()
        await around("0003")
        await page.goto(f"{base}/desk/team")
        await page.locator("form[action*=invite] button").first.click()
        await page.wait_for_url("**/team/invite**")
        await around("")
    assert await rows_of(served.office.database, "answers") == []
