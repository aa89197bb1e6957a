"""A question is open and something comes in between. The words answer what they were meant for, and are typed once."""

import pytest

from bot.office.answers import dialogue
from tests.handlers.resident.hearing_steps import LIGHT
from tests.handlers.resident.test_swipes import answered, asks, said_about


async def asked_to_show(village, name: str):
    """Somebody who has sent a proposal and is asked whether its text may be shown; then the office asks something."""
    clerk = await village.worker("Мээрим")
    author = await village.with_proposal(name, LIGHT)
    assert "көрсөтсө" in (shown := await author.says("өткөрүп жибер")), shown
    await asks(village, clerk, "Кайсы жерде так?")
    await author.reads()
    return author


@pytest.mark.parametrize(
    ("typed", "public"), [("Нет, не показывайте", False), ("көрсөтө бериңиз", True), ("жок, көрсөтпөгүлө", False)]
)
async def test_words_about_showing_answer_that_question_though_the_office_asked_something_below(village, typed, public):
    anara = await asked_to_show(village, "Анара")
    await anara.says(typed)
    assert [one.public_text for one in await anara.proposals()] == [public]
    assert all(kind != "replied" for kind, _ in await said_about(village))


@pytest.mark.parametrize(("way", "public", "replied"), [("Ушул суроого", False, []), ("Айыл өкмөтүнө", None, ["жок"])])
async def test_a_bare_no_below_two_questions_is_asked_about_and_typed_once(village, way, public, replied):
    anara = await asked_to_show(village, "Анара")
    assert "«жок»" in await anara.says("жок")
    assert [one.public_text for one in await anara.proposals()] == [None]
    await anara.presses(way)
    assert [one.public_text for one in await anara.proposals()] == [public]
    assert [text for kind, text in await said_about(village) if kind == "replied"] == replied


async def test_words_that_answer_the_office_alone_are_passed_on_at_once(village):
    anara = await asked_to_show(village, "Анара")
    assert "Жообуңуз берилди" in await anara.says("Мектептин арткы эшигинин жанында")


async def test_why_somebody_does_not_agree_is_typed_once(village):
    clerk = await village.worker("Мээрим")
    jol = await village.with_proposal("Жолдошбек", LIGHT)
    await answered(village, clerk)
    await jol.reads()
    await jol.says("өткөрүп жибер")
    reason = "мен буга макул эмесмин, үч жылдан бери ушуну айтасыздар"
    came = await jol.says(reason)
    if "Макул эмесмин" in came:
        came = await jol.presses("Макул эмесмин")
    elif "макул эмес" in came:
        came = await jol.says("1")
    assert "Себебин жазасызбы" not in came
    assert reason in [text for _, text in await said_about(village)]


@pytest.mark.parametrize(
    ("step", "label"),
    [("menu", "Бюджет жылы"), ("list", "угууну жарыялоо"), ("card", "объявить слушания"), ("more", "угууну жарыялоо")],
)
async def test_a_label_of_a_button_typed_below_an_objection_is_no_explanation(village, step, label):
    clerk = await village.worker("Мээрим")
    jol = await village.with_proposal("Жолдошбек", LIGHT)
    await answered(village, clerk)
    await clerk.starts()
    before = {"menu": (), "more": ("дагы",), "list": ("Жооп берилген",), "card": ("Жооп берилген", "1")}
    await clerk.follows_script(*before[step])
    person = await jol.person()
    await village.database.write(
        lambda store: dialogue.object_to(
            store, answer_id=1, text="Мен буга макул эмесмин", by=person, at=village.clock()
        )
    )
    assert "Мен буга макул эмесмин" in await clerk.reads()
    assert f"«{label}»" not in await clerk.says(label)
