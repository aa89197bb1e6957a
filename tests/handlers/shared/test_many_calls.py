"""Who calls the bot again and again. What has not left and says nothing new is not repeated, and a group is left in peace."""

from collections import Counter

import pytest
from sqlalchemy import select

from bot.chat.message import Choice, Hints, Incoming, Kind, Message, Reply
from bot.chat.screens import replaces
from storage.database.schema import outbox
from storage.queue.outbox import Lane, State
from tests.storage.rows import rows_of

ASKED = Message("Тандаңыз", [["yes", "Ооба"]], [["back", "Артка"]], question="abcd")
NOTED = Message("Кошулду.\n\nТандаңыз", [["yes", "Ооба"]], [["back", "Артка"]], question="abcd")


@pytest.mark.parametrize(
    ("newer", "older", "is_replaced"),
    [
        (ASKED, ASKED, True),
        (NOTED, ASKED, True),
        (ASKED, NOTED, False),  # «Кошулду.» would be lost
        (ASKED, Message("Башка", ASKED.choices, ASKED.ways, question="abcd"), False),
        (ASKED, Message(ASKED.text, [["no", "Жок"]], ASKED.ways, question="abcd"), False),
        (ASKED, Message(ASKED.text, ASKED.choices, ASKED.ways, question="efgh"), False),
        (ASKED, Message.of(Reply(ASKED.text, (Choice("yes", "Ооба"),), stays=True)), False),
        (ASKED, Message(ASKED.text, document={"kit": 1}), False),
        (Message("Кел", pin=[42.0, 74.0]), Message("Кел", pin=[42.0, 74.0]), False),
        (Message("Эсеп"), Message("Эсеп", report={"criterion_6": 1}), False),
        (Message("Кабар"), Message.notice(Reply("Кабар", (Choice("yes", "Ооба"),))), False),
        (ASKED.hinted(edits="9"), ASKED.hinted(edits="9"), True),
        (ASKED, ASKED.hinted(edits="9"), False),  # the screen that was pressed would stay as it was
        (ASKED.hinted(clears="8"), ASKED, True),
        (ASKED.hinted(clears="8"), ASKED.hinted(clears="7"), False),  # buttons that are over would stay
        (Message(""), Message("", hints=Hints(menu="ky")), False),
    ],
)
def test_a_screen_takes_the_place_of_what_it_says_as_well_and_of_nothing_else(newer, older, is_replaced):
    assert replaces(newer, older) is is_replaced


async def unsent(village) -> Counter[tuple[str, State]]:
    return Counter((row["kind"], State(row["state"])) for row in await rows_of(village.database, "outbox"))


async def test_what_somebody_asks_again_before_it_was_said_is_said_once(village, tell):
    """Nothing leaves meanwhile: the same two screens are asked for by turns, and the language is changed by turns."""
    aigul = await village.in_menu("Айгүл")
    already = await unsent(village)
    for _ in range(20):
        for command in ("/privacy", "/help", "/language"):
            await village.receive(aigul._new(Kind.TEXT, command))
    waiting = await unsent(village) - already
    assert waiting == {("reply", State.READY): 1, ("reply", State.WAITING): 3, ("reply", State.SKIPPED): 56}
    tell("60 commands of one person while nothing leaves", left_to_send=4, replaced=56)
    await aigul.reads()
    assert "Тилди" in aigul.heard[-1].text


async def test_only_the_last_language_is_set_in_the_menu(village):
    aigul = await village.in_menu("Айгүл")
    already = await unsent(village)
    for n in range(10):
        village.clock.later(minutes=0.01)
        await village.receive(aigul._new(Kind.TEXT, "/language"))
        await village.receive(aigul._new(Kind.TEXT, "Русский" if n % 2 else "Кыргызча"))
    menus = {state: count for (kind, state), count in (await unsent(village) - already).items() if kind == "menu"}
    assert menus == {State.WAITING: 1, State.SKIPPED: 9}


async def test_a_group_is_answered_once_in_ten_minutes_and_behind_its_post(village, tell):
    group = village.resident("-1001").peer

    async def called(times: int, begins: int) -> list[dict]:
        for n in range(begins, begins + times):
            await village.receive(Incoming(f"call{n}", group, Kind.GROUP, "@bot"))
        found = await village.database.read(
            lambda store: store.connection.execute(select(outbox.c.lane, outbox.c.kind, outbox.c.state))
        )
        return [row._asdict() for row in found]

    first = await called(60, 0)
    assert [(row["lane"], row["kind"]) for row in first] == [(Lane.NOTICE, "reply")]
    await village.courier.carry()
    village.clock.later(minutes=9.9)
    assert len(await called(60, 60)) == 1
    village.clock.later(minutes=0.2)
    assert len(await called(60, 120)) == 2
    await village.courier.carry()
    assert len(village.chats.sent) == 2
    tell("a group that calls the bot 180 times in ten minutes", answered=2)
