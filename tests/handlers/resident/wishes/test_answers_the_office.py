"""What answers the office's question at the menu is offered as the reply first, and becomes no proposal."""

import pytest

from tests.handlers.resident.hearing_steps import LIGHT
from tests.handlers.resident.test_swipes import asks, said_about


@pytest.mark.parametrize(
    "said", ["12 үй", "12", "кечээ айткандай 12 үй", "он эки үй бар", "Ленин көчөсү", "ооба", "12 domov"]
)
async def test_a_short_fact_at_the_menu_is_the_reply(village, said):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await asks(village, nurlan, "Канча үй бар?")
    await aigul.reads()
    await aigul.says("/menu")
    came = await aigul.says(said)
    assert f"Бул айыл өкмөтүнүн суроосуна жообуңузбу? «{said}»" in came
    assert "1 — Жооп: № 0001" in came
    assert "Жообуңуз берилди" in await aigul.says("ооба")
    assert ("replied", said) in await said_about(village)
    assert len(await aigul.proposals()) == 1


async def test_other_words_go_their_own_way_though_the_office_asked(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await asks(village, nurlan, "Канча үй бар?")
    await aigul.reads()
    await aigul.says("/menu")
    assert "суроосуна жообуңузбу" not in await aigul.says("рахмат")
    assert "1/3" in await aigul.says("1")
    await aigul.says("/menu")
    assert "Бул сунушпу?" in await aigul.says("Көпүрөнү оңдоп бергиле")
    assert "айыл өкмөтүнүн суроосуна" not in await aigul.says("жок")


async def test_a_fact_where_the_office_asked_nothing_is_no_reply(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await aigul.says("/menu")
    assert "суроосуна жообуңузбу" not in await aigul.says("бизде 12 үй")
