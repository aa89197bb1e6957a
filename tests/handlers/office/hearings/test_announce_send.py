"""The last step of announcing: one notice however often it is pressed, the moment it leaves, late ones and nights."""

import asyncio
import re
import uuid
from datetime import date

import pytest
from sqlalchemy import func, select

from bot.budget.hearing import HOUR
from bot.budget.workdays import start_of
from bot.chat.message import Incoming, Kind
from storage.database.schema import broadcasts, hearings, outbox
from tests.handlers.office.hearings.announce_steps import (
    PLACE,
    WORDS,
    at_check,
    button,
    clerk,
    count,
    hearing_of,
    sent_to,
    subscriber,
)


async def test_late_is_said_and_does_not_block(village):
    worker = await clerk(village)
    assert "1 гана күн" in await at_check(village, worker, day="эртең")
    assert "жарыяланды" in await worker.presses("Азыр жөнөтүү")
    other = await clerk(village, "Гүлнара")
    assert "гана күн" not in await at_check(village, other, day="16.12")


async def test_two_presses_are_one_hearing_and_one_broadcast(village):
    await subscriber(village, "Айгүл")
    worker = await clerk(village)
    await at_check(village, worker)
    now = button(worker, "announce_now:")
    await worker.taps(now)
    assert "мурда жарыяланган" in await worker.taps(now)
    assert await count(village, hearings) == 1
    notices = select(func.count()).where(broadcasts.c.kind == "notice")
    assert await village.database.read(lambda store: store.connection.scalar(notices)) == 1


async def test_ten_presses_at_once_are_one_hearing_and_one_broadcast(village):
    await subscriber(village, "Айгүл")
    worker = await clerk(village)
    await at_check(village, worker)
    now = button(worker, "announce_now:")
    await asyncio.gather(
        *(village.receive(Incoming(uuid.uuid4().hex, worker.peer, Kind.CHOICE, choice=now)) for _ in range(10))
    )
    await village.tells()
    assert await count(village, hearings) == 1
    to_aigul = select(func.count()).where(outbox.c.kind == "broadcast")
    assert await village.database.read(lambda store: store.connection.scalar(to_aigul)) == 1
    assert len([one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]) == 1


async def test_two_clerks_with_the_same_hearing_are_asked_and_one_notice_leaves(village):
    await subscriber(village, "Айгүл")
    bakyt, gulnara = await clerk(village), await clerk(village, "Гүлнара")
    for worker in (bakyt, gulnara):
        await at_check(village, worker)
    await bakyt.presses("Азыр жөнөтүү")
    asked = await gulnara.presses("Эртең 9:00")
    assert "мурда жарыяланган" in asked
    assert PLACE in asked
    assert "7/7" in await gulnara.says("жок")
    assert await count(village, hearings) == 1
    await village.tells()
    assert len([one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]) == 1
    await gulnara.presses("Эртең 9:00")
    sure = button(gulnara, "announce_sure:")
    assert "24-ноябры" in await gulnara.says("ооба")
    assert await count(village, hearings) == 2
    assert "мурда жарыяланган" in await gulnara.taps(sure)
    assert await count(village, hearings) == 2


async def test_the_same_hearing_changed_to_another_day_is_not_asked_about(village):
    bakyt, gulnara = await clerk(village), await clerk(village, "Гүлнара")
    await at_check(village, bakyt)
    await bakyt.presses("Азыр жөнөтүү")
    await at_check(village, gulnara)
    await gulnara.presses("Азыр жөнөтүү")
    sure = button(gulnara, "announce_sure:")
    await gulnara.says("0")
    assert "7/7" in await gulnara.taps(sure), "the question is over"
    await gulnara.presses("Өзгөртүү")
    await gulnara.presses("Күнү")
    await gulnara.says("18.12")
    assert "жарыяланды" in await gulnara.presses("Азыр жөнөтүү")


async def test_at_night_it_is_asked_once_and_the_morning_is_offered(village):
    await subscriber(village, "Айгүл")
    village.clock.now = start_of(date(2026, 11, 23)) + 23 * HOUR
    worker = await clerk(village)
    await at_check(village, worker)
    assert "Азыр түн" in await worker.presses("Азыр жөнөтүү")
    assert "Азыр түн" in await worker.taps([one for one in worker.heard if one.choices][-2].choices[0][0])
    assert "саат 08:00" in await worker.presses("Эртең менен")
    await village.tells()
    assert not [one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]
    village.clock.now = start_of(date(2026, 11, 24)) + 8 * HOUR
    await village.tells()
    assert [one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]


