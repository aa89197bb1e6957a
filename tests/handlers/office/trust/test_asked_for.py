"""A survey is opened by its name, also misspelt. What somebody has finished leaves their menu."""

from datetime import timedelta

import pytest

from bot.budget.permissions import Role
from bot.budget.polls.asked_for import Survey, read_survey_asked
from bot.budget.workdays import find_day
from tests.handlers.office.test_poll import opened as poll_opened
from tests.handlers.offices import joined


async def trust_opened(village):
    head = await joined(village, "Эркин", Role.HEAD)
    await head.taps("trust_desk")
    await head.taps("trust_new")
    await head.says(f"{find_day(village.clock()) + timedelta(days=5):%d.%m.%Y}")


async def resident(village, name, language="ky"):
    made = await village.in_menu(name, language=language)
    await made.taps("notices:yes")
    await made.taps("consent:yes")
    return made


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("доверие", Survey.TRUST), ("Ишеним", Survey.TRUST), ("ишенүү сурамжылоосу", Survey.TRUST),
        ("опрос о доверии", Survey.TRUST), ("ишеним сурамжылосу", Survey.TRUST), ("ishenim", Survey.TRUST),
        ("довериe к айыл окмоту", Survey.TRUST), ("пройти опрос", Survey.EITHER), ("сурамжылоо кайда", Survey.EITHER),
        ("голосование", Survey.POLL), ("где голосование", Survey.POLL), ("добуш", Survey.POLL),
        ("ишенбейм", None), ("мен айыл өкмөтүнө ишенбейм", None), ("жол", None), ("", None), ("ооба", None),
        ("доверие населения потеряно", None), ("есть вопрос", None), ("вопрос", None), ("у меня вопрос", None),
        ("апрос", Survey.EITHER),
    ],
)  # fmt: skip
def test_the_survey_that_is_asked_for(text, asked):
    assert read_survey_asked(text) is asked


@pytest.mark.parametrize("text", ["доверие", "ишеним", "ишенүү сурамжылоосу", "опрос", "Ишеним сурамжылоосу"])
async def test_its_name_opens_the_trust_survey(village, text):
    await trust_opened(village)
    aigul = await resident(village, "Айгүл")
    assert "1/3. Биздин айыл өкмөтүнө" in await aigul.says(text)


async def test_what_is_finished_leaves_the_menu(village):
    await poll_opened(village)
    await trust_opened(village)
    aigul = await resident(village, "Айгүл")

    async def doors():
        await aigul.says("/menu")
        await aigul.says("Дагы")
        return {id for id, _ in aigul.heard[-1].choices} & {"poll", "trust"}

    assert await doors() == {"poll", "trust"}
    which = await aigul.says("сурамжылоо")
    assert {"poll", "trust"} <= {id for id, _ in aigul.heard[-1].choices}, which
    await aigul.taps("poll")
    await aigul.says("мектеп, жол")
    await aigul.taps("poll_give")
    assert await doors() == {"trust"}
    assert "1/3" in await aigul.says("сурамжылоо")
    for step in (1, 2, 3):
        await aigul.taps(f"trust_step:{step}")
    await aigul.taps("trust_who:unsaid")
    await aigul.taps("trust_give")
    assert await doors() == set()
    assert "мурда жооп бергенсиз" in await aigul.says("ишеним")
    assert "добуш бергенсиз" in await aigul.says("добуш")


async def test_where_nothing_is_open_it_is_said_or_asked(village):
    aigul = await resident(village, "Айгүл")
    assert "сурамжылоо жок" in await aigul.says("опрос о доверии")
