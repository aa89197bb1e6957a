"""A clerk says in their own words what is wanted of the desk. It is heard at the menu, a list and a card."""

import pytest

from bot.budget.permissions import Role

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
STOP = "Автобус аялдамасына чатыр керек"


async def _clerk(village, step, role=Role.STAFF):
    nurlan = await village.worker("Нурлан", language="ru", role=role)
    await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Бакыт", STOP)
    await nurlan.reads()
    if step != "menu":
        await nurlan.taps("desk_list:waiting" if step == "list" else "desk_one:1")
    return nurlan


@pytest.mark.parametrize("step", ["menu", "list", "card"])
async def test_a_clerk_is_led_by_what_is_said_and_not_by_a_search_of_it(village, step):
    nurlan = await _clerk(village, step)
    for typed, comes in (
        ("как назначить слушание?", "Это делается здесь: «Объявить слушания»."),
        ("у меня 3 заявки с бумаги, как внести?", "Это делается здесь: «Записать за жителя»."),
        ("поменяй ответ на 0002", "№ 0002"),
        ("покажи все про чатыр", "№ 0002"),
        ("кто из жителей просил жарык", "№ 0001"),
        ("өткөн аптада канча сунуш келди", "поступило предложений: 2."),
        ("выгрузи в эксель", "Заполните цветные столбцы"),
    ):
        said = await nurlan.says(typed)
        assert comes in said, (typed, said)
        assert "Ничего не найдено" not in said
        await nurlan.taps(
            "desk_list:waiting" if step == "list" else "desk_one:1" if step == "card" else "desk_list:waiting"
        )
        if step == "menu":
            await nurlan.says("/menu")


async def test_a_search_of_a_wish_that_finds_nothing_names_what_was_looked_for(village):
    nurlan = await _clerk(village, "list")
    assert "Ничего не найдено: «вертолёт»" in await nurlan.says("покажи всё про вертолёт")


async def test_a_report_stands_behind_its_shelf_for_whoever_has_it(village):
    head = await _clerk(village, "menu", Role.HEAD)
    assert "6-критерий" in await head.says("отчет за год") or "Критери" in head.heard[-1].numbered()


async def test_a_resident_means_no_desk(village):
    aigul = await village.in_menu("Айгүл", language="ru")
    for typed in ("покажи все про воду", "как назначить слушание?", "выгрузи в эксель", "поменяй ответ на 0001"):
        assert "Это делается здесь" not in await aigul.says(typed)
        assert "найден" not in aigul.heard[-1].text
        await aigul.says("/cancel")


async def test_a_sentence_for_an_answer_is_never_taken_for_a_wish(village):
    nurlan = await _clerk(village, "card")
    await nurlan.follows_script("Ответить", "3")
    await nurlan.presses("Своими словами") if "Своими словами" in nurlan.heard[-1].numbered() else None
    said = await nurlan.says("покажи все про воду")
    assert "№ 0002" not in said
    assert "Ничего не найдено" not in said


async def test_the_menu_named_at_the_menu_stops_nothing(village):
    nurlan = await _clerk(village, "menu")
    await nurlan.says("/menu")
    assert "Остановлено" not in await nurlan.says("меню")
    aigul = await village.in_menu("Айгүл", language="ru")
    assert "Остановлено" not in await aigul.says("меню")
    await aigul.presses("Подать предложение")
    assert "Остановлено" in await aigul.says("меню")