async def test_at_night_it_can_be_sent_all_the_same(village):
    await subscriber(village, "Айгүл")
    village.clock.now = start_of(date(2026, 11, 23)) + 23 * HOUR
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.presses("Азыр жөнөтүү")
    await worker.presses("Түндө жөнөтүү")
    await village.tells()
    assert [one for one in sent_to(village, "Айгүл") if "БЮДЖЕТ УГУУСУ" in one.text]


async def test_a_time_of_its_own(village):
    worker = await clerk(village)
    await at_check(village, worker)
    await worker.presses("Башка убакытта")
    assert "түшүнө албадым" in await worker.says("качандыр бир күнү")
    assert "башка күнүнө туура келет: шаршемби" in await worker.says("бейшемби, 25-ноябрь, 9:00")
    assert "башка убакытты" in await worker.says("17.12 9:00")  # after the hearing
    assert "башка убакытты" in await worker.says("бүгүн 9:00")  # over
    assert "2026-жылдын 25-ноябры" in await worker.says("25.11 9:00")
    (notice,) = [
        one
        for one in await village.database.read(lambda store: store.broadcasts.list_of_aimak(None))
        if one.kind == "notice"
    ]
    assert notice.starts_at == start_of(date(2026, 11, 25)) + 9 * HOUR


async def test_tomorrow_at_nine(village):
    worker = await clerk(village, language="ru")
    await at_check(village, worker)
    assert "09:00" in await worker.presses("Завтра в 9:00")


async def test_tomorrow_the_notice_leaves_when_the_quiet_hours_are_over_and_the_button_says_so(village):
    await village.database.write(lambda store: store.meta.set("quiet_hours", "[22, 10]", valid_from=date(2000, 1, 1)))
    worker = await clerk(village, language="ru")
    await at_check(village, worker)
    assert "10:00" in (await worker.says("завтра в 10:00")).split("\n")[0]
    (notice,) = [
        one
        for one in await village.database.read(lambda store: store.broadcasts.list_of_aimak(None))
        if one.kind == "notice"
    ]
    assert notice.starts_at == start_of(date(2026, 11, 24)) + 10 * HOUR


@pytest.mark.parametrize("language", ["ky", "ru"])
async def test_a_moment_too_near_the_hearing_is_asked_about_before_it_is_fixed(village, language):
    said = WORDS[language]
    worker = await clerk(village, language=language)
    await at_check(village, worker)
    await worker.presses(said["at"])
    asked = await worker.says("15.12 9:00")
    assert re.search("1 гана күн калат|останется только 1 день", asked)
    assert await count(village, hearings) == 0
    await worker.presses(said["at"])
    assert re.search("3 гана күн калат|останется только 3 дня", await worker.says("13.12 9:00"))
    assert "13" in await worker.presses("Ошондо жөнөтүү" if language == "ky" else "Оставить это время")
    found = await hearing_of(village)
    (notice,) = [
        one
        for one in await village.database.read(lambda store: store.broadcasts.list_of_hearing(found.id))
        if one.kind == "notice"
    ]
    assert notice.starts_at == start_of(date(2026, 12, 13)) + 9 * HOUR


async def test_a_notice_that_would_be_late_is_sent_now_instead(village):
    worker = await clerk(village)
    await at_check(village, worker, day="4.12.2026")
    await worker.presses("Башка убакытта")
    assert "9 гана күн калат" in await worker.says("25.11 9:00")
    assert "жарыяланды" in await worker.presses("Азыр жөнөтүү")
    assert "мурда жарыяланган" in await worker.taps([one for one in worker.heard if one.choices][-2].choices[2][0])


async def test_a_hearing_of_this_very_day_is_said_to_be_so_and_nothing_is_offered_for_tomorrow(village):
    worker = await clerk(village)
    said = await at_check(village, worker, day="23.11.2026", time="18:00")
    assert "Угуу бүгүн эле" in said
    assert "0 гана күн" not in said
    assert "Эртең" not in said
    assert "Башка убакытта" in said


async def test_a_later_hour_of_the_same_day_is_not_asked_about_twice(village):
    worker = await clerk(village)
    assert "2 гана күн калды" in await at_check(village, worker, day="25.11.2026")
    await worker.presses("Башка убакытта")
    assert "жарыяланды" in await worker.says("23.11 18:00")
