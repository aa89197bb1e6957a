"""A priorities poll: one person, one vote, however they come; what was voted joins to nobody."""

import itertools

import pytest

from bot.budget.criteria.sizes import Sizes
from bot.budget.permissions import NotAllowed, Role
from bot.budget.polls.ballots import BallotUnreadable, PollUnreadable, read_paper, read_poll
from bot.budget.workdays import find_day
from bot.office.messengers import codes
from bot.office.plan.priorities import list_priorities
from bot.office.polls import polls
from storage.database.schema import outbox
from storage.personal.reading import read_person
from storage.polls.polls import Poll
from tests.office.offices import YEAR, Office
from tests.storage.rows import rows_of

TEXT = "Эмне маанилүү?\nЖол\nСуу\nЖарык\nМектеп\nТаштанды"


@pytest.fixture
async def office(sqlite_database):
    return await Office(sqlite_database).opens()


async def opened(office, **more):
    given = {"aimak_id": office.aimak_id, "year": YEAR, "text": TEXT, "closes_at": office.now + polls.DAY, "by": None}
    return await office.does(polls.open_poll, **given | more)


async def votes(office, id, name, *picks, channel="telegram"):
    person = await office.meets(name, channel=channel)
    await office.does(polls.vote, id=id, picks=picks, by=person, since=office.now)


async def test_twice_from_one_person_and_after_the_end_one_vote_is_counted(office, tell):
    id = await opened(office)
    await votes(office, id, "Айгүл", 1, 2, 3)
    with pytest.raises(polls.VotedAlready):
        await votes(office, id, "Айгүл", 4)
    office.now += polls.DAY
    with pytest.raises(polls.PollClosed):
        await votes(office, id, "Нурбек", 4)
    counted = sum(row["votes"] for row in await rows_of(office.database, "poll_choices"))
    assert counted == 3
    tell("votes of one person, twice and after the end", tried=3, counted=1)


async def test_two_joined_messengers_have_one_vote_also_once_they_part(office):
    id = await opened(office)
    first, second = await office.meets("Айгүл"), await office.meets("Айгүл", channel="whatsapp")
    code = await office.does(codes.make_code, by=first)
    offer = await office.does(codes.open_code, key=code.payload, by=second)
    await office.does(codes.agree, made_at=offer.made_at, owner_id=offer.owner.id, by=second)
    await votes(office, id, "Айгүл", 1)
    with pytest.raises(polls.VotedAlready):
        await votes(office, id, "Айгүл", 2, channel="whatsapp")


async def test_who_is_forgotten_leaves_a_count_and_cannot_vote_again(office):
    id = await opened(office)
    await votes(office, id, "Айгүл", 1)
    person = office.people["Айгүл"]
    await office.database.write(lambda store: store.erasures.erase(person.id, keeps_public=False, at=office.now))
    (mark,) = await rows_of(office.database, "poll_marks")
    assert mark["peer_id"] is None
    with pytest.raises(polls.VotedAlready):
        await votes(office, id, "Айгүл", 2)


async def test_no_order_of_votes_changes_what_is_kept_of_them(office):
    ballots = {"Айгүл": (1, 2), "Нурбек": (2, 3, 4), "Жыпар": (5,)}
    kept = []
    for order in itertools.permutations(ballots):
        id = await opened(office)
        for name in order:
            await votes(office, id, name, *ballots[name])
        rows = await rows_of(office.database, "poll_choices")
        kept.append([(row["number"], row["votes"], row["paper"]) for row in rows if row["poll_id"] == id])
        await office.does(polls.tell_result, id=id, by=None)
    assert all(one == kept[0] for one in kept)
    assert await rows_of(office.database, "poll_marks") == []


async def test_nobody_reads_a_count_before_the_end_and_then_all_who_voted_hear_it(office):
    clerk, id = await office.meets("Бакыт", Role.STAFF), await opened(office)
    for name in ("Айгүл", "Нурбек", "Жыпар", "Асел", "Мирлан"):
        await votes(office, id, name, 2, 3)
    assert await office.does(polls.enter_paper, id=id, text="2 5; 2; 2; 2; 2", by=clerk) == 5
    with pytest.raises(polls.PollOpen):
        await office.database.read(lambda store: polls.read_result(store, id=id, at=office.now))
    result = await office.does(polls.tell_result, id=id, by=clerk)
    assert [(one.text, one.total) for one in result.choices[:3]] == [("Суу", 10), ("Жарык", 5), ("Таштанды", 1)]
    assert await office.does(polls.tell_result, id=id, by=clerk) is not None
    told = [row for row in await rows_of(office.database, outbox.name) if row["kind"] == polls.RESULT]
    assert len(told) == 5
    named = await office.database.read(
        lambda store: list_priorities(store, aimak_id=office.aimak_id, year=YEAR, by=None)
    )
    assert [one.text for one in named] == ["Суу", "Жарык", "Таштанды"]


