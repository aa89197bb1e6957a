"""What a clerk types outside the steps: a screen by its name, a proposal by its number, an answer before its reason."""

import pytest

from bot.budget.permissions import Role
from bot.office.answers import dialogue

LIGHT = "Мектептин жанына жарык керек, балдар караңгыда келатышат"
SENTENCE = "Мектептин көчөсү 2028-жылдын планына киргизилет."


@pytest.mark.parametrize("step", ["menu", "card", "list"])
async def test_a_clerk_opens_a_screen_by_its_name_and_a_proposal_by_its_number_anywhere(village, step):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Бакыт", "Автобус аялдамасына чатыр керек")
    await nurlan.reads()
    if step != "menu":
        await nurlan.taps("desk_list:waiting" if step == "list" else "desk_one:1")
    assert "№ 0002" in await nurlan.says("0002")
    assert "укугуңуз жок" in await nurlan.says("6-критерий")
    head = await village.worker("Гүлнара", role=Role.HEAD)
    await head.taps("desk_one:1")
    assert "(kokjar)" in await head.says("6-критерий")
    assert "№ 0001" in await nurlan.says("№ 1")
    assert "жок" in (await nurlan.says("0999")).casefold() or "Түшүнбөй" in nurlan.heard[-1].text


async def test_the_names_of_the_offices_screens_open_nothing_for_a_resident(village):
    aigul = await village.with_proposal("Айгүл", LIGHT)
    assert "(kokjar)" not in await aigul.says("6-критерий")
    assert "укугуңуз" not in aigul.heard[-1].text


async def test_an_answer_typed_before_its_reason_is_kept_and_offered_back(village, tell):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await nurlan.reads()
    await nurlan.follows_script("/start", "Жооп күткөндөр", "1", "Жооп берүү")
    came = await nurlan.says(SENTENCE)
    assert "жоопко сакталды" in came
    assert "Эмне чечилди?" in came or "Долбоорго кирди" in came
    assert "Себеби кандай?" in await nurlan.says("3") or "Каражат" in nurlan.heard[-1].numbered()
    assert f"Азыр: «{SENTENCE}»" in await nurlan.says("1")
    assert SENTENCE in await nurlan.presses("Өткөрүп жиберүү")
    await nurlan.says("1")
    assert SENTENCE in await aigul.reads()
    tell("answers typed too early", kept=1, lost=0)


async def test_help_of_a_clerk_is_about_their_work(village):
    nurlan = await village.worker("Нурлан")
    said = await nurlan.says("/help")
    assert "«Жооп күткөндөр»" in said
    assert "0002" in said
    aigul = await village.in_menu("Айгүл")
    assert "«Жооп күткөндөр»" not in await aigul.says("/help")


async def test_words_of_the_office_in_the_other_language_are_marked(village):
    olga = await village.worker("Ольга", language="ru")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    person = await olga.person()
    await village.database.write(
        lambda store: dialogue.ask_author(
            store, id=1, text="Скажите, у какой школы нужен свет?", by=person, at=village.clock()
        )
    )
    assert "(орусча) «Скажите, у какой школы" in await aigul.reads()
    await olga.follows_script("/start", "Ждут ответа", "1", "Ответить", "3", "1")
    preview = await olga.says("Улица школы включена в план 2028 года.")
    assert "(орусча) Улица школы" in preview


async def test_a_swipe_on_the_notice_of_a_new_proposal_keeps_the_words_for_its_answer(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Бакыт", "Автобус аялдамасына чатыр керек")
    await nurlan.reads()
    came = await nurlan.swipes("Жаңы сунуш № 0001", SENTENCE)
    assert "№ 0001" in came
    assert "жоопко сакталды" in came
    await nurlan.follows_script("Жооп берүү", "3")
    assert f"Азыр: «{SENTENCE}»" in await nurlan.says("1")
