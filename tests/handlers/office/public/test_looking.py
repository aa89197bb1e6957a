"""A clerk looks at the texts that wait, one after the other, and can take back the last word."""

from bot.office.public import asking, switch
from tests.handlers.offices import proposed

LIGHT = "Мектептин жанына жарык керек"


async def opened(village, *texts):
    """A clerk of an aimak whose page is on, and the proposals that wait for a look."""
    clerk = await village.worker("Бакыт")
    aimak_id = (await clerk.person()).aimak_id
    aigul = await village.in_menu("Айгүл")

    async def turn(store):
        await switch.set_page(store, aimak_id=aimak_id, is_on=True, by=None, at=village.clock())

    await village.database.write(turn)
    filed = [await proposed(village, aigul, text) for text in texts]
    for one in filed:
        await let_show(village, aigul, one, public=True)
    await clerk.reads()
    return clerk, aigul, filed


async def let_show(village, author, proposal, *, public):
    by = await author.person()
    await village.database.write(
        lambda store: asking.make_public(store, id=proposal.id, public=public, page=public, by=by, at=village.clock())
    )


async def shown(village, *filed):
    return [await village.database.read(lambda store, id=one.id: store.looks.may_show(id)) for one in filed]


async def test_the_next_text_comes_after_each_and_the_last_word_can_be_taken_back(village):
    clerk, _, filed = await opened(village, LIGHT, "Көпүрө керек, чал: 0555 12 34 56", "Клубга чатыр керек")
    menu = await clerk.says("/menu")
    assert "Жарыялоо · 3" in menu
    said = await clerk.taps("to_look")
    assert said.startswith("3 текст карап чыгууну күтүүдө.\n№ 0001: чыгаша")
    assert LIGHT in said
    said = await clerk.presses("Жарыялоо")
    assert "№ 0001 эми баракта турат." in said
    assert "Көпүрө керек, чал: ***" in said
    assert "Жылдызчалардын" in said
    said = await clerk.presses("Жарыялабоо")
    assert "№ 0002: эл чечимди окуйт, текстти эмес." in said
    assert await shown(village, *filed) == [True, False, False]
    said = await clerk.presses("Кайтарып алуу")
    assert "№ 0002 кайра күтүүдө." in said
    assert "Көпүрө керек" in said
    await clerk.presses("Жарыялоо")
    assert await shown(village, *filed) == [True, True, False]
    said = await clerk.says("ооба")
    assert "Карап чыгууну күткөн текст жок." in said
    assert await shown(village, *filed) == [True, True, True]
    assert "Жарыялоо" not in await clerk.says("Артка")


async def test_what_is_left_for_later_waits_and_is_said(village):
    clerk, _, filed = await opened(village, LIGHT, "Клубга чатыр керек")
    await clerk.taps("to_look")
    assert "Клубга чатыр" in await clerk.presses("Өткөрүп жиберүү")
    assert "1 текст кийинкиге калды." in await clerk.presses("Жарыялоо")
    assert await shown(village, *filed) == [False, True]
    assert LIGHT in await clerk.taps("to_look")


async def test_what_its_author_takes_back_or_changes_meanwhile_is_not_let_out(village):
    clerk, aigul, filed = await opened(village, LIGHT, "Клубга чатыр керек")
    await clerk.taps("to_look")
    await let_show(village, aigul, filed[0], public=False)
    said = await clerk.presses("Жарыялоо")
    assert "автору ушул убакта кайтарып алды" in said
    assert "Клубга чатыр керек" in said
    await aigul.taps(f"mine_one:{filed[1].id}")
    await aigul.taps("correct")
    await aigul.says("Клубга чатыр менен эшик керек")
    said = await clerk.presses("Жарыялоо")
    assert "Кайра окуп чыгыңыз" in said
    assert "эшик" in said
    assert await shown(village, *filed) == [False, False]


async def test_a_long_text_is_read_to_its_end_before_it_is_let_out(village):
    clerk, _, filed = await opened(village, "Жарык керек. " * 250)
    await clerk.taps("to_look")
    assert not [id for id, _ in clerk.heard[-1].choices if id.startswith("look_yes")]
    await clerk.presses("Дагы")
    await clerk.presses("Жарыялоо")
    assert await shown(village, *filed) == [True]


async def test_where_the_page_is_off_nothing_waits(village):
    clerk, _, _ = await opened(village, LIGHT)
    aimak_id = (await clerk.person()).aimak_id
    await village.database.write(
        lambda store: switch.set_page(store, aimak_id=aimak_id, is_on=False, by=None, at=village.clock())
    )
    assert "Жарыялоо" not in await clerk.says("/menu")
    assert "Карап чыгууну күткөн текст жок." in await clerk.taps("to_look")
    assert "укугуңуз жок" in await (await village.in_menu("Жыпар")).taps("to_look")


async def test_whoever_asks_for_a_text_to_be_taken_down_is_served_at_its_card(village):
    clerk, _, filed = await opened(village, LIGHT)
    assert "Барактан алуу" not in [title for _, title in clerk.heard[-1].ways]
    await clerk.taps("to_look")
    await clerk.presses("Жарыялоо")
    assert "Тексти ачык баракта турат." in await clerk.taps(f"desk_one:{filed[0].id}")
    assert "эл чечимди окуйт, текстти эмес" in await clerk.presses("Барактан алуу")
    assert await shown(village, *filed) == [False]
    assert "эми баракта турат" in await clerk.presses("Баракка чыгаруу")
    assert await shown(village, *filed) == [True]
    assert "укугуңуз жок" in await (await village.in_menu("Жыпар")).taps(f"page_off_text:{filed[0].id}.1")
    assert await shown(village, *filed) == [True]
