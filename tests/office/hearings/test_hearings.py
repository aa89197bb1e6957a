"""Hearings of an office and its budget year: a second one, attendance, questions, what is posted in groups."""

import asyncio
from datetime import date

import pytest

from bot.budget.hearing import HearingKind, NotPossibleNow, Terms
from bot.budget.proposal import Answer, Decision
from bot.chat.texts import Words
from bot.office import years
from bot.office.answers import answers
from bot.office.broadcasts import broadcasts
from bot.office.criteria import criteria_1_2
from bot.office.hearings import attendance, changes, group_owners, groups, hearings, results
from bot.office.hearings.hearings import AnnouncedAlready
from bot.office.wording import hearing_results
from storage.database.engine import Database
from storage.hearings import Hearing
from storage.queue.broadcasts import BroadcastKind
from storage.years import BudgetYear
from tests.channels.doubles import Clock
from tests.office.halls import CLUB, HOUR, Hall, moment

YEAR = 2027


@pytest.fixture
def clock() -> Clock:
    return Clock(moment("2026-12-01 10:00"))


@pytest.fixture
async def hall(database: Database, clock: Clock) -> Hall:
    return await Hall(database, clock).opens(subscribers=4)


async def year_of(hall: Hall) -> BudgetYear:
    return await hall.database.read(lambda store: store.years.get(hall.office.aimak_id, YEAR))


async def held(hall: Hall, when: str) -> Hearing:
    """A hearing that was announced, and held a day later."""
    hearing = await hall.announces(when)
    hall.clock.now = max(hall.clock.now, moment(when))
    return await hall.does(changes.hold, id=hearing.id)


async def counted(hall: Hall, hearing: Hearing, women: int, men: int) -> None:
    await hall.does(attendance.count_people, id=hearing.id, women=women, men=men, whole=True)


# Announced twice


def own(key: str, when: str, words: str = "") -> hearings.Announcement:
    texts = {"ky": words} if words else {}
    return hearings.Announcement(key, HearingKind.DRAFT, Terms(moment(when), CLUB), YEAR, texts=texts)


async def announces(hall: Hall, announcement: hearings.Announcement, **given: bool) -> Hearing:
    hearing, _ = await hall.does(hearings.announce, announcement=announcement, aimak_id=hall.office.aimak_id, **given)
    return hearing


async def test_of_two_clerks_who_announce_the_same_at_one_moment_the_second_is_asked(hall):
    said = await asyncio.gather(
        *(announces(hall, own(key, "2026-12-16 10:00")) for key in ("Бакыт", "Гүлнара")), return_exceptions=True
    )
    (first,) = [one for one in said if isinstance(one, Hearing)]
    (refused,) = [one for one in said if isinstance(one, AnnouncedAlready)]
    assert refused.hearing.id == first.id
    await hall.works()
    assert set(hall.times_told(BroadcastKind.NOTICE).values()) == {1}


async def test_another_hearing_at_the_same_hour_is_announced_by_whoever_is_sure(hall):
    await announces(hall, own("клуб", "2026-12-16 10:00"))
    assert (await announces(hall, own("мектеп", "2026-12-16 10:00"), sure=True)).is_open


async def test_the_same_words_to_the_same_people_within_hours_are_asked_about(hall):
    await announces(hall, own("биринчи", "2026-12-16 10:00", "Баарыңыздар келгиле!"))
    with pytest.raises(AnnouncedAlready):
        await announces(hall, own("экинчи", "2026-12-17 10:00", "Баарыңыздар келгиле!"))
    hall.clock.now += 7 * HOUR
    assert (await announces(hall, own("үчүнчү", "2026-12-17 10:00", "Баарыңыздар келгиле!"))).is_open


async def test_nobody_is_asked_where_the_hearing_alike_is_cancelled_or_anothers(hall):
    other = await Hall(hall.database, hall.clock).opens("janyaryk", subscribers=1)
    await hall.cancels(await announces(hall, own("биринчи", "2026-12-16 10:00")))
    assert (await announces(hall, own("экинчи", "2026-12-16 10:00"))).is_open
    assert (await announces(other, own("башка", "2026-12-16 10:00"))).is_open


# The budget year


async def test_a_second_hearing_is_held_though_the_results_of_the_first_are_out(hall):
    first = await held(hall, "2026-12-02 10:00")
    await hall.does(results.publish_results, id=first.id, table_place=None)
    second = await held(hall, "2026-12-09 10:00")
    assert second.state == "held"
    year = await year_of(hall)
    assert (year.hearing_on, year.results_on) == (date(2026, 12, 2), date(2026, 12, 2))
    published = await hall.does(results.publish_results, id=second.id, table_place=None)
    assert published.state == "published"


