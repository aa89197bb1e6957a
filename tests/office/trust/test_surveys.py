"""A trust survey: one person, one answer, however they come; groups that are too small are shown nowhere."""

import itertools

import pytest

from bot.budget.permissions import NotAllowed, Role
from bot.budget.trust.answers import SMALLEST, AnswersUnreadable, Group, Question, choose_shown, find_share
from bot.budget.workdays import find_day
from bot.chat.texts import Words
from bot.export.trust.files import draw, write_sheet
from bot.office.messengers import codes
from bot.office.trust import surveys
from bot.office.trust.words import say_result
from tests.office.offices import YEAR, Office
from tests.storage.rows import rows_of


@pytest.fixture
async def office(sqlite_database):
    return await Office(sqlite_database).opens()


async def opened(office, **more):
    given = {"aimak_id": office.aimak_id, "year": YEAR, "closes_at": office.now + surveys.DAY, "by": None}
    return await office.does(surveys.open_survey, **given | more)


async def answers(office, id, name, *said, group=Group.UNSAID, channel="telegram"):
    person = await office.meets(name, channel=channel)
    await office.does(surveys.answer_survey, id=id, answers=said or (1, 2, 3), group=group, by=person, since=office.now)


async def test_twice_from_one_person_and_after_the_end_one_answer_is_counted(office, tell):
    id = await opened(office)
    await answers(office, id, "Айгүл")
    with pytest.raises(surveys.AnsweredAlready):
        await answers(office, id, "Айгүл", 4, 4, 4)
    office.now += surveys.DAY
    with pytest.raises(surveys.SurveyClosed):
        await answers(office, id, "Нурбек")
    counted = sum(row["n"] for row in await rows_of(office.database, "trust_counts")) // len(Question)
    assert counted == 1
    tell("trust answers of one person, twice and after the end", tried=3, counted=1)


async def test_two_joined_messengers_have_one_answer(office):
    id = await opened(office)
    first, second = await office.meets("Айгүл"), await office.meets("Айгүл", channel="whatsapp")
    code = await office.does(codes.make_code, by=first)
    offer = await office.does(codes.open_code, key=code.payload, by=second)
    await office.does(codes.agree, made_at=offer.made_at, owner_id=offer.owner.id, by=second)
    await answers(office, id, "Айгүл")
    with pytest.raises(surveys.AnsweredAlready):
        await answers(office, id, "Айгүл", channel="whatsapp")


async def test_who_is_forgotten_leaves_a_count_and_cannot_answer_again(office):
    id = await opened(office)
    await answers(office, id, "Айгүл")
    person = office.people["Айгүл"]
    await office.database.write(lambda store: store.erasures.erase(person.id, keeps_public=False, at=office.now))
    with pytest.raises(surveys.AnsweredAlready):
        await answers(office, id, "Айгүл")


async def test_no_order_of_answers_changes_what_is_kept_and_no_mark_outlives_the_end(office):
    said = {"Айгүл": (1, 2, 3), "Нурбек": (5, 5, 5), "Жыпар": (4, 1, 1)}
    kept = []
    for order in itertools.islice(itertools.permutations(said), 3):
        id = await opened(office)
        for name in order:
            await answers(office, id, name, *said[name])
        kept.append(await office.database.read(lambda store, id=id: store.trust_surveys.list_counts(id)))
        await office.does(surveys.close_survey, id=id, by=None)
    assert all(one == kept[0] for one in kept)
    assert await rows_of(office.database, "trust_marks") == []


async def test_an_open_survey_goes_along_with_a_merger_and_is_ended_there_after_the_newer(office):
    other = await Office(office.database, "shark").opens()
    ended = await opened(office)
    await office.does(surveys.close_survey, id=ended, by=None)
    theirs, id = await opened(other), await opened(office)
    head = await other.meets("Асел", Role.HEAD)

    async def merge(store):
        await store.merging.merge(office.aimak_id, other.aimak_id, on=find_day(office.now), at=office.now)

    await office.database.write(merge)
    open_there = []
    for _ in range(2):
        found = await other.database.read(lambda store: surveys.find_of_office(store, aimak_id=other.aimak_id, by=head))
        open_there.append(found.id)
        await other.does(surveys.close_survey, id=found.id, by=head)
    assert open_there == [id, theirs]
    kept = await office.database.read(lambda store: store.trust_surveys.find_closed(office.aimak_id, YEAR))
    assert kept.id == ended


