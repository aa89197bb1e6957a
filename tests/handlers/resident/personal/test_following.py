"""Other aimaks are followed without moving; `/help` says which bot is the real one; a late answer is called late."""

from bot.budget.permissions import Role
from bot.office.messenger_accounts import links
from tests.handlers.offices import joined

LIGHT = "Мектептин жанына жарык керек"


async def test_several_aimaks_are_followed_and_left_and_one_lives_where_one_lived(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    home = (await aigul.person()).aimak_id
    await aigul.says("/settings")
    assert "Башка айыл аймагынын атын жазыңыз" in await aigul.presses("Башка аймактар")
    assert "Дагы кайсы аймактын" in await aigul.says("шарк")
    assert "тууралуу да кабар аласыз" in await aigul.says("1")
    await aigul.says("гулистан")
    assert "тууралуу да кабар аласыз" in await aigul.says("1")
    assert "Мындай ат табылган жок" in await aigul.says("жомоктогу жер")
    person = await aigul.person()
    assert person.aimak_id == home
    told_of = await village.database.read(lambda store: store.subscriptions.list_following(person.id))
    assert len(told_of) == 2
    assert home not in told_of
    assert "мындан ары кабар келбейт" in await aigul.says("1")
    assert len(await village.database.read(lambda store: store.subscriptions.list_following(person.id))) == 1
    assert "баскыч мурунку" in await aigul.taps(f"follow:{10**6}")
    assert "баскыч мурунку" in await aigul.taps(f"unfollow:{home}")


async def test_whoever_has_not_agreed_is_asked_first(village):
    bakyt = await village.in_menu("Бакыт", language="ru")
    await bakyt.says("/settings")
    await bakyt.presses("Другие аймаки")
    await bakyt.says("шарк")
    assert "/privacy" in await bakyt.says("1")
    assert "о слушаниях вам тоже сообщат" in await bakyt.taps("consent:yes")


async def test_help_says_which_bot_is_the_real_one(village):
    aigul = await village.in_menu("Айгүл")
    assert "Бул бот акча, сырсөз же код сурабайт." in await aigul.says("/help")
    await village.database.write(
        lambda store: links.keep(store, "telegram", "bot", bare="https://t.me/sunush_bot", with_payload="PAYLOAD")
    )
    assert "Анын жалгыз дареги — https://t.me/sunush_bot" in await aigul.says("/help")


async def test_an_answer_that_is_late_is_called_late_with_a_telephone(village):
    await joined(village, "Асан", Role.STAFF)
    aigul = await village.with_proposal("Айгүл", LIGHT)
    (proposal,) = await aigul.proposals()
    card = await aigul.taps(f"mine_one:{proposal.id}")
    assert "11-декабрына чейин" in card
    village.clock.later(days=18)
    assert "11-декабрына чейин" in await aigul.taps(f"mine_one:{proposal.id}")
    village.clock.later(days=1)
    late = await aigul.taps(f"mine_one:{proposal.id}")
    assert "кечигип жатат" in late
    assert "чейин" not in late
