"""The sizes of polls, surveys and needs studies are settings from a day on, and their sheets print them."""

import pytest

from bot.budget.criteria.sizes import NoSuchSize, Sizes
from bot.budget.needs.meetings import ProblemsUnreadable
from bot.budget.permissions import Role
from bot.budget.polls.ballots import BallotUnreadable, PollUnreadable
from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.office.criteria import sizes
from bot.office.needs import meetings
from bot.office.polls import polls
from bot.office.trust import surveys
from tests.office.needs.test_needs import MEETING
from tests.office.offices import YEAR, Office
from tests.office.polls.test_polls import TEXT

DAY = 24 * 3600 * 1000


@pytest.fixture
async def office(sqlite_database):
    return await Office(sqlite_database).opens()


async def put(office, name, value):
    day = find_day(office.now)
    return await office.database.write(
        lambda store: sizes.set_size(store, name=name, value=value, valid_from=day, at=office.now)
    )


@pytest.mark.parametrize(
    ("name", "value"), [("survey_smallest", 4), ("poll_smallest", 4), ("poll_picks", 0), ("problems", 11), ("x", 5)]
)
async def test_what_would_show_one_persons_answer_or_has_no_room_is_no_size(office, name, value):
    with pytest.raises(NoSuchSize):
        await put(office, name, value)


async def test_a_poll_keeps_the_sizes_that_were_in_force_when_it_was_opened(office):
    clerk, aigul = await office.meets("Бакыт", Role.STAFF), await office.meets("Айгүл")
    of = {"aimak_id": office.aimak_id, "year": YEAR, "text": TEXT, "closes_at": office.now + 3 * DAY}
    await put(office, "poll_choices", 4)
    with pytest.raises(PollUnreadable):
        await office.does(polls.open_poll, **of, by=clerk)
    await put(office, "poll_choices", 12)
    await put(office, "poll_picks", 2)
    id = await office.does(polls.open_poll, **of, by=clerk)
    office.now += DAY
    await put(office, "poll_picks", 3)
    with pytest.raises(BallotUnreadable):
        await office.does(polls.vote, id=id, picks=(1, 2, 3), by=aigul, since=office.now)
    await office.does(polls.vote, id=id, picks=(1, 2), by=aigul, since=office.now)
    assert (await office.does(polls.tell_result, id=id, by=clerk)).sizes.poll_picks == 2


async def test_a_survey_hides_groups_below_its_own_size_and_a_meeting_ranks_no_more_than_its(office):
    head = await office.meets("Токтогул", Role.HEAD)
    assert await put(office, "survey_smallest", 7) == Sizes(survey_smallest=7)
    of = {"aimak_id": office.aimak_id, "year": YEAR, "closes_at": office.now + 3 * DAY}
    id = await office.does(surveys.open_survey, **of, by=head)
    assert await office.database.read(lambda store: surveys.find_smallest(store, id=id)) == 7
    assert (await office.does(surveys.close_survey, id=id, by=head)).smallest == 7
    await put(office, "problems", 1)
    with pytest.raises(ProblemsUnreadable):
        await office.does(meetings.put_meetings, aimak_id=office.aimak_id, year=YEAR, meetings=[MEETING], by=head)
    for language in ("ky", "ru"):
        words = Words(language)
        assert "7" in sizes.say_survey(words, 7)
        assert "12" in sizes.say_poll(words, Sizes())
        assert "10" in sizes.say_problems(words, Sizes())
