"""A no that answers the question, and what is meant instead. The no is no word of the proposal."""

import pytest

from bot.budget.proposal_text.agreed import cut_after_a_no


@pytest.mark.parametrize(("said", "meant"), [
    ("нет, хочу чтобы починили дорогу", "хочу чтобы починили дорогу"),
    ("Нет я хочу спортзал", "я хочу спортзал"),
    ("жок, мен жол оңдолсун дейм", "мен жол оңдолсун дейм"),
    ("Жок мен суу керек дегем", "мен суу керек дегем"),
    ("jok men jol ondolsun deim", "men jol ondolsun deim"),
    ("net, hochu dorogu", "hochu dorogu"),
    ("ой нет, не то! надо фонари", "надо фонари"),
    ("Жок, андай эмес, биз көпүрө дедик", "биз көпүрө дедик"),
    ("нет света и воды на улице", ""),
    ("нет воды, света и дороги", ""),
    ("жок болуп кеткен көпүрөнү калыбына келтиргиле", ""),
    ("нет", ""),
    ("не работает насос", ""),
])  # fmt: skip
def test_what_is_meant_stands_behind_the_no(said, meant):
    assert cut_after_a_no(said) == meant


async def test_a_no_at_the_question_lets_go_and_what_is_meant_is_the_text(village):
    vera = await village.in_menu("Вера", language="ru")
    await vera.says("Айылда көпүрө бузулган")
    came = await vera.says("нет, хочу чтобы починили дорогу")
    assert "не сохраняется: «Айылда көпүрө бузулган»" in came
    assert "Это предложение? «хочу чтобы починили дорогу»" in came
    await vera.follows_script("да", "2", "Разрешаю", "Отправить")
    (only,) = await vera.proposals()
    assert only.text == "хочу чтобы починили дорогу"
    assert "Айылда" not in await vera.says("неотправленные")


async def test_the_same_in_kyrgyz_and_in_latin_letters(village):
    gul = await village.in_menu("Гүл")
    await gul.says("Биздин айылда көпүрө эскирди")
    assert "Бул сунушпу? «мен жол оңдолсун дейм»" in await gul.says("жок, мен жол оңдолсун дейм")
    assert "Бул сунушпу? «men suu kerek degem»" in await gul.says("jok, men suu kerek degem")
    assert "Жөнөтүлө элек" not in await gul.says("/menu")


async def test_a_no_while_a_text_is_being_checked(village):
    oleg = await village.at_check("Олег", "Почините мост у фермы", language="ru")
    assert "к предложению? «хочу чтобы починили дорогу»" in await oleg.says("нет, хочу чтобы починили дорогу")
    came = await oleg.says("нет, надо фонари поставить")
    assert "не сохраняется: «хочу чтобы починили дорогу»" in came
    assert "к предложению? «надо фонари поставить»" in came
    assert "«надо фонари поставить»" in await oleg.presses("Заменить текст")


async def test_a_no_to_notices_is_no_word_of_the_next_text(village):
    aida = await village.at_check("Аида", "Мектепке жарык керек")
    await aida.presses("Жөнөтүү")
    assert "Бул сунушпу? «бакчага да суу керек»" in await aida.says("жок, бакчага да суу керек")


async def test_a_no_that_only_says_what_is_missing_stays_a_text(village):
    vera = await village.in_menu("Вера", language="ru")
    await vera.says("у нас на улице темно")
    assert "Это предложение? «нет света и воды на улице Манаса»" in await vera.says("нет света и воды на улице Манаса")


async def test_a_yes_and_more_without_a_comma(village):
    vera = await village.in_menu("Вера", language="ru")
    await vera.says("у нас на улице нет света")
    assert "к предложению? «я хочу фонари у школы»" in await vera.says("да я хочу фонари у школы")