async def test_a_second_hearing_before_the_results_is_the_day_of_its_year(hall):
    await held(hall, "2026-12-02 10:00")
    await held(hall, "2026-12-09 10:00")
    assert (await year_of(hall)).hearing_on == date(2026, 12, 9)


async def test_who_came_to_the_hearings_of_a_year_is_added_up(hall):
    first, second = await held(hall, "2026-12-02 10:00"), await held(hall, "2026-12-09 10:00")
    await counted(hall, first, 60, 40)
    await counted(hall, second, 10, 10)
    assert (await year_of(hall)).attendance == 120
    await counted(hall, second, 12, 10)
    assert (await year_of(hall)).attendance == 122


async def test_ten_proposals_that_went_into_one_line_are_one_correction(hall):
    aigul = await hall.office.meets("Айгүл")
    lines = ["Таза суу"] * 9 + ["таза  суу", "Жол", None]
    for line in lines:
        proposal = await hall.office.filed(aigul)
        answer = Answer(Decision.INCLUDED, amount=1_000, budget_line=line)
        await hall.does(answers.send, id=proposal.id, answer=answer)
    found = await hall.database.read(
        lambda store: results.count_results(store, aimak_id=hall.office.aimak_id, year=YEAR)
    )
    assert (found.spending.included, found.lines, found.unlined) == (12, 2, 1)
    hearing = await held(hall, "2026-12-02 10:00")
    aimak = await hall.database.read(lambda store: store.aimaks.get(hall.office.aimak_id))
    said = hearing_results.compose_results(Words("ru"), hearing, aimak, found)
    assert "По предложениям жителей исправлены 2 строки проекта бюджета." in said
    assert "Вошло в проект, строка не указана: 1 предложение." in said


async def test_a_hearing_that_was_cancelled_adds_nobody(hall):
    first = await hall.announces("2026-12-01 15:00")
    await counted(hall, first, 3, 2)
    await hall.cancels(first)
    await counted(hall, await held(hall, "2026-12-09 10:00"), 10, 10)
    assert (await year_of(hall)).attendance == 20


async def test_what_is_typed_for_the_year_stands_until_somebody_counts_again(hall):
    hearing = await held(hall, "2026-12-02 10:00")
    await counted(hall, hearing, 60, 40)
    await hall.does(years.set_year, aimak_id=hall.office.aimak_id, year=YEAR, attendance=140)
    assert (await year_of(hall)).attendance == 140
    await hall.does(attendance.count_people, id=hearing.id, women=1, men=0, whole=False)
    assert (await year_of(hall)).attendance == 101


# Evidence


async def campaign_of(hall: Hall, hearing: Hearing) -> criteria_1_2.Campaign:
    async def gather(store):
        return await criteria_1_2.count_campaign(store, await store.hearings.get(hearing.id))

    return await hall.database.read(gather)


async def test_a_notice_stopped_before_it_reached_anybody_is_no_notice_and_each_that_did_has_its_day(hall):
    hearing = await hall.announces("2026-12-22 10:00")
    await hall.broadcasting.step()  # it has begun, and nothing has left
    notice = await hall.broadcast(hearing, BroadcastKind.NOTICE)
    assert notice.began_at is not None
    await hall.does(broadcasts.cancel, id=notice.id)
    await hall.works()
    found = await campaign_of(hall, hearing)
    assert (found.announcement, found.days_ahead, found.announcements) == (None, None, [])
    assert "Пока ни одно сообщение ни до кого не дошло." in criteria_1_2.list_lines(Words("ru"), found)

    await hall.until("2026-12-03 12:00", step=6 * HOUR)
    await hall.does(broadcasts.send_again, id=notice.id, sure=True)
    await hall.until("2026-12-04 12:00", step=6 * HOUR)
    await hall.moves(hearing, "2026-12-23 10:00")
    await hall.works()
    found = await campaign_of(hall, hearing)
    assert (found.days_ahead, len(found.announcements)) == (20, 2)
    said = criteria_1_2.list_lines(Words("ru"), found)
    assert [line for line in said if "до слушаний" in line] == [
        "Сообщение о слушаниях: 3 декабря 2026 года, за 20 дней до слушаний.",
        "Сообщение о переносе слушаний: 4 декабря 2026 года, за 19 дней до слушаний.",
    ]


# Groups

GROUP = "-100555"


async def grouped(hall: Hall) -> Hall:
    """The same office, which has a group."""
    await hall.does(group_owners.join, address=GROUP, title="Көк-Жар айылы")
    return hall


async def posted(hall: Hall, hearing: Hearing) -> list[str]:
    """Posts a hearing to the group; returns the first lines of what arrived there so far."""
    await hall.does(groups.post, id=hearing.id)
    await hall.works()
    return [told.message.text.partition("\n")[0] for told in hall.channel.told if told.address == GROUP]


