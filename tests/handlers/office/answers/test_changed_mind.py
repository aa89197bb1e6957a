"""A clerk who changes their mind. What was said of another decision goes, what was begun stays, and a number is one thing."""

import pytest

from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE, answers
from tests.handlers.office.intake.test_entering import begins


async def test_the_reason_of_another_decision_is_not_left_in_the_answer(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "Долбоорго кирген жок", "Каражат жетпейт", SENTENCE)
    await nurlan.presses("Өзгөртүү")
    said = await nurlan.presses("Долбоорго кирди")
    assert f"Мурунку чечимге жазган сүйлөмүңүз алынып салынды: «{SENTENCE}»" in said
    preview = await nurlan.follows_script("150 000", "Көчө жарыгы", "Өткөрүп жиберүү")
    assert SENTENCE not in preview
    assert "150\u00a0000" in preview
    await nurlan.presses("Өзгөртүү")
    await nurlan.presses("Кийинки жылга калды")
    assert "Себеби эмне?" in nurlan.heard[-1].text  # the reason too is asked for anew
    asked = await nurlan.presses("Каражат жетпейт")
    assert SENTENCE not in asked
    await nurlan.says(SENTENCE)
    await nurlan.presses("Өзгөртүү")
    assert "алынып салынды" not in await nurlan.presses("Кийинки жылга калды")  # the same decision changes nothing


async def test_an_answer_that_is_left_is_said_to_be_kept_and_is(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan)
    for command in ("/cancel", "/menu"):
        await answers(nurlan)
        assert (await nurlan.says(command)).startswith("Токтоттук.\n")  # nothing was written yet
    await answers(nurlan, "Долбоорго кирген жок", "Каражат жетпейт", SENTENCE)
    said = await nurlan.says("Отменить")
    assert "№ 0001 үчүн жазганыңыз сакталды: картасындагы «Жооп берүү» менен улантасыз." in said
    assert SENTENCE in await answers(nurlan)


@pytest.mark.parametrize("typed", ["1", "7.", "…", "Долбоорго кирди"])
async def test_what_is_no_sentence_is_not_sent_to_an_author(village, typed):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await village.with_proposal("Борис", "Нужно освещение у школы", language="ru")
    await nurlan.reads()
    asked = await answers(nurlan, "Долбоорго кирди", "150 000", "Көчө жарыгы")
    assert "Кааласаңыз" in asked
    before = nurlan.heard[-1].text
    assert "Автор мындай окуйт" not in await nurlan.says(typed) or typed.startswith("Долбоорго")
    if not typed.startswith("Долбоорго"):
        assert before in nurlan.heard[-1].text
        await nurlan.says(SENTENCE)
    else:
        await nurlan.presses("Менин сүйлөмүм")
    await nurlan.presses("Орусча да жазуу")
    assert "орусча" in await nurlan.says(typed)
    assert "Автор мындай окуйт" not in nurlan.heard[-1].text


async def test_a_decision_or_reason_typed_at_a_later_step_is_asked_about(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "Долбоорго кирди")
    for then in ("150 000", "Көчө жарыгы", "Баш тартуу себеби"):
        asked = nurlan.heard[-1].text
        for typed in ("не включено", "кирбейт", "нет денег"):
            assert f"«{typed}» — бул эмне?" in await nurlan.says(typed)
            await nurlan.presses("Артка")
            assert nurlan.heard[-1].text == asked
        await nurlan.says("нет денег")
        if then == "Баш тартуу себеби":
            assert "өз сөзүңүз менен түшүндүрүңүз" in await nurlan.presses(then)
        else:
            await nurlan.presses("Артка")
            await nurlan.says(then)


async def test_a_decision_typed_at_the_line_takes_the_place_of_the_one_before(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "Долбоорго кирди", "150 000", "кирбейт")
    assert "Себеби эмне?" in await nurlan.presses("Бул чечим")
    preview = await nurlan.follows_script("Каражат жетпейт", SENTENCE)
    assert "ДОЛБООРГО КИРГЕН ЖОК" in preview
    assert "150" not in preview


async def test_what_is_meant_as_the_line_is_kept_as_the_line(village):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "Долбоорго кирди", "150 000", "По нормативу")
    await nurlan.presses("Бюджеттин сабы")
    assert "Бюджеттин сабы: По нормативу" in await nurlan.presses("Өткөрүп жиберүү")


@pytest.mark.parametrize("typed", ["1", "1, көчө жарыгы"])
async def test_a_sum_of_a_few_som_is_asked_back_once(village, typed):
    nurlan = await village.worker("Нурлан")
    await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "Долбоорго кирди")
    said = await nurlan.says(typed)
    assert "1 сом өтө аз" in said
    assert "Мисалы: 150" in said
    assert "өтө аз" not in await nurlan.says(typed)


async def test_an_author_on_paper_is_not_said_to_be_asked(village):
    clerk = await village.worker("Нурлан")
    await begins(clerk)
    await clerk.says(LIGHT)
    await clerk.presses("Каттоо")
    await clerk.says("/cancel")
    await clerk.says("0001")
    assert "дареги жок, андан сурай албайбыз" in await clerk.presses("Сунуш эмес")
    said = await clerk.presses("Жарнама")
    assert "өзүнө айтып коюңуз" in said
    assert "автордон сурал" not in said


async def test_after_an_answer_no_list_of_before_opens(village):
    nurlan = await village.worker("Нурлан")
    for name in ("Айгүл", "Бакыт", "Жыпар"):
        await village.with_proposal(name, LIGHT)
    await answers(nurlan, "Долбоорго кирген жок", "Каражат жетпейт", SENTENCE, "Жооп жөнөтүү")
    await nurlan.taps("desk_list:answered")
    await nurlan.says("0002")
    said = await nurlan.follows_script(
        "Жооп берүү", "Долбоорго кирген жок", "Каражат жетпейт", SENTENCE, "Жооп жөнөтүү"
    )
    assert "№ 0003" in said
    assert "сунушка жооп берилди" not in said


async def test_one_word_with_a_question_mark_is_a_question_though_a_heading_is_called_so(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "Долбоорго кирген жок", "Каражат жетпейт", SENTENCE, "Жооп жөнөтүү")
    await aigul.reads()
    await aigul.presses("Суроом бар")
    assert "Сурооңуз берилди." in await aigul.says("Качан?")
    assert "«Качан?»" in await nurlan.reads()
