"""«The same answer»: a clerk answers a proposal as one like it was answered, in two acts."""

import pytest

from tests.handlers.office.answers.test_answer import LIGHT, SENTENCE
from tests.handlers.offices import proposed

DRAIN = "Арыкты тазалап, суу кайтарып берүү керек, эгиндер куурап жатат"


async def opens(clerk) -> str:
    """Opens the first proposal that awaits an answer."""
    await clerk.reads()
    await clerk.starts()
    await clerk.presses("Жооп күткөндөр")
    return await clerk.says("1")


async def answers(clerk, *steps: str) -> str:
    """Answers the first proposal that awaits one in steps."""
    await opens(clerk)
    return await clerk.follows_script("Жооп берүү", *steps)


@pytest.fixture
async def desk(village):
    """A clerk who has answered one proposal on light, and one on water."""
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await answers(nurlan, "Долбоорго кирген жок", "Каражат жетпейт", SENTENCE, "1")
    await proposed(village, aigul, DRAIN, category="sp_irrigation")
    await answers(
        nurlan, "Башка мекемеге өттү", "Биздин милдет эмес", "Бул арыкты суу пайдалануучулар бирикмеси карайт.", "1"
    )
    return nurlan, aigul


async def test_a_usual_answer_takes_two_acts(village, desk, tell):
    nurlan, aigul = desk
    for n in range(3, 6):
        await proposed(village, aigul, f"Клубдун көчөсүнө да жарык керек, {n}-үйдүн жаны караңгы")
    await opens(nurlan)
    sent, acts = 0, 0
    for n in range(3, 6):
        shown = await nurlan.presses("Ушундай эле жооп")
        assert shown.startswith(f"№ {n:04}: «Клубдун көчөсүнө да жарык керек, {n}-үйдүн жаны караңгы»\n")
        assert f"каражат жетпейт. {SENTENCE}" in shown
        said = await nurlan.presses("Жооп жөнөтүү")
        assert "Жооп жөнөтүлдү." in said
        sent, acts = sent + 1, acts + 2
    tell("answers like an earlier one", sent=sent, acts_each=acts / sent)
    assert SENTENCE in await aigul.reads()


async def test_another_earlier_answer_is_chosen_from_a_list_and_the_last_step_leads_back(village, desk):
    nurlan, aigul = desk
    await proposed(village, aigul, "Жарык менен суу керек: арыктын боюна чырак, мектептин жанына суу")
    await opens(nurlan)
    await nurlan.presses("Ушундай эле жооп")
    listed = await nurlan.presses("Башка жооп")
    assert "№ 0001: «Мектептин жанына жарык керек" in listed
    assert "№ 0002: «Арыкты тазалап" in listed
    chosen = await nurlan.presses("№ 0002")
    assert "№ 0002 сунушуна ушундай жооп берилген." in chosen
    assert "БАШКА МЕКЕМЕГЕ" in chosen
    assert "Бул арыкты суу пайдалануучулар" in await nurlan.says("Артка")
    assert "Жооп жөнөтүлдү." in await nurlan.follows_script("Өткөрүп жиберүү", "Жооп жөнөтүү")


async def test_where_nothing_like_it_was_answered_the_steps_are_asked(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    await opens(nurlan)
    said = await nurlan.says("ушундай эле")
    assert said.startswith("Мындай сунушка быйыл жооп берилген эмес.")
    assert "Долбоорго кирген жок" in said
    # What was answered in another aimak is no example here.
    other = await village.worker("Башка", aimak="shark")
    person = await village.in_menu("Чолпон", aimak="shark")
    await answers(nurlan, "3", "1", SENTENCE, "1")
    await proposed(village, person, LIGHT, category="sp_lighting")
    await opens(other)
    assert "жооп берилген эмес" in await other.taps("alike")
    assert await aigul.reads()


async def test_the_reasons_given_most_to_a_category_stand_first(village, desk):
    nurlan, aigul = desk
    await proposed(village, aigul, "Айылга суу түтүк керек", category="sp_irrigation")
    await opens(nurlan)
    asked = await nurlan.follows_script("Жооп берүү", "Долбоорго кирген жок")
    assert "1 — Укугубузга кирбейт\n2 — Каражат жетпейт" in asked


async def test_a_sentence_under_too_many_answers_is_told_before_it_leaves(village):
    nurlan = await village.worker("Нурлан")
    aigul = await village.with_proposal("Айгүл", LIGHT)
    author = await village.in_menu("Бурул")
    for n in range(2, 13):
        await proposed(village, aigul if n % 2 else author, f"{n}-көчөгө жарык керек", category="sp_lighting")
    await answers(nurlan, "3", "1", SENTENCE, "1")
    warned = []
    for n in range(2, 13):
        sentence = SENTENCE if n > 7 else f"Бул көчө {2030 + n}-жылдын планына киргизилет."
        warned.append("6-критерий" in await nurlan.follows_script("Жооп берүү", "3", "1", sentence))
        assert "Жооп жөнөтүлдү." in await nurlan.presses("Жооп жөнөтүү")
    # Of ten decisions four stand on one sentence; fewer than ten are not weighed.
    assert warned == [False] * 8 + [True] * 3


async def test_an_answer_changed_since_is_no_longer_called_the_earlier_one(village, desk):
    nurlan, aigul = desk
    await proposed(village, aigul, "Клубдун көчөсүнө да жарык керек")
    await opens(nurlan)
    assert "№ 0001" in await nurlan.presses("Ушундай эле жооп")
    other = "Быйыл мындай ишке акча бөлүнгөн эмес, кийинки жылы карайбыз."
    shown = await nurlan.follows_script("Өзгөртүү", "Долбоорго кирген жок", "Каражат жетпейт", other)
    assert other in shown
    assert "№ 0001" not in shown
