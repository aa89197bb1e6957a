"""Two pages of one person, a lost line, a reload, a restart. Each shows the same, and only buttons that hold."""

from typing import Any

import pytest

from tests.patience import patient
from tests.web.browser import needs_browser, open_browser
from tests.web.chat.test_browser import LONG, hear, press, write

pytestmark = [pytest.mark.slow, needs_browser]

# Each message as it stands: whose, its words, its buttons.
SHOWN = """() => [...document.querySelectorAll("#log article")].map((one) => {
  const copy = one.cloneNode(true);
  for (const part of copy.querySelectorAll(".buttons, .kept, small")) part.remove();
  const buttons = [...one.querySelectorAll(":scope > .buttons > *")].filter((each) => !each.disabled);
  return [one.classList.contains("own"), copy.textContent, buttons.map((each) => each.textContent)];
})"""


async def shows(page: Any, *others: Any) -> Any:
    """What a page shows, once each of the others shows the very same."""
    there: list[Any] = []
    async with patient(20):
        while not there or any(one != there[0] for one in there):
            await page.wait_for_timeout(100)
            there = [await one.evaluate(SHOWN) for one in (page, *others)]
    texts = [(own, text) for own, text, _ in there[0]]
    assert len(set(texts)) == len(texts), "nothing stands there twice"
    return there[0]


def asking(shown: Any, title: str) -> int:
    """How many messages have a button that begins so."""
    return sum(any(each.startswith(title) for each in buttons) for _, _, buttons in shown)


async def test_what_holds_is_the_same_on_each_page_after_a_lost_line_a_reload_and_a_restart(serving, base, page):
    async with open_browser(base, away=True) as opens:
        phone = await opens("/chat/kokjar")
        await phone.get_by_role("button", name="Русский").click(timeout=LONG)
        await press(phone, "Подать предложение")
        await press(phone, "Расходы")
        await hear(phone, "2/3.")
        computer = await phone.context.new_page()
        await computer.goto(f"{base}/chat/kokjar")
        await hear(computer, "2/3.")
        await write(phone, "Возле школы нужен свет, дети ходят в темноте")
        await hear(phone, "3/3.")
        check = await shows(phone, computer)  # what was said on one page stands on the other
        assert asking(check, "Разрешаю") == 1

        # The telephone has no line, while the computer goes on and sends.
        await phone.context.set_offline(True)
        await serving.kill()
        await serving.start()
        await page().finds_the_door()
        await phone.context.set_offline(False)
        await press(computer, "Разрешаю")
        await press(computer, "Отправить")
        await hear(computer, "номер — ")
        await hear(phone, "номер — ")
        sent = await shows(phone, computer)
        assert (asking(sent, "Отправить"), asking(sent, "Разрешаю")) == (0, 0), "that check is over"
        await phone.reload()
        assert await shows(phone, computer) == sent
        await serving.kill()
        await serving.start()
        await page().finds_the_door()
        await write(computer, "меню")
        await hear(phone, "Остановлено")
        after = await shows(phone, computer)
        anew = await phone.context.new_page()
        await anew.goto(f"{base}/chat/kokjar")
        assert await shows(anew, phone, computer) == after
        assert asking(after, "Отправить") == 0


async def test_what_was_missed_stands_where_it_was_said_and_what_is_there_is_not_made_again(serving, base):
    """A line that ended before the second of two messages; then the page has written something itself."""
    first = {"id": "5", "text": "Текшериңиз", "lang": "ky", "choices": [["a", "Жөнөтүү"]], "at": 50}
    receipt = {"id": "6", "text": "Рахмат", "lang": "ky", "clears": "5", "at": 60}
    notice = {"id": "7", "text": "Угуу болот", "lang": "ky", "at": 70}
    mine = {"id": "A" * 22, "own": True, "text": "Качан?", "kind": "", "at": 80}
    answer = {"id": "8", "text": "16-декабрда", "lang": "ky", "choices": [["b", "Келем"]], "at": 90}
    over = {name: value for name, value in first.items() if name != "choices"}
    # What was sent seconds ago comes once more with each stream, as it was sent. Its buttons are over.
    turns: list[list[dict[str, Any]]] = [
        [first], [over, receipt, answer, first, receipt], [over, receipt, notice, mine, answer, first, answer], [first],
    ]  # fmt: skip

    async def asked(route: Any) -> None:
        await route.fulfill(json={"messages": turns[0], "at": 0})
        if len(turns) > 1:
            turns.pop(0)

    async def hold_back(route: Any) -> None:
        await route.fulfill(status=200, content_type="text/event-stream", body="")

    async with open_browser(base) as opens:
        aigul = await opens("/chat/kokjar")
        await aigul.route("**/chat/messages?*", asked)
        await aigul.route("**/chat/stream", hold_back)
        await aigul.route("**/chat/seen", lambda route: route.fulfill(json=[]))
        await aigul.reload()
        await hear(aigul, "Текшериңиз")
        await aigul.evaluate("document.querySelector('#m-5').dataset.mark = 'the same'")
        await hear(aigul, "16-декабрда")
        await aigul.evaluate("document.querySelector('#m-8').dataset.mark = 'the same'")
        await hear(aigul, "Угуу болот")
        shown = await shows(aigul)
        assert [text for _, text, _ in shown] == ["Текшериңиз", "Рахмат", "Угуу болот", "Качан?", "16-декабрда"]
        assert [buttons for _, _, buttons in shown] == [[], [], [], [], ["Келем"]]
        for id in ("5", "8"):
            assert await aigul.evaluate("id => document.querySelector(`#m-${id}`).dataset.mark", id) == "the same"
