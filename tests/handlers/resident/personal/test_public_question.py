"""Of the page an author is asked once it is on, and takes the text back at once."""

import pytest

from bot.office.messenger_accounts import links
from bot.office.public import looks, switch

LIGHT = "Мектептин жанындагы Ленин көчөсүнө 5 фонарь керек, балдар караңгыда келатышат"


async def turn(village, *, on, code="kokjar"):
    async def work(store):
        aimak = await store.aimaks.find_by_code(code)
        await switch.set_page(store, aimak_id=aimak.id, is_on=on, by=None, at=village.clock())

    await village.database.write(work)


async def asked(village, name, *, language="ky"):
    """What is asked after the receipt, once all else is answered or skipped."""
    author = await village.with_proposal(name, LIGHT, language=language)
    skips = {"ky": "Өткөрүп жиберүү", "ru": "Пропустить"}[language]
    while skips in [title for _, title in author.heard[-1].ways]:
        await author.presses(skips)
    return author, author.heard[-1]


@pytest.mark.parametrize(("language", "page"), [("ky", "ачык баракта"), ("ru", "на открытой странице")])
async def test_of_the_page_nobody_is_asked_until_it_is_on(village, language, page):
    _, question = await asked(village, "Айгүл", language=language)
    assert "0001" in question.text
    assert page not in question.text
    await village.database.write(lambda store: links.keep_web(store, "https://sunush.example"))
    await turn(village, on=True)
    _, question = await asked(village, "Бакыт", language=language)
    assert page in question.text
    assert "https://sunush.example/kokjar" in question.text


async def test_who_said_yes_to_the_hall_is_asked_of_the_page_with_the_next_question_and_may_say_no(village):
    author, _ = await asked(village, "Айгүл")
    await author.says("ооба")
    clerk = await village.worker("Бакыт")
    await turn(village, on=True)
    await clerk.says("/menu")
    assert "Жарыялоо" not in clerk.heard[-1].numbered()
    await clerk.taps("desk_one:1")
    await clerk.taps("answer")
    await clerk.taps("decision:included")
    for _ in range(6):
        if [id for id, _ in clerk.heard[-1].choices if id == "send_answer"]:
            break
        await clerk.taps("skip")
    await clerk.taps("send_answer")
    await author.reads()
    said = await author.presses("Түшүнүктүү")
    assert "ачык баракта да турса болобу" in said
    await author.says("жок")
    proposal = (await author.proposals())[0]
    assert (proposal.public_text, proposal.on_page) == (True, False)


async def test_the_author_takes_the_text_from_the_page_at_once(village):
    await turn(village, on=True)
    author, _ = await asked(village, "Айгүл")
    assert "кызматкер карагандан кийин" in await author.says("ооба")
    clerk = await village.worker("Бакыт")
    person = await clerk.person()

    def let(store):
        return looks.look(store, id=1, revision=1, shown=True, by=person, at=village.clock())

    said = await author.taps("mine_one:1")
    assert "кызматкер уруксат бергенден кийин" in said
    await village.database.write(let)
    assert "Тексти ачык баракта турат." in await author.taps("mine_one:1")
    assert "эми баракта текстти эч ким окубайт" in await author.presses("Жарыялабоо")
    assert not await village.database.read(lambda store: store.looks.may_show(1))
    assert "Тексти ачык баракта" not in await author.taps("mine_one:1")
    await author.presses("Жарыялоо")
    assert await village.database.read(lambda store: store.looks.may_show(1)), "a clerk has let this text out before"
