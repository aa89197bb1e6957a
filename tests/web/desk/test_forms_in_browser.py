"""Forms of the desk in Chromium, at 360 px: a photo beside the form, a dropped table, no script error."""

import asyncio
import base64
import socket
from pathlib import Path

from bot.budget.workdays import find_day
from bot.web.server import Listening
from tests.office.sheets.filled import NO, fill, made
from tests.storage.rows import rows_of
from tests.web.browser import needs_browser, open_browser
from tests.web.desk.desks import ServedDesk
from tests.web.desk.uploading import PNG

# A file that is dropped, as the browser hands it over.
_DROP = """async ([selector, name, bytes]) => {
  const content = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
  const dropped = new DataTransfer();
  dropped.items.add(new File([content], name));
  document.querySelector(selector).dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: dropped }));
}"""

# How long a voice on the page is, in seconds, once the browser has read it.
_HEARD = """() => new Promise((done) => {
  const audio = document.querySelector(".files audio");
  audio.addEventListener("durationchange", () => done(audio.duration));
  audio.addEventListener("error", () => done(-1));
  audio.load();
  audio.play();
})"""

# A day that is picked in the browser's calendar.
_PICKED = """(picker, day) => {
  picker.value = day;
  picker.dispatchEvent(new Event("change", { bubbles: true }));
}"""


@needs_browser
async def test_a_photo_stands_beside_the_form_and_a_dropped_table_is_shown(served: ServedDesk, tmp_path: Path):
    clerk, _ = await served.clerk()
    author = await served.office.meets("Айгүл")
    await served.office.filed(author, "Мектептин жанына жарык керек")
    table = fill(await made(served.office, clerk, tmp_path / "answers.xlsx"), NO)
    (tmp_path / "sheet.png").write_bytes(PNG)
    opened = socket.create_server(("127.0.0.1", 0))
    port = opened.getsockname()[1]
    listening = Listening(served.app, opened)
    serving = asyncio.create_task(listening.run())
    try:
        async with open_browser(f"http://127.0.0.1:{port}") as open_page:
            page = await open_page(await served.link(clerk))
            await page.click("button.main")
            await page.goto(f"http://127.0.0.1:{port}/desk/intake")
            await page.set_input_files("#photo", tmp_path / "sheet.png")
            picture = page.locator(".shown img")
            await picture.wait_for()
            assert await picture.evaluate("image => image.naturalWidth") == 1
            await page.get_by_role("button", name="Календарды ачуу: Кабыл алынган күнү").wait_for()
            await page.locator(".picker").evaluate(_PICKED, "2026-10-30")
            assert await page.input_value("#on") == "30.10.2026", "the page's way to write it, not the browser's"
            await page.select_option("#source", "paper")
            await page.fill("#text", "Көпүрө оңдолсун, балдар сууга түшөт")
            await page.goto(f"http://127.0.0.1:{port}/desk")
            assert await page.evaluate("document.querySelector('nav').scrollWidth <= innerWidth")
            assert await page.locator("#tabs").is_hidden()
            await page.get_by_role("button", name="Бөлүмдөр").press("Enter")
            assert await page.locator("#tabs").is_visible()
            await page.goto(f"http://127.0.0.1:{port}/desk/intake")  # half-typed, it is there again
            assert await page.input_value("#text") == "Көпүрө оңдолсун, балдар сууга түшөт"
            await page.press("#name", "Enter")  # by keyboard: the form is sent, the photo not turned
            await page.locator(".said").wait_for()
            assert await page.input_value("#text") == ""
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            await page.goto(f"http://127.0.0.1:{port}/desk/intake/pasted")
            await page.fill("#pasted", "Жолду оңдоо керек, балдар жыгылат\n\nСуу түтүгү жарылган, суу жок")
            for text in ("Суу түтүгү жарылган, суу жок", "Көк-Жарда суу жок"):  # a row that was changed is there again
                await page.click("button[value=look]")
                await page.locator("#text1").wait_for()
                # What was typed comes back as the script begins, which may be after the field is there.
                await page.wait_for_function("text => document.querySelector('#text1').value === text", arg=text)
                await page.fill("#text1", "Көк-Жарда суу жок")
                await page.goto(f"http://127.0.0.1:{port}/desk/intake/pasted")
            await page.click("button[value=look]")
            await page.click("button[value=keep]")
            await page.locator(".said").wait_for()
            # The page forgets as its script begins, which may be after its words are there. Nobody else sees them then.
            await page.wait_for_function("Object.keys(localStorage).length === 0")
            await page.goto(f"http://127.0.0.1:{port}/desk/sheet")
            dropped = base64.b64encode(table).decode()
            assert (await page.inner_text(".picks")).split("\n") == ["Файл тандоо", "файл тандала элек"]
            await page.evaluate(_DROP, [".drop", "answers.xlsx", dropped])
            assert "answers.xlsx" in await page.inner_text(".picks")
            await page.click(".drop button")
            await page.locator(".cards").wait_for()
            assert "Мектептин жанына жарык керек" in await page.inner_text("main")
            await page.goto(f"http://127.0.0.1:{port}/desk/p/1")
            await page.click(".record")
            await page.wait_for_timeout(500)
            await page.click(".record")
            await page.locator("#answer [role=status] audio").wait_for()  # it is heard before it is sent
            await page.check("[name=decision][value=included]")
            await page.click("#answer button.main")
            await page.wait_for_url("**/preview**")
            assert await page.evaluate(_HEARD) > 0
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    finally:
        listening.stop()
        await serving
    rows = await rows_of(served.office.database, "proposals")
    assert find_day(rows[1]["received_at"]).isoformat() == "2026-10-30"
    came = [row["source"] for row in rows]
    assert came == ["telegram", "paper", "forwarded", "forwarded"]
