"""`sunush run` is killed and started again while a clerk answers at the desk: nothing is lost, all sent once."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.web.browser import needs_browser, open_browser
from tests.web.chat.test_browser import LONG, hear, press, write

pytestmark = [pytest.mark.slow, needs_browser]

SENTENCE = "Быйыл бул жумушка акча каралган эмес, эмки жылы карайбыз."


async def test_a_restart_in_mid_answer_loses_nothing_and_sends_it_once(
    serving, base: str, invite: str, page, tmp_path: Path
):
    async with open_browser(base, away=True) as opens:
        clerk = await opens(f"/chat/kokjar#{invite}")
        await clerk.get_by_role("button", name="Кыргызча").click(timeout=LONG)
        await hear(clerk, "катталдыңыз")
        await write(clerk, "бюджет адиси")
        await hear(clerk, "Сакталды")
        await write(clerk, "Браузерде ачуу")
        link = re.search(r"/desk/in/[\w-]+", await hear(clerk, "эч кимге бербеңиз"))
        assert link is not None
        aigul = await opens("/chat/kokjar")
        await aigul.get_by_role("button", name="Русский").click(timeout=LONG)
        for title in ("Подать предложение", "Расходы"):
            await press(aigul, title)
        await hear(aigul, "2/3.")
        await write(aigul, "Возле школы нужен свет, дети ходят в темноте")
        await press(aigul, "Разрешаю")
        await press(aigul, "Отправить")
        await hear(aigul, "номер — ")
        await clerk.close()

        desk = await opens(link[0])
        await desk.locator("button.main").click()
        await desk.wait_for_url("**/desk")
        await desk.locator("a.button.main").click()
        await desk.locator("#answer [value=not_included]").check(timeout=LONG)
        await desk.locator("#reason").select_option("no_money")
        await desk.locator("#sentence").fill(SENTENCE)

        async def restart_around(button: str) -> None:
            """Killed before the press, which stays on the page; then it is there again."""
            await serving.kill()
            await desk.locator(button).click()
            await desk.locator("#line", has_text="Байланыш жок").wait_for(timeout=LONG)
            await serving.start()
            await page().finds_the_door()

        await restart_around("#answer button.main")
        assert await desk.locator("#sentence").input_value() == SENTENCE
        await desk.reload()
        assert await desk.locator("#sentence").input_value() == SENTENCE
        await desk.locator("#answer button.main").click()
        await desk.locator(".sends").wait_for(timeout=LONG)
        await restart_around(".sends button.main")
        form = desk.locator(".sends")
        action, fields = await form.evaluate("form => [form.action, Object.fromEntries(new FormData(form))]")
        await desk.locator(".sends button.main").click()
        await desk.locator(".said").wait_for(timeout=LONG)
        await hear(aigul, "НЕ ВОШЛО В ПРОЕКТ")
        for _ in range(2):  # as a browser does that never heard whether its form had come
            assert (await desk.request.post(action, form=fields, headers={"origin": base})).ok
        assert await aigul.locator("article", has_text="НЕ ВОШЛО В ПРОЕКТ").count() == 1
    (kept,) = tmp_path.rglob("sunush.db")
    with closing(sqlite3.connect(kept)) as opened:
        assert opened.execute("SELECT count(*) FROM answers").fetchone() == (1,)
        assert opened.execute("SELECT count(*) FROM outbox WHERE kind = 'answer'").fetchone() == (1,)
