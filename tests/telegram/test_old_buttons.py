"""Buttons of questions that are over: none acts on what the conversation is about now."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Service
from tests.telegram.fake.people import People, TelegramUser
from tests.telegram.fake.server import TelegramServer
from tests.telegram.steps import LIGHT, buttons, clerk, hears, kept, presses, proposed, running, until

OLD = "мурунку суроодон"


@pytest.fixture
async def sunush(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Service]:
    """The bot."""
    async with running(telegram, tmp_path) as service:
        yield service


def button(user: TelegramUser, title: str) -> tuple[str, int]:
    """What the newest button of that title carries, and the message it stands on."""
    for message in reversed(user.server.messages(user.chat_id)):
        for row in (message["reply_markup"] or {}).get("inline_keyboard", []):
            for one in row:
                if one["text"] == title:
                    return one["callback_data"], message["message_id"]
    raise AssertionError(title)


async def opens(user: TelegramUser, number: str, *way: str) -> None:
    """Goes from the menu to one of the proposals in a list."""
    said = len(user.texts)
    user.writes("/start")
    await until(lambda: len(user.texts) > said and way[0] in buttons(user))
    await presses(user, *way)
    title = await shown(user, number)
    user.taps(title)
    await until(lambda: title not in buttons(user))


async def shown(user: TelegramUser, number: str) -> str:
    """The title of the button that begins with a proposal's number."""
    await until(lambda: any(number in title for title in buttons(user)))
    return next(title for title in buttons(user) if number in title)


async def two_proposals(aigul: TelegramUser) -> None:
    await proposed(aigul)
    await presses(aigul, "Азыр эмес", "Сунуш берүү", "Чыгаша: акча кетет")
    await until(lambda: "2/3." in aigul.texts[-1])
    aigul.writes("Көпүрөнү оңдоп бергиле, балдар өтө албай жатат")
    await presses(aigul, "Жөнөтүү")
    await hears(aigul, "номери — 0002")


async def test_an_old_button_withdraws_no_other_proposal(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    await two_proposals(aigul)
    await opens(aigul, "0001", "Менин сунуштарым")
    old = button(aigul, "Кайтарып алуу")
    await opens(aigul, "0002", "Менин сунуштарым")
    aigul.taps_old(*old)
    await hears(aigul, OLD)
    assert not any("0002 сунушту кайтарып" in said for said in aigul.texts)
    # The question that is asked now stands below, and its own button works.
    await presses(aigul, "Кайтарып алуу")
    await until(lambda: "Ооба" in buttons(aigul))
    sure = button(aigul, "Ооба")
    await opens(aigul, "0001", "Менин сунуштарым")
    await presses(aigul, "Кайтарып алуу")
    await until(lambda: "Ооба" in buttons(aigul) and button(aigul, "Ооба")[0] != sure[0])
    aigul.taps_old(*sure)
    await until(lambda: OLD in aigul.texts[-1])
    assert await kept(sunush, "SELECT label FROM proposals WHERE withdrawn_at IS NOT NULL") == []


async def test_an_old_button_of_the_desk_takes_no_other_proposal(sunush: Service, user: People):
    nurlan, aigul = await clerk(sunush, user), user("Айгүл", "ky")
    await two_proposals(aigul)
    await opens(nurlan, "0001", "Жооп күткөндөр")
    old = button(nurlan, "Мен карайм")
    await opens(nurlan, "0002", "Жооп күткөндөр")
    nurlan.taps_old(*old)
    await hears(nurlan, OLD)
    assert await kept(sunush, "SELECT label FROM proposals WHERE taken_by IS NOT NULL") == []


async def test_an_old_button_of_the_same_question_still_acts(sunush: Service, user: People):
    aigul = user("Айгүл", "ky")
    aigul.starts("a_kokjar")
    await presses(aigul, "Кыргызча", "Сунуш берүү")
    await until(lambda: "Чыгаша: акча кетет" in buttons(aigul))
    first = button(aigul, "Чыгаша: акча кетет")
    aigul.writes("/help")
    await until(lambda: "112" in "".join(aigul.texts) and button(aigul, "Чыгаша: акча кетет")[1] != first[1])
    aigul.taps_old(*first)
    await hears(aigul, "2/3.")
    aigul.writes(LIGHT)
    await hears(aigul, "3/3.")
    assert not any(OLD in said for said in aigul.texts)