async def test_of_fewer_than_five_ballots_no_figure_is_shown(office):
    id = await opened(office)
    await votes(office, id, "Айгүл", 1)
    result = await office.does(polls.tell_result, id=id, by=None)
    assert not result.shown
    assert result.choices == ()


async def test_another_office_and_a_resident_do_nothing_with_a_poll(office):
    other = await Office(office.database, "jany").opens()
    strange, id = await other.meets("Бакыт", Role.HEAD), await opened(office)
    resident = await office.meets("Айгүл")
    for by in (strange, resident):
        with pytest.raises(NotAllowed):
            await office.does(polls.tell_result, id=id, by=by)
        with pytest.raises(NotAllowed):
            await office.does(polls.enter_paper, id=id, text="1", by=by)
    with pytest.raises(polls.NoPoll):
        await office.does(polls.vote, id=id, picks=(1,), by=strange, since=0)
    with pytest.raises(polls.PollOpen):
        await opened(office)


@pytest.mark.parametrize("text", ["", ";", "0", "6", "1 1", "1 2 3 4", "1; 2 9", "бир", "1-2"])
def test_a_paper_ballot_that_is_none_is_refused(text):
    with pytest.raises(BallotUnreadable):
        read_paper(text, 5)


@pytest.mark.parametrize("text", ["", "Эмне?", "Эмне?\nЖол\nСуу\nЖарык", "Эмне?\nЖол\nжол\nСуу\nЖарык\nКөпүрө"])
def test_a_poll_without_four_different_choices_is_refused(text):
    with pytest.raises(PollUnreadable):
        read_poll(text)


def test_a_poll_in_one_line_has_its_choices_between_semicolons():
    assert read_poll("Эмне? ; Жол; Суу; Жарык;Мектеп") == ("Эмне?", ["Жол", "Суу", "Жарык", "Мектеп"])


@pytest.mark.parametrize(
    ("ballots", "paper", "shown"),
    [(0, 5, True), (5, 0, True), (5, 5, True), (1, 9, False), (9, 1, False), (4, 5, False), (0, 4, False)],
)
def test_no_count_is_shown_from_which_a_few_ballots_could_be_subtracted(ballots, paper, shown):
    poll = Poll(1, 1, YEAR, "Эмне?", 0, 1, 2, ballots, paper)
    assert polls.Result(poll, ballots + paper, (), Sizes(poll_smallest=5)).shown is shown


async def test_one_vote_beside_nine_paper_ballots_is_told_to_nobody(office):
    id = await opened(office)
    await votes(office, id, "Айгүл", 1, 5)
    await office.does(polls.enter_paper, id=id, text="; ".join("2" * 9), by=None)
    result = await office.does(polls.tell_result, id=id, by=None)
    assert (result.shown, result.choices) == (False, ())
    assert await office.database.read(lambda store: store.priorities.list_standing(office.aimak_id, YEAR)) == []


async def test_an_open_poll_goes_along_with_a_merger_and_can_be_ended_there(office):
    id = await opened(office)
    other = await Office(office.database, "shark").opens()

    async def merge(store):
        await store.merging.merge(office.aimak_id, other.aimak_id, on=find_day(office.now), at=office.now)

    theirs = await opened(other, text="Башка\nКөпүрө\nБулак\nТосмо\nКлуб")
    await office.database.write(merge)
    found = await other.database.read(lambda store: store.polls.find_newest(other.aimak_id))
    assert found.id == theirs
    await other.does(polls.tell_result, id=theirs, by=None)
    found = await other.database.read(lambda store: store.polls.find_newest(other.aimak_id))
    assert (found.id, found.aimak_id) == (id, other.aimak_id)
    await other.does(polls.tell_result, id=id, by=None)


async def test_who_voted_in_a_poll_that_nobody_tells_is_forgotten_in_time(office):
    id = await opened(office)
    await votes(office, id, "Айгүл", 1)
    end = office.now + polls.DAY
    assert await office.database.write(lambda store: store.polls.forget_marks(before=end)) == 0
    assert await office.database.write(lambda store: store.polls.forget_marks(before=end + 1)) == 1
    assert await rows_of(office.database, "poll_marks") == []


async def test_mydata_says_that_somebody_took_part_and_not_what_they_chose(office):
    id = await opened(office)
    await votes(office, id, "Айгүл", 1, 2)
    person = office.people["Айгүл"]

    def read(connection):
        of = {"person_id": person.id, "peer_id": person.peer_id, "language": "ky"}
        return {name: list(records) for name, records in read_person(connection, office.database.seal, **of)}

    [took_part] = (await office.database.run_sync(read))["polls"]
    assert set(took_part) == {"poll", "aimak", "year"}
