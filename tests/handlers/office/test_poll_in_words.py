"""Choices of a poll are typed as words, also misspelt: they are picks or asked back, and never a proposal."""

import pytest

from tests.handlers.office.test_poll import opened
from tests.handlers.resident.hearing_steps import subscriber
from tests.storage.rows import rows_of


def picked(said):
    return [line.removeprefix("— ") for line in said.splitlines() if line.startswith("— ")]


async def at_question(village, name, language="ky"):
    voter = await village.in_menu(name, language=language)
    await voter.taps("poll")
    await voter.taps("consent:yes")
    return voter


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("мектеп, жол, суу", ["Мектеп", "Жол", "Суу"]),
        ("мектепти жана жолду", ["Мектеп", "Жол"]),
        ("школу и дорогу", ["Мектеп", "Жол"]),
        ("мектп, жолл", ["Мектеп", "Жол"]),
        ("mektep, jol, suu", ["Мектеп", "Жол", "Суу"]),
        ("спорт аянтча, таштанды", ["Спорт аянтчасы", "Таштанды"]),
        ("биринчи, үчүнчү", ["Жол", "Жарык"]),
        ("первое и третье", ["Жол", "Жарык"]),
        ("дорога не нужна, школа и вода", ["Мектеп", "Суу"]),
        ("1, 3 жана мектеп", ["Жол", "Жарык", "Мектеп"]),
        ("мага мектеп менен суу керек", ["Мектеп", "Суу"]),
    ],
)
async def test_words_at_the_question_are_picks(village, text, choices):
    await opened(village)
    voter = await at_question(village, "Айгүл")
    said = await voter.says(text)
    assert picked(said) == choices
    assert "эсепке алынды" in await voter.taps("poll_give")


@pytest.mark.parametrize(
    ("text", "said_back"),
    [
        ("мектеп, аэропортту, суу", "Мектеп"),
        ("аэропорт", "аэропорт"),
        ("мектеп, жол, суу, жарык", "4"),
        ("мектепке чатыр керек", "Мектеп"),
    ],
)
async def test_what_is_left_open_is_asked_back_and_no_proposal(village, text, said_back):
    await opened(village)
    voter = await at_question(village, "Айгүл")
    said = await voter.says(text)
    assert said_back in said
    assert "Эмне маанилүү?" in said, "the poll is still asked"
    assert "сунушпу" not in said
    assert not picked(said)


async def test_words_at_the_check_stand_in_place_of_the_picks(village):
    await opened(village)
    voter = await at_question(village, "Айгүл")
    assert picked(await voter.says("мектеп, жол")) == ["Мектеп", "Жол"]
    assert picked(await voter.says("жок, суу жана жарык")) == ["Суу", "Жарык"]


async def test_a_sentence_of_its_own_at_the_question_is_still_held(village):
    await opened(village)
    voter = await at_question(village, "Айгүл")
    assert "сунушпу" in await voter.says("Мектептин жанына жарык керек, балдар караңгыда келатышат")


async def announced(village):
    clerk = await opened(village)
    await clerk.taps("poll_go_on")
    await clerk.taps("poll_tell")
    await clerk.taps("poll_announce:1")
    await village.tells()
    return clerk


@pytest.mark.parametrize("text", ["мектеп, жол, суу", "мектеп жана жолл", "1, 3 жана 5", "школа", "дорогу и школу"])
async def test_words_right_after_the_notice_begin_a_ballot_and_leave_nothing(village, text):
    aigul = await subscriber(village, "Айгүл")
    await announced(village)
    assert "— Мектеп" in await aigul.reads(), "the notice says what may be chosen"
    said = await aigul.says(text)
    if "/privacy" in said:
        said = await aigul.taps("consent:yes")
    assert "сунушпу" not in said
    if text == "школа":
        assert "2/3" in said
        said = await aigul.taps("picked")
    assert len(picked(said)) >= 1
    assert "эсепке алынды" in await aigul.taps("poll_give")
    raw = [village.database.seal.open(row["raw"]) for row in await rows_of(village.database, "events") if row["raw"]]
    assert not any(text in one for one in raw)


async def test_words_in_reply_to_the_notice_begin_a_ballot(village):
    aigul = await subscriber(village, "Айгүл")
    await announced(village)
    await aigul.says("/menu")
    said = await aigul.swipes("Эмне маанилүү?", "мектеп, жол")
    if "/privacy" in said:
        said = await aigul.taps("consent:yes")
    assert picked(said) == ["Мектеп", "Жол"]


async def test_a_proposal_right_after_the_notice_is_a_proposal(village):
    aigul = await subscriber(village, "Айгүл")
    await announced(village)
    await aigul.reads()
    assert "сунушпу" in await aigul.says("Биздин көчөдө суу түтүгү жарылып, эки айдан бери эч ким оңдобойт")
