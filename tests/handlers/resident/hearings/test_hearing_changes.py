"""Hearings that are moved or cancelled, and what residents hear of it who were away."""

import uuid
from datetime import date

import pytest

from bot.budget.hearing import HOUR
from bot.budget.workdays import start_of
from bot.chat.message import Incoming, Kind
from bot.office.hearings import changes
from tests.handlers.resident.hearing_steps import (
    DECEMBER,
    announced,
    carried,
    coming,
    moved,
    office,
    said_of,
    subscriber,
)

# Who had blocked the bot and is back

MOVED = {"ky": "БЮДЖЕТ УГУУСУ ЖЫЛДЫРЫЛДЫ", "ru": "СЛУШАНИЯ ПО БЮДЖЕТУ ПЕРЕНЕСЕНЫ"}
CANCELLED = "БЮДЖЕТ УГУУСУ БОЛБОЙТ"


async def blocks(resident):
    """Blocks the bot, as the messenger tells us."""
    await resident._hears(Incoming(uuid.uuid4().hex, resident.peer, Kind.STOP))


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_whoever_is_back_hears_once_how_their_hearing_was_moved(village, language):
    hearing = await announced(village)
    await carried(village)
    aigul = await coming(village, "Айгүл", hearing, language=language)
    bakyt = await subscriber(village, "Бакыт", language=language)
    cholpon = await subscriber(village, "Чолпон", language=language)
    await cholpon.taps(f"decline:{hearing.id}")
    village.chats.blocked |= {"Айгүл", "Бакыт", "Чолпон"}
    await moved(village, hearing)
    village.chats.blocked.clear()
    said = await aigul.starts()
    assert said.count(MOVED[language]) == 1
    assert "16" in said
    assert "18" in said
    (told,) = [message for message in aigul.heard if message.text.startswith(MOVED[language])]
    assert [choice for choice, _ in told.choices][:2] == [f"come:{hearing.id}", f"decline:{hearing.id}"]
    for resident in (aigul, bakyt, cholpon):
        assert MOVED[language] not in await resident.starts()
    village.clock.later(minutes=1)
    await blocks(aigul)
    assert MOVED[language] not in await aigul.starts()


async def test_whoever_is_back_answers_what_they_hear_by_typing(village):
    hearing = await announced(village)
    await carried(village)
    aigul = await coming(village, "Айгүл", hearing)
    await blocks(aigul)
    await moved(village, hearing)
    await aigul.starts()
    assert "Айтканыңызга рахмат" in await aigul.says("келе албайм")
    assert (await said_of(village, aigul, hearing)).coming is False


async def test_whoever_is_back_hears_the_latest_change_alone(village):
    hearing, other = await announced(village), await announced(village, starts_at=DECEMBER + 240 * HOUR)
    await carried(village)
    aigul = await coming(village, "Айгүл", hearing)
    await aigul.taps(f"come:{other.id}")
    await aigul.says("0")
    await blocks(aigul)
    for hours in (48, 72):
        await moved(village, hearing, hours)
    await office(village, changes.cancel, id=other.id)
    await carried(village)
    said = await aigul.starts()
    assert said.count(MOVED["ky"]) == said.count(CANCELLED) == 1
    assert "19-декабры" in said
    assert "18-декабры" in said, "the day it was to be, which the others had heard of"


async def test_whoever_is_back_hears_of_a_change_before_the_notice_too(village):
    hearing = await announced(village, send_at=DECEMBER - 240 * HOUR)
    aigul = await coming(village, "Айгүл", hearing)
    await blocks(aigul)
    await moved(village, hearing)
    assert MOVED["ky"] in await aigul.starts()


async def test_whoever_was_reached_before_they_left_hears_it_no_second_time(village):
    hearing = await announced(village)
    await carried(village)
    aigul = await coming(village, "Айгүл", hearing)
    await moved(village, hearing)
    assert MOVED["ky"] in await aigul.reads()
    await blocks(aigul)
    assert MOVED["ky"] not in await aigul.starts()


@pytest.mark.parametrize(("after", "is_news"), [(47, True), (48, False)])
async def test_whoever_is_back_after_the_hearing_hears_of_no_move(village, after, is_news):
    hearing = await announced(village)
    await carried(village)
    aigul = await coming(village, "Айгүл", hearing)
    await blocks(aigul)
    await moved(village, hearing)
    village.clock.now = DECEMBER + after * HOUR
    assert (MOVED["ky"] in await aigul.starts()) is is_news


async def test_a_move_that_waits_for_the_morning_comes_in_the_morning_also_to_whoever_is_back(village):
    hearing = await announced(village)
    await carried(village)
    aigul = await coming(village, "Айгүл", hearing)
    await blocks(aigul)
    village.clock.now = start_of(date(2026, 12, 2)) + 23 * HOUR
    await moved(village, hearing)
    assert MOVED["ky"] not in await aigul.starts()
    village.clock.later(minutes=10 * 60)
    await carried(village)
    assert (await aigul.reads()).count(MOVED["ky"]) == 1
