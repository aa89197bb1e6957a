"""A clerk sends the items of a plan in the chat, and ties proposals and lines by a tap."""

import uuid
from functools import partial

from bot.budget.permissions import Role
from bot.budget.plan.file import read_table
from bot.budget.proposal import Answer, Decision
from bot.chat.message import Incoming, Kind, Media
from bot.office.answers import answers
from bot.office.criteria import proposed
from bot.office.plan.waiting import PLAN_TABLE
from bot.office.sheets import every, expected
from tests.handlers.offices import joined, texts
from tests.handlers.offices import proposed as proposal_of

HEAD = ["№", "Пункт", "Жылдар", "Сумма"]
WATER = ["3.2", "Ичүүчү суунун түтүктөрүн жаңылоо", "2026-2030", ""]
LIGHT = ["3.1", "Мектептердин жанындагы көчөлөрдү жарыктандыруу", "2025-2028", "900 000"]


async def arrived(clerk, name="plan.csv"):
    media = (Media("document", uuid.uuid4().hex, spreadsheet=name.endswith((".csv", ".xlsx"))),)
    await clerk._hears(Incoming(uuid.uuid4().hex, clerk.peer, Kind.MEDIA, "", media=media))


async def sent(village, clerk, *rows):
    """A table sent as a file; its cells are read in a process of its own elsewhere."""
    await arrived(clerk)
    [waiting] = await village.database.read(partial(expected.list_waiting, kind=PLAN_TABLE))
    take = partial(expected.take, kind=PLAN_TABLE, waiting=waiting, content=read_table([HEAD, *rows]))
    await village.database.write(partial(take, at=village.clock()))
    await village.courier.carry()
    return texts(village, clerk.peer.address)[-1]


async def test_a_plan_comes_by_a_table_and_a_proposal_and_its_line_are_tied_by_one_tap(village):
    clerk, aigul = await joined(village, "Бакыт", Role.STAFF), await village.in_menu("Айгүл")
    made = await proposal_of(village, aigul, "Мектептин жанына жарык керек")
    other = await proposal_of(village, aigul, "Мектептин көчөсүнө жарык керек")
    assert "Планга байлоо" not in await clerk.taps(f"desk_one:{made.id}")
    await clerk.taps("plan_desk")
    assert "пункттар — 0" in await clerk.taps("plan_one:seop")
    assert "D2: «көп»" in await sent(village, clerk, [*LIGHT[:3], "көп"], WATER)
    assert "жаңы пункттар — 2" in await sent(village, clerk, WATER, LIGHT)
    assert "мурдагыдай — 2" in await sent(village, clerk, WATER, LIGHT)
    card = await clerk.taps(f"desk_one:{made.id}")
    assert "Планга байлоо" in card
    said = await clerk.presses("Планга байлоо")
    assert "1 — СЭӨП · 3.1 Мектептердин" in said
    said = await clerk.says("суу")
    assert "1 — СЭӨП · 3.2 Ичүүчү" in said
    assert "Байланды: СЭӨП · 3.2" in await clerk.presses("1")
    assert "Байланыш чечилди: СЭӨП · 3.2" in await clerk.presses("1")

    person, given = await clerk.person(), Answer(Decision.INCLUDED, budget_line="Көчө жарыгы", sentence="")
    for id in (made.id, other.id):
        send = partial(answers.send, id=id, answer=given, revision=1, by=person, at=village.clock())
        await village.database.write(send)
    await clerk.taps("plan_desk")
    assert "1 — Көчө жарыгы · № 0001, № 0002" in await clerk.taps("plan_lines")
    assert "1 — СЭӨП · 3.1 Мектептердин" in await clerk.presses("1")
    assert "Байланды" in await clerk.presses("1")
    count = partial(proposed.propose, criterion=9, aimak_id=person.aimak_id, year=made.budget_year, by=None)
    found = await village.database.read(partial(count, at=village.clock()))
    assert [part.counted for part in found.parts] == [100, 100]
    assert "✓ Көчө жарыгы" in await clerk.presses("Артка")


async def test_the_plan_of_another_aimak_is_out_of_reach_and_a_lost_table_is_told(village):
    clerk, aigul = await joined(village, "Бакыт", Role.STAFF), await village.in_menu("Айгүл")
    made = await proposal_of(village, aigul, "Мектептин жанына жарык керек")
    await clerk.taps("plan_desk")
    await clerk.taps("plan_one:bap")
    await sent(village, clerk, LIGHT)
    stranger = await joined(village, "Нурбек", Role.STAFF, aimak="shark")
    await stranger.taps("plan_desk")
    for forged in (f"tie_line:{made.id}", "tie_to:i1", "tie", "plan_one:x", "tie_to:q"):
        assert "Мектептердин" not in await stranger.taps(forged)
    await clerk.taps("plan_desk")
    await clerk.taps("plan_one:bap")
    await arrived(clerk)
    [waiting] = await village.database.read(partial(expected.list_waiting, kind=PLAN_TABLE))
    assert await village.database.write(partial(every.lose, id=waiting.id, at=village.clock()))
    await village.courier.carry()
    assert "кайра жөнөтүңүз" in texts(village, "Бакыт")[-1]
    await arrived(clerk, "plan.pdf")
    assert ".xlsx же .csv" in texts(village, "Бакыт")[-1]
