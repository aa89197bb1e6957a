"""Somebody introduces themselves: no proposal is made of it, and the name is written nowhere without a yes."""

import pytest

from bot.language.wishes.introduced import read_introduction


@pytest.mark.parametrize(("said", "name"), [
    ("меня зовут Айгуль, живу на Манаса 12", "Айгуль"),
    ("меня зовут айгуль живу на манаса 12", "айгуль"),
    ("Меня Айгуль зовут", "Айгуль"),
    ("менин атым Гүлнара", "Гүлнара"),
    ("Мени атым Айпери", "Айпери"),
    ("Мени Айгүл дешет", "Айгүл"),
    ("Мен Гүлнарамын", "Гүлнара"),
    ("Асанова Гүлнара", "Асанова Гүлнара"),
    ("Асан уулу Бакыт", "Асан уулу Бакыт"),
    ("Салам, мен Бакыт Асанов, мугалиммин", "Бакыт Асанов"),
    ("здравствуйте, я Асанова Гульнара, мне 65 лет", "Асанова Гульнара"),
    ("Мен Айнура Көк-Жар айылынан", "Айнура"),
    ("menin atym Aigul", "Aigul"),
    ("menya zovut Bakyt", "Bakyt"),
    ("mening ismim Gulnora", "Gulnora"),
])  # fmt: skip
def test_the_name_of_whoever_introduces_themselves(said, name):
    assert read_introduction(said) == name


@pytest.mark.parametrize("said", [
    "меня зовут Айгуль, почините дорогу", "Ленин көчөсү", "улица Асанова", "Манас", "мен жол оңдолсун дейм", "я против",
    "мен макулмун", "Я из Шарка", "Мен келем", "это Нурлан сломал забор", "Айгүл эжеге рахмат", "глава Асанов взятку взял",
    "Асанов Бакыт взял взятку", "Школа Иванова", "Жибек Жолу", "Света", "живу на Манаса 12", "улица Мира 12", "Азамат молодец",
    "меня зовут Айгуль?", "",
])  # fmt: skip
def test_other_words_introduce_nobody(said):
    assert read_introduction(said) == ""


async def test_a_name_told_behind_the_receipt_is_offered_to_stand_with_the_proposal(village):
    vera = await village.at_check("Вера", "Почините мост у фермы", language="ru")
    await vera.presses("Отправить")
    came = await vera.says("меня зовут Айгуль, живу на Манаса 12")
    assert "Имя указывать не нужно." in came
    assert "с № 0001: «Айгуль»?" in came
    assert (await vera.proposals())[0].author_name is None
    assert "Сообщать вам о слушаниях" in await vera.says("нет")
    assert (await vera.proposals())[0].author_name is None
    await vera.says("Асанова Айгуль")
    assert "Имя записано к № 0001." in await vera.says("да")
    (only,) = await vera.proposals()
    assert (only.text, only.author_name) == ("Почините мост у фермы", "Асанова Айгуль")
    assert "Имя: Асанова Айгуль" in await vera.follows_script("мои предложения", "1")
    await vera.presses("Без моего имени")
    assert (await vera.proposals())[0].author_name is None


async def test_a_name_told_while_the_office_would_ask_joins_no_text(village):
    gul = await village.with_proposal("Гүл", "Мектепке жарык керек")
    assert "Аты-жөнүңүз шарт эмес." in await gul.says("Асанова Гүлнара")
    assert "жазылбайт" in await gul.says("жок")
    (only,) = await gul.proposals()
    assert only.text == "Мектепке жарык керек"


@pytest.mark.parametrize("said", ["менин атым Гүлнара", "Асанова Гүлнара", "salam, menin atym Gulnara"])
async def test_whoever_introduces_themselves_at_the_menu_is_greeted(village, said):
    gul = await village.in_menu("Гүл")
    came = await gul.says(said)
    assert "Саламатсызбы, " in came
    assert "Бул сунушпу" not in came
    assert "Эмне кылгыңыз келет?" in came


async def test_a_name_told_at_each_step_of_a_proposal_stands_with_it_after_a_yes(village):
    gul = await village.in_menu("Гүл")
    await gul.says("1")
    assert "Аты-жөнүңүз шарт эмес." in await gul.says("менин атым Гүлнара")
    assert "1/3" in await gul.says("жок")
    await gul.says("2")
    assert "«Гүлнара»" in await gul.says("салам, мен Гүлнарамын")
    assert "2/3" in await gul.says("ооба")
    assert "Атыңыз: Гүлнара" in await gul.says("Мектепке жарык керек")
    await gul.says("макулмун")
    assert "«Асанова Гүлнара»" in await gul.says("аты-жөнүм Асанова Гүлнара")
    assert "Атыңыз: Асанова Гүлнара" in await gul.says("ооба")
    await gul.presses("Жөнөтүү")
    (only,) = await gul.proposals()
    assert (only.text, only.author_name) == ("Мектепке жарык керек", "Асанова Гүлнара")


async def test_a_newcomer_who_introduces_themselves_is_greeted_and_nothing_is_held(village):
    gul = village.resident("Гүл")
    came = await gul.says("здравствуйте, меня зовут Айгуль")
    assert "Здравствуйте, Айгуль!" in came
    assert "Тилди тандаңыз. Выберите язык." in came
    await gul.taps("language:ru")
    await gul.starts("a_kokjar")
    assert "Это предложение?" not in await gul.says("/menu")


async def test_a_late_yes_writes_no_name(village):
    gul = await village.with_proposal("Гүл", "Мектепке жарык керек")
    await gul.says("Асанова Гүлнара")
    await gul.says("/help")
    await gul.taps("introduced:yes")
    assert "Бул баскыч" in (await gul.taps("introduced:yes"))
