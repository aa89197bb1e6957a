"""Somebody says that they add something: it is asked to which proposal, and the lead-in is no word of it."""

import pytest

from bot.language.wishes.added import read_addition


@pytest.mark.parametrize(("said", "more"), [
    ("хочу добавить: яма возле магазина Береке", "яма возле магазина Береке"),
    ("кошумчалайм: балдар коркуп жатышат", "балдар коркуп жатышат"),
    ("ещё к моему предложению: нужен знак", "нужен знак"),
    ("кошумча: балдар коркуп жатышат", "балдар коркуп жатышат"),
    ("Сунушума дагы: жарык керек", "жарык керек"),
    ("сунушума кошуп коюңузчу жарык да керек", "жарык да керек"),
    ("я забыла добавить что там ещё лужа", "там ещё лужа"),
    ("koshumcha: baldar korkushat", "baldar korkushat"),
    ("hochu dobavit: yama u magazina", "yama u magazina"),
    ("добавлю, что дети ходят", "дети ходят"),
    ("кошумчалап кетейин, кышында тайгак болот", "кышында тайгак болот"),
    ("хочу добавить:яма", "яма"),
])  # fmt: skip
def test_what_is_added_stands_behind_the_lead_in(said, more):
    assert read_addition(said) == more


@pytest.mark.parametrize("said", [
    "хочу добавить фонарей на улице", "кошумча акча керек мугалимдерге", "добавьте автобус", "сунушум бар: жол оңдолсун",
    "менин сунушум: жол", "Ага кошумча, чатыр керек", "хочу добавить", "Дагы: жол", "Мектепке жарык керек", "",
])  # fmt: skip
def test_a_wish_to_have_more_of_something_adds_nothing(said):
    assert read_addition(said) == ""


@pytest.mark.parametrize(("language", "said", "asked"), [
    ("ru", "хочу добавить: яма возле магазина Береке", "Добавить это к № 0001? «яма возле магазина Береке»"),
    ("ru", "ещё к моему предложению: нужен знак", "Добавить это к № 0001? «нужен знак»"),
    ("ky", "кошумчалайм: балдар коркуп жатышат", "Бул № 0001 сунушуңузга кошулсунбу? «балдар коркуп жатышат»"),
    ("ky", "koshumcha: baldar korkushat", "Бул № 0001 сунушуңузга кошулсунбу? «baldar korkushat»"),
])  # fmt: skip
async def test_it_is_asked_at_once_whether_it_is_added_to_what_was_sent(village, language, said, asked):
    vera = await village.with_proposal("Вера", "Почините дорогу у школы", language=language)
    for _ in ("behind the receipt", "at the menu"):
        assert asked in await vera.says(said)
        await vera.says("/menu")
    await vera.says(said)
    await vera.says("ооба" if language == "ky" else "да")
    (only,) = await vera.proposals()
    assert only.text == f"Почините дорогу у школы\n{asked.partition('«')[2].rstrip('»')}"


async def test_of_several_it_is_asked_to_which(village):
    vera = await village.with_proposal("Вера", "Почините дорогу у школы", language="ru")
    await vera.follows_script("/menu", "1", "2", "Поставьте фонари у клуба", "Отправить", "/menu")
    came = await vera.says("хочу добавить: яма возле магазина Береке")
    assert "К какому предложению это добавить? «яма возле магазина Береке»" in came
    assert "№ 0001: «Почините дорогу у школы»" in came
    assert "Добавлено к № 0001." in await vera.says("0001") or "добавлено к № 0001" in vera.heard[-1].text
    assert (await vera.proposals())[1].text == "Почините дорогу у школы\nяма возле магазина Береке"
    await vera.says("хочу добавить: там темно")
    assert "Это предложение? «там темно»" in await vera.presses("Новое предложение")


async def test_it_joins_what_is_being_written_or_held(village):
    oleg = await village.at_check("Олег", "Почините дорогу у школы", language="ru")
    assert "Добавить это к предложению? «яма у магазина»" in await oleg.says("хочу добавить: яма у магазина")
    await oleg.says("да")
    await oleg.says("потом")
    assert "Добавить это к предложению? «нужен знак»" in await oleg.says("ещё к моему предложению: нужен знак")
    gul = await village.in_menu("Гүл")
    await gul.says("Мектепке жарык керек")
    assert "Бул сунушпу? «Мектепке жарык керек. балдар коркот»" in await gul.says("кошумчалайм: балдар коркот")