async def test_who_answered_a_survey_that_nobody_closes_is_forgotten_in_time(office):
    id = await opened(office)
    await answers(office, id, "Айгүл")
    end = office.now + surveys.DAY
    assert await office.database.write(lambda store: store.trust_surveys.forget_marks(before=end)) == 0
    assert await office.database.write(lambda store: store.trust_surveys.forget_marks(before=end + 1)) == 1
    assert await rows_of(office.database, "trust_marks") == []


async def test_nobody_reads_a_count_before_the_end_and_a_head_alone_ends_it(office):
    clerk, head, id = (
        await office.meets("Бакыт", Role.STAFF),
        await office.meets("Жыпар", Role.HEAD),
        await opened(office),
    )
    for number in range(6):
        await answers(office, id, f"Аял {number}", 1, 2, 1, group=Group.WOMAN)
    for number in range(4):
        await answers(office, id, f"Эркек {number}", 4, 4, 5, group=Group.MAN)
    with pytest.raises(surveys.SurveyOpen):
        await office.database.read(lambda store: surveys.read_result(store, id=id))
    with pytest.raises(NotAllowed):
        await office.does(surveys.close_survey, id=id, by=clerk)
    result = await office.does(surveys.close_survey, id=id, by=head)
    assert (result.people, result.all.counts[Question.TRUST]) == (10, (6, 0, 0, 4, 0))
    assert result.groups == {}  # of four men nothing may be found as the difference
    said = say_result(Words("ky"), result)
    assert "Толук ишенем — 60 %" in said
    assert "өз үлүшүбүз" in said
    assert "индекс" not in said + say_result(Words("ru"), result)
    assert draw(result, Words("ru"), ()).startswith(b"\x89PNG")
    assert write_sheet(result, ()).startswith(b"PK")


async def test_of_fewer_than_five_no_figure_is_shown(office):
    id = await opened(office)
    await answers(office, id, "Айгүл")
    result = await office.does(surveys.close_survey, id=id, by=None)
    assert (result.all, result.groups) == (None, {})
    assert "%" not in say_result(Words("ky"), result)


async def test_bad_answers_another_aimak_and_a_second_survey_are_refused(office):
    other, id = await Office(office.database, "jany").opens(), await opened(office)
    strange = await other.meets("Бакыт", Role.HEAD)
    with pytest.raises(surveys.NoSurvey):
        await office.does(
            surveys.answer_survey, id=id, answers=(1, 1, 1), group=Group.MAN, by=strange, since=office.now
        )
    with pytest.raises(NotAllowed):
        await office.does(surveys.close_survey, id=id, by=strange)
    for wrong in ((1, 2), (1, 2, 6), (0, 1, 1)):
        with pytest.raises(AnswersUnreadable):
            await answers(office, id, "Нурбек", *wrong)
    with pytest.raises(surveys.SurveyOpen):
        await opened(office)
    await office.does(surveys.close_survey, id=id, by=None)
    with pytest.raises(surveys.LastDayOutOfRange):
        await opened(office, closes_at=office.now)


def test_no_group_of_fewer_than_five_can_be_found_as_a_difference(tell):
    sizes = range(13)
    for women, men, unsaid in itertools.product(sizes, repeat=3):
        people = {Group.WOMAN: women, Group.MAN: men, Group.UNSAID: unsaid}
        shown = choose_shown(people)
        hidden = sum(n for group, n in people.items() if group not in shown)
        assert all(people[group] >= SMALLEST for group in shown)
        assert not shown or hidden == 0 or hidden >= SMALLEST
    tell("sizes of three groups of a trust survey", tried=13**3, guessed=0)


def test_shares_are_whole_and_half_up():
    assert [find_share(n, all) for n, all in ((1, 8), (1, 3), (2, 3), (0, 5), (0, 0), (5, 5))] == [
        13,
        33,
        67,
        0,
        0,
        100,
    ]