async def can_be_posted(hall: Hall, hearing: Hearing) -> bool:
    async def asked(store):
        found = await store.hearings.get(hearing.id)
        return await groups.compose_post(store, found, at=hall.clock()) is not None

    return await hall.database.read(asked)


NOTICE, MOVED = "БЮДЖЕТ УГУУСУ", "БЮДЖЕТ УГУУСУ ЖЫЛДЫРЫЛДЫ"
CANCELLED, RESULTS = "БЮДЖЕТ УГУУСУ БОЛБОЙТ", "БЮДЖЕТ УГУУСУНУН ЖЫЙЫНТЫГЫ"


async def test_a_group_is_told_what_became_of_a_hearing(hall):
    hearing = await (await grouped(hall)).announces("2026-12-16 10:00")
    assert await posted(hall, hearing) == [NOTICE]
    assert await posted(hall, hearing) == [NOTICE]
    await hall.moves(hearing, "2026-12-18 10:00")
    assert await posted(hall, hearing) == [NOTICE, MOVED]
    await hall.cancels(hearing)
    assert await posted(hall, hearing) == [NOTICE, MOVED, CANCELLED]
    assert await posted(hall, hearing) == [NOTICE, MOVED, CANCELLED]


async def test_a_group_is_told_the_results_but_nothing_between_the_hearing_and_them(hall):
    hearing = await held(await grouped(hall), "2026-12-02 10:00")
    assert not await can_be_posted(hall, hearing)
    with pytest.raises(NotPossibleNow):
        await posted(hall, hearing)
    await hall.does(results.publish_results, id=hearing.id, table_place=None)
    assert await posted(hall, hearing) == [RESULTS]


async def test_a_notice_that_is_to_leave_later_is_not_posted_before(hall):
    hearing = await (await grouped(hall)).announces("2026-12-16 10:00", send_at="2026-12-02 10:00")
    assert not await can_be_posted(hall, hearing)
    with pytest.raises(NotPossibleNow):
        await posted(hall, hearing)
    await hall.until("2026-12-02 10:00", step=HOUR)
    assert await posted(hall, hearing) == [NOTICE]


@pytest.mark.parametrize("stop", [broadcasts.pause, broadcasts.cancel])
async def test_a_notice_the_office_has_stopped_is_not_posted(hall, stop):
    hearing = await (await grouped(hall)).announces("2026-12-16 10:00")
    await hall.does(stop, id=(await hall.broadcast(hearing, BroadcastKind.NOTICE)).id)
    assert not await can_be_posted(hall, hearing)


async def test_a_hearing_cancelled_before_anybody_heard_of_it_is_not_posted(hall):
    hearing = await (await grouped(hall)).announces("2026-12-16 10:00", send_at="2026-12-02 10:00")
    await hall.cancels(hearing)
    assert not await can_be_posted(hall, hearing)
    with pytest.raises(NotPossibleNow):
        await posted(hall, hearing)


async def test_only_the_group_has_heard_of_a_hearing_and_hears_that_it_is_cancelled(hall):
    hearing = await (await grouped(hall)).announces("2026-12-16 10:00")
    await hall.does(groups.post, id=hearing.id)
    await hall.courier.carry()  # before the notice to the subscribers has begun
    await hall.cancels(hearing)
    assert await posted(hall, hearing) == [NOTICE, CANCELLED]


async def test_a_post_that_has_not_left_when_the_hearing_is_cancelled_never_leaves(hall):
    hearing = await (await grouped(hall)).announces("2026-12-16 10:00")
    await hall.does(groups.post, id=hearing.id)
    await hall.cancels(hearing)
    await hall.works()
    assert [told for told in hall.channel.told if told.address == GROUP] == []


async def test_a_post_that_could_not_leave_before_the_hearing_never_leaves(hall):
    hearing = await (await grouped(hall)).announces("2026-12-16 10:00")
    await hall.does(groups.post, id=hearing.id)
    hall.clock.now = moment("2026-12-16 10:00")
    await hall.works()
    assert [told for told in hall.channel.told if told.address == GROUP] == []


async def test_a_hearing_that_has_begun_is_not_posted(hall):
    hearing = await (await grouped(hall)).announces("2026-12-01 15:00")
    hall.clock.now = moment("2026-12-01 15:00")
    assert not await can_be_posted(hall, hearing)


async def test_the_words_of_the_office_are_posted_as_they_were_sent(hall):
    announcement = hearings.Announcement(
        "өз сөзү",
        HearingKind.DRAFT,
        Terms(moment("2026-12-16 10:00"), CLUB),
        YEAR,
        texts={"ky": "Баарыңыздар келгиле!"},
    )
    await grouped(hall)
    hearing, _ = await hall.does(hearings.announce, announcement=announcement, aimak_id=hall.office.aimak_id)
    assert await posted(hall, hearing) == ["Баарыңыздар келгиле!"]
