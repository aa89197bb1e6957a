"""The page of the web chat in a real browser: two people, a telephone's width, keys alone, and hostile texts."""

import re
from typing import Any

import pytest

from tests.web.browser import needs_browser, open_browser

pytestmark = [pytest.mark.slow, needs_browser]

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> {{7*7}} көпүрө керек"
LONG = 30_000  # milliseconds; a busy machine


async def press(page: Any, title: str) -> None:
    button = page.locator("article").get_by_role("button", name=title).last
    await button.focus(timeout=LONG)
    await page.keyboard.press("Enter")


async def write(page: Any, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#send").focus()
    await page.keyboard.press("Enter")


async def hear(page: Any, part: str) -> str:
    found = page.locator("article.ours", has_text=part).last
    await found.wait_for(timeout=LONG)
    return str(await found.inner_text())


async def test_a_resident_and_a_clerk_by_keys_alone_at_the_width_of_a_telephone(serving, base: str, invite: str):
    from playwright.async_api import expect

    async with open_browser(base) as opens:
        clerk = await opens(f"/chat/kokjar#{invite}")
        await clerk.get_by_role("button", name="Кыргызча").press("Enter", timeout=LONG)
        await hear(clerk, "катталдыңыз")
        await write(clerk, "бюджет адиси")
        await hear(clerk, "Сакталды")

        aigul = await opens("/chat/kokjar")
        await aigul.get_by_role("button", name="Русский").press("Enter", timeout=LONG)
        await press(aigul, "Подать предложение")
        await press(aigul, "Расходы")
        await hear(aigul, "2/3.")
        await write(aigul, HOSTILE)
        height = "one => one.offsetHeight"
        assert await aigul.locator("#text").evaluate(height) < 60, "the box is as low as before it was written in"
        await press(aigul, "Разрешаю")
        await press(aigul, "Отправить")
        number = re.search(r"номер — (\d{4})", await hear(aigul, "номер — "))
        assert number is not None
        await aigul.locator("article .kept img").wait_for(timeout=LONG)
        await hear(aigul, "слушаниях")
        # The question below it is seen.
        await expect(aigul.locator("article").last).to_be_in_viewport(ratio=0.9, timeout=LONG)
        assert "#t=" in str(await aigul.locator("article .kept a").get_attribute("href"))
        assert await aigul.locator("article img, article script").count() == 1
        assert await aigul.evaluate("document.documentElement.scrollWidth") <= 360

        assert "" not in await clerk.locator("article .lines li").all_inner_texts()
        await write(clerk, number[1])
        assert HOSTILE in (await hear(clerk, f"№ {number[1]}:")).replace("\xa0", " ")
        await press(clerk, "Жооп берүү")
        await press(clerk, "Долбоорго кирген жок")
        await press(clerk, "Каражат жетпейт")
        await hear(clerk, "Жооптун")
        await write(clerk, "Быйыл бул жумушка акча каралган эмес, эмки жылы карайбыз.")
        await press(clerk, "Өткөрүп жиберүү")
        await press(clerk, "Жооп жөнөтүү")
        await hear(aigul, "НЕ ВОШЛО В ПРОЕКТ")

        await aigul.reload()
        await hear(aigul, "НЕ ВОШЛО В ПРОЕКТ")
        assert HOSTILE in await aigul.locator("article.own").first.inner_text()
        await aigul.locator("article .kept img").wait_for(timeout=LONG)
        assert await aigul.locator("article .kept").count() == 1
        await expect(aigul.locator("article").last).to_be_in_viewport(ratio=0.9, timeout=LONG)
        await aigul.locator("#log").evaluate("log => { log.scrollTop = 0 }")
        await write(aigul, "Рахмат")
        await expect(aigul.locator("article.own").last).to_be_in_viewport(timeout=LONG)


async def test_with_letters_twice_as_large_what_was_said_has_room_and_the_field_is_in_sight(serving, base: str):
    from playwright.async_api import expect

    async with open_browser(base, width=320) as opens:
        aigul = await opens("/chat/kokjar")
        await aigul.get_by_role("button", name="Кыргызча").click(timeout=LONG)
        await hear(aigul, "Сунуш берүү")
        usual = await aigul.evaluate("[document.documentElement.scrollHeight, innerHeight]")
        assert usual[0] == usual[1], "nothing but the log scrolls"
        await aigul.evaluate("document.documentElement.style.fontSize = '200%'")
        assert await aigul.evaluate("document.documentElement.scrollWidth") <= 320
        assert await aigul.evaluate("document.querySelector('#log').clientHeight / innerHeight") >= 0.4
        for field in ("#text", "#send"):
            await expect(aigul.locator(field)).to_be_in_viewport(ratio=1, timeout=LONG)
        await press(aigul, "Сунуш берүү")
        await hear(aigul, "1/3")
        await expect(aigul.locator("#send")).to_be_in_viewport(ratio=1, timeout=LONG)


async def test_links_of_this_site_lead_there_commands_are_sent_and_nothing_else_is_more_than_text(serving, base: str):
    mine = [f"{base}/desk/in/abc_-1", f"{base}/kokjar", base]
    stays = [
        f"{base}.evil.example/x", "https://evil.example/a", "javascript:alert(1)", f"{base}@evil.example/", "/forgetful",
        f"{base}/chat#t={'x' * 43}", "a/privacy", "/privacy", "/menu деп жаз", "<b>/b</b>", "http://", f"{base}evil/",
    ]  # fmt: skip
    text = "\n".join([f"Шилтеме: {mine[0]}. ({mine[1]}) {mine[2]}, «/mydata», /forget.", *stays])
    commands = [[text.index(one), len(one)] for one in ("/mydata", "/forget.")]
    commands[1][1] -= 1
    messages = [{"id": "7", "text": text, "lang": "ky", "at": 7, "commands": commands}]
    later = [{"id": "8", "text": "Суроо менен келди", "lang": "ky", "at": 8}]
    asked = list[str]()

    async def answer(route: Any) -> None:
        asked.append(route.request.url.partition("after=")[2])
        first = {"0": messages, "7": later if len(asked) > 2 else []}
        await route.fulfill(json={"messages": first.get(asked[-1], []), "at": 8})

    async def hold_back(route: Any) -> None:  # as a proxy does that lets no stream through
        await route.fulfill(status=200, content_type="text/event-stream", body="")

    async with open_browser(base) as opens:
        aigul = await opens("/chat/kokjar")
        await aigul.route("**/chat/messages?*", answer)
        await aigul.route("**/chat/stream", hold_back)
        await aigul.reload()
        shown = aigul.locator("#m-7")
        await shown.wait_for(timeout=LONG)
        assert await shown.evaluate("one => one.textContent") == text
        links = shown.locator("a")
        assert await links.evaluate_all("all => all.map((one) => one.getAttribute('href'))") == mine
        assert await shown.locator("button").all_inner_texts() == ["/mydata", "/forget"]
        assert await shown.locator("*").count() == len(mine) + 2
        async with aigul.expect_request(lambda one: one.method == "POST" and one.url.endswith("/messages")) as sent:
            await shown.get_by_role("button", name="/mydata").press("Enter")
        assert (await sent.value).post_data_json["text"] == "/mydata"
        # Without a stream the page asks by itself (polling), from where it stands.
        await aigul.locator("#m-8").wait_for(timeout=LONG)
        assert set(asked) <= {"0", "7", "8"}


async def test_a_voice_is_recorded_a_draft_outlives_the_page_and_the_chat_goes_on_elsewhere(serving, base: str):
    from playwright.async_api import expect

    async with open_browser(base) as opens:
        aigul = await opens("/chat/kokjar")
        await aigul.get_by_role("button", name="Кыргызча").wait_for(timeout=LONG)
        assert not await aigul.locator("#keep").is_visible(), "there is nothing to keep yet"
        await aigul.get_by_role("button", name="Кыргызча").click(timeout=LONG)
        await press(aigul, "Сунуш берүү")
        await press(aigul, "Чыгаша")
        await hear(aigul, "2/3.")
        await aigul.locator("#text").fill("Жолду оңдоо")
        await aigul.reload()
        await aigul.wait_for_function("document.getElementById('text').value === 'Жолду оңдоо'", timeout=LONG)
        await aigul.locator("#text").fill("")
        height = await aigul.locator("#say").evaluate("one => one.offsetHeight")
        await aigul.locator("#record").click()
        await aigul.get_by_role("button", name="Токтотуп жөнөтүү").wait_for(timeout=LONG)
        assert await aigul.locator("#say").evaluate("one => one.offsetHeight") == height, "nothing is pushed away"
        await aigul.wait_for_timeout(1000)
        await aigul.locator("#record").click()
        await hear(aigul, "1 үн билдирүү")
        assert await aigul.locator("#attach").is_visible()

        await aigul.set_viewport_size({"width": 360, "height": 560})
        await aigul.locator("#keep").click()
        await expect(aigul.locator("#shut")).to_be_in_viewport(ratio=1, timeout=LONG)
        link = await aigul.locator("#link").input_value()
        await aigul.locator("#code img").wait_for(timeout=LONG)
        elsewhere = await opens(link.removeprefix(base))
        await hear(elsewhere, "1 үн билдирүү")
        assert "#" not in elsewhere.url, "whoever looks over the shoulder reads no token"
        stranger = await opens("/chat/kokjar")
        await stranger.get_by_role("button", name="Русский").wait_for(timeout=LONG)
        assert await stranger.locator("article").count() == 0
