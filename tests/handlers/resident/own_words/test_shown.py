"""Somebody asks to see what they wrote, or to change it: the text is shown, or asked for anew."""

import pytest

from bot.language.wishes.own_text import asks_for_own_text

LIGHT = "Мектепке жарык керек, балдар караңгыда"


@pytest.mark.parametrize("said", [
    "покажи что я написала", "мен эмне жаздым көрсөтчү", "что там у меня записано", "жазганымды көрсөтүңүзчү",
    "покажите мой текст",
    "эмне жазылып калды", "prochitay chto ya napisal", "men emne jazdym korsotchu", "напомни, что я писала", "текстимди көрсөт",
])  # fmt: skip
def test_own_text_is_asked_for(said):
    assert asks_for_own_text(said)


@pytest.mark.parametrize("said", [
    "что обо мне записано", "что мне написать", "эмне жазам", "жазганым жок", "мой текст", "что написано в бюджете",
    "покажи бюджет",
    "мен жаздым эле жооп кана", "моё предложение где", "",
])  # fmt: skip
def test_other_things_are_asked_for(said):
    assert not asks_for_own_text(said)


@pytest.mark.parametrize("said", ["мен эмне жаздым көрсөтчү", "покажи что я написала", "jazganymdy korsot"])
async def test_the_text_is_shown_at_each_step_and_the_step_again(village, said):
    gul = await village.in_menu("Гүл")
    await gul.says(LIGHT)
    assert f"«{LIGHT}»" in await gul.says(said)
    await gul.says("ооба")
    came = await gul.says(said)
    assert f"Сиз жаздыңыз: «{LIGHT}»." in came
    assert "1/3" in came
    await gul.says("2")
    came = await gul.says(said)
    assert f"Сиз жаздыңыз: «{LIGHT}»." in came
    assert "3/3" in came
    await gul.says("кийин")
    assert f"«{LIGHT}»" in await gul.says(said)


async def test_what_was_sent_is_shown_where_nothing_waits(village):
    vera = await village.with_proposal("Вера", "Почините дорогу у школы", language="ru")
    came = await vera.says("покажи что я написала")
    assert "№ 0001, ждёт ответа" in came
    assert "«Почините дорогу у школы»" in came


@pytest.mark.parametrize(
    ("language", "said"), [("ky", "мен аны өзгөрткүм келет"), ("ru", "хочу изменить"), ("ky", "ozgortkum kelet")]
)
async def test_who_wants_to_change_the_unsent_text_is_asked_for_it(village, language, said):
    gul = await village.in_menu("Гүл", language=language)
    await gul.follows_script("1", "2", "Почините дорогу у школы", "кийин" if language == "ky" else "потом")
    assert "«Почините дорогу у школы»" in await gul.says(said)
    came = await gul.says("Почините дорогу у садика")
    assert "3/3" in came
    assert "«Почините дорогу у садика»" in came


async def test_a_slip_put_right_there_replaces_no_whole_text(village):
    oleg = await village.at_check("Олег", "Почините мост у фермы на улице Ленина", language="ru")
    await oleg.follows_script("потом", "хочу изменить")
    assert "«Почините мост у фермы на улице Манаса»" in await oleg.says("не Ленина, а Манаса")


@pytest.mark.parametrize(
    "said",
    ["почему айыл окмоту не подключился?", "биздин айыл өкмөтү качан кошулат?", "когда наш айыл окмоту подключится"],
)
async def test_whoever_asks_when_the_office_joins_is_answered_and_nothing_is_held(village, said):
    gul = await village.with_proposal("Гүл", "Почините дорогу у школы", language="ru")
    came = await gul.says(said)
    assert "Бот не знает, когда айыл окмоту подключится" in came
    assert "Это предложение?" not in came
    assert "Пока в айыл окмоту этого никто не читает" in await gul.says("кто тогда прочитает?")
    await village.worker("Бакыт")
    assert "Отправленное читают сотрудники" in await gul.says("кто это прочитает?")
