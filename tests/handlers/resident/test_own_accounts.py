"""A bot for one aimak alone: whoever comes there is in it, and hears where the others are served."""

import pytest

from bot.budget.permissions import Role
from bot.office.messenger_accounts import links, listed
from bot.office.messenger_accounts.listed import Served

GULISTAN = "https://t.me/gulistan_bot"


@pytest.fixture
async def of_kokjar(village):
    """The bot of this village is Kok-Jar's own; Gulistan has one beside it."""
    await village.database.write(serve)
    return village


async def serve(store):
    await listed.keep(store, [Served("telegram", "bot", "kokjar"), Served("telegram", "2", "gulistan")])
    await links.keep(store, "telegram", "2", bare=GULISTAN, with_payload=f"{GULISTAN}?start={links.PAYLOAD}")


async def find_code(person):
    """The code of the aimak that somebody is in."""
    id = (await person.person()).aimak_id
    return (await person.village.database.read(lambda store: store.aimaks.get(id))).code


async def test_whoever_comes_is_in_its_aimak_and_is_not_asked(of_kokjar):
    aigul = of_kokjar.resident("Айгүл")
    await aigul.starts()
    assert "Көк-Жар айыл өкмөтүнө" in await aigul.says("1")
    assert "Сунуш берүү" in aigul.heard[-1].numbered()


async def test_the_link_of_another_aimak_says_where_that_one_is_served(of_kokjar):
    aigul = of_kokjar.resident("Айгүл")
    await aigul.starts("a_gulistan")
    assert "Көк-Жар айыл өкмөтүнө" in await aigul.says("1")
    said = await aigul.starts("a_gulistan_mektep")
    assert "Бул жерде Көк-Жар айыл аймагы гана тейленет." in said
    assert f"Гүлистан үчүн бул жерге жазыңыз: {GULISTAN}?start=a_gulistan" in said
    assert await find_code(aigul) == "kokjar"


async def test_no_other_aimak_can_be_chosen_there_by_whatever_words(of_kokjar):
    aigul = await of_kokjar.in_menu("Айгүл")
    for words in ("/settings", "Башка айыл аймагы", "мен Гулистандан болом", "а гулистан", "башка аймак"):
        await aigul.says(words)
        assert await find_code(aigul) == "kokjar", words
    gulistan = await of_kokjar.database.read(lambda store: store.aimaks.find_by_code("gulistan"))
    await aigul.taps(f"aimak:{gulistan.id}")
    assert await find_code(aigul) == "kokjar"


async def test_hearings_of_another_aimak_can_be_followed_there_all_the_same(of_kokjar):
    aigul = await of_kokjar.in_menu("Айгүл")
    await aigul.says("/settings")
    await aigul.presses("Башка аймактар")
    assert "Гүлистан (Ноокат району)" in await aigul.says("гүлистан")


async def test_who_was_in_another_aimak_before_is_in_its_own_from_the_next_start_on(village):
    aigul = await village.in_menu("Айгүл", aimak="gulistan")
    clerk = await village.worker("Нурлан", role=Role.STAFF, aimak="gulistan")
    await village.database.write(serve)
    for person, code in ((aigul, "kokjar"), (clerk, "gulistan")):
        await person.starts()
        assert await find_code(person) == code
