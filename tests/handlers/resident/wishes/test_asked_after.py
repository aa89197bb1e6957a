"""What became of a request for information leads to its list, and a bare «back» or «yes» offers no hearing."""

from tests.handlers.resident.hearing_steps import announced


async def test_a_request_is_found_by_what_became_of_it(village):
    guljan = await village.with_proposal("Гүлжан", "Мектепке жарык керек", language="ru")
    await guljan.says("/menu")
    assert "Вы пока не запрашивали сведений" in await guljan.says("что с моим запросом")
    await guljan.follows_script("запросить сведения", "копию решения о бюджете", "отправить")
    for asked in ("ну что там с моим запросом", "запросума жооп барбы", "скоро ли ответ на запрос?"):
        assert "№ М-001" in await guljan.says(asked)
        await guljan.says("/menu")
    assert "«копию решения о бюджете»" in await guljan.says("М-001 где?")
    await guljan.says("/menu")
    assert "Вы пока не подавали инициатив" in await guljan.says("где моя инициатива")


async def test_back_and_yes_at_the_menu_offer_no_hearing(village):
    await announced(village)
    emil = await village.in_menu("Эмил", language="ru")
    for word in ("назад", "да", "ага", "копию"):
        assert "Приду" not in await emil.says(word)
        await emil.says("/menu")
